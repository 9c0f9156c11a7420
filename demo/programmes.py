"""What a programme is for, who is in it and when: the first of the line."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.audit import record
from demo.team import Team
from kit.days import moment_of
from kit.name_keys import key_of
from phases.models import KeyTask, Meeting, Method, Phase
from programmes.models import Aim, Document, Indicator, Place, Programme, Statement
from programmes.verbs import Verb
from stakeholders.models import Organisation, Partnership, StakeholderGroup

Rows = dict[str, Any]
OTHER_FORMAT = "The same, for people whom this suits better."


def load_programme(written: Rows, team: Team, at: datetime) -> Programme:
    """Make a programme with all that stands around its line, and publish it. `at` is the moment of loading."""
    programme = Programme.objects.create(published_by=team.lead, **written["programme"])
    published_at = written["programme"]["published_at"]
    record(Verb.PUBLISHED, programme, by=team.lead, at=published_at, programme_id=programme.pk)
    team.join(programme)
    Aim.objects.bulk_create(
        Aim(programme=programme, position=position, text=text) for position, text in enumerate(written["aims"], start=1)
    )
    Place.objects.bulk_create(Place(programme=programme, name=name) for name in written["places"])
    Indicator.objects.bulk_create(Indicator(programme=programme, **row) for row in written["indicators"])
    Statement.objects.create(programme=programme, **written["statement"])
    for row in written["documents"]:
        _document(programme, row)
    _groups(programme, written["groups"])
    for row in written["partnerships"]:
        add_partnership(programme, row)
    phases = [_phase(programme, position, row) for position, row in enumerate(written["phases"], start=1)]
    for row in [*written["meetings"], *(_dated(row, at) for row in written.get("meetings_now", []))]:
        Meeting.objects.create(programme=programme, phase=phases[row["phase"] - 1], **leaving_out(row, "phase"))
    return programme


def add_partnership(programme: Programme, row: Rows) -> Partnership:
    """Make one organisation's part in the programme, and the organisation where it is new."""
    partnership = Partnership.objects.create(
        programme=programme,
        organisation=organisation(row["organisation"]),
        **leaving_out(row, "organisation", "groups"),
    )
    partnership.groups.set(StakeholderGroup.objects.filter(programme=programme, name__in=row.get("groups", [])))
    return partnership


def organisation(name: str) -> Organisation:
    """Return the organisation of that name, making it where it is new."""
    return Organisation.objects.filter(name_key=key_of(name)).first() or Organisation.objects.create(name=name)


def leaving_out(row: Rows, *names: str) -> Rows:
    """Return a row without what is put elsewhere."""
    return {key: value for key, value in row.items() if key not in names}


def _document(programme: Programme, row: Rows) -> None:
    document = Document.objects.create(programme=programme, **leaving_out(row, "formats"))
    same = leaving_out(row, "formats", "words") | {"summary": OTHER_FORMAT}
    for format in row.get("formats", []):
        Document.objects.create(programme=programme, version_of=document, format=format, **same)


def _groups(programme: Programme, written: Rows) -> None:
    named = [*written["protected"].items(), *(("", name) for name in written["local"])]
    StakeholderGroup.objects.bulk_create(
        StakeholderGroup(programme=programme, name=name, characteristic=characteristic, why=written["why"][name])
        for characteristic, name in named
    )


def _phase(programme: Programme, position: int, row: Rows) -> Phase:
    phase = Phase.objects.create(programme=programme, position=position, **leaving_out(row, "key_tasks", "methods"))
    KeyTask.objects.bulk_create(
        KeyTask(phase=phase, position=number, **task) for number, task in enumerate(row.get("key_tasks", []), start=1)
    )
    Method.objects.bulk_create(Method(phase=phase, **method) for method in row.get("methods", []))
    return phase


def _dated(row: Rows, at: datetime) -> Rows:
    """Give a meeting around the day of loading its date: so many days from then, moved off a weekend, for two hours."""
    day = timezone.localdate(at) + timedelta(days=row["days"])
    # A meeting that is over is moved back, one to come forward, so that neither crosses the day of loading.
    while day.weekday() > 4:
        day += timedelta(days=1 if row["days"] > 0 else -1)
    starts_at = moment_of(day, time(row["hour"]))
    moments = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    if "registration_for_days" in row:
        moments["registration_opens_at"] = starts_at - timedelta(days=row["registration_for_days"])
    return leaving_out(row, "days", "hour", "registration_for_days") | moments
