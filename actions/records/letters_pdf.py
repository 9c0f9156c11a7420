"""Personal records as letters on paper: one PDF, each letter on a page of its own, tagged, in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.template.loader import render_to_string

from actions.models import RecordSending
from actions.records import links
from kit.pdf import pdf_of
from kit.qr import qr_code
from programmes.models import Programme

SHEET = "css/letter-print.css"
CODE = "A code that leads to your own page, where you can put this right"


@dataclass(frozen=True)
class Print:
    """A size of print: how many lines a page has for what differs from letter to letter, and how long a line is."""

    name: str
    lines: float
    letters: int
    # What a heading takes with the room round it, and the room after each point of a list, in lines.
    heading: float = 2.3
    gap: float = 0.23


# Letters of the sentences that stand in every letter: before the record, in its footer, and at the head of the slip.
GREETING, FOOTER, SLIP = 89, 232, 30
# How many letters a line of the slip holds, in whatever print the letter is.
SMALLEST = 76
# The usual print first. Tests hold a letter in either to one page.
PRINTS = (Print("usual", 35.9, 66), Print("small", 44.6, 82, gap=0.08))


def letters_pdf(programme: Programme, sendings: Iterable[RecordSending], *, at: datetime) -> bytes:
    """Return letters as they were made, PDF/UA-1. Raises PdfNotPossible where Pango is missing.

    A letter has the code of the personal link as long as that opens anything, and a slip to send back.
    """
    letters = []
    for sending in sendings:
        row = sending.record
        opens = row.link_revoked_at is None and row.link_expires_at > at
        code = qr_code(links.record_address_for(row), called=CODE) if opens else ""
        letters.append({"sending": sending, "person": row.person, "code": code, "print": print_for(programme, sending)})
    page: str = render_to_string("actions/record_letters.html", {"programme": programme, "letters": letters})
    return pdf_of(page, sheet=SHEET, colour=programme.thread_colour)


def print_for(programme: Programme, sending: RecordSending) -> Print | None:
    """Return the largest print in which a letter fits one page. None for one that goes on overleaf, in the usual."""
    return next((each for each in PRINTS if lines_of(programme, sending, each) <= each.lines), None)


def lines_of(programme: Programme, sending: RecordSending, print_: Print) -> float:
    """Return how many lines of a print are taken by what differs from letter to letter."""
    content, contact = sending.content, programme.contact_name + programme.contact_email + programme.contact_telephone
    name, address = content["name"], sending.record.person.postal_address.splitlines()
    taken = sum(
        print_.heading + sum(_lines(line, print_.letters) + print_.gap for line in lines)
        for _, lines in content["parts"]
    )
    taken += sum(_lines(words, print_.letters) for words in (programme.lead_body, programme.title))
    taken += max(sum(_lines(line, print_.letters) for line in [name, *address]), 5)
    taken += _lines(name + programme.title, print_.letters, beside=GREETING)
    # Beside the code, which is higher than four lines of the usual print.
    taken += max(_lines(contact, print_.letters * 0.82, beside=FOOTER), 4)
    return taken + _lines(programme.contact_name + programme.contact_address_line, SMALLEST, beside=SLIP)


def _lines(words: str, letters: float, beside: int = 0) -> int:
    """Return how many lines words take, with so many letters of ours beside them."""
    wide = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)
    return max(ceil((wide + beside) / letters), 1)
