"""Every declaration by which something goes is needed: with it switched off, its column alone still says what it said.

One person in every role is erased again and again, each time with another declaration switched off, as if nobody had
written it. What stood in their rows before is compared with what stands there after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from kit.data_map import ACTED, LOOSE, TABLES, OnErasure
from kit.model_fields import LineField, WordsField
from outbox.models import Attempt
from privacy.erasure import plan
from privacy.erasure.models import Erasure
from privacy.erasure.services import confirm_erasure, propose_erasure
from privacy.finding.models import Decision
from privacy.finding.services import decide_all, look_for
from privacy.models import Request
from tests.accounts.factories import UserFactory
from tests.moments import EARLY
from tests.privacy.factories import BundleFactory, FoundRowFactory, RequestFactory
from tests.privacy.held_person import HeldPerson, somebody_everywhere
from tests.programmes.factories import ProgrammeFactory

pytestmark = pytest.mark.django_db
# A table of which whole rows go, or a column that is emptied.
Place = tuple[str, str]
Stood = dict[tuple[str, Any, str], Any]
FILLED: dict[type[models.Field[Any, Any]], Callable[[], Any]] = {
    models.UUIDField: uuid4,
    models.DateTimeField: lambda: EARLY,
    models.BinaryField: lambda: b"zanary-gone",
    models.URLField: lambda: "https://example.org/zanary-gone",
    models.CharField: lambda: token_hex(16),
    LineField: lambda: "zanary-gone",
    WordsField: lambda: "zanary-gone",
}


def going() -> list[Place]:
    """Every column that is declared to go when somebody is erased, by itself or with its row; not who did the work."""
    return [
        (model._meta.label, name)
        for model, table in TABLES.items()
        for name, each in table.fields.items()
        if each.whose != ACTED and (table.row == OnErasure.DELETE or each.on_erasure == OnErasure.BLANK)
    ]


def declarations() -> list[Place]:
    """Every declaration by which something goes: a row, or a column of a row that stays."""
    rows = {label for label, _ in going() if TABLES[apps.get_model(label)].row == OnErasure.DELETE}
    return list(dict.fromkeys((label, "" if label in rows else name) for label, name in going()))


# What is nowhere in the rows of the person of these tests, and why.
NOT_HELD = {
    **dict.fromkeys(
        (("phases.Evaluation", name) for name in ("in_the_way", "worked", "change", "other")),
        "no path leads from it to anybody, and no name is asked for",
    ),
    ("phases.Evaluation", ""): "the same",
    ("outbox.Attempt", "by"): "of staff who decided about a letter, where somebody did; no relay is such a one",
}
# What a constraint asks for beside what is filled.
BESIDE = {"actions.FollowUp": {"link_expires_at": EARLY}}
# What goes in another way too: a declaration that is not there leaves nothing of it.
GOES_OTHERWISE = {
    ("outbox.Attempt", ""): "hangs on its letter",
    ("accounts.User", "password"): "closing the account sets another",
    ("account.EmailAddress", ""): "closing the account deletes it",
    ("account.EmailConfirmation", ""): "hangs on its address",
    ("mfa.Authenticator", ""): "closing the account deletes it",
    ("sessions.Session", ""): "their visits end first",
    ("stakeholders.Appointment", "end_reason"): "is written anew as their part ends",
    ("actions.RecordSending", ""): "hangs on their record",
    ("actions.Correction", ""): "hangs on their record",
}


@dataclass
class Asked:
    """Somebody's erasure as it waits to be confirmed, and what stands in their rows."""

    erasure: Erasure
    second: Any
    stood: Stood


def held_in(held: HeldPerson, request: Request) -> Stood:
    """Return what stands in the columns of somebody's rows that are declared to go, where anything does."""
    places, stood = set(going()), {}
    # Of a row to which no path leads from them, only what names them is theirs.
    of_others = set(request.found.exclude(how="linked").values_list("table", "row"))
    for row in held.rows:
        table, key = TABLES[type(row)], (row._meta.label_lower, str(row.pk))
        for name, each in table.fields.items():
            is_theirs = each.whose == LOOSE or not (each.whose or (table.whose and key in of_others))
            if (table.model._meta.label, name) in places and is_theirs and (value := said(row, name)):
                stood[table.model._meta.label, row.pk, name] = value
    return stood


def said(row: models.Model, name: str) -> Any:
    """Return what a column of a row says now, or whom a list of it names."""
    stands = getattr(type(row)._default_manager.get(pk=row.pk), name)
    return list(stands.values_list("pk", flat=True)) if isinstance(stands, models.Manager) else stands


