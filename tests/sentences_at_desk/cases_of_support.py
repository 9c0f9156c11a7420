"""Support at a meeting, people on a sheet, and who is told of a change."""

from datetime import timedelta

from stakeholders.models import Person
from tests.accounts.factories import UserFactory
from tests.phases.factories import (
    ArrangementFactory,
    AttendanceFactory,
    AttendanceImportFactory,
    MeetingFactory,
)
from tests.said import Given, Said
from tests.sentences_at_desk.cases_of_meetings import meeting_of
from tests.sentences_at_desk.desk_pages import BOTH, DESK, at_desk, drawn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@DESK.of(stands=["done", "done by nobody", "under way", "nobody", "gone"], cancelled=BOTH, comes=BOTH, more=BOTH)
def arrangement(given: Given, stands: str, cancelled: bool, comes: bool, more: bool) -> Said:
    meeting = meeting_of(given, cancelled=cancelled)
    attendance = AttendanceFactory(meeting=meeting, presence="registered" if comes else "apologies", person__name="Ada")
    owner = {"nobody": None, "done by nobody": None, "gone": UserFactory(name="Ben")}.get(stands, given.lead)
    status = {"done": "confirmed", "done by nobody": "confirmed", "under way": "booked"}.get(stands, "noted")
    particulars = "By the side door" if more else ""
    ArrangementFactory(attendance=attendance, status=status, owner=owner, particulars=particulars)
    called_off = stands in ("done", "done by nobody", "under way") and (cancelled or not comes)
    text = at_desk(given, "phases:support-list", meeting.pk)
    return text, {
        f"{given.lead} saw to it.": stands == "done",
        f"{given.lead} sees to it, by 1 June 2016.": stands == "under way",
        "Nobody sees to it: Ben is no longer on the team, by 1 June 2016.": stands == "gone",
        "Nobody sees to it, by 1 June 2016.": stands == "nobody",
        "The meeting does not take place. Call this off, then take it away here.": called_off and cancelled,
        "They do not come. Call this off, then take it away here.": called_off and not cancelled,
        "By the side door": more,
        "This meeting was cancelled.": cancelled,
        "Ada Sent apologies": not comes,
    }


@DESK.of(needs=["", "to take part", "to communicate", "both"], arranged=BOTH, sought=BOTH)
def support_that_is_asked_for(given: Given, needs: str, arranged: bool, sought: bool) -> Said:
    said = {
        "access_needs": "A ramp." if needs in ("to take part", "both") else "",
        "communication_needs": "Large print." if needs in ("to communicate", "both") else "",
    }
    attendance = AttendanceFactory(meeting=meeting_of(given), presence="registered", **said)
    if arranged:
        ArrangementFactory(attendance=attendance, owner=given.lead)
    is_listed = bool(needs) or arranged
    text = at_desk(given, "phases:support-list", attendance.meeting_id, asked="?q=nobody+like+it" if sought else "")
    return text, {
        "Nobody has said that they need anything, and nothing is arranged.": not is_listed and not sought,
        "Nothing is arranged. ": bool(needs) and not arranged and not sought,
        "To take part A ramp.": needs in ("to take part", "both") and not sought,
        "To communicate Large print.": needs in ("to communicate", "both") and not sought,
        "Arrange something more for": arranged and not sought,
        "Arrange something for": is_listed and not arranged and not sought,
    }


@DESK.of(added=[0, 1, 2], changed=[0, 1, 2])
def people_who_were_imported(given: Given, added: int, changed: int) -> Said:
    left, out = min(added, 1), added
    outcome = {"added": added, "changed": changed, "left": left, "out": out}
    sheet = AttendanceImportFactory(
        meeting=meeting_of(given), uploaded_by=given.lead, imported_at=given.at, imported_by=given.lead, outcome=outcome
    )
    return at_desk(given, "phases:attendance-import-check", sheet.pk), {
        "Imported: people.csv": True,
        "Nobody is new at this meeting.": not added,
        "1 person is new at this meeting.": added == 1,
        "2 people are new at this meeting.": added == 2,
        "Of 1 who was here already it is written down that they came, or cannot come.": changed == 1,
        "Of 2 who were here already it is written down that they came, or cannot come.": changed == 2,
        "1 was left as it was.": bool(left),
        "1 row was left out.": out == 1,
        "2 rows were left out.": out == 2,
    }


@DESK.of(here=["", "registered", "attended"], comes=["", "yes", "no"], out=BOTH, faulty=BOTH)
def people_to_import(given: Given, here: str, comes: str, out: bool, faulty: bool) -> Said:
    meeting = MeetingFactory(programme=given.programme, starts_at=given.at - DAY, ends_at=given.at - HOUR)
    if here:
        AttendanceFactory(meeting=meeting, presence=here, person__name="Ada Reed", person__email="ada@example.org")
    rows = [{"number": 2, "cells": ["Ada Reed", "ada@example.org", comes]}]
    if faulty:
        rows.append({"number": 3, "cells": ["", "ben@example.org", ""]})
    if faulty and comes == "no":
        del rows[0]
    if out and rows[0]["number"] == 2:
        rows[0]["out"] = True
    sheet = AttendanceImportFactory(
        meeting=meeting, uploaded_by=given.lead, headings=["Name", "E-mail", "Came"],
        columns={"name": 0, "email": 1, "presence": 2}, rows=rows,
    )  # fmt: skip
    return at_desk(given, "phases:attendance-import-check", sheet.pk), {
        "Error: Look at the rows: people.csv": faulty,
        "Left out Change Change or leave out row 2": out and not (faulty and comes == "no"),
    }


@DESK.of(cancelled=BOTH, email=[0, 1, 2], ring=["", "number", "no number"])
def who_is_to_be_told(given: Given, cancelled: bool, email: int, ring: str) -> Said:
    number = ring == "number"
    meeting = meeting_of(given, cancelled=cancelled, revision=1)
    for _ in range(email):
        link = f"{Person.objects.count():064}"
        AttendanceFactory(meeting=meeting, presence="registered", token_hash=link, registered_at=given.at)
    if ring:
        reached = {"person__name": "Ada", "person__email": "", "telephone": "0191 498 0000" if number else ""}
        AttendanceFactory(meeting=meeting, presence="registered", **reached)
    text = at_desk(given, "phases:meeting-inform", meeting.pk)
    return text, {
        "does not take place. ": cancelled,
        "The meeting is on": not cancelled,
        f"To be written to: {email} Each gets one e-mail with this, and a file that": bool(email),
        "takes the meeting out of their calendar. Nobody is told twice.": bool(email) and cancelled,
        "brings their calendar up to date. Nobody is told twice.": bool(email) and not cancelled,
        "Send 1 e-mail ": email == 1,
        "Send 2 e-mails ": email == 2,
        "To be rung: 1 They have no e-mail address, or no link of their own.": bool(ring),
        "Ada: 0191 498 0000": bool(ring) and number,
        "Ada: no number": bool(ring) and not number,
    }


@DESK.of(pdf=BOTH)
def form_of_a_claim(given: Given, pdf: bool) -> Said:
    meeting = meeting_of(given)
    context = {"programme": given.programme, "meeting": meeting, "no_pdf": not pdf}
    return drawn("phases/claim_form.html", given.lead, **context), {
        "It cannot be drawn as a PDF here just now. Print this page from your browser.": not pdf,
        "Print this page from your browser, or the form as a PDF. It is the same": pdf,
    }
