"""The database itself refuses a change to a log entry."""

from django.db import migrations

from kit.triggers import RefuseUpdate


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        RefuseUpdate("accounts_logentry", "logentry_no_update", "log entries are never changed"),
    ]
