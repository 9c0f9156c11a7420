from django.db import migrations, models

import kit.name_keys
from kit.name_keys import fill_keys


def fill(apps, schema_editor):
    """Give every quiet period the key of its name; those that mean one thing are kept apart."""
    fill_keys(apps.get_model("programmes", "QuietPeriod"), within=["programme_id", "from_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0009_document_files"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="quietperiod",
            name="quiet_period_once",
        ),
        migrations.AddField(
            model_name="quietperiod",
            name="name_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="name", verbose_name="name"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="quietperiod",
            constraint=models.UniqueConstraint(fields=("programme", "name_key", "from_on"), name="quiet_period_once"),
        ),
    ]
