"""Words and addresses that were stored before they were cleaned on their way in."""

from django.db import migrations

from kit.rows_of_before import clean_rows


def clean(apps, schema_editor):
    clean_rows(apps, "stakeholders")


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0003_name_keys"),
    ]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
