"""What is kept of words that could not be taken in, and what is said of a sheet while it is read."""

from types import SimpleNamespace

from django import forms
from django.template.loader import render_to_string

from tests.phases.factories import AttendanceImportFactory
from tests.reading import text_seen
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, drawn

READING = {"headings_in": 1, "first": [[1, ["Name"]]], "sheets": ["One"], "sheet": ""}
NO_FORM = forms.Form()


class _Row(forms.Form):
    """A row of a sheet that has no name."""

    name = forms.CharField(error_messages={"required": "Enter a name."})


@DESK.of(whose=["theirs", "link ended", "signed out", "another's"], files=BOTH, words=BOTH)
def words_that_are_kept(given: Given, whose: str, files: bool, words: bool) -> Said:
    text = drawn(
        "kit/words_kept.html",
        is_theirs=whose in ("theirs", "link ended"),
        link_has_ended=whose == "link ended",
        is_signed_out=whose == "signed out",
        files=["a picture"] if files else [],
        words=["A bench."] if words else [],
        kept=NO_FORM,
    )
    return text, {
        "Please send that again – Throughline": whose in ("theirs", "link ended"),
        "Please sign in again – Throughline": whose in ("signed out", "another's"),
        "Please open your link again The page had been open too long, so nothing was sent.": whose == "link ended",
        "Please send that again The page had been open too long, or you have signed in since": whose == "theirs",
        "You are not signed in any more, so nothing was sent.": whose == "signed out",
        "Somebody else has signed in here since this was written, so nothing was sent.": whose == "another's",
        "Please sign in again You are not": whose == "signed out",
        "Sign in (opens in a new tab). Come back to this tab and press": whose == "signed out",
        "Sign out, and sign in as whoever wrote it (opens in a new tab).": whose == "another's",
        "No page can keep a file. Please choose yours again before you press.": files,
        "What you wrote What is not shown here, such as what you chose from a list, is kept as well. A bench.": words,
    }


@DESK.of(again=BOTH, words=BOTH)
def standstill(given: Given, again: bool, words: bool) -> Said:
    kept = {"again": NO_FORM if again else None, "words": ["A bench."] if words else []}
    return text_seen(render_to_string("kit/standstill.html", kept)), {
        "Nothing can be stored just now This site has no room": again,
        "This page cannot be shown just now This site has no room, or a part of it does not answer. We": not again,
        "What you wrote What is not shown here, such as what you chose from a list, is kept as well. A pass": (
            again and words
        ),
    }


@DESK.of(shares=[[], [0.0], [12.0, None]])
def bars(given: Given, shares: list) -> Said:
    rows = [{"label": f"Row {number}", "share": share, "figure": "some"} for number, share in enumerate(shares)]
    return drawn("kit/_bars.html", rows=rows, caption="How many"), {"Row 0 some": bool(shares)}


@DESK.of(headings=[None, 1, 4], sheets=[1, 2], known=BOTH)
def how_a_sheet_is_read(given: Given, headings: int | None, sheets: int, known: bool) -> Said:
    reading = {"headings_in": headings, "first": [[1, ["Name"]]], "sheets": ["One", "Two"][:sheets], "sheet": ""}
    reading["sheet"] = "One" if sheets == 2 else ""
    sheet = AttendanceImportFactory(meeting__programme=given.programme, uploaded_by=given.lead)
    told = SimpleNamespace(
        asks_letters=False,
        file_name="people.xlsx",
        reading=reading,
        rows=[1, 2],
        pk=sheet.pk,
        programme=given.programme,
    )
    form = forms.Form()
    form.is_known = known
    text = drawn(
        "kit/_sheet_columns.html",
        sheet=told,
        reading=NO_FORM,
        form=form,
        columns=[{"letter": "A", "heading": "", "says": []}],
        give_up_view="phases:attendance-import-give-up",
    )
    return text, {
        "people.xlsx, 2 rows Which column is which?": sheets == 1,
        "people.xlsx, sheet “One”, 2 rows Which column is which?": sheets == 2,
        "The workbook has 2 sheets with something in them. This is “One”.": sheets == 2,
        "We found no row of headings: every row is taken for one that is to be imported.": headings is None,
        "The headings stand in row 4. What stands above them is not imported.": headings == 4,
        "Every column of the sheet": True,
        "We have chosen what the headings suggest. Put right what is wrong.": known,
        "We know none of the headings. Say which column is which.": not known,
    }


