from django.conf import settings
from django.db import migrations, models

import kit.name_keys
from kit.name_keys import fill_keys


def fill(apps, schema_editor):
    """Give every row the key of its name; those that mean one thing are kept apart."""
    fill_keys(apps.get_model("actions", "Factor"), within=["programme_id", "kind"])
    fill_keys(apps.get_model("actions", "FollowUpRound"), within=["programme_id"])


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0002_area_sent_once"),
        ("programmes", "0004_name_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="factor",
            name="factor_name_once",
        ),
        migrations.RemoveConstraint(
            model_name="followupround",
            name="round_name_once",
        ),
        migrations.AddField(
            model_name="factor",
            name="name_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="name", verbose_name="name"),
        ),
        migrations.AddField(
            model_name="followupround",
            name="name_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="name", verbose_name="name"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.UniqueConstraint(fields=("programme", "kind", "name_key"), name="factor_name_once"),
        ),
        migrations.AddConstraint(
            model_name="followupround",
            constraint=models.UniqueConstraint(fields=("programme", "name_key"), name="round_name_once"),
        ),
    ]
