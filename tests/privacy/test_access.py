"""Somebody who was in every role at once is given all that is theirs, and nothing of anybody else."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import models
from django.utils import timezone

from kit.data_map import TABLES, OnAccess
from outbox.models import About
from outbox.services import Email, queue_message
from privacy.access import rows as drawing
from privacy.access.bundle import contents_of
from privacy.access.documents import DATA, PAGE, archive_of
from privacy.finding.models import Decision
from privacy.finding.search import How
from privacy.finding.services import decide, decide_all, look_for
from privacy.models import Request
from tests.accounts.factories import LogEntryFactory
from tests.consultations.factories import FeedbackAnswerFactory
from tests.phases.factories import AttendanceImportFactory, MeetingFactory
from tests.privacy.factories import RequestFactory
from tests.privacy.held_person import HeldPerson, somebody_everywhere
from tests.programmes.factories import TeamMemberFactory

ZANARY = {"name": "Quill Zanary", "telephone": "+447700900123", "word": "zanary"}
YONDER = {"name": "Wren Yonder", "telephone": "+447700900456", "word": "yonder"}


@pytest.fixture
def zanary(programme) -> HeldPerson:
    return somebody_everywhere(programme, **ZANARY)


@pytest.fixture
def yonder(programme) -> HeldPerson:
    return somebody_everywhere(programme, **YONDER)


@pytest.fixture
def asked(programme, zanary, lead) -> Request:
    now = timezone.now()
    known = {"identity_by": "known", "identity_checked_at": now, "identity_checked_by": lead}
    return RequestFactory(
        programme=programme, kind="access", name="Q. Z.", person=zanary.person, user=zanary.user, **known
    )


@pytest.fixture
def entangled(programme, zanary, yonder) -> None:
    """Let both stand in the same rows: a list, a letter, what one said of the other, and who takes over from whom."""
    lines = [["Name", "E-mail"], [zanary.name, zanary.email], [yonder.name, yonder.email]]
    AttendanceImportFactory(
        meeting=MeetingFactory(programme=programme),
        rows=[{"number": number, "cells": cells} for number, cells in enumerate(lines, 1)],
    )
    letter = Email(yonder.email, "Hello", f"Dear {yonder.name}, {zanary.name} comes too.", to_name=yonder.name)
    queue_message(About("test", "both"), letter, kind="test", at=timezone.now())
    FeedbackAnswerFactory(feedback__consultation__phase__programme=programme, text=f"{zanary.name} and I agree. yonder")
    follow_up = next(row for row in zanary.rows if row._meta.model_name == "followup" and row.proposer.person_id)
    reached = {"successor_name": yonder.name, "successor_email": yonder.email, "successor_telephone": yonder.telephone}
    type(follow_up).objects.filter(pk=follow_up.pk).update(**reached, successor_note="Wren Yonder knows it all.")


def decided(asked: Request, lead) -> None:
    """Let a person decide: what is not theirs goes out, and the other's name is left out of what is partly theirs."""
    now = timezone.now()
    look_for(asked, by=lead, at=now)
    for found in asked.found.undecided().select_related("request"):
        said = " ".join(str(value) for value in vars(found.stands()).values())
        if found.table == "outbox.message" and "Wren Yonder" in said:
            hidden = {"decision": Decision.PART, "hidden": "Wren Yonder", "reason": "Somebody else is named."}
            decide(found, **hidden, by=lead, at=now)
        elif found.how == How.WORDS and "yonder" in said:
            decide(found, decision=Decision.NOT_THEIRS, by=lead, at=now)
    decide_all(asked.found.all(), request=asked, decision=Decision.WHOLE, by=lead, at=now)


