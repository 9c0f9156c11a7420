"""What people are given to read: a page of its own, on paper in two sizes, and other formats for the asking."""

import subprocess
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import LogEntry
from kit.papers import WRONG_KIND, SentPaper
from kit.refusals import InvalidTransition, Refused
from programmes.models import DocumentFile, DocumentKind
from programmes.services import give_file, remove_file
from tests.programmes.factories import DocumentFactory, DocumentFileFactory, QuietPeriodFactory
from tests.refusing import WriteRefused, refusing

WORDS = "Who do you see in a week?"


@pytest.fixture
def sheet(programme):
    """An information sheet, in large print too, of which copies are sent."""
    sheet = DocumentFactory(programme=programme, title="Something to talk about", words=WORDS)
    DocumentFactory(
        programme=programme, version_of=sheet, title="The same, signed", format="British Sign Language", words=""
    )
    return sheet


def test_information_sheet_is_read_and_offered_in_other_formats(client, sheet):
    page = client.get(sheet.get_absolute_url())
    told = [WORDS, "To print on A4, in large print", "British Sign Language: ask for a copy", "/another-format/"]
    assert [each for each in told if each not in page.text] == []
    assert sheet.get_absolute_url() in client.get("/programmes/neighbours/").text


# A line of this typeface is 1.3 times as high as its letters: 12 and 18 points.
@pytest.mark.parametrize(("size", "high"), [("standard", "15.60"), ("large", "23.40")])
def test_information_sheet_is_printed_in_the_size_that_is_asked_for(client, sheet, tmp_path, size, high):
    pdf = client.get(f"{sheet.get_absolute_url()}{size}-print.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    (tmp_path / "sheet.pdf").write_bytes(pdf.content)
    laid_out, told = (
        subprocess.run([*tool, tmp_path / "sheet.pdf", *out], capture_output=True, text=True, check=True).stdout
        for tool, out in ((["pdftotext", "-tsv"], ["-"]), (["pdfinfo"], []))
    )
    line = next(row.split("\t") for row in laid_out.splitlines() if row.endswith("\tWho"))
    assert line[9] == high
    assert "Tagged:          yes" in told


def test_document_pdf_where_none_can_be_made_offers_the_other_formats(client, sheet, without_pango):
    page = client.get(f"{sheet.get_absolute_url()}large-print.pdf")
    assert page.status_code == 503
    assert "It cannot be drawn for printing here just now." in page.text
    assert "British Sign Language: ask for a copy" in page.text
    assert "To print on A4" not in page.text


def test_document_without_words_or_of_an_unpublished_programme_is_not_there(client, sheet, programme, other_programme):
    wordless = sheet.formats.get()
    other = DocumentFactory(programme=other_programme)
    pages = [wordless.get_absolute_url(), f"/programmes/neighbours/documents/{other.pk}/"]
    assert [client.get(f"{page}{pdf}").status_code for page in pages for pdf in ("", "large-print.pdf")] == [404] * 4
    programme.published_at = programme.published_by = None
    programme.save()
    assert client.get(sheet.get_absolute_url()).status_code == 404


def test_information_sheets_are_chosen_by_their_kind_in_every_format(programme, sheet):
    DocumentFactory(programme=programme, title="Information sheet", kind=DocumentKind.REPORT)
    found = programme.documents.information_sheets().order_by("pk")
    assert [(each.title, each.format) for each in found] == [
        ("Something to talk about", "Standard print"),
        ("The same, signed", "British Sign Language"),
    ]


def test_document_of_an_unknown_kind_is_refused_by_the_database(programme):
    with pytest.raises(IntegrityError, match="document_kind_known"), transaction.atomic():
        DocumentFactory(programme=programme, kind="Information sheet")


def test_document_holds_a_file_and_a_link_and_gives_the_file_to_be_kept(client, client_of, lead, sheet, programme):
    signed = sheet.formats.get()
    type(signed).objects.filter(pk=signed.pk).update(link="https://example.org/film")
    put = reverse("admin:programmes_document_do", args=[signed.pk, "file"])
    staff = client_of(lead)
    assert 'enctype="multipart/form-data"' in staff.get(put).text
    refused = staff.post(put, {"file": SimpleUploadedFile("film.html", b"<script>")})
    assert refused.context["form"].errors == {"file": [WRONG_KIND]}
    for content in (b"%PDF-1", b"%PDF-2"):
        staff.post(put, {"file": SimpleUploadedFile("spoken.pdf", content)})
    page = client.get(signed.get_absolute_url())
    assert 'href="https://example.org/film"' in page.text
    assert "Download it</a> (PDF, 6" in page.text
    assert ("In another format</h2>" in page.text, "To print" in page.text) == (True, False)
    assert signed.get_absolute_url() in client.get(sheet.get_absolute_url()).text
    assert signed.get_absolute_url() in client.get("/programmes/neighbours/").text
    given = client.get(f"{signed.get_absolute_url()}file/")
    assert (given.content, given["Content-Disposition"]) == (b"%PDF-2", 'attachment; filename="the-same-signed.pdf"')
    staff.post(reverse("admin:programmes_document_do", args=[signed.pk, "remove-file"]))
    assert client.get(f"{signed.get_absolute_url()}file/").status_code == 404
    linked = client.get(signed.get_absolute_url())
    assert ("Download it" in linked.text, 'href="https://example.org/film"' in linked.text) == (False, True)
    assert signed.get_absolute_url() in client.get("/programmes/neighbours/").text
    verbs = LogEntry.objects.filter(programme_id=programme.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["file_given", "file_given", "file_removed"]


def test_file_of_an_unpublished_programme_and_of_elsewhere_is_not_there(client, programme, other_programme):
    theirs = DocumentFileFactory(document__programme=other_programme).document
    own = DocumentFileFactory(document__programme=programme).document
    assert client.get(f"/programmes/neighbours/documents/{theirs.pk}/file/").status_code == 404
    assert client.get(f"{own.get_absolute_url()}file/").status_code == 200
    type(programme).objects.filter(pk=programme.pk).update(published_at=None, published_by=None)
    assert client.get(f"{own.get_absolute_url()}file/").status_code == 404


def test_file_waits_in_a_quiet_period_and_is_not_given_when_the_log_refuses(programme, lead, at):
    document = DocumentFactory(programme=programme)
    with refusing(LogEntry), pytest.raises(WriteRefused):
        give_file(document, file=SentPaper("txt", b"Words"), by=lead, at=at)
    days = {"from_on": at.date() - timedelta(days=1), "until_on": at.date() + timedelta(days=2)}
    QuietPeriodFactory(programme=programme, **days)
    with pytest.raises(Refused, match="Until then"):
        give_file(document, file=SentPaper("txt", b"Words"), by=lead, at=at)
    with pytest.raises(InvalidTransition):
        remove_file(document, by=lead, at=at)
    assert DocumentFile.objects.count() == 0
