"""Words and addresses that were stored before they were cleaned on their way in."""

from django.db import migrations

from kit.rows_of_before import clean_rows


def clean(apps, schema_editor):
    user, address = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    before = dict(user.objects.values_list("pk", "email"))
    clean_rows(apps, "accounts")
    for pk, email in user.objects.values_list("pk", "email"):
        if email != before[pk]:
            address.objects.filter(user=pk, email=before[pk]).update(email=email)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_triggers"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
