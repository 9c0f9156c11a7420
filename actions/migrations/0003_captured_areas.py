from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0002_schedules_drafts_and_factors"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionarea",
            name="captured_as",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="actionarea",
            name="summary",
            field=models.TextField(blank=True),
        ),
    ]
