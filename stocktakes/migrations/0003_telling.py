"""Who was told what has happened; the database itself refuses a second message to one reader within a week."""

import django.db.models.deletion
from django.db import migrations, models

MESSAGE = "a reader is told once in seven days at most"

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER reader_told_weekly BEFORE UPDATE ON stocktakes_reader WHEN OLD.told_on IS NOT NULL "
        "AND NEW.told_on IS NOT OLD.told_on "
        "AND (NEW.told_on IS NULL OR julianday(NEW.told_on) < julianday(OLD.told_on) + 7) "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION reader_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER reader_told_weekly BEFORE UPDATE ON stocktakes_reader FOR EACH ROW "
        "WHEN (OLD.told_on IS NOT NULL AND NEW.told_on IS DISTINCT FROM OLD.told_on "
        "AND (NEW.told_on IS NULL OR NEW.told_on < OLD.told_on + 7)) EXECUTE FUNCTION reader_refuse()",
    ],
}
BACKWARDS = {
    "sqlite": ["DROP TRIGGER reader_told_weekly"],
    "postgresql": ["DROP TRIGGER reader_told_weekly ON stocktakes_reader", "DROP FUNCTION reader_refuse()"],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0004_sheets_and_sayings"),
        ("consultations", "0002_handing_in"),
        ("programmes", "0001_initial"),
        ("stakeholders", "0003_characteristics"),
        ("stocktakes", "0002_issued_is_frozen"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(max_length=64)),
                ("link_nonce", models.CharField(max_length=32)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("told_on", models.DateField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("people", models.ManyToManyField(blank=True, related_name="+", to="stakeholders.person")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="programmes.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=80)),
                ("told_on", models.DateField()),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="actions.commitment",
                    ),
                ),
                (
                    "feedback",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="consultations.feedback",
                    ),
                ),
                (
                    "hand_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="consultations.handin",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="actions.proposer",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to="stocktakes.reader"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "told",
            },
        ),
        migrations.AddConstraint(
            model_name="reader",
            constraint=models.UniqueConstraint(fields=("programme", "address_hash"), name="reader_address_once"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("commitment", None), ("feedback", None), ("hand_in__isnull", False), ("proposer", None)),
                    models.Q(("commitment", None), ("feedback__isnull", False), ("hand_in", None), ("proposer", None)),
                    models.Q(("commitment", None), ("feedback", None), ("hand_in", None), ("proposer__isnull", False)),
                    models.Q(("commitment__isnull", False), ("feedback", None), ("hand_in", None), ("proposer", None)),
                    _connector="OR",
                ),
                name="told_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.UniqueConstraint(fields=("hand_in", "what"), name="told_of_hand_in_once"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.UniqueConstraint(fields=("feedback", "what"), name="told_of_feedback_once"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.UniqueConstraint(fields=("proposer", "what"), name="told_of_proposal_once"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.UniqueConstraint(fields=("commitment", "what"), name="told_of_commitment_once"),
        ),
        migrations.RunPython(forwards, backwards),
    ]
