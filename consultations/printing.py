"""What is printed for the wall: the poster template with its prompts and code, and a caption for each poster."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Prefetch
from django.template.loader import render_to_string

from consultations.models import PosterAnswer, PosterCall
from programmes.codes import qr_code
from programmes.models import Programme
from programmes.paper import pdf_of, static_file

SHEET = "css/poster-print.css"
KEPT_SECONDS = 7 * 24 * 3600


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
        "code": qr_code(address, called="A code that leads to the page where this poster is handed in"),
    }
    return _kept("consultations/poster_template.html", context, call.programme)


def captions_pdf(programme: Programme, paper: str) -> bytes | None:
    """Return a caption for each published poster: on "A4" two to cut apart, on "A5" one; None where none is published.

    Raises PdfNotPossible where Pango is missing.
    """
    posters = programme.posters.published().select_related("programme", "speaking_for").order_by("number")
    captions = [
        {
            "poster": poster,
            "address": (address := settings.SITE_URL + poster.get_absolute_url()),
            "code": qr_code(address, called=f"A code that leads to the page of poster {poster.number}"),
        }
        for poster in posters.prefetch_related(Prefetch("answers", PosterAnswer.objects.in_order()))
    ]
    if not captions:
        return None
    context = {"programme": programme, "captions": captions, "paper": paper}
    return _kept("consultations/poster_captions.html", context, programme)


def _kept(template: str, context: dict[str, Any], programme: Programme) -> bytes:
    """Return a sheet as PDF: drawn once, and kept as long as its words stay the same."""
    text: str = render_to_string(template, context)
    drawn_from = (programme.thread_colour + text).encode() + static_file(SHEET)
    key = f"poster-sheet-{hashlib.sha256(drawn_from).hexdigest()}"
    pdf: bytes | None = cache.get(key)
    if pdf is None:
        pdf = pdf_of(text, sheet=SHEET, colour=programme.thread_colour)
        cache.set(key, pdf, KEPT_SECONDS)
    return pdf
