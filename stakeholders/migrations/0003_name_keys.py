from django.conf import settings
from django.db import migrations, models

import kit.name_keys
from kit.name_keys import fill_keys


def fill(apps, schema_editor):
    """Give every row the key of its name; those that mean one thing are kept apart."""
    fill_keys(apps.get_model("stakeholders", "MissingVoice"), within=["programme_id"])
    fill_keys(apps.get_model("stakeholders", "Organisation"))
    fill_keys(apps.get_model("stakeholders", "StakeholderGroup"), within=["programme_id"])


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0004_name_keys"),
        ("stakeholders", "0002_sheet_content"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="missingvoice",
            name="missing_voice_once",
        ),
        migrations.RemoveConstraint(
            model_name="organisation",
            name="organisation_name_whatever_case",
        ),
        migrations.RemoveConstraint(
            model_name="stakeholdergroup",
            name="stakeholder_group_name_once",
        ),
        migrations.AddField(
            model_name="missingvoice",
            name="who_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="who", verbose_name="who"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="name_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="name", verbose_name="name"),
        ),
        migrations.AddField(
            model_name="stakeholdergroup",
            name="name_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="name", verbose_name="name"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="missingvoice",
            constraint=models.UniqueConstraint(fields=("programme", "who_key"), name="missing_voice_once"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(fields=("name_key",), name="organisation_name_once"),
        ),
        migrations.AddConstraint(
            model_name="stakeholdergroup",
            constraint=models.UniqueConstraint(fields=("programme", "name_key"), name="stakeholder_group_name_once"),
        ),
    ]
