"""The page, the spreadsheet and the PDF of an edition."""

import csv
import itertools
import logging
from io import BytesIO, StringIO

import pikepdf
import pytest

from kit.spreadsheets import safe_cell
from programmes.models import Programme
from stocktakes.rendering import edition_csv, edition_html, edition_pdf
from stocktakes.services import issue_stocktake
from tests.actions.factories import ActionAreaFactory, ProposerFactory
from tests.consultations.factories import PosterFactory
from tests.stocktakes.conftest import hang_picture

HEADINGS = ["/H1", "/H2", "/H3", "/H4", "/H5", "/H6"]


def edition(programme, by, at, **words):
    return issue_stocktake(programme, **({"title": "Stocktake 1", "foreword": "It goes on."} | words), by=by, at=at)


def rows(stocktake):
    return list(csv.DictReader(StringIO(edition_csv(stocktake).decode("utf-8-sig"), newline="")))


# -- Page and spreadsheet ---------------------------------------------------------------------------


def test_edition_html_writes_what_people_typed_as_text(programme, lead, at):
    ActionAreaFactory(programme=programme, title="<script>alert(1)</script>")
    stocktake = edition(programme, lead, at, title="<b>One</b>", foreword="Tom & <i>Joan</i>\n\nSecond.")
    page = edition_html(stocktake).decode()
    assert (page.count("<script"), page.count("<b>"), page.count("<i>")) == (0, 0, 0)
    assert "<p>Tom &amp; &lt;i&gt;Joan&lt;/i&gt;</p>\n\n<p>Second.</p>" in page


def test_edition_html_has_one_first_heading_and_skips_no_level(gathered):
    page = edition_html(gathered).decode()
    levels = [int(page[at + 2]) for at in range(len(page)) if page[at : at + 2] == "<h" and page[at + 2].isdigit()]
    assert levels.count(1) == 1
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []


def test_edition_html_of_a_programme_with_nothing_yet(programme, lead, at):
    page = edition_html(edition(programme, lead, at)).decode()
    assert "What people took on" not in page
    assert "No outside measure has been tied to this programme yet." in page


def test_edition_html_says_of_a_round_that_is_open_that_answers_may_still_come(world, gathered):
    page = " ".join(edition_html(gathered).decode().split())
    until = f"{world.open_round.answer_by_on:%-d %B %Y}"
    assert "<strong>September 2016:</strong> we asked about 1 action area; 1 answered.</li>" in page
    assert f"1 answered so far, and answers are asked for until {until}.</li>" in page


def test_edition_csv_says_of_every_area_what_the_page_says(gathered):
    (row,) = rows(gathered)
    kept = "We asked again in Now and have an answer that is not published."
    assert row == {
        "Number": "1",
        "Title": gathered.data["areas"][0]["title"],
        "Proposed by": "Housing association tenants",
        "Handed on to": "",
        "Where it stands": "Under way",
        "Latest word": f"Two benches stand on two estates. (10 September 2016) {kept}",
        "Asked in": "September 2016; Now",
        "Answered in": "September 2016; Now",
        "Came from posters": f"1 {gathered.data['posters'][0]['title']}",
        "Web address": "http://testserver/programmes/here/actions/1/",
        "Web addresses of the posters": "http://testserver/programmes/here/posters/1/",
    }


def test_edition_csv_begins_with_the_mark_by_which_excel_knows_utf_8(gathered):
    assert edition_csv(gathered)[:3] == b"\xef\xbb\xbf"


def test_edition_csv_neutralises_cells_that_begin_like_formulas(programme, lead, at):
    ProposerFactory(
        area=ActionAreaFactory(programme=programme, title='=HYPERLINK("http://example.org")'),
        public_name="@SUM(1)",
    )
    (row,) = rows(edition(programme, lead, at))
    assert (row["Title"], row["Proposed by"]) == ('\'=HYPERLINK("http://example.org")', "'@SUM(1)")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x"])
