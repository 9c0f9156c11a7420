"""What is printed for the wall: the poster template with its prompts and code, and a caption for each poster."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Prefetch
from django.template.loader import render_to_string

from consultations.hand_ins.models import PosterCall
from consultations.posters.models import PosterAnswer
from kit.pdf import kept_pdf_of
from kit.qr import qr_code
from programmes.models import Programme
from programmes.nouns import in_words_of

SHEET = "css/poster-print.css"


def template_pdf(call: PosterCall, paper: str) -> bytes:
    """Return the poster template on "A3" or "A4": PDF/UA-1. Drawn once, and kept as long as its words stay the same.

    Raises PdfNotPossible where Pango is missing.
    """
    address = settings.SITE_URL + call.get_absolute_url()
    context = {
        "programme": call.programme,
        "prompts": call.programme.poster_prompts.order_by("position"),
        "paper": paper,
        "address": address,
        "code": qr_code(
            address,
            called=in_words_of(call.programme, "A code that leads to the page where this {poster} is handed in"),
        ),
    }
    text = render_to_string("consultations/poster_template.html", context)
    return kept_pdf_of(text, sheet=SHEET, colour=call.programme.thread_colour)


def captions_pdf(programme: Programme, paper: str) -> bytes | None:
    """Return a caption for each published poster: on "A4" two to cut apart, on "A5" one; None where none is published.

    Raises PdfNotPossible where Pango is missing.
    """
    posters = programme.posters.published().select_related("programme", "speaking_for").order_by("number")
    leads_to = in_words_of(programme, "A code that leads to the page of {poster}")
    captions = [
        {
            "poster": poster,
            "address": (address := settings.SITE_URL + poster.get_absolute_url()),
            "code": qr_code(address, called=f"{leads_to} {poster.number}"),
        }
        for poster in posters.prefetch_related(Prefetch("answers", PosterAnswer.objects.in_order()))
    ]
    if not captions:
        return None
    context = {"programme": programme, "captions": captions, "paper": paper}
    text = render_to_string("consultations/poster_captions.html", context)
    return kept_pdf_of(text, sheet=SHEET, colour=programme.thread_colour)
