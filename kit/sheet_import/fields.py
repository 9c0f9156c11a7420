"""What a column of a spreadsheet may hold, and which heading is likely to mean what."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kit.cleaning import clean_line, clean_words


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


def _letters_of(heading: str) -> str:
    """Return a heading's letters alone, so that "E-Mail Address:" is "emailaddress"."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", heading.casefold()))