@DESK.of(reading=BOTH)
def sheet_that_is_read_at_once(given: Given, reading: bool) -> Said:
    sheet = AttendanceImportFactory(meeting__programme=given.programme, uploaded_by=given.lead)
    told = SimpleNamespace(file_name="a.csv", reading=READING, rows=[1], pk=sheet.pk, programme=given.programme)
    context = {"form": NO_FORM, "columns": [], "give_up_view": "phases:attendance-import-give-up"}
    return drawn("kit/_sheet_columns.html", sheet=told, reading=NO_FORM if reading else None, **context), {
        "a.csv, 1 row Which": True,
        "Is it read wrong?": reading,
    }


@DESK.of(letters=BOTH, page=["phases/attendance_import_columns.html", "stakeholders/organisation_import_columns.html"])
def letters_of_a_sheet(given: Given, letters: bool, page: str) -> Said:
    sheet = AttendanceImportFactory(meeting__programme=given.programme, uploaded_by=given.lead)
    told = SimpleNamespace(
        asks_letters=letters, file_name="a.csv", reading=READING, rows=[], pk=sheet.pk, programme=given.programme
    )
    context = {
        "form": NO_FORM,
        "columns": [],
        "give_up_view": "phases:attendance-import-give-up",
        "programme": given.programme,
    }
    context |= {"meeting": sheet.meeting}
    return drawn(page, given.lead, sheet=told, **context), {
        "In which letters is it written: a.csv": letters,
        "In which letters is it written? The file does not say so, and cannot be read rightly by guessing.": letters,
        "Which column is which: a.csv": not letters,
        "Which column is which? Every column of the sheet": not letters,
    }


@DESK.of(waiting=BOTH, imported=BOTH)
def sheets(given: Given, waiting: bool, imported: bool) -> Said:
    row = {"file_name": "a.csv", "uploaded_at": given.at, "imported_at": given.at, "added": 2}
    lists = {"waiting": [(row, "/a/")] if waiting else [], "imported": [(row, "/a/")] if imported else []}
    return drawn("kit/_sheet_list.html", days=30, each="person", fields=[], **lists), {
        "Begun, and not imported yet They are forgotten after 30 days": waiting,
        "Imported a.csv,": imported,
        "2 added": imported,
    }


@DESK.of(to_mend=[0, 1, 2], lacking=[0, 3], told_above=BOTH, here=BOTH)
def faults_of_a_sheet(given: Given, to_mend: int, lacking: int, told_above: bool, here: bool) -> Said:
    faulty = _Row({})
    faulty.row = SimpleNamespace(is_told_above=told_above)
    faulty.add_error(None, "This row is there twice.")
    forms = [faulty] if here and to_mend else []
    text = drawn(
        "kit/_sheet_problems.html",
        to_mend=to_mend,
        lacking=lacking,
        lacking_at="#groups",
        lacking_words="they name groups that are not known.",
        row_forms=forms,
    )
    return text, {
        "1 row to be looked at": to_mend == 1,
        "2 rows to be looked at": to_mend == 2,
        "3 rows: they name groups that are not known.": bool(to_mend and lacking),
        "This row is there twice. Enter a name.": bool(to_mend) and here and not (lacking and told_above),
        "They are on the first page.": bool(to_mend) and not here,
    }


@DESK.of(says=[0, 1, 2])
def row_of_a_sheet(given: Given, says: int) -> Said:
    row = {"says": [("E-mail", "ada@example.org"), ("From", "Old Mill")][:says]}
    return drawn("kit/_sheet_row_says.html", row=row), {
        "Nothing more": not says,
        "E-mail: ada@example.org": says > 0,
        "ada@example.org From: Old Mill": says == 2,
    }
