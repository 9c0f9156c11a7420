"""Pages set on paper: what they are drawn with, and what they never fetch."""

import io
import logging

import pikepdf
import pytest

from kit.pdf import pdf_of
from kit.qr import qr_code
from tests.letters import LETTERS

PRINTED = {
    "css/document-print.css": "tl-document",
    "css/evaluation-print.css": "",
    "css/letter-print.css": "",
    "css/poster-print.css": "tl-sheet",
    "css/stocktake-pdf.css": "",
}


def typefaces_of(pdf: bytes) -> list[str]:
    """Return the names of the typefaces in a PDF, without the letters that mark a part of one."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
        return sorted(str(each.FontName).split("+")[1] for each in found if each.get("/Type") == "/FontDescriptor")


@pytest.mark.pango
@pytest.mark.parametrize("sheet", PRINTED)
def test_pdf_of_draws_every_letter_people_are_named_with_in_our_typeface(sheet, caplog):
    """Two files of one family are taken for one by WeasyPrint: there would be two names, and wrong letters."""
    page = (
        f'<html lang="en-GB"><title>Names</title><link rel="stylesheet" href="/static/{sheet}">'
        f'<body class="{PRINTED[sheet]}"><h1>Names: {LETTERS}</h1><p>Names: {LETTERS} <strong>{LETTERS}</strong></p>'
    )
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf = pdf_of(page, sheet=sheet, colour="#0b5c63")
    ours = "Atkinson-Hyperlegible-Next"
    assert typefaces_of(pdf) == [ours, f"{ours}-Bold", f"{ours}-Extended", f"{ours}-Extended-Bold"]
    assert [record.getMessage() for record in caplog.records if "notdef" in record.getMessage()] == []


@pytest.mark.pango
def test_typefaces_of_names_another_one_when_ours_lacks_a_letter():
    page = '<html lang="en-GB"><title>A</title><link rel="stylesheet" href="/static/css/document-print.css">'
    pdf = pdf_of(f'{page}<body class="tl-document"><p>Ж</p>', sheet="css/document-print.css", colour="#0b5c63")
    assert [name for name in typefaces_of(pdf) if "Atkinson" not in name] != []


@pytest.mark.pango
@pytest.mark.parametrize(
    "source", ["file:///etc/hostname", "http://192.0.2.1/a.jpg", "/static/css/admin.css", "/media/posters/1.jpg"]
)
def test_pdf_of_fetches_nothing_but_its_own_files(source):
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        pdf_of(f'<h1>One</h1><img src="{source}" alt="A">', sheet="css/poster-print.css", colour="#0b5c63")


def test_qr_code_can_stand_on_a_page_twice():
    code = qr_code("http://testserver/join/3", called="Tom & Joan")
    assert (" id=" in code, "<title>Tom &amp; Joan</title>" in code, code.lstrip().startswith("<svg")) == (
        False,
        True,
        True,
    )
