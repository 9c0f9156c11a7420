"""What is printed for the wall: the poster template with the programme's prompts and the code to hand it in."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.template.loader import render_to_string

from consultations.models import PosterCall
from programmes.codes import qr_code

# Everything a sheet may be made with besides its own words. Nothing else is ever read, here or elsewhere.
SHEET = "css/poster-print.css"
STATIC_FILES = {
    SHEET: "text/css",
    "fonts/atkinson-hyperlegible-next-latin-400-normal.woff2": "font/woff2",
    "fonts/atkinson-hyperlegible-next-latin-700-normal.woff2": "font/woff2",
}
KEPT_SECONDS = 7 * 24 * 3600


class PdfNotPossible(Exception):
    """This machine lacks the libraries that draw PDFs (Pango)."""


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
        "sheet": f"{settings.SITE_URL}/static/{SHEET}",
    }
    text: str = render_to_string("consultations/poster_template.html", context)
    key = f"poster-template-{hashlib.sha256(text.encode() + _static(SHEET)).hexdigest()}"
    pdf: bytes | None = cache.get(key)
    if pdf is None:
        pdf = _drawn(text, call.programme.thread_colour)
        cache.set(key, pdf, KEPT_SECONDS)
    return pdf


def _drawn(text: str, colour: str) -> bytes:
    try:
        # Imported here, since it looks for its libraries when it is imported and other pages need none of them.
        from weasyprint import CSS, HTML
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
    except OSError as error:
        raise PdfNotPossible from error
    host = urlsplit(settings.SITE_URL).netloc

    class OurFiles(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            address = urlsplit(url)
            name = address.path.removeprefix("/static/")
            if address.netloc != host or name not in STATIC_FILES:
                raise FatalURLFetchingError(f"{url} is none of the sheet's own files")
            return URLFetcherResponse(url, _static(name), {"Content-Type": STATIC_FILES[name]})

    fetch = OurFiles(fail_on_errors=True)
    document = HTML(string=text, base_url=f"{settings.SITE_URL}/", url_fetcher=fetch)
    colours = CSS(string=f":root {{ --thread: {colour} }}", url_fetcher=fetch)
    pdf: bytes = document.write_pdf(stylesheets=[colours], pdf_variant="pdf/ua-1")
    return pdf


def _static(name: str) -> bytes:
    path = finders.find(name)
    assert isinstance(path, str), f"{name} is missing from the static files"
    return Path(path).read_bytes()
