"""An edition as page, spreadsheet and PDF: drawn from its frozen rows alone, never from live ones.

The PDF is the frozen page set on paper: what one says, the other says too.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from kit.days import day
from kit.pdf import pdf_of
from kit.spreadsheets import csv_of
from programmes.nouns import in_words_of
from stocktakes.models import Stocktake

COLUMNS = [
    "Number",
    "Title",
    "Proposed by",
    "Handed on to",
    "Where it stands",
    "Latest word",
    "Asked in",
    "Answered in",
    "Came from {posters}",
    "Web address",
    "Web addresses of the {posters}",
]


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

    def cells_of(area: dict[str, Any]) -> list[object]:
        told_on = [f"({day(date.fromisoformat(each['on']))})" for each in area["updates"][-1:]]
        words = " ".join(filter(None, [area["latest_word"], *told_on, area["silence"]]))
        cells = [area["number"], area["title"], area["proposed_by"], area["handed_to"], area["standing_label"], words]
        cells += ["; ".join(area["asked"]), "; ".join(area["answered"])]
        cells += ["; ".join(f"{number} {posters[number]['title']}" for number in area["posters"])]
        cells += [site + area["url"], " ".join(site + posters[number]["url"] for number in area["posters"])]
        return cells

    notes = [["", each["what"]] for each in data.get("withdrawn", [])]
    return csv_of([in_words_of(data["programme"], each) for each in COLUMNS], [*map(cells_of, data["areas"]), *notes])


def edition_pdf(stocktake: Stocktake, page: bytes) -> bytes:
    """Return the frozen page set on paper: PDF/UA-1, tagged, with its typeface in it.

    Raises PdfNotPossible where Pango is missing.
    """
    data, slug = stocktake.data, stocktake.data["programme"]["slug"]
    colour = data["programme"]["thread_colour"]
    text: str = render_to_string("stocktakes/edition_pdf.html", {"data": data, "page": page.decode()})
    # Within a drawing WeasyPrint does not know the colour of the words around it.
    text = text.replace("currentColor", colour)
    pictures = {
        reverse("public:stocktake-picture", args=[slug, stocktake.number, each.poster_number]): bytes(each.content)
        for each in stocktake.pictures.all()
    }
    return pdf_of(text, sheet="css/stocktake-pdf.css", colour=colour, site=data["site"], pictures=pictures)