def test_safe_cell_neutralises(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1", "A bench", "a=b", "“=” is a sign", "12-14 Bridge Street"])
def test_safe_cell_leaves_words_alone(text):
    assert safe_cell(text) == text


# -- PDF --------------------------------------------------------------------------------------------


@pytest.fixture
def pdf(world, at, caplog):
    """The PDF of an edition with everything in it; no warning was given while it was drawn."""
    world.area.posters.add(poster := PosterFactory(programme=world.programme, number=30))
    hang_picture(poster, "#8c2f39")
    ActionAreaFactory(programme=world.programme, number=3, title="Ärger über “Bänke” – no reply → yet…")
    stocktake = edition(world.programme, world.lead, at, title="Stocktake: what has happened")
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        content = edition_pdf(stocktake, edition_html(stocktake))
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []
    with pikepdf.open(BytesIO(content)) as document:
        yield document


def elements(node):
    """Every structure element below one, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


@pytest.mark.pango
def test_edition_pdf_is_tagged_and_says_what_it_is(pdf):
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Stocktake: what has happened"
        assert metadata["pdfuaid:part"] == "1"
    kinds = {str(element.S) for element in elements(pdf.Root.StructTreeRoot)}
    assert {"/Document", "/H1", "/H2", "/H3", "/P", "/L", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= kinds


@pytest.mark.pango
def test_edition_pdf_gives_every_figure_its_words(pdf):
    figures = [each for each in elements(pdf.Root.StructTreeRoot) if each.S == "/Figure"]
    words = [str(each.get("/Alt", "")) for each in figures]
    assert [text for text in words if not text.strip()] == []
    assert words.count("A green bench before a shop") == 2
    assert [text for text in words if text.startswith("A place to meet, free: 1 action area")] != []


@pytest.mark.pango
def test_edition_pdf_nests_its_headings(pdf):
    levels = [HEADINGS.index(str(each.S)) for each in elements(pdf.Root.StructTreeRoot) if str(each.S) in HEADINGS]
    assert (levels[0], levels.count(0)) == (0, 1)
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []


@pytest.mark.pango
def test_edition_pdf_has_every_typeface_within_it(pdf):
    fonts = {}
    for object_ in pdf.objects:
        if isinstance(object_, pikepdf.Dictionary) and object_.get("/Type") == "/FontDescriptor":
            fonts[str(object_.FontName)] = any(name in object_ for name in ("/FontFile", "/FontFile2", "/FontFile3"))
    assert [name for name, embedded in fonts.items() if not embedded] == []
    assert [name for name in fonts if "Atkinson" in name] != []


@pytest.mark.pango
@pytest.mark.parametrize(
    "source",
    [
        "http://testserver/media/posters/1.jpg",
        "http://testserver/static/css/throughline.css",
        "http://192.0.2.1/picture.jpg",
        "file:///etc/hostname",
        "//192.0.2.1/picture.jpg",
    ],
)
def test_edition_pdf_fetches_nothing_but_its_own_files(gathered, source):
    from weasyprint.urls import FatalURLFetchingError

    page = f'<h1>One</h1><img src="{source}" alt="Something else">'
    with pytest.raises(FatalURLFetchingError):
        edition_pdf(gathered, page.encode())


@pytest.mark.pango
def test_edition_pdf_is_in_the_colour_that_was_frozen(world, gathered):
    Programme.objects.update(thread_colour="#5e1a23")
    content = edition_pdf(gathered, edition_html(gathered))
    with pikepdf.open(BytesIO(content)) as document:
        drawn = b"".join(page.Contents.read_bytes() for page in document.pages)
    # 0b5c63 and 5e1a23, as the PDF writes colours.
    assert (b"0.043137 0.360784 0.388235" in drawn, b"0.368627 0.101961" in drawn) == (True, False)


def test_edition_calls_things_as_its_programme_did_when_it_was_frozen(world, at):
    def issued(title: str) -> tuple[bytes, bytes]:
        edition = issue_stocktake(world.programme, title=title, foreword="So far.", by=world.lead, at=at)
        return edition_html(edition), edition_csv(edition)

    usual = issued("One")
    world.programme.poster_words, world.programme.action_area_word = "sheets", "pledge"
    world.programme.save()
    own = issued("Two")
    assert [b"Posters on the wall" in usual[0], b"Sheets on the wall" in own[0]] == [True, True]
    assert [b"Came from posters" in usual[1], b"Came from sheets" in own[1]] == [True, True]
    first = world.programme.stocktakes.get(number=1)
    assert (edition_html(first), edition_csv(first)) == usual