def fill(row: models.Model) -> None:
    """Let what goes, and is still empty in a row of theirs, say something: secrets, keys, moments, choices."""
    model, filled = type(row), {}
    for label, name in going():
        column: Any = model._meta.get_field(name) if label == model._meta.label else None
        if (
            column
            and not column.is_relation
            and TABLES[model].fields[name].whose in ("", LOOSE)
            and not said(row, name)
        ):
            if (label, name) in NOT_HELD:
                continue
            filled[name] = column.choices[0][0] if column.choices else FILLED[type(column)]()
    if filled:
        model._default_manager.filter(pk=row.pk).update(**filled, **BESIDE.get(model._meta.label, {}))


def left_of(stood: Stood) -> list[Place]:
    """Return the columns that still say in any row what they said."""
    left = set()
    for (label, pk, name), value in stood.items():
        row = apps.get_model(label)._default_manager.filter(pk=pk).first()
        if row and said(row, name) == value:
            left.add((label, name))
    return sorted(left)


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: Any) -> Iterator[Asked]:
    """Somebody who is in every role, and asked before: all that is held of them is found and decided about, once."""
    with django_db_blocker.unblock(), transaction.atomic():
        now, lead = timezone.now(), UserFactory(is_staff=True)
        programme = ProgrammeFactory()
        held = somebody_everywhere(programme, name="Quill Zanary", telephone="+447700900123", word="zanary")
        earlier = RequestFactory(programme=programme, name=held.name, person=held.person, other_names="Quilly")
        held.rows += [
            *Attempt.objects.all(),
            *Session.objects.all(),
            earlier,
            FoundRowFactory(request=earlier, columns=["name"], hidden="Quill", decision="part", reason="Others.",
                            decided_at=EARLY, decided_by=lead),
            BundleFactory(request=earlier),
        ]  # fmt: skip
        known = {"identity_by": "known", "identity_checked_at": now, "identity_checked_by": lead}
        request = RequestFactory(
            programme=programme, kind="erasure", name="Q. Z.", person=held.person, user=held.user, **known
        )
        look_for(request, by=lead, at=now)
        decide_all(request.found.exclude(how="words"), request=request, decision=Decision.WHOLE, by=lead, at=now)
        named = {"decision": Decision.PART, "hidden": "Zanary", "reason": "Others wrote it."}
        request.found.filter(how="words", decision="").update(**named, decided_at=now, decided_by=lead)
        erasure = propose_erasure(request, by=lead, at=now)
        for row in held.rows:
            fill(row)
        yield Asked(erasure, UserFactory(is_staff=True), held_in(held, request))
        transaction.set_rollback(True)


@contextmanager
def switched_off(place: Place | None, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have one column left alone, as if it were declared to stay, and its row with it."""
    if place:
        label, name = place
        model = apps.get_model(label)
        table = TABLES[model]
        off = {
            each: replace(personal, on_erasure=OnErasure.KEEP, because="switched off")
            for each, personal in table.fields.items()
            if each == name or not name
        }
        patch.setitem(TABLES, model, replace(table, row=OnErasure.KEEP, fields={**table.fields, **off}))
        sound = plan._without

        def but_there(row: models.Model, terms: list[str]) -> dict[str, Any]:
            return {each: new for each, new in sound(row, terms).items() if type(row) is not model or each not in off}

        patch.setattr(plan, "_without", but_there)
    yield


def left_by_erasing(asked: Asked, place: Place | None, patch: pytest.MonkeyPatch, ledger: Path) -> list[Place]:
    """Erase them with one declaration switched off, say what is left of all that was to go, and have it not be done."""
    patch.setattr("django.conf.settings.ERASURES_FILE", ledger)
    with switched_off(place, patch), transaction.atomic():
        confirm_erasure(asked.erasure, by=asked.second, at=timezone.now() + timedelta(minutes=1))
        left = left_of(asked.stood)
        transaction.set_rollback(True)
    asked.erasure.refresh_from_db()
    return left


def test_each_column_that_goes_holds_something_of_whoever_is_erased_or_has_a_reason(asked):
    held = {(label, name) for label, _, name in asked.stood}
    assert set(going()) - held == {place for place in NOT_HELD if place[1]}


def test_with_all_declarations_nothing_is_left(asked, monkeypatch, tmp_path):
    assert left_by_erasing(asked, None, monkeypatch, tmp_path / "ledger") == []


@pytest.mark.both
@pytest.mark.proof
@pytest.mark.parametrize("place", [each for each in declarations() if each not in NOT_HELD], ids=" ".join)
def test_with_one_declaration_switched_off_what_it_is_about_is_left_and_nothing_else(
    asked, place, monkeypatch, tmp_path
):
    about = sorted({(label, name) for label, _, name in asked.stood if label == place[0] and place[1] in ("", name)})
    left = left_by_erasing(asked, place, monkeypatch, tmp_path / "ledger")
    assert about != []
    assert left == ([] if place in GOES_OTHERWISE else about)
