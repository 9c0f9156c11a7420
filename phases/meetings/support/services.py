"""Writing down what is arranged for somebody, who sees to it until when, and how far it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from kit.lifecycle import move
from kit.refusals import InvalidTransition
from phases.models import Arrangement, Attendance
from phases.verbs import Verb


@dataclass(frozen=True)
class ArrangementDetails:
    """What is to be arranged in particular, who sees to it (None: nobody yet), and until when."""

    arrange_by_on: date
    owner: User | None = None
    language: str = ""
    particulars: str = ""


def add_arrangement(
    attendance: Attendance, *, kind: str, details: ArrangementDetails, by: User, at: datetime
) -> Arrangement:
    """Write down something that is to be arranged for somebody at a meeting."""
    with transaction.atomic():
        said = {name: getattr(details, name) for name in asdict(details)}
        arrangement = Arrangement.objects.create(attendance=attendance, kind=kind, noted_at=at, **said)
        _record(Verb.ADDED, arrangement, by=by, at=at, kind=kind, **_codes(arrangement))
    return arrangement


def change_arrangement(arrangement: Arrangement, *, details: ArrangementDetails, by: User, at: datetime) -> Arrangement:
    """Say otherwise what is arranged, who sees to it or until when; how far it is stays."""
    with transaction.atomic():
        stored = _lock(arrangement)
        was = {f"old_{name}": value for name, value in _codes(stored).items()}
        new = {name: getattr(details, name) for name in asdict(details)}
        changed = [name for name, value in new.items() if getattr(stored, name) != value]
        for name in changed:
            setattr(stored, name, new[name])
        if changed:
            stored.save(update_fields=changed)
            _record(Verb.CHANGED, stored, by=by, at=at, fields=changed, **was, **_codes(stored))
    return stored


def hand_on_arrangement(arrangement: Arrangement, *, to: User, by: User, at: datetime) -> Arrangement:
    """Let somebody else of the team see to it. Raises InvalidTransition where it is gone."""
    with transaction.atomic():
        stored = _lock(arrangement)
        was = {"old_owner": stored.owner_id}
        stored.owner = to
        stored.save(update_fields=["owner"])
        _record(Verb.HANDED_TO_COLLEAGUE, stored, by=by, at=at, **was, **_codes(stored))
    return stored


def move_arrangement(arrangement: Arrangement, *, status: str, by: User, at: datetime) -> Arrangement:
    """Say that something is booked, confirmed, claimed or paid; or that it is not, after all: step by step.

    Refuses with InvalidTransition a step that is not of its kind, or not the next or the one before.
    """
    with transaction.atomic():
        stored = _lock(arrangement)
        if status not in stored.steps:
            raise InvalidTransition("Choose one of the buttons: this is not how it is arranged.")
        was = stored.status
        move(stored, to=status)
        _record(Verb.ARRANGEMENT_MOVED, stored, by=by, at=at, was=was, status=status)
    return stored


def remove_arrangement(arrangement: Arrangement, *, by: User, at: datetime) -> None:
    """Take away what is not needed any more, or was called off."""
    with transaction.atomic():
        stored = _lock(arrangement)
        _record(Verb.REMOVED, stored, by=by, at=at, kind=stored.kind, status=stored.status)
        stored.delete()


def _lock(arrangement: Arrangement) -> Arrangement:
    """Return it as it is now, held until the transaction ends. Refuses with InvalidTransition one that is gone."""
    Arrangement.objects.select_for_update().filter(pk=arrangement.pk).first()
    stored = Arrangement.objects.select_related("attendance__meeting").filter(pk=arrangement.pk).first()
    if stored is None:
        raise InvalidTransition("This was taken away meanwhile.")
    return stored


def _codes(arrangement: Arrangement) -> dict[str, Any]:
    """Return what the log may hold of it: by which number its owner goes, and the day."""
    return {"owner": arrangement.owner_id, "arrange_by_on": arrangement.arrange_by_on.isoformat()}


def _record(verb: Verb, arrangement: Arrangement, *, by: User, at: datetime, **details: Any) -> None:
    programme = arrangement.attendance.meeting.programme_id
    record(verb, arrangement, by=by, at=at, programme_id=programme, **details)
