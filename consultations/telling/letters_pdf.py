"""Letters on paper for those who are not written to by e-mail: one PDF, each letter begins on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.template.loader import render_to_string

from consultations.telling.emails import words_for
from consultations.telling.models import AskedRepresentative, Step, TellingPlan
from kit.pdf import pdf_of

SHEET = "css/letter-print.css"


def letters_pdf(
    plan: TellingPlan, step: Step, asked: Iterable[tuple[AskedRepresentative, bool]], *, at: datetime
) -> bytes:
    """Return letters to these, each with whether they have answered, PDF/UA-1. Raises PdfNotPossible without Pango."""
    programme = plan.consultation.phase.programme
    letters = []
    for each, answered in asked:
        words = words_for(each, plan, step, answered=answered, at=at)
        letters.append(
            {
                "person": each.appointment.person,
                "organisation": each.appointment.partnership.organisation,
                "subject": words["subject"],
                "paragraphs": words["text"].strip().split("\n\n"),
            }
        )
    context = {"programme": programme, "consultation": plan.consultation, "letters": letters, "at": at}
    page: str = render_to_string("consultations/asked_letters.html", context)
    return pdf_of(page, sheet=SHEET, colour=programme.thread_colour)
