from django.db import migrations, models

import kit.name_keys
from kit.name_keys import fill_keys


def fill(apps, schema_editor):
    """Give every row the key of its name; those that mean one thing are kept apart."""
    fill_keys(apps.get_model("programmes", "Indicator"), within=["programme_id"])
    fill_keys(apps.get_model("programmes", "Place"), within=["programme_id"])


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0003_quiet_periods"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="indicator",
            name="indicator_name_once",
        ),
        migrations.RemoveConstraint(
            model_name="place",
            name="place_name_once",
        ),
        migrations.AddField(
            model_name="indicator",
            name="name_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="name", verbose_name="name"),
        ),
        migrations.AddField(
            model_name="place",
            name="name_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="name", verbose_name="name"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("programme", "name_key"), name="indicator_name_once"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(fields=("programme", "name_key"), name="place_name_once"),
        ),
    ]
