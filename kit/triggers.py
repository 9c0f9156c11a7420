"""Triggers by which the database itself refuses a change, written once for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


class RefuseUpdate(Operation):
    """Refuse, with a sentence, to change rows of a table: all of them, or those for which a condition holds.

    `name` is the trigger's; the conditions are SQL over OLD and NEW, where both databases say the same in one, else
    apart. The refusal arrives as Django's IntegrityError. Reversing the migration drops the trigger.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, name: str, message: str, *, when: str = "", when_postgresql: str = "") -> None:
        self.table, self.name, self.message = table, name, message
        self.when, self.when_postgresql = when, when_postgresql or when

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing that Django knows of."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the trigger, and on PostgreSQL the function it calls."""
        text = self.message.replace("'", "''")
        if schema_editor.connection.vendor == "sqlite":
            when = f"WHEN {self.when} " if self.when else ""
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {self.table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
            )
            return
        when = f"WHEN ({self.when_postgresql}) " if self.when_postgresql else ""
        schema_editor.execute(
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {self.table} "
            f"FOR EACH ROW {when}EXECUTE FUNCTION {self.name}()"
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the trigger, and its function."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {self.name}")
            return
        schema_editor.execute(f"DROP TRIGGER {self.name} ON {self.table}")
        schema_editor.execute(f"DROP FUNCTION {self.name}()")

    def describe(self) -> str:
        """Say what it does, as `migrate` and `sqlmigrate` print it."""
        return f"Refuse changes to rows of {self.table}: {self.message}"
