"""People of a meeting from a spreadsheet: each fault named, all or nothing, no doubles; and taken away as one."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry, User
from kit.refusals import InvalidTransition
from kit.sheet_import.reading import read_spreadsheet
from kit.sheet_import.services import mend_rows, take_in_sheet
from outbox.models import Message
from phases.meetings.links import give_link
from phases.meetings.services import import_attendances
from phases.meetings.sheet_import.checking import check_rows
from phases.meetings.sheet_import.fields import BY_KEY
from phases.models import Attendance, AttendanceImport, Meeting
from privacy.retention.services import keep_no_longer
from stakeholders.models import Person
from tests.conftest import staff_with
from tests.filled_forms import SURE
from tests.phases.factories import AttendanceFactory, AttendanceImportFactory, MeetingFactory
from tests.stakeholders.factories import AppointmentFactory, PersonFactory
from tests.stakeholders.sheets import csv_of

WHO = "name email presence"


@pytest.fixture
def facilitator(programme) -> User:
    return staff_with("facilitator", programme)


@pytest.fixture
def desk(client_of, facilitator) -> Client:
    return client_of(facilitator)


@pytest.fixture
def meeting(programme, at) -> Meeting:
    """A meeting that has begun. Ann has registered with an e-mail address, Bea without, and Cy sent apologies."""
    meeting = MeetingFactory(programme=programme, starts_at=at - timedelta(hours=3), ends_at=at)
    for name, email, presence in (
        ("Ann Oak", "ann@example.org", "registered"),
        ("Bea Elm", "", "registered"),
        ("Cy Fir", "cy@example.org", "apologies"),
    ):
        AttendanceFactory(meeting=meeting, person__name=name, person__email=email, presence=presence)
    return meeting


@pytest.fixture
def sheet_of(meeting, facilitator, at):
    """Return a sheet with these columns and rows, waiting to be imported."""

    def make(columns: str, *rows: list[str]) -> AttendanceImport:
        keys = columns.split()
        return AttendanceImportFactory(
            meeting=meeting,
            uploaded_by=facilitator,
            uploaded_at=at,
            headings=[BY_KEY[key].label for key in keys],
            columns={key: number for number, key in enumerate(keys)},
            rows=[{"number": number, "cells": cells} for number, cells in enumerate(rows, start=2)],
        )

    return make


def states(sheet: AttendanceImport) -> list[str]:
    return [row.state for row in check_rows(sheet, at=timezone.now()).rows]


def stands(meeting: Meeting) -> list[tuple[str, str]]:
    return list(meeting.attendances.order_by("pk").values_list("person__name", "presence"))


CAST = [("Ann Oak", "registered"), ("Bea Elm", "registered"), ("Cy Fir", "apologies")]


@pytest.mark.parametrize(("columns", "cells", "sentence"), [
    ("name email", ["", "x@example.org"], "Row 2, Name: the name is missing. Write the name of the person."),
    ("name", ["x" * 201], "Row 2, Name: this is 201 characters long. Shorten it to 200 or fewer."),
    ("name email", ["Di", "di at home"], "Row 2, E-mail address: “di at home” is not an e-mail address."),
    ("name presence", ["Di", "perhaps"], "Row 2, Came or not: “perhaps” says neither that somebody came"),
])  # fmt: skip
def test_each_fault_is_a_sentence_with_its_row_and_column(sheet_of, at, columns, cells, sentence):
    [row] = check_rows(sheet_of(columns, cells), at=at).rows
    assert (row.state, [words.startswith(sentence) for words in row.faults.values()]) == ("faulty", [True])


def test_rows_are_held_against_those_who_are_there(sheet_of, at):
    sheet = sheet_of(
        WHO,
        ["ann oak", "ANN@example.org", "yes"],
        ["Bea Elm", "", ""],
        ["Cy Fir", "cy@example.org", "no"],
        ["Cy Fír", "", "attended"],
        ["Ed Yew", "ed@example.org", "x"],
        ["Di Ash", "di@example.org", "x"],
        ["Di Ash", "", "x"],
        ["Ann Oak", "ann@example.org", "yes"],
    )
    rows = check_rows(sheet, at=at).rows
    assert [row.state for row in rows] == [
        "changed", "changed", "left", "undecided", "new", "new", "undecided", "undecided",
    ]  # fmt: skip
    asked = {row.number: [words for _, words in row.likely] for row in rows if row.likely}
    assert asked == {
        number: [f"It is {before}", "It is another person"]
        for number, before in ((5, "Cy Fir, in row 4"), (8, "Di Ash, in row 7"), (9, "ann oak, in row 2"))
    }


def test_whoever_is_there_already_and_stands_in_two_rows_is_not_doubled(sheet_of, meeting, facilitator, at):
    sheet = sheet_of(WHO, ["Ann Oak", "ann@example.org", "yes"], ["Ann Oak", "ann@example.org", "yes"])
    with pytest.raises(InvalidTransition, match="must be looked at"):
        import_attendances(sheet, by=facilitator, at=at)
    sheet = mend_rows(sheet, typed={3: {"same": "row-2"}}, by=facilitator, at=at)
    import_attendances(sheet, by=facilitator, at=at)
    assert stands(meeting) == [("Ann Oak", "attended"), *CAST[1:]]


def test_likely_doubles_are_asked_for_and_follow_what_was_chosen(sheet_of, meeting, facilitator, at):
    sheet = sheet_of(WHO, ["Ann Oak", "other@example.org", "yes"], ["Bea Elm", "bea@example.org", "yes"])
    assert states(sheet) == ["undecided", "undecided"]
    bea = meeting.attendances.get(person__name="Bea Elm")
    sheet = mend_rows(sheet, typed={2: {"same": "another"}, 3: {"same": str(bea.pk)}}, by=facilitator, at=at)
    import_attendances(sheet, by=facilitator, at=at)
    assert stands(meeting) == [CAST[0], ("Bea Elm", "attended"), CAST[2], ("Ann Oak", "attended")]
    assert Person.objects.get(name="Bea Elm").email == ""


def test_whoever_is_there_is_known_however_the_sheet_writes_them(sheet_of, meeting):
    AttendanceFactory(meeting=meeting, person__name="Niamh O'Dowd", person__email="", person__telephone="07700900123")
    sheet = sheet_of("name telephone", ["Dr NIAMH O’DOWD", "+44 (0)7700 900 123"], ["Ann\u00a0Oak", ""])
    rows = check_rows(sheet, at=sheet.uploaded_at).rows
    assert [row.attendance is not None and not row.likely for row in rows] == [True, False]
    rows = check_rows(sheet_of(WHO, ["Mrs Ann Oak", "Ann@Example.org\u200e", "yes"]), at=sheet.uploaded_at).rows
    assert rows[0].attendance == meeting.attendances.get(person__name="Ann Oak").pk


def test_a_bare_name_is_the_one_person_of_that_name_and_of_two_is_asked_for(sheet_of, meeting):
    sheet = sheet_of("name", ["ANN OAK"])
    assert states(sheet) == ["changed"]
    AttendanceFactory(meeting=meeting, person__name="Ann Oak", person__email="ann2@example.org")
    assert states(sheet) == ["undecided"]


def test_the_same_sheet_twice_adds_nobody(sheet_of, meeting, facilitator, at):
    rows = [["Ann Oak", "ann@example.org", "yes"], ["Di Ash", "", "walked in"], ["Ed Yew", "ed@example.org", "no"]]
    rows += [["Di Ash", "", "walked in"]]
    first = mend_rows(sheet_of(WHO, *rows), typed={5: {"same": "another"}}, by=facilitator, at=at)
    outcome = import_attendances(first, by=facilitator, at=at).outcome
    assert outcome == {"added": 3, "changed": 1, "left": 0, "out": 0}
    after = stands(meeting)
    assert after[3:] == [("Di Ash", "walk_in"), ("Ed Yew", "registered"), ("Di Ash", "walk_in")]
    again = import_attendances(sheet_of(WHO, *rows), by=facilitator, at=at)
    assert again.outcome == {"added": 0, "changed": 0, "left": 4, "out": 0}
    assert (stands(meeting), again.rows, Message.objects.count()) == (after, [], 0)
    with pytest.raises(InvalidTransition, match="imported already"):
        import_attendances(first, by=facilitator, at=at)


def test_what_people_said_is_never_written_over(sheet_of, meeting, facilitator, at):
    meeting.attendances.filter(person__name="Ann Oak").update(access_needs="A ramp")
    import_attendances(sheet_of("name access_needs", ["Ann Oak", "None"]), by=facilitator, at=at)
    ann = meeting.attendances.get(person__name="Ann Oak")
    assert (ann.presence, ann.access_needs) == ("attended", "A ramp")


def test_whom_the_programme_knows_is_not_made_anew_and_strangers_are(sheet_of, other_programme, facilitator, at):
    known = AppointmentFactory(partnership__programme=facilitator.hats.get().programme).person
    stranger = AppointmentFactory(partnership__programme=other_programme).person
    Person.objects.filter(pk__in=[known.pk, stranger.pk]).update(name="Di Ash")
    Person.objects.filter(pk=known.pk).update(email="di@example.org")
    Person.objects.filter(pk=stranger.pk).update(email="di2@example.org")
    rows = [["Di Ash", email] for email in ("Di@example.org", "di2@example.org", "di@example.org")]
    sheet = mend_rows(
        sheet_of("name email", *rows), typed={row: {"same": "another"} for row in (3, 4)}, by=facilitator, at=at
    )
    import_attendances(sheet, by=facilitator, at=at)
    came = list(Attendance.objects.filter(person__name="Di Ash").order_by("pk").values_list("person", flat=True))
    assert (came[0], len(set(came)), stranger.pk in came) == (known.pk, 3, False)


def test_before_a_meeting_those_without_a_place_wait_and_nobody_has_come(sheet_of, meeting, facilitator, at):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at + timedelta(days=1), ends_at=None, capacity=3)
    meeting.refresh_from_db()
    assert states(sheet_of(WHO, ["Di Ash", "", "yes"])) == ["faulty"]
    rows = [["Di Ash", "di@example.org", ""], ["Ed Yew", "", ""], ["Bea Elm", "", "apologies"]]
    import_attendances(sheet_of(WHO, *rows), by=facilitator, at=at)
    assert stands(meeting) == [
        CAST[0], ("Bea Elm", "apologies"), CAST[2], ("Di Ash", "registered"), ("Ed Yew", "registered"),
    ]  # fmt: skip
    Meeting.objects.filter(pk=meeting.pk).update(revision=2)
    import_attendances(sheet_of("name", ["Flo Bay"]), by=facilitator, at=at)
    assert stands(meeting)[-1] == ("Flo Bay", "waiting")
    # They are given the time and place that hold now; of those the others are still to be told.
    uninformed = meeting.attendances.uninformed(Meeting.objects.get(pk=meeting.pk))
    assert [str(each.person) for each in uninformed] == ["Ann Oak", "Di Ash", "Ed Yew"]


def test_import_is_all_or_nothing_when_the_database_refuses_the_last_row(sheet_of, meeting, facilitator, at):
    sheet = sheet_of("name email", ["Ann Oak", "ann@example.org"], ["Last One", "last@example.org"])

    def refuse_the_last(execute, sql, params, many, context):
        if "INSERT INTO" in sql and "phases_attendance" in sql:
            raise DatabaseError("The disk is full.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse_the_last), pytest.raises(DatabaseError):
        import_attendances(sheet, by=facilitator, at=at)
    sheet.refresh_from_db()
    assert (stands(meeting), sheet.imported_at, Person.objects.filter(name="Last One").count()) == (CAST, None, 0)
    assert LogEntry.objects.count() == 0


def test_import_is_undone_when_the_letter_to_whoever_moves_up_cannot_be_kept(sheet_of, meeting, facilitator, at):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at + timedelta(days=1), ends_at=None, capacity=2)
    meeting.refresh_from_db()
    waits = Attendance(meeting=meeting, person=PersonFactory(name="Flo Bay"), presence="waiting")
    give_link(waits)
    waits.save()
    sheet = sheet_of(WHO, ["Bea Elm", "", "apologies"])

    def refuse_letters(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "outbox_message" in sql:
            raise DatabaseError("The disk is full.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse_letters), pytest.raises(DatabaseError):
        import_attendances(sheet, by=facilitator, at=at)
    assert (stands(meeting), LogEntry.objects.count()) == ([*CAST, ("Flo Bay", "waiting")], 0)
    import_attendances(sheet, by=facilitator, at=at)
    assert stands(meeting)[1::2] == [("Bea Elm", "apologies"), ("Flo Bay", "registered")]


@pytest.mark.parametrize(("encoding", "separator"), [
    ("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16-le", "\t"), ("utf-16-be", ","),
])  # fmt: skip
def test_pages_lead_from_a_file_in_any_encoding_to_people(desk, meeting, encoding, separator):
    rows = [["Full name", "Mail", "Status"], ["Zoë Müller", "zoe@example.org", "Attended"], ["", "x", ""]]
    here = reverse("phases:attendance-import-list", args=["neighbours", meeting.pk])
    address = desk.post(here, {"file": SimpleUploadedFile("a.csv", csv_of(rows, encoding, separator))})["Location"]
    sheet = AttendanceImport.objects.get()
    assert sheet.asks_letters == (encoding == "cp1252")
    desk.post(address, {"letters": "", "encoding": "cp1252"})
    assert desk.post(address, {"name": 0, "email": 1, "presence": 2}).status_code == 302
    check = reverse("phases:attendance-import-check", args=["neighbours", sheet.pk])
    preview = desk.get(check).text
    assert ("Row 3, Name: the name is missing." in preview, "Import them all" in preview) == (True, False)
    desk.post(check, {"leave_out_faulty": ""})
    assert "Import them all" in desk.get(check).text
    for _ in range(2):
        desk.post(reverse("phases:attendance-import-run", args=["neighbours", sheet.pk]))
    assert "1 person is new at this meeting." in desk.get(check).text
    assert stands(meeting) == [*CAST, ("Zoë Müller", "attended")]


def test_a_sheet_is_for_the_one_who_chose_it_and_can_be_given_up(desk, client_of, lead, sheet_of):
    sheet = sheet_of("name", ["Di"])
    for page in ("check", "columns"):
        address = reverse(f"phases:attendance-import-{page}", args=["neighbours", sheet.pk])
        assert [each.get(address).status_code for each in (client_of(lead), desk)] == [404, 200]
    assert (
        desk.post(reverse("phases:attendance-import-give-up", args=["neighbours", sheet.pk]), SURE).status_code == 302
    )
    assert AttendanceImport.objects.count() == 0


def test_sheets_are_forgotten_after_fourteen_days(sheet_of, at):
    old = sheet_of("name", ["Di"])
    AttendanceImport.objects.filter(pk=old.pk).update(uploaded_at=at - timedelta(days=15))
    kept = sheet_of("name", ["Ed"])
    keep_no_longer(at=at)
    assert list(AttendanceImport.objects.all()) == [kept]


def export(desk: Client, meeting: Meeting, kind: str) -> bytes:
    """Take the list away, and return the file."""
    address = reverse("phases:attendance-export", args=["neighbours", meeting.pk])
    return desk.post(address, {"purpose": "meeting", "kind": kind}).content


def test_export_makes_formulas_harmless_and_is_logged(desk, meeting, facilitator, lead, client_of):
    evil = '=HYPERLINK("http://example.org")'
    Attendance.objects.filter(person__name="Ann Oak").update(access_needs=evil, comes_from="+44 group")
    address = reverse("phases:attendance-export", args=["neighbours", meeting.pk])
    assert "Choose what you need them for." in desk.post(address, {"kind": "csv"}).text
    assert LogEntry.objects.count() == 0
    [_, ann, *others] = read_rows(export(desk, meeting, "xlsx"))
    # As it is, without an apostrophe that stands in the cell, and text all the same.
    assert ann == ("Ann Oak", "ann@example.org", None, "+44 group", "Registered", evil, None, None, None)
    assert len(others) == 2
    assert f'"\'{evil.replace(chr(34), chr(34) * 2)}"' in export(desk, meeting, "csv").decode("utf-8-sig")
    taken = [("contacts_exported", facilitator, {"purpose": "meeting", "people": 3})]
    assert [(each.verb, each.by, each.details) for each in LogEntry.objects.all()] == taken * 2
    seen = client_of(lead).get(reverse("programmes:log", args=["neighbours"]), {"only": "looks"}).text
    assert seen.count(f"took contact details away: meeting “{meeting}”") == 2


def read_rows(workbook: bytes) -> list[tuple]:
    sheet = openpyxl.load_workbook(BytesIO(workbook)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format, cell.quotePrefix) for cell in cells} == {("s", "@", True)}
    return list(sheet.iter_rows(values_only=True))


def sheet_of_many(meeting: Meeting, size: int, facilitator: User, at) -> AttendanceImport:
    """Return a sheet of so many people as it was read from a file that an office program wrote."""
    rows = [["Name", "E-mail address", "Telephone", "Access needs"]]
    rows += [[f"Person {n}", f"p{n}@example.org", f"+44 {n}", "=1+1"] for n in range(size)]
    kept = AttendanceImport(meeting=meeting, columns={"name": 0, "email": 1, "telephone": 2, "access_needs": 3})
    content = csv_of(rows, "utf-16-le", "\t")
    read = read_spreadsheet(content)
    return take_in_sheet(kept, content=content, spreadsheet=read, file_name="people.csv", by=facilitator, at=at)


def test_rows_go_in_and_out_in_as_many_questions_as_one(desk, facilitator, programme, at):
    asked = []
    for size in (1, 30):
        meeting = MeetingFactory(programme=programme, starts_at=at - timedelta(hours=1), ends_at=None)
        sheet = sheet_of_many(meeting, size, facilitator, at)
        with CaptureQueriesContext(connection) as looked:
            assert check_rows(sheet, at=at).counts == {"new": size}
        import_attendances(sheet, by=facilitator, at=at)
        with CaptureQueriesContext(connection) as taken:
            export(desk, meeting, "csv")
        asked.append((len(looked), len(taken)))
    assert asked[0] == asked[1]


def test_ten_thousand_rows_go_in_and_out(desk, facilitator, meeting, at):
    sheet = import_attendances(sheet_of_many(meeting, 10_000, facilitator, at), by=facilitator, at=at)
    assert (sheet.outcome, meeting.attendances.count()) == (
        {"added": 10_000, "changed": 0, "left": 0, "out": 0}, 10_003,
    )  # fmt: skip
    lines = export(desk, meeting, "csv").decode("utf-8-sig").splitlines()
    assert len(lines) == 10_004
    assert lines[4] == '"Person 0","p0@example.org","\'+44 0","","Attended","\'=1+1","","",""'
