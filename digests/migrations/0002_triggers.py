"""The database itself refuses a second message to one reader within a week."""

from django.db import migrations

from kit.triggers import RefuseUpdate


class Migration(migrations.Migration):
    dependencies = [("digests", "0001_initial")]

    operations = [
        RefuseUpdate(
            "digests_reader",
            "reader_told_weekly",
            "a reader is told once in seven days at most",
            when="OLD.told_on IS NOT NULL AND NEW.told_on IS NOT OLD.told_on "
            "AND (NEW.told_on IS NULL OR julianday(NEW.told_on) < julianday(OLD.told_on) + 7)",
            when_postgresql="OLD.told_on IS NOT NULL AND NEW.told_on IS DISTINCT FROM OLD.told_on "
            "AND (NEW.told_on IS NULL OR NEW.told_on < OLD.told_on + 7)",
        ),
    ]
