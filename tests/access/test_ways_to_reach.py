"""Wherever people are told to write, they are told whom to ring; and where paper is spoken of, where to post it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from stocktakes.rendering import edition_html
from stocktakes.services import issue_stocktake
from tests.reading import letters, pages, papers_drawn, text_seen
from tests.world import World

TELEPHONE, STREET = "0141 496 0000", "1 Ford Street"
# What promises paper.
PAPER = re.compile("(or|answer) on paper|on paper[,?]|paper form|give this sheet|send back the slip")
# Words that are to be copied into an e-mail, and what is not for those who take part.
BY_EMAIL_ALONE = re.compile("into an e-mail to|copy it and send it to|Who organises")


def read(world: World, browsers, monkeypatch):
    """Read every page, what is set on paper, each letter by e-mail and by post, and an edition."""
    with papers_drawn(monkeypatch) as papers:
        yield from pages(world, browsers)
        sending = world.programme.personal_records.get().sendings.get()
        type(sending).objects.filter(pk=sending.pk).update(channel="letter")
        browsers["lead"].post(reverse("actions:record-letters", args=[world.programme.slug, sending.pk]))
    yield from ((f"paper {paper[:40]}", paper) for paper in papers)
    yield from letters(world, timezone.now())
    edition = issue_stocktake(world.programme, title="One", foreword="So far.", by=world.lead, at=timezone.now())
    yield "edition", text_seen(edition_html(edition).decode())


def lacking(text: str, email: str) -> set[str]:
    """Return what a text promises, or ought to say, and does not."""
    missing = {"whom to ring"} if email in text and not BY_EMAIL_ALONE.search(text) else set()
    missing |= {"where to post it"} if PAPER.search(text) else set()
    said = {"whom to ring"} if TELEPHONE in text else set()
    return missing - (said | ({"where to post it"} if STREET in text else set()))


def test_whoever_is_told_to_write_is_told_whom_to_ring_and_where_to_post(world, browsers, monkeypatch):
    email = world.programme.contact_email
    found = {name: lacking(text, email) for name, text in read(world, browsers, monkeypatch)}
    assert {name: missing for name, missing in found.items() if missing} == {}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Write to a@example.org.", {"whom to ring"}),
        ("Write to a@example.org, or ring 0141 496 0000.", set()),
        ("Copy it into an e-mail to a@example.org.", set()),
        ("We will ring you, or send you a paper form.", {"where to post it"}),
        ("We send you a paper form. The team, 1 Ford Street, Gateshead.", set()),
    ],
)
def test_what_is_promised_and_not_said_is_found(text, missing):
    assert lacking(text, "a@example.org") == missing
