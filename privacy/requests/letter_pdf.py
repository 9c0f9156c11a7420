"""A letter about a request on paper, for whoever has no e-mail."""

from __future__ import annotations

from django.template.loader import render_to_string

from kit.pdf import pdf_of
from privacy.requests.letters import subject_of
from privacy.requests.models import RequestLetter

SHEET = "css/letter-print.css"


def letter_pdf(letter: RequestLetter) -> bytes:
    """Return a letter as it was written, PDF/UA-1. Raises PdfNotPossible where Pango is missing."""
    programme = letter.request.programme
    context = {
        "programme": programme,
        "letter": letter,
        "asked": letter.request,
        "subject": subject_of(letter.request, letter.kind),
        "paragraphs": letter.text.split("\n\n"),
    }
    page: str = render_to_string("privacy/request_letter_print.html", context)
    return pdf_of(page, sheet=SHEET, colour=programme.thread_colour)
