"""What a column of a spreadsheet may hold, and which heading is likely to mean what."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kit.cleaning import clean_line, clean_words

# Among so many rows the headings are looked for.
LOOKED_AT = 10
CONTENT = re.compile(r"\S@\S|https?://|www\.|(?:\d[\s()+-]*){5}")


@dataclass(frozen=True)
class ImportField:
    """One thing that a row may say; `headings` are other words that people write above it, `choices` what it may be.

    `clean` is one of `kit/cleaning.py`: a line, unless it is said otherwise.
    """

    key: str
    label: str
    headings: tuple[str, ...]
    max_length: int
    hint: str = ""
    clean: Callable[[str], str] = clean_line
    choices: tuple[str, ...] = ()

    @property
    def has_lines(self) -> bool:
        """Whether it may be said in several lines."""
        return self.clean is clean_words


def guess_columns(headings: list[str], fields: Iterable[ImportField]) -> dict[str, int]:
    """Return which column is likely to hold which field, by its number from 0; the first of two that would do."""
    known = {_letters_of(word): each.key for each in fields for word in (each.label, each.key, *each.headings)}
    found: dict[str, int] = {}
    for number, heading in enumerate(headings):
        key = known.get(_letters_of(heading))
        if key:
            found.setdefault(key, number)
    return found


def find_headings(rows: Sequence[tuple[int, list[str]]], fields: Iterable[ImportField]) -> int:
    """Return the number of the row in which the headings are likely to stand; 0 where there are none.

    That is the first of the first rows with two words that we know, else with one; else the first that is not a title
    and says nothing that headings do not. A title stands alone above them.
    """
    fields = list(fields)
    if not fields:
        return rows[0][0]
    first = rows[:LOOKED_AT]
    known = [(len(guess_columns(cells, fields)), number, cells) for number, cells in first]
    for few in (2, 1):
        for count, number, cells in known:
            if count >= few and not any(is_content(cell) for cell in cells):
                return number
    broad = min(2, max(sum(map(bool, cells)) for _, cells in rows))
    number, cells = next(each for each in rows if sum(map(bool, each[1])) >= broad)
    return 0 if any(is_content(cell) for cell in cells) else number


def is_content(cell: str) -> bool:
    """Whether a cell says what no heading does: an address, a number of more than a few digits, a page on the web."""
    return bool(CONTENT.search(cell))


def _letters_of(heading: str) -> str:
    """Return a heading's letters alone, so that "E-Mail Address:" is "emailaddress"."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", heading.casefold()))
