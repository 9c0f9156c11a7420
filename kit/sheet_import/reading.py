"""From the bytes of a spreadsheet to rows of text: CSV in the encodings that office programs write, and XLSX."""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from kit.cleaning import clean_words
from kit.refusals import Refused
from kit.sheet_import.fields import ImportField, find_headings, guess_columns
from kit.sheet_import.letters import encoding_said_by
from kit.spreadsheets import plain_cell

MAX_BYTES = 5 * 1024 * 1024
# What an XLSX, which is a packed folder, may come to when it is unpacked.
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 50
MAX_CELL_LENGTH = 5_000
# In all cells together: an XLSX may say the same long text again and again in few bytes.
MAX_TEXT_LENGTH = 10_000_000
# Rows, empty ones among them, that are looked at before a sheet counts as too long.
MAX_ROWS_READ = 40_000
SEPARATORS = ",;\t"
# So many rows are shown to whoever says where the headings stand.
FIRST = 5
SAVE_AS = "Open it, save it as “CSV UTF-8” or “Excel workbook (.xlsx)”, and choose the new file."
TOO_LARGE = f"This file is larger than {MAX_BYTES // 1024**2} MB. Split the sheet into several."
TOO_MANY_ROWS = f"This sheet has more than {MAX_ROWS:,} rows. Split it into several, and import one after the other."
# A cell of CSV that says of itself that it is text: ="0191 498 0000".
TEXT_CELL = re.compile(r'="(.*)"', re.DOTALL)


class SpreadsheetRefused(Refused):
    """The file is no sheet that can be imported. The words say what to do."""


