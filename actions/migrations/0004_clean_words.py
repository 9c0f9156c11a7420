"""Words and addresses that were stored before they were cleaned on their way in."""

from django.db import migrations

from kit.rows_of_before import clean_rows


def clean(apps, schema_editor):
    clean_rows(apps, "actions")


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0003_name_keys"),
    ]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
