"""The database itself refuses a change to a log entry."""

from django.db import migrations

MESSAGE = "log entries are never changed"

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER logentry_no_update BEFORE UPDATE ON accounts_logentry "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION logentry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER logentry_no_update BEFORE UPDATE ON accounts_logentry "
        "FOR EACH ROW EXECUTE FUNCTION logentry_refuse()",
    ],
}
BACKWARDS = {
    "sqlite": ["DROP TRIGGER logentry_no_update"],
    "postgresql": ["DROP TRIGGER logentry_no_update ON accounts_logentry", "DROP FUNCTION logentry_refuse()"],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
