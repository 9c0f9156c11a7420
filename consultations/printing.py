"""What is printed for the wall: the poster template with the programme's prompts and the code to hand it in."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string

from consultations.models import PosterCall
from programmes.codes import qr_code
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
    text: str = render_to_string("consultations/poster_template.html", context)
    key = f"poster-template-{hashlib.sha256(text.encode() + static_file(SHEET)).hexdigest()}"
    pdf: bytes | None = cache.get(key)
    if pdf is None:
        pdf = pdf_of(text, sheet=SHEET, colour=call.programme.thread_colour)
        cache.set(key, pdf, KEPT_SECONDS)
    return pdf
