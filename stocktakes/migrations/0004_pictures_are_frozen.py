"""The database itself refuses a change to the pictures of a stocktake."""

from django.db import migrations

MESSAGE = "an issued stocktake is never changed; issue a correction as a new edition"

FORWARDS = {
    "sqlite": "CREATE TRIGGER stocktakepicture_frozen BEFORE UPDATE ON stocktakes_stocktakepicture "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    "postgresql": "CREATE TRIGGER stocktakepicture_frozen BEFORE UPDATE ON stocktakes_stocktakepicture "
    "FOR EACH ROW EXECUTE FUNCTION stocktake_refuse()",
}
BACKWARDS = {
    "sqlite": "DROP TRIGGER stocktakepicture_frozen",
    "postgresql": "DROP TRIGGER stocktakepicture_frozen ON stocktakes_stocktakepicture",
}


def forwards(apps, schema_editor):
    schema_editor.execute(FORWARDS[schema_editor.connection.vendor])


def backwards(apps, schema_editor):
    schema_editor.execute(BACKWARDS[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("stocktakes", "0003_claims_and_pictures")]

    operations = [migrations.RunPython(forwards, backwards)]
