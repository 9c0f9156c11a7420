from django.conf import settings
from django.db import migrations, models

import kit.name_keys
from kit.name_keys import fill_keys


def fill(apps, schema_editor):
    """Give every row the key of its name; those that mean one thing are kept apart."""
    fill_keys(apps.get_model("phases", "KeyGroup"), within=["phase_id"])
    fill_keys(apps.get_model("phases", "Meeting"), within=["programme_id", "starts_at"])
    fill_keys(apps.get_model("phases", "Method"), within=["phase_id"])


class Migration(migrations.Migration):
    dependencies = [
        ("phases", "0006_sheet_content"),
        ("programmes", "0004_name_keys"),
        ("stakeholders", "0003_name_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="keygroup",
            name="key_group_name_once",
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="meeting_once",
        ),
        migrations.RemoveConstraint(
            model_name="method",
            name="method_name_once",
        ),
        migrations.AddField(
            model_name="keygroup",
            name="name_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="name", verbose_name="name"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="title_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="title", verbose_name="title"),
        ),
        migrations.AddField(
            model_name="method",
            name="name_key",
            field=kit.name_keys.KeyField(default="", editable=False, max_length=540, of="name", verbose_name="name"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="keygroup",
            constraint=models.UniqueConstraint(fields=("phase", "name_key"), name="key_group_name_once"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("programme", "title_key", "starts_at"), name="meeting_once"),
        ),
        migrations.AddConstraint(
            model_name="method",
            constraint=models.UniqueConstraint(fields=("phase", "name_key"), name="method_name_once"),
        ),
    ]
