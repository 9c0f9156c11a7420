"""Personal records as letters on paper: one PDF, each letter on a page of its own, tagged, in any script."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.template.loader import render_to_string

from actions.models import RecordSending
from actions.records import links
from kit.pdf import pdf_of
from kit.qr import qr_code
from programmes.models import Programme

SHEET = "css/letter-print.css"
# So many characters fit a page in the usual size; beyond the second number a letter goes on overleaf instead.
SMALLER_FROM, OVERLEAF_FROM = 1400, 2600
CODE = "A code that leads to your own page, where you can put this right"


def letters_pdf(programme: Programme, sendings: Iterable[RecordSending], *, at: datetime) -> bytes:
    """Return letters as they were made, PDF/UA-1. Raises PdfNotPossible where Pango is missing.

    A letter has the code of the personal link as long as that opens anything.
    """
    letters = []
    for sending in sendings:
        row, length = sending.record, sum(len(line) + 20 for _, lines in sending.content["parts"] for line in lines)
        opens = row.link_revoked_at is None and row.link_expires_at > at
        size = "small" if SMALLER_FROM <= length < OVERLEAF_FROM else ""
        code = qr_code(links.record_address_for(row), called=CODE) if opens else ""
        letters.append({"sending": sending, "person": row.person, "code": code, "size": size})
    page: str = render_to_string("actions/record_letters.html", {"programme": programme, "letters": letters})
    return pdf_of(page, sheet=SHEET, colour=programme.thread_colour)
