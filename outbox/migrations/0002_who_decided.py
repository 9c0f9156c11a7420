"""Who decided about a message, and who let held mail go; the database itself refuses a change to either."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("outbox_attempt", "outbox_release")
MESSAGE = "what was noted about messages is never changed"
TRIGGER = {
    "sqlite": "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    "postgresql": "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION outbox_refuse()",
}
FUNCTION = (
    "CREATE FUNCTION outbox_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    for table in TABLES:
        schema_editor.execute(TRIGGER[vendor].format(table=table, message=MESSAGE))


def backwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_no_update" + (f" ON {table}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION outbox_refuse()")


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField("attempt", "by", models.CharField(blank=True, default="", max_length=500)),
        migrations.AddConstraint(
            "attempt",
            models.CheckConstraint(
                condition=models.Q(("by", ""), ("code__isnull", True), _connector="OR"),
                name="outbox_attempt_is_a_relays_or_a_persons",
            ),
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=500)),
                ("because", models.CharField(max_length=300)),
                ("gone", models.PositiveIntegerField()),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="releases", to="outbox.instance"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(("by", "")), name="outbox_release_names_who")
                ]
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