@dataclass(frozen=True)
class Spreadsheet:
    """What a spreadsheet says: its headings, and each row that is not empty with the number it has in the file."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    # How it was read: in which row the headings stand (0: in none), and the first rows, for whoever knows better; in
    # which of the sheets of a workbook that say anything.
    headings_in: int = 1
    first: list[tuple[int, list[str]]] = field(default_factory=list)
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)


def read_spreadsheet(
    content: bytes,
    fields: Sequence[ImportField] = (),
    *,
    encoding: str = "",
    sheet: str = "",
    headings_in: int | None = None,
) -> Spreadsheet:
    """Return what a spreadsheet says. Where it is not said, the headings stand where they are likely to (`fields`).

    What stands above the headings is left out, and all rows are as wide as the widest. `encoding` is how a text is read
    that does not tell; `sheet` is one of a workbook, else the first that says anything. Raises SpreadsheetRefused for
    anything else than CSV or XLSX, and for one that is empty, locked, too long, too wide or too large.
    """
    if len(content) > MAX_BYTES:
        raise SpreadsheetRefused(TOO_LARGE)
    sheets: list[str] = []
    if _is_packed(content):
        with _workbook(content) as book:
            sheets = _sheets_with_words(book)
            sheet = sheet if sheet in sheets else next(iter(sheets), "")
            rows = list(_within_limits(_rows_of(book[sheet]))) if sheet else []
    else:
        rows = list(_within_limits(_csv(_text(content, encoding), fields)))
    if not rows:
        raise SpreadsheetRefused("This file is empty. Choose one with a row of headings and others below it.")
    width = max(len(cells) for _, cells in rows)
    rows = [(number, cells + [""] * (width - len(cells))) for number, cells in rows]
    if headings_in is None:
        headings_in = find_headings(rows, fields)
    headings = next((cells for number, cells in rows if number == headings_in), [""] * width)
    rest = [(number, cells) for number, cells in rows if number > headings_in]
    if not rest:
        raise SpreadsheetRefused("This sheet has headings and no rows. Write a row for each that is to be added.")
    headings = [" ".join(heading.split()) for heading in headings]
    return Spreadsheet(headings, rest, headings_in, rows[:FIRST], sheet, sheets)


def is_undecided(content: bytes) -> bool:
    """Whether a file is text that does not say in which letters it is written, so that a person must."""
    return not content.startswith(b"PK\x03\x04") and not encoding_said_by(content)


def _within_limits(rows: Iterable[Iterable[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty with its number; refuse too much of anything."""
    found = text = 0
    for number, row in enumerate(rows, start=1):
        cells = [clean(_said(cell)) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if number > MAX_ROWS_READ:
            raise SpreadsheetRefused(TOO_MANY_ROWS)
        if not cells:
            continue
        found, text = found + 1, text + sum(map(len, cells))
        if found > MAX_ROWS + 1:
            raise SpreadsheetRefused(TOO_MANY_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise SpreadsheetRefused(
                f"Row {number} has more than {MAX_COLUMNS} columns. Take out those that are not needed."
            )
        if max(map(len, cells)) > MAX_CELL_LENGTH:
            raise SpreadsheetRefused(
                f"Row {number} has a cell of more than {MAX_CELL_LENGTH:,} characters. Shorten it; "
                "or see whether a quotation mark is missing there."
            )
        if text > MAX_TEXT_LENGTH:
            raise SpreadsheetRefused("This sheet holds too much text. Split it into several.")
        yield number, cells


def clean(text: str) -> str:
    """Return a cell's text as it is kept, without blanks around it."""
    return clean_words(text).strip()


def _said(cell: str) -> str:
    """Return what a cell says, without what makes it a text for a spreadsheet."""
    if found := TEXT_CELL.fullmatch(cell):
        return found[1].replace('""', '"')
    return plain_cell(cell)


def _is_packed(content: bytes) -> bool:
    """Whether it is an XLSX; refuse what is neither that nor text."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise SpreadsheetRefused(f"This file is locked with a password. Take the password away. {SAVE_AS}")
        raise SpreadsheetRefused(f"This is an old Excel file (.xls). {SAVE_AS}")
    if content.startswith(b"%PDF-"):
        raise SpreadsheetRefused("This is a PDF. Choose the spreadsheet that it was made from, as CSV or XLSX.")
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = {each.filename for each in packed.infolist()}
            unpacked = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise SpreadsheetRefused(f"This file is damaged. {SAVE_AS}") from error
    if "xl/workbook.xml" not in names:
        raise SpreadsheetRefused(f"This is neither CSV nor an Excel workbook (.xlsx). {SAVE_AS}")
    if unpacked > MAX_UNPACKED_BYTES:
        raise SpreadsheetRefused("This workbook is too large when it is unpacked. Copy the rows into a new one.")
    return True


def _text(content: bytes, encoding: str) -> str:
    """Decode text as it says itself, by its mark or by being UTF-8; else as we are told, or as Windows-1252."""
    said = encoding_said_by(content)
    if b"\x00" in content and said != "utf-16":
        raise SpreadsheetRefused(f"This is not a spreadsheet that we can read. {SAVE_AS}")
    try:
        return content.decode(said or encoding or "cp1252")
    except UnicodeError as error:
        raise SpreadsheetRefused(f"The letters of this file cannot be read. {SAVE_AS}") from error


def _csv(text: str, fields: Sequence[ImportField]) -> Iterator[list[str]]:
    said = re.match(r"sep=(.)\r?\n", text)
    if said:
        text = text[said.end() :]
    separator = said[1] if said else _separator(text, fields)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise SpreadsheetRefused(f"The cells of this file cannot be told apart. {SAVE_AS}") from error


def _separator(text: str, fields: Sequence[ImportField]) -> str:
    """Return what separates the cells: the sign that makes headings that we know, or most of those of the first row.

    Of a sheet of names alone, commas belong to the names; but not where a title stands alone above all the rest.
    """
    first = {sign: _first_rows(text, sign) for sign in SEPARATORS}
    for sign, rows in first.items():
        if any(len(guess_columns(cells, fields)) > 1 for cells in rows):
            return sign
        if not rows:
            # Of these alone the whole text is made.
            return sign
    widths = {sign: len(rows[0]) for sign, rows in first.items()}
    if max(widths.values()) > 1:
        return max(widths, key=widths.__getitem__)
    for sign, (title, *rest) in ((sign, rows) for sign, rows in first.items() if len(rows) > 2):
        if len(rest[0]) > 1 and len({len(cells) for cells in rest}) == 1 and not guess_columns(title, fields):
            return sign
    return "\t"


def _first_rows(text: str, separator: str) -> list[list[str]]:
    """Return the first rows that say anything, as they are where this is what separates the cells."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        return list(islice((cells for cells in rows if any(cell.strip() for cell in cells)), FIRST))
    except csv.Error:
        return [[""]]


@contextmanager
def _workbook(content: bytes) -> Iterator[Any]:
    """Open a workbook, formulas counting as what they came to; whatever is wrong with it is one sentence."""
    try:
        yield openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except SpreadsheetRefused:
        raise
    # A workbook can be wrong in more ways than its reader has names for.
    except Exception as error:
        raise SpreadsheetRefused(f"This workbook is damaged, or not one that we can read. {SAVE_AS}") from error


def _sheets_with_words(book: Any) -> list[str]:
    """Return the names of the sheets that say anything, in their order."""
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [sheet.title for sheet in shown if any(any(row) for row in _rows_of(sheet))]


def _rows_of(sheet: Any) -> Iterator[list[str]]:
    # What a file says of its own size is not always so.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, max_row=MAX_ROWS_READ + 1, values_only=True):
        yield [_cell(value) for value in row]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    # A workbook writes characters that XML has not as _x000D_.
    return str(unescape(value)) if isinstance(value, str) else str(value)