def given(asked: Request) -> dict[str, bytes]:
    """Return each file of the archive that somebody is given."""
    with ZipFile(BytesIO(archive_of(contents_of(asked, timezone.now())))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def missing(held: HeldPerson, files: dict[str, bytes]) -> list[str]:
    """Return each column with a word of somebody that is neither given nor said to be left out, with the reason."""
    rows = [row for group in json.loads(files[DATA])["held"] for row in group["rows"]]
    lost = []
    for row in held.rows:
        table = TABLES[type(row)]
        fresh = type(row)._default_manager.get(pk=row.pk)
        mine = [each for each in rows if each["table"] == row._meta.label_lower]
        for name, personal in table.fields.items():
            column = row._meta.get_field(name)
            value = getattr(fresh, name)
            if not isinstance(value, str | dict) or not any(word in str(value) for word in words_of(held)):
                continue
            label = drawing.label_of(type(row), name, None)
            if personal.on_access == OnAccess.LEAVE_OUT:
                told = any(each["what"] == label and each["reason"] for one in mine for each in one["left_out"])
            elif isinstance(column, models.FileField) or name in drawing.AS_FILES.get(type(row), {}):
                told = any(str(value).encode() in content for content in files.values())
            else:
                told = any(one["values"].get(label) == value for one in mine)
            lost += [] if told else [f"{row._meta.label}.{name}"]
    return lost


def words_of(held: HeldPerson) -> list[str]:
    return [held.name, held.email, held.telephone, f"{held.word}-gone", f"{held.word}-stays"]


def leaks(held: HeldPerson, files: dict[str, bytes]) -> list[str]:
    """Return each file in which something of somebody else stands, and what."""
    words = [*words_of(held), held.word, "Yonder"]
    return [f"{name}: {word}" for name, content in files.items() for word in words if word.encode() in content]


@pytest.mark.usefixtures("entangled")
def test_bundle_holds_all_that_is_theirs_and_nothing_of_anybody_else(asked, zanary, yonder, lead):
    decided(asked, lead)
    files = given(asked)
    assert missing(zanary, files) == []
    assert leaks(yonder, files) == []
    page = files[PAGE].decode()
    assert [word for word in (zanary.name, zanary.email, "zanary-gone", "zanary-stays") if word not in page] == []
    assert '<strong class="tl-left-out">[left out]</strong>' in page
    assert "Somebody else is named." in page


@pytest.mark.usefixtures("entangled")
@pytest.mark.parametrize("broken", ["their_columns", "part_naming", "without"])
def test_bundle_that_gives_whole_rows_gives_somebody_else_too(asked, yonder, lead, monkeypatch, broken):
    """The control: each of the three that keep others out, taken away, lets them in."""
    instead = {
        "their_columns": lambda row: [*row.table.fields],
        "part_naming": lambda value, sought: value,
        "without": lambda value, terms, instead: value,
    }
    decided(asked, lead)
    monkeypatch.setattr(drawing, broken, instead[broken])
    assert leaks(yonder, given(asked)) != []


def test_bundle_that_leaves_a_column_out_without_a_word_is_found(asked, zanary, lead, monkeypatch):
    """The control: what is theirs and is not drawn is missed."""
    decided(asked, lead)
    whole = drawing.their_columns
    monkeypatch.setattr(drawing, "their_columns", lambda row: [each for each in whole(row) if each != "access_needs"])
    assert missing(zanary, given(asked)) == ["stakeholders.Person.access_needs", "phases.Attendance.access_needs"]


def test_bundle_says_who_looked_by_role_why_it_is_held_and_who_else_to_ask(
    asked, zanary, lead, other_programme, programme
):
    somebody_everywhere(other_programme, name="Ash Third", telephone="+447700900789", word="third")
    TeamMemberFactory(programme=other_programme, user=zanary.user, hat="facilitator")
    look = {"verb": "looked", "object_type": "stakeholders.person", "object_id": str(zanary.person.pk)}
    LogEntryFactory(**look, by=lead, programme_id=programme.pk)
    LogEntryFactory(**look, by=lead, programme_id=other_programme.pk)
    decided(asked, lead)
    contents = contents_of(asked, timezone.now())
    assert [(each.what, each.who) for each in contents.looks] == [("person", "a member of the team")]
    assert [each.programme for each in contents.others] == [other_programme]
    page = given(asked)[PAGE].decode()
    assert lead.name not in page
    assert "complain to the Information Commissioner" in page
    assert {each.kept for each in contents.why} >= {
        "28 days after the last meeting of the phase to which they come",
        "2 years after the meeting",
    }
