"""The database itself refuses a change to what was noted about messages."""

from django.db import migrations

from kit.triggers import RefuseUpdate

MESSAGE = "what was noted about messages is never changed"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        RefuseUpdate("outbox_attempt", "outbox_attempt_no_update", MESSAGE),
        RefuseUpdate("outbox_release", "outbox_release_no_update", MESSAGE),
    ]
