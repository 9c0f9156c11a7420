"""What may be chosen and typed about a spreadsheet, whatever it holds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.layout import ButtonHolder
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import Truncator

from kit.form_layout import FormLayout, Link, Partial, SubmitButton, Where
from kit.sheet_import.fields import ImportField, guess_columns
from kit.sheet_import.letters import letters_choices
from kit.sheet_import.models import SheetImport
from kit.sheet_import.reading import (
    MAX_BYTES,
    MAX_ROWS,
    TOO_LARGE,
    Spreadsheet,
    SpreadsheetRefused,
    is_undecided,
    read_spreadsheet,
)
from kit.sheet_import.rows import ImportRow, RowState
from kit.uploads import FileField

FEW_LINES = forms.Textarea({"rows": 3})
TYPED = re.compile(r"row-(\d{1,9})-(\w+)")


class UploadForm(forms.Form):
    """A spreadsheet; its clean value is what it says."""

    file = FileField(
        label="Choose the spreadsheet",
        help_text=f"CSV or Excel workbook (.xlsx), up to {MAX_BYTES // 1024**2} MB and {MAX_ROWS:,} rows.",
        max_bytes=MAX_BYTES,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages=dict.fromkeys(("required", "invalid", "missing"), "Choose a file.") | {"too_large": TOO_LARGE},
    )
    helper = FormLayout(
        "file",
        submit=[
            SubmitButton("Read it"),
            Link("Get an empty sheet with the right headings (CSV)", "{{ empty_sheet_url }}"),
        ],
    )

    def __init__(self, *args: Any, fields: Sequence[ImportField] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = fields

    def clean_file(self) -> Spreadsheet:
        """Read the sheet; refuse one that cannot be read with a sentence that says what to do."""
        file: UploadedFile = self.cleaned_data["file"]
        self.file_name = file.name or "sheet"
        self.content = file.read()
        try:
            # Where it does not say so itself, somebody is asked; meanwhile it only has to be one that can be read.
            likely = letters_choices(self.content)[0].encoding if is_undecided(self.content) else ""
            return read_spreadsheet(self.content, self.known, encoding=likely)
        except SpreadsheetRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def for_service(self) -> dict[str, Any]:
        """Return what the file says, and its name, as `take_in_sheet` takes them."""
        return {
            "content": self.content,
            "spreadsheet": self.cleaned_data["file"],
            "file_name": self.file_name,
        }


class LettersForm(forms.Form):
    """In which letters a file is written that does not say so: one way to read its words is right, or none."""

    encoding = forms.ChoiceField(
        label="Which of these is written right?",
        help_text="They are the same words of the file, read in different ways. Look at the letters with accents and "
        "at the marks.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the words that are written right.",
            "invalid_choice": "Choose the words that are written right.",
        },
    )
    helper = FormLayout("encoding", submit=SubmitButton("Read it so", name="letters"))

    def __init__(self, data: Any = None, *, sheet: SheetImport) -> None:
        super().__init__(data)
        self.fields["encoding"].choices = [  # type: ignore[attr-defined]
            (each.encoding, f"{' · '.join(each.words)} ({each.label})")
            for each in letters_choices(bytes(sheet.content))
        ]


class ReadingForm(forms.Form):
    """Which sheet of a workbook is meant, and in which of its rows the headings stand."""

    page = forms.ChoiceField(label="Which sheet of the workbook?", widget=forms.RadioSelect)
    headings_in = forms.TypedChoiceField(label="Where do the headings stand?", coerce=int, widget=forms.RadioSelect)
    helper = FormLayout(submit=SubmitButton("Read it so", name="read", style="secondary"))

    def __init__(self, data: Any = None, *, sheet: SheetImport) -> None:
        reading = sheet.reading
        super().__init__(data, initial={"page": reading["sheet"], "headings_in": reading["headings_in"]})
        self.read_now = reading["sheet"]
        if len(reading["sheets"]) > 1:
            self.fields["page"].choices = [(name, name) for name in reading["sheets"]]  # type: ignore[attr-defined]
        else:
            del self.fields["page"]
        rows = [(number, f"Row {number}: {words}") for number, words in reading["first"]]
        choices = [*rows, (0, "In no row: all rows are to be imported")]
        self.fields["headings_in"].choices = choices  # type: ignore[attr-defined]

    def for_service(self) -> dict[str, Any]:
        """Return what was chosen; of another sheet, the headings are looked for anew."""
        chosen = dict(self.cleaned_data)
        if chosen.get("page", self.read_now) != self.read_now:
            chosen["headings_in"] = None
        return chosen


class ColumnsForm(forms.Form):
    """Which column of a sheet holds what; one must hold the names."""

    helper = FormLayout(submit="Look at the rows")

    def __init__(self, data: Any = None, *, sheet: SheetImport, fields: Iterable[ImportField]) -> None:
        fields = list(fields)
        super().__init__(data, initial=sheet.columns or guess_columns(sheet.headings, fields))
        columns = [("", "Not in this sheet"), *((number, words) for number, words in enumerate(_columns(sheet)))]
        self.is_known = bool(guess_columns(sheet.headings, fields))
        for field in fields:
            self.fields[field.key] = forms.TypedChoiceField(
                label=field.label,
                help_text=field.hint,
                choices=columns,
                coerce=int,
                empty_value=None,
                required=field.key == "name",
                error_messages={
                    "required": "Choose the column that holds the names.",
                    "invalid_choice": "Choose one of the columns.",
                },
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a column that is chosen twice."""
        cleaned = super().clean() or self.cleaned_data
        chosen: dict[int, str] = {}
        for key, column in [*cleaned.items()]:
            if column in chosen:
                self.add_error(key, f"This column is chosen for “{self.fields[chosen[column]].label}” already.")
            elif column is not None:
                chosen[column] = key
        return cleaned

    @property
    def columns(self) -> dict[str, int]:
        """Return the columns that were chosen."""
        return {key: column for key, column in self.cleaned_data.items() if column is not None}


