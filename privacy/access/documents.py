"""What somebody is given as documents: a page that opens anywhere, JSON for machines, and the files, in one archive."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from kit.pdf import pdf_of
from privacy.access.bundle import Contents
from privacy.access.rows import GONE, Drawn

SHEET = "css/letter-print.css"
PAGE, DATA, FILES = "what-we-hold-of-you.html", "what-we-hold-of-you.json", "files"


def context_of(contents: Contents) -> dict[str, Any]:
    """Return what the templates of a bundle read."""
    return {"contents": contents, "asked": contents.request, "programme": contents.request.programme}


def archive_of(contents: Contents) -> bytes:
    """Return the page, the JSON and all files in one archive (zip)."""
    made = BytesIO()
    lost = []
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for _, rows in contents.groups:
            for file in (file for row in rows for file in row.files):
                if (content := file.read()) is None:
                    lost.append(file.name)
                else:
                    archive.writestr(f"{FILES}/{file.name}", content)
        page = context_of(contents) | {"files": FILES, "lost": lost}
        archive.writestr(PAGE, render_to_string("privacy/bundle_page.html", page))
        archive.writestr(DATA, data_of(contents, lost=lost))
    return made.getvalue()


def pdf_for(contents: Contents) -> bytes:
    """Return it to be printed, PDF/UA-1. Raises PdfNotPossible where Pango is missing."""
    page: str = render_to_string("privacy/bundle_print.html", context_of(contents))
    return pdf_of(page, sheet=SHEET, colour=contents.request.programme.thread_colour)


def data_of(contents: Contents, *, lost: list[str]) -> str:
    """Return it as JSON: every row with its values, and why something is left out."""
    statement, request = contents.statement, contents.request
    data = {
        "programme": request.programme.title,
        "controller": statement.body if statement else request.programme.lead_body,
        "request": request.number,
        "about": request.name,
        "as_it_stood_at": contents.at,
        "held": [
            {"heading": heading, "rows": [_row_of(row, lost) for row in rows]} for heading, rows in contents.groups
        ],
        "left_out_whole": [{"reason": reason, "rows": count} for reason, count in contents.refused],
        "gone_since_it_was_found": contents.gone,
        "who_looked": [{"at": look.at, "at_what": look.what, "who": look.who} for look in contents.looks],
        "why_it_is_held": [vars(why) for why in contents.why],
        "given_to": statement.shared_with if statement else "",
        "outside_the_uk": statement.outside_uk if statement else "",
        "others_to_ask": [{"programme": each.programme.title, "controller": each.body} for each in contents.others],
    }
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _row_of(row: Drawn, lost: list[str]) -> dict[str, Any]:
    left_out = [{"what": label, "reason": because} for label, because in row.left_out]
    left_out += [{"what": file.label, "reason": GONE} for file in row.files if file.name in lost]
    return {
        "what": row.title,
        "table": row.table.model._meta.label_lower,
        "values": {fact.label: _plain(fact.value) for fact in (*row.context, *row.facts)},
        "files": [f"{FILES}/{file.name}" for file in row.files if file.name not in lost],
        "left_out": left_out,
        "words_left_out_because": row.reason,
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON takes it: what it has no kind for, in words."""
    is_known = isinstance(value, (str, int, float, dict, list, datetime, date))
    return value if value is None or is_known else str(value)
