"""The claim form on paper: the same for everybody at a meeting, filled in by hand."""

from django.template.loader import render_to_string

from kit.pdf import kept_pdf_of
from phases.models import Meeting

SHEET = "css/claim-form.css"


def claim_form_of(meeting: Meeting) -> bytes:
    """Return the claim form of a meeting as PDF. Raises PdfNotPossible."""
    programme = meeting.programme
    page: str = render_to_string("phases/claim_form_print.html", {"programme": programme, "meeting": meeting})
    return kept_pdf_of(page, sheet=SHEET, colour=programme.thread_colour)
