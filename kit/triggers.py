"""Triggers: what the database itself refuses or counts, written once for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation


class Trigger(Operation):
    """Create a trigger, and on PostgreSQL the function it calls; reversing the migration drops both.

    On SQLite, Django alters a table by building it anew, which loses the triggers on it: a migration that alters such a
    table creates them again (a test tells which are missing).
    """

    reduces_to_sql = True
    reversible = True
    table: str
    name: str

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing that Django knows of."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the trigger."""
        for statement in self.statements(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the trigger, and its function."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {self.name}")
            return
        schema_editor.execute(f"DROP FUNCTION {self.name}() CASCADE")

    def statements(self, vendor: str) -> Iterator[str]:
        """Yield the SQL that creates it on a database of this vendor."""
        raise NotImplementedError


class RefuseUpdate(Trigger):
    """Refuse, with a sentence, to change rows of a table: all of them, or those for which a condition holds.

    `name` is the trigger's; the conditions are SQL over OLD and NEW, where both databases say the same in one, else
    apart. The refusal arrives as Django's IntegrityError.
    """

    def __init__(self, table: str, name: str, message: str, *, when: str = "", when_postgresql: str = "") -> None:
        self.table, self.name, self.message = table, name, message
        self.when, self.when_postgresql = when, when_postgresql or when

    def statements(self, vendor: str) -> Iterator[str]:
        """Yield the SQL that creates it on a database of this vendor."""
        text = self.message.replace("'", "''")
        if vendor == "sqlite":
            when = f"WHEN {self.when} " if self.when else ""
            yield (
                f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {self.table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
            )
            return
        when = f"WHEN ({self.when_postgresql}) " if self.when_postgresql else ""
        yield (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        yield (
            f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {self.table} FOR EACH ROW {when}"
            f"EXECUTE FUNCTION {self.name}()"
        )

    def describe(self) -> str:
        """Say what it does, as `migrate` and `sqlmigrate` print it."""
        return f"Refuse changes to rows of {self.table}: {self.message}"


class RaiseCounter(Trigger):
    """Raise a counter for each row that a table gains, last in the transaction that writes it.

    `key` is the column of `table` that says which counter; `counters` is a table of that column, unique, and a
    `number`, which nothing else writes. `when` is SQL over NEW. On PostgreSQL the keys are noted as they come, and at
    the commit each counter is raised once, in the order of the keys: whoever holds a counter is committing, and the
    next waits for that alone. A counter thus counts transactions in the order of their commits. SQLite has one writer
    at a time, whose counters nobody sees before the commit: there each row raises its counter at once.
    """

    def __init__(self, table: str, name: str, *, key: str, counters: str, when: str) -> None:
        self.table, self.name, self.key, self.counters = table, name, key, counters
        self.when = f"NEW.{key} IS NOT NULL AND {when}"

    def statements(self, vendor: str) -> Iterator[str]:
        """Yield the SQL that creates it on a database of this vendor."""
        raising = (
            f"INSERT INTO {self.counters} ({self.key}, number) VALUES ({{}}, 1) "  # noqa: S608 (names of a migration)
            f"ON CONFLICT ({self.key}) DO UPDATE SET number = {self.counters}.number + 1;"
        )
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {self.name} AFTER INSERT ON {self.table} WHEN {self.when} "
                f"BEGIN {raising.format(f'NEW.{self.key}')} END"
            )
            return
        # A setting of this transaction, which rolling back to a savepoint takes back too.
        setting = f"throughline.{self.name}"
        yield f"""CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                noted bigint[] := string_to_array(current_setting('{setting}', true), ' ')::bigint[];
                each bigint;
            BEGIN
                IF TG_ARGV[0] = 'note' THEN
                    IF NEW.{self.key} = ANY (noted) IS NOT TRUE THEN
                        PERFORM set_config('{setting}', array_to_string(noted || NEW.{self.key}::bigint, ' '), true);
                    END IF;
                ELSE
                    FOR each IN SELECT unnest(noted) ORDER BY 1 LOOP
                        {raising.format("each")}
                    END LOOP;
                    PERFORM set_config('{setting}', '', true);
                END IF;
                RETURN NULL;
            END $$"""
        yield (
            f"CREATE TRIGGER {self.name}_1 AFTER INSERT ON {self.table} FOR EACH ROW WHEN ({self.when}) "
            f"EXECUTE FUNCTION {self.name}('note')"
        )
        yield (
            f"CREATE CONSTRAINT TRIGGER {self.name}_2 AFTER INSERT ON {self.table} "
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({self.when}) EXECUTE FUNCTION {self.name}('raise')"
        )

    def describe(self) -> str:
        """Say what it does, as `migrate` and `sqlmigrate` print it."""
        return f"Raise a counter of {self.counters} for each row that {self.table} gains"
