"""The database itself refuses a change to an issued stocktake, its files and its pictures."""

from django.db import migrations

from kit.triggers import RefuseUpdate

MESSAGE = "an issued stocktake is never changed; issue a correction as a new edition"


class Migration(migrations.Migration):
    dependencies = [("stocktakes", "0001_initial")]

    operations = [
        RefuseUpdate("stocktakes_stocktake", "stocktake_frozen", MESSAGE, when="OLD.status = 'issued'"),
        RefuseUpdate("stocktakes_stocktakefile", "stocktakefile_frozen", MESSAGE),
        RefuseUpdate("stocktakes_stocktakepicture", "stocktakepicture_frozen", MESSAGE),
    ]
