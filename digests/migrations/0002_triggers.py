"""The database itself refuses a second digest to one reader within a week."""

from django.db import migrations

from kit.triggers import RefuseUpdate


class Migration(migrations.Migration):
    dependencies = [("digests", "0001_initial")]

    operations = [
        RefuseUpdate(
            "digests_reader",
            "reader_digest_weekly",
            "a reader is written to once in seven days at most",
            when="OLD.last_sent_on IS NOT NULL AND NEW.last_sent_on IS NOT OLD.last_sent_on "
            "AND (NEW.last_sent_on IS NULL OR julianday(NEW.last_sent_on) < julianday(OLD.last_sent_on) + 7)",
            when_postgresql="OLD.last_sent_on IS NOT NULL AND NEW.last_sent_on IS DISTINCT FROM OLD.last_sent_on "
            "AND (NEW.last_sent_on IS NULL OR NEW.last_sent_on < OLD.last_sent_on + 7)",
        ),
    ]
