"""A program: a database of before names had keys is grown, in it names that mean one thing, and brought up to today.

`python -m tests.names_of_before 1000` grows 1,000 names of each kind in four spellings; its last line is for its test.
"""

import json
import sys
import time
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import django
from django.apps import apps as current
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from kit.name_keys import APART, kept_apart, key_columns, key_of

BEFORE = [
    ("programmes", "0003_quiet_periods"),
    ("stakeholders", "0002_sheet_content"),
    ("phases", "0006_sheet_content"),
    ("actions", "0002_area_sent_once"),
]
NOON = datetime(2016, 6, 7, 12, tzinfo=UTC)
# What rows of each kind are within, and the column that names them.
KINDS = {
    "programmes.Indicator": ("programme", "name"),
    "programmes.Place": ("programme", "name"),
    "programmes.QuietPeriod": ("programme", "name"),
    "stakeholders.Organisation": (None, "name"),
    "stakeholders.StakeholderGroup": ("programme", "name"),
    "stakeholders.MissingVoice": ("programme", "who"),
    "phases.KeyGroup": ("phase", "name"),
    "phases.Meeting": ("programme", "title"),
    "phases.Method": ("phase", "name"),
    "actions.Factor": ("programme", "name"),
    "actions.FollowUpRound": ("programme", "name"),
}
# Of what is made up, where a constraint asks for more than any value.
ASKED = {
    "programmes.QuietPeriod": {"until_on": date(2016, 6, 9)},
    "stakeholders.MissingVoice": {"status": "sought"},
}


def spellings(number: int) -> list[str]:
    """The same name as four people write it: plainly, by a word processor, with its accent apart, with other blanks."""
    plain = f"Volunteers' café {number}"
    return [plain, plain.replace("'", "’"), unicodedata.normalize("NFD", plain), plain.replace(" ", "\u00a0")]


def filled(model: Any, number: int, **given: Any) -> Any:
    """A row with something in each column that must have something."""
    for field in model._meta.local_concrete_fields:
        if field.name in given or field.primary_key or field.null or field.has_default() or field.blank:
            continue
        if field.choices:
            given[field.name] = field.choices[0][0]
        elif isinstance(field, models.ForeignKey):
            given[field.name] = field.related_model._default_manager.first()
        elif isinstance(field, models.DateTimeField):
            given[field.name] = NOON
        elif isinstance(field, models.DateField):
            given[field.name] = NOON.date()
        elif isinstance(field, models.IntegerField):
            given[field.name] = number
        else:
            given[field.name] = f"x{number}"
    return model(**given)


def grow(apps: Any, count: int) -> None:
    """Write `count` names of each kind in four spellings, twice where a kind is within something else."""
    user = filled(apps.get_model("accounts", "User"), 1, email="lead@example.org", password="!")
    user.save()
    programme, phase = apps.get_model("programmes", "Programme"), apps.get_model("phases", "Phase")
    within: dict[str, list[Any]] = {"programme": [], "phase": []}
    for number in (1, 2):
        its = filled(programme, number, slug=f"programme-{number}")
        its.save()
        within["programme"].append(its)
        of = filled(phase, number, programme=its)
        of.save()
        within["phase"].append(of)
    for label, (scope, column) in KINDS.items():
        model = apps.get_model(label)
        scopes = within[scope] if scope else [None]
        rows = []
        for outer in scopes:
            for number in range(count):
                for place, spelling in enumerate(spellings(number)):
                    given = ASKED.get(label, {}) | {column: spelling} | ({scope: outer} if scope else {})
                    rows.append(filled(model, 4 * number + place + 1, **given))
        model._default_manager.bulk_create(rows, batch_size=500)
    # Every tenth name was settled before: its first row is a trace of the second.
    kind = apps.get_model("stakeholders", "Organisation")
    rows = list(kind._default_manager.order_by("pk"))
    for first, second in zip(rows[::40], rows[1::40], strict=True):
        kind._default_manager.filter(pk=first.pk).update(merged_into=second, merged_at=NOON, merged_by=user)


def told() -> dict[str, Any]:
    """Say of each kind how many rows stand as they are, are kept apart, and wait; and what the database refuses."""
    found: dict[str, Any] = {}
    for label in KINDS:
        model: Any = current.get_model(label)
        (key,) = key_columns(model)
        rows = list(model._default_manager.order_by("pk").values_list("pk", key.of, key.attname))
        plain = [stored for _, _, stored in rows if APART not in stored]
        apart = [(pk, stored) for pk, _, stored in rows if APART in stored]
        found[label] = {
            "rows": len(rows),
            "plain": len(plain),
            "apart": len(apart),
            "waits": kept_apart(model).count(),
            "right": all(stored.partition(APART)[0] == key_of(name) for _, name, stored in rows)
            and all(stored.endswith(f"{APART}{pk}") for pk, stored in apart),
            "refused": _is_refused(model, key),
        }
    return found


def _is_refused(model: Any, key: Any) -> bool:
    """Whether one more spelling of a name is refused."""
    row = model._default_manager.filter(**{key.of: spellings(0)[0]}).order_by("pk").first()
    row.pk = None
    setattr(row, key.of, spellings(0)[0].upper())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except django.db.IntegrityError:
        return True
    return False


def main() -> None:
    """Grow, bring up to today, and say what came of it."""
    count = int(sys.argv[1])
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    state = MigrationExecutor(connection).loader.project_state(BEFORE)
    with transaction.atomic():
        grow(state.apps, count)
    begun = time.monotonic()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    print(f"{time.monotonic() - begun:.1f} s", file=sys.stderr)
    print(json.dumps(told()))


if __name__ == "__main__":
    django.setup()
    main()
