"""An edition as page, spreadsheet and PDF: drawn from its frozen rows alone, never from live ones.

The PDF is the frozen page set on paper: what one says, the other says too.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse

from programmes.spreadsheets import safe_cell
from stocktakes.models import Stocktake

# Everything the PDF may be made with besides the edition itself. Nothing else is ever read, here or elsewhere.
SHEET = "css/stocktake-pdf.css"
STATIC_FILES = {
    SHEET: "text/css",
    "fonts/atkinson-hyperlegible-next-latin-400-normal.woff2": "font/woff2",
    "fonts/atkinson-hyperlegible-next-latin-700-normal.woff2": "font/woff2",
}
COLUMNS = [
    "Number",
    "Title",
    "Proposed by",
    "Handed on to",
    "Where it stands",
    "Latest word",
    "Asked in",
    "Answered in",
    "Came from posters",
    "Web address",
    "Web addresses of the posters",
]


class PdfNotPossible(Exception):
    """This machine lacks the libraries that draw PDFs (Pango)."""


def edition_html(stocktake: Stocktake, data: dict[str, Any] | None = None) -> bytes:
    """Return the edition as the inner part of a web page, in UTF-8; `data` to draw less than all of it."""
    context = {"data": data or stocktake.data, "sha256": stocktake.data_sha256}
    return render_to_string("stocktakes/edition.html", context).encode()


def edition_csv(stocktake: Stocktake, data: dict[str, Any] | None = None) -> bytes:
    """Return every action area as one line of a spreadsheet: UTF-8 with the mark by which Excel knows it.

    `data` to write less than all of it.
    """
    data = data or stocktake.data
    site, posters = data["site"], {poster["number"]: poster for poster in data["posters"]}
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for area in data["areas"]:
        words = " ".join(filter(None, [area["latest_word"], area["silence"]]))
        cells = [area["title"], area["proposed_by"], area["handed_to"], area["standing_label"], words]
        cells += ["; ".join(area["asked"]), "; ".join(area["answered"])]
        cells += ["; ".join(f"{number} {posters[number]['title']}" for number in area["posters"])]
        cells += [site + area["url"], " ".join(site + posters[number]["url"] for number in area["posters"])]
        writer.writerow([area["number"], *(safe_cell(cell) for cell in cells)])
    return out.getvalue().encode("utf-8-sig")


def edition_pdf(stocktake: Stocktake, page: bytes) -> bytes:
    """Return the frozen page set on paper: PDF/UA-1, tagged, with its typeface in it.

    Raises PdfNotPossible where Pango is missing.
    """
    try:
        # Imported here, since it looks for its libraries when it is imported and the web server needs none of them.
        from weasyprint import CSS, HTML
    except OSError as error:
        raise PdfNotPossible from error
    data = stocktake.data
    base = f"{data['site']}/"
    context = {"data": data, "page": page.decode(), "sheet": f"{base}static/{SHEET}"}
    text: str = render_to_string("stocktakes/edition_pdf.html", context)
    # Within a drawing WeasyPrint does not know the colour of the words around it.
    text = text.replace("currentColor", data["programme"]["thread_colour"])
    fetch = _fetcher(stocktake)
    colour = CSS(string=f":root {{ --thread: {data['programme']['thread_colour']} }}", url_fetcher=fetch)
    document = HTML(string=text, base_url=base, url_fetcher=fetch)
    pdf: bytes = document.write_pdf(stylesheets=[colour], pdf_variant="pdf/ua-1")
    return pdf


def _fetcher(stocktake: Stocktake) -> Any:
    """Return what WeasyPrint fetches with: our own named files and the edition's pictures; all else is refused."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    host = urlsplit(stocktake.data["site"]).netloc
    places: dict[str, Callable[[], tuple[bytes, str]]] = {
        f"/static/{name}": lambda name=name: (_static(name), STATIC_FILES[name])  # type: ignore[misc]
        for name in STATIC_FILES
    }
    slug, number = stocktake.data["programme"]["slug"], stocktake.number
    for picture in stocktake.pictures.all():
        path = reverse("stocktakes:stocktake-picture", args=[slug, number, picture.poster_number])
        places[path] = lambda content=bytes(picture.content): (content, "image/jpeg")  # type: ignore[misc]

    class OurFiles(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            address = urlsplit(url)
            if address.netloc != host or address.path not in places:
                raise FatalURLFetchingError(f"{url} is none of the edition's own files")
            content, kind = places[address.path]()
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return OurFiles(fail_on_errors=True)


@cache
def _static(name: str) -> bytes:
    path = finders.find(name)
    assert path is not None, f"{name} is missing from the static files"
    return Path(path).read_bytes()
