from django.db import migrations


class Migration(migrations.Migration):
    """A form of the desk is known again by `kit.SentForm`, as every other: the area need not keep its key."""

    dependencies = [
        ("actions", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField("actionarea", "captured_as"),
        migrations.RemoveField("actionarea", "captured_version"),
    ]
