"""Pages set on paper: PDF/UA-1, tagged, drawn with our own named files alone. Nothing else is ever fetched."""

from __future__ import annotations

import hashlib
import html
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache as kept
from django.http import HttpResponse

from kit.typefaces import LettersMissing, require_letters

# Each sheet imports this one, which names the four files.
TYPEFACE = "css/typeface-print.css"
FONTS = (
    "fonts/atkinson-hyperlegible-next-latin-400-normal.woff2",
    "fonts/atkinson-hyperlegible-next-latin-700-normal.woff2",
    "fonts/atkinson-hyperlegible-next-latin-ext-400-normal.woff2",
    "fonts/atkinson-hyperlegible-next-latin-ext-700-normal.woff2",
)
KEPT_SECONDS = 7 * 24 * 3600
KINDS = {".css": "text/css", ".woff2": "font/woff2"}


class PdfNotPossible(Exception):
    """This machine lacks what draws a PDF: the libraries (Pango), or a typeface for its words. It says which."""


def can_draw() -> bool:
    """Whether this machine has the libraries that draw PDFs."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


def pdf_of(
    page: str, *, sheet: str, colour: str, site: str | None = None, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a whole page of HTML as PDF, with the typeface in it and the programme's colour as `--thread`.

    `sheet` is the static file that styles it; `pictures` are JPEGs by their path on the site (ours, if not given).
    Raises PdfNotPossible where Pango is missing or no typeface has a letter of it, and WeasyPrint's
    FatalURLFetchingError for any other file.
    """
    try:
        # Imported here, since it looks for its libraries when it is imported and other pages need none of them.
        from weasyprint import CSS, HTML
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
    except OSError as error:
        raise PdfNotPossible("This machine cannot draw PDFs: it lacks Pango. Ask whoever runs the site.") from error
    try:
        require_letters(html.unescape(page))
    except LettersMissing as error:
        raise PdfNotPossible(str(error)) from error
    site = site or settings.SITE_URL
    drawn = pictures or {}
    known = {sheet, TYPEFACE, *FONTS}

    class OurFiles(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            address = urlsplit(url)
            name = address.path.removeprefix("/static/")
            if address.netloc != urlsplit(site).netloc or not (address.path in drawn or name in known):
                raise FatalURLFetchingError(f"{url} is none of the page's own files")
            if address.path in drawn:
                return URLFetcherResponse(url, drawn[address.path], {"Content-Type": "image/jpeg"})
            return URLFetcherResponse(url, static_file(name), {"Content-Type": KINDS[Path(name).suffix]})

    fetch = OurFiles(fail_on_errors=True)
    document = HTML(string=page, base_url=f"{site}/", url_fetcher=fetch)
    _settle_directions(document.etree_element)
    colours = CSS(string=f":root {{ --thread: {colour} }}", url_fetcher=fetch)
    pdf: bytes = document.write_pdf(stylesheets=[colours], pdf_variant="pdf/ua-1")
    return pdf


def _settle_directions(page: Element) -> None:
    """Say of whatever has `dir="auto"` which direction that is, as browsers do: WeasyPrint knows no `auto`."""
    for element in page.iter():
        if element.get("dir") == "auto":
            kinds = (unicodedata.bidirectional(letter) for letter in "".join(element.itertext()))
            first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
            element.set("dir", "ltr" if first == "L" else "rtl")


def kept_pdf_of(page: str, *, sheet: str, colour: str) -> bytes:
    """Return what `pdf_of` draws: drawn once, and kept as long as words, style and colour stay the same."""
    drawn_from = (colour + page).encode() + static_file(sheet) + static_file(TYPEFACE)
    key = f"pdf-{hashlib.sha256(drawn_from).hexdigest()}"
    pdf: bytes | None = kept.get(key)
    if pdf is None:
        pdf = pdf_of(page, sheet=sheet, colour=colour)
        kept.set(key, pdf, KEPT_SECONDS)
    return pdf


def as_pdf(content: bytes, name: str, *, is_download: bool = False) -> HttpResponse:
    """Return a PDF as an answer: shown by the browser, or kept as a file, under a name."""
    how = "attachment" if is_download else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@cache
def static_file(name: str) -> bytes:
    """Return one of our own static files, read from disk once."""
    path = finders.find(name)
    assert isinstance(path, str), f"{name} is missing from the static files"
    return Path(path).read_bytes()