def _columns(sheet: SheetImport) -> list[str]:
    """Name each column of a sheet by its letter, its heading and the first thing that stands in it."""
    words = []
    for number, heading in enumerate(sheet.headings):
        first = next((row["cells"][number] for row in sheet.rows[:50] if row["cells"][number]), "")
        example = " ".join(first.split())
        example = f", for example “{example[:30]}{'…' if len(example) > 30 else ''}”" if example else ", empty"
        words.append(f"{_letters(number)}: {heading[:40] or 'without a heading'}{example}")
    return words


def columns_shown(sheet: SheetImport) -> list[dict[str, Any]]:
    """Return every column of a sheet, taken or not: its letter, its heading, and the first things that stand in it."""
    return [
        {"letter": _letters(number), "heading": heading, "says": _first_things(sheet, number)}
        for number, heading in enumerate(sheet.headings)
    ]


def _first_things(sheet: SheetImport, number: int) -> list[str]:
    things = dict.fromkeys(" ".join(row["cells"][number].split()) for row in sheet.rows[:50])
    return [thing[:60] for thing in things if thing][:3]


def _letters(number: int) -> str:
    """Return how a spreadsheet names its columns: A, B, … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class RowForm(forms.Form):
    """One row to be looked at: the cells that have faults (or all of them), whom it means, and whether it is left out.

    It only shows; what is typed into it is kept as it is by `mend_rows`, and the row is looked over again.
    """

    def __init__(self, row: ImportRow, *, columns: Mapping[str, int], whole: bool) -> None:
        prefix = f"row-{row.number}"
        shown = [each for each in row.FIELDS.values() if each.key in columns and (whole or each.key in row.faults)]
        cells = {f"{prefix}-{each.key}": row.values[each.key] for each in shown}
        super().__init__({**cells, f"{prefix}-same": row.same, f"{prefix}-out": row.out}, prefix=prefix)
        self.row = row
        self.legend = f"Row {row.number}: {Truncator(row.values['name']).chars(80)}".removesuffix(": ")
        for field in shown:
            self.fields[field.key] = _cell_field(field, row)
        if row.likely:
            self.fields["same"] = forms.CharField(
                label=f"Is “{row.values['name']}” one of these?",
                required=False,
                widget=forms.RadioSelect(choices=row.likely),
            )
        self.fields["out"] = forms.BooleanField(label=f"Leave row {row.number} out", required=False)
        self.full_clean()
        # Nothing is asked for when the form is read, and these two say nothing of being optional when it is shown.
        for key in {"name", "same"} & set(self.fields):
            self.fields[key].required = True
        for key, sentence in row.faults.items():
            self.add_error(key if key in self.fields else None, sentence)
        if row.state == RowState.UNDECIDED:
            self.add_error("same", f"Row {row.number}, Name: choose whether this is one that is known.")


def _cell_field(field: ImportField, row: ImportRow) -> forms.CharField:
    widget: forms.Widget = FEW_LINES if field.has_lines else forms.TextInput()
    if field.choices:
        # What the sheet says stays, until another is chosen.
        said = row.values[field.key]
        known = [(word, word) for word in field.choices if word != said]
        widget = forms.Select(choices=[(said, f"“{said}”" if said else "Choose one"), *known])
    return forms.CharField(label=field.label, help_text="", required=False, widget=widget)


class MendForm(forms.Form):
    """The rows of one page that are to be looked at (`row_forms`), sent together; a room may ask for more above them.

    It draws them, and checks nothing: what is typed is kept as it is, and all rows are looked over again.
    """

    KEEP = SubmitButton("Keep this and look again", unseen=True)
    ROWS = (
        Partial("kit/_sheet_row_forms.html"),
        Where(
            "row_forms",
            ButtonHolder(
                SubmitButton("Keep this and look again"),
                Where(
                    "counts.faulty",
                    SubmitButton("Leave out every row with a fault", name="leave_out_faulty", style="secondary"),
                ),
            ),
        ),
    )
    helper = FormLayout(KEEP, *ROWS)


def typed_rows(data: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Return what was typed into rows, by their number. A box that is not ticked says so too."""
    typed: dict[int, dict[str, str]] = {}
    for name, text in data.items():
        if found := TYPED.fullmatch(name):
            typed.setdefault(int(found[1]), {})[found[2]] = text
    for cells in typed.values():
        cells.setdefault("out", "")
    return typed
