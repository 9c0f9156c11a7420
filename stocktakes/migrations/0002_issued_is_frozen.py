"""The database itself refuses a change to an issued stocktake, its files and its pictures."""

from django.db import migrations

MESSAGE = "an issued stocktake is never changed; issue a correction as a new edition"

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER stocktake_frozen BEFORE UPDATE ON stocktakes_stocktake WHEN OLD.status = 'issued' "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        "CREATE TRIGGER stocktakefile_frozen BEFORE UPDATE ON stocktakes_stocktakefile "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        "CREATE TRIGGER stocktakepicture_frozen BEFORE UPDATE ON stocktakes_stocktakepicture "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION stocktake_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER stocktake_frozen BEFORE UPDATE ON stocktakes_stocktake "
        "FOR EACH ROW WHEN (OLD.status = 'issued') EXECUTE FUNCTION stocktake_refuse()",
        "CREATE TRIGGER stocktakefile_frozen BEFORE UPDATE ON stocktakes_stocktakefile "
        "FOR EACH ROW EXECUTE FUNCTION stocktake_refuse()",
        "CREATE TRIGGER stocktakepicture_frozen BEFORE UPDATE ON stocktakes_stocktakepicture "
        "FOR EACH ROW EXECUTE FUNCTION stocktake_refuse()",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER stocktake_frozen",
        "DROP TRIGGER stocktakefile_frozen",
        "DROP TRIGGER stocktakepicture_frozen",
    ],
    "postgresql": [
        "DROP TRIGGER stocktake_frozen ON stocktakes_stocktake",
        "DROP TRIGGER stocktakefile_frozen ON stocktakes_stocktakefile",
        "DROP TRIGGER stocktakepicture_frozen ON stocktakes_stocktakepicture",
        "DROP FUNCTION stocktake_refuse()",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("stocktakes", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
