"""Markup that is stored in any column stands on each paper as words: read in the PDF itself, its text and its links."""

import ast
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from actions.models import RecordSending
from actions.records.letters_pdf import letters_pdf
from consultations.posters.printing import captions_pdf, template_pdf
from consultations.telling.letters_pdf import letters_pdf as asked_letters
from consultations.telling.models import Step, plan_of
from kit.pdf import pdf_of
from phases.meetings.support.printing import claim_form_of
from privacy.requests.letter_pdf import letter_pdf
from stocktakes.models import Stocktake
from stocktakes.rendering import edition_html, edition_pdf
from tests.access.conftest import give_account, signed_in
from tests.stocktakes.conftest import hang_picture
from tests.test_architecture import ROOMS
from tests.test_stored_markup import LINK, store_markup, store_markup_in_json, stored_anew
from tests.world import World, build_world

pytestmark = [pytest.mark.pango, pytest.mark.django_db]
# As it is read with the spaces taken out, wherever a line ends.
WORDS = "<aliveonalive=1>"


def edition(world: World) -> bytes:
    issued = Stocktake.objects.get(programme=world.programme, number=1)
    return edition_pdf(issued, edition_html(issued))


def answered(browser: Client, route: str, *arguments: object) -> bytes:
    """Return a paper as somebody is given it."""
    answer = browser.get(reverse(route, args=arguments))
    assert answer.headers["Content-Type"] == "application/pdf"
    return b"".join(answer) if answer.streaming else answer.content


# Every function that sets something on paper, with how its paper is had.
PAPERS: dict[str, Callable[[World], bytes]] = {
    "stocktakes.rendering.edition_pdf": edition,
    "consultations.posters.printing.template_pdf": lambda world: template_pdf(world.programme.poster_call, "a3"),
    "consultations.posters.printing.captions_pdf": lambda world: captions_pdf(world.programme, "a4"),
    "actions.records.letters_pdf.letters_pdf": lambda world: letters_pdf(
        world.programme, RecordSending.objects.filter(record__programme=world.programme), at=timezone.now()
    ),
    "consultations.telling.letters_pdf.letters_pdf": lambda world: asked_letters(
        plan_of(world.consultation),
        Step.OPENS,
        [(each, False) for each in world.consultation.asked_representatives.with_names()],
        at=timezone.now(),
    ),
    "phases.meetings.views.evaluations.evaluation_pdf": lambda world: answered(
        signed_in(world.lead), "phases:evaluation-pdf", world.programme.slug, world.meeting.pk
    ),
    "phases.meetings.support.printing.claim_form_of": lambda world: claim_form_of(world.meeting),
    "privacy.access.documents.pdf_for": lambda world: answered(
        signed_in(world.lead), "privacy:request-bundle-pdf", world.programme.slug, world.request.number
    ),
    "privacy.equality.views.desk.equality_sheet": lambda world: answered(
        signed_in(world.lead), "privacy:equality-sheet", world.programme.slug, world.questionnaire.pk
    ),
    "privacy.requests.letter_pdf.letter_pdf": lambda world: letter_pdf(world.request.letters.earliest("pk")),
    "privacy.views.officer_pack": lambda world: answered(
        signed_in(world.lead), "privacy:officer-pack", world.programme.slug
    ),
    "programmes.views.document_pdf": lambda world: answered(
        Client(), "programmes:document-pdf", world.programme.slug, world.programme.documents.earliest("pk").pk, "large"
    ),
}


@pytest.fixture(scope="module")
def papers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, bytes]:
    """Each paper of a world all of whose words are markup."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        hang_picture(world.programme.posters.get(number=1))
        store_markup_in_json()
        store_markup()
        world = World(**{name: stored_anew(each) for name, each in vars(world).items()})
        give_account(world)
        drawn = {name: draw(world) for name, draw in PAPERS.items()}
        transaction.set_rollback(True)
    return drawn


def alive_in(pdf: bytes) -> list[str]:
    """Return what of the stored markup does something in a PDF: a link to it, or anything but a link that acts."""
    with pikepdf.open(BytesIO(pdf)) as document:
        actions = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        annotations = [each for page in document.pages for each in page.obj.get("/Annots", [])]
        acting = [*actions, *(each["/A"] for each in annotations if "/A" in each)]
        links = [str(each["/URI"]) for each in acting if "/URI" in each]
        scripts = [str(each["/S"]) for each in acting if str(each["/S"]) in ("/JavaScript", "/Launch", "/SubmitForm")]
        return [link for link in links if link.strip().startswith(LINK)] + scripts


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text of a PDF as whoever reads it by ear has it, without its spaces."""
    (folder / "paper.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", folder / "paper.pdf", "-"], capture_output=True, text=True, check=True)
    return "".join(told.stdout.split())


@pytest.mark.parametrize("name", PAPERS)
def test_stored_markup_stands_on_paper_as_words_and_leads_nowhere(papers, name, tmp_path):
    assert (alive_in(papers[name]), WORDS in text_of(papers[name], tmp_path)) == ([], True)


def set_on_paper() -> Iterator[str]:
    """Return the name of every function of ours that sets something on paper."""
    root = Path(settings.BASE_DIR)
    for path in sorted(each for room in ROOMS for each in (root / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and any(map(is_drawing, ast.walk(node))):
                yield ".".join([*path.relative_to(root).with_suffix("").parts, node.name])


def is_drawing(node: Any) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("pdf_of", "kept_pdf_of")


def test_every_function_that_sets_something_on_paper_is_read():
    assert sorted(set_on_paper()) == sorted([*PAPERS, "kit.pdf.kept_pdf_of"])


def test_markup_that_is_alive_on_paper_is_found(tmp_path):
    """The control: printed raw, it is an element without words, and the link leads to it."""
    raw = f'<html lang="en"><title>A</title><p><alive onalive=1>A</p><p><a href="{LINK}">A</a></p></html>'
    pdf = pdf_of(raw, sheet="css/document-print.css", colour="#0b5c63")
    assert (alive_in(pdf)[:1], WORDS in text_of(pdf, tmp_path)) == ([LINK], False)
