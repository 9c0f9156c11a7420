"""The database itself counts what is done in each programme."""

from django.db import migrations

from kit.triggers import RaiseCounter


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_triggers"), ("programmes", "0001_initial")]

    operations = [
        RaiseCounter(
            "accounts_logentry",
            "logentry_raises_version",
            key="programme_id",
            counters="programmes_publicversion",
            # Who only looked, at how somebody is reached for example, has changed nothing.
            when="NEW.verb <> 'looked'",
        ),
    ]
