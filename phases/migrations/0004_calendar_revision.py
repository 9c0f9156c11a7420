from django.db import migrations


class Migration(migrations.Migration):
    """What counts the changes of calendar files counts places too, and is called so."""

    dependencies = [
        ("phases", "0003_phase_reopened"),
    ]

    operations = [
        migrations.RenameField(model_name="meeting", old_name="joining_revision", new_name="calendar_revision"),
    ]
