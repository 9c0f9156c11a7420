"""What people typed is words: markup stored in a text column is alive on no page, in no letter and on no paper.

The pages are those of the public, a lead, a representative and whoever has a personal link, as they are opened; papers
are read as the HTML that they are drawn from. The web admin, operators' pages and what is shown after a button are not
walked.
"""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import Model
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from outbox.html_alternative import html_from_text
from outbox.models import Message
from tests.access.conftest import give_account, signed_in
from tests.reading import letters, pages, papers_drawn
from tests.test_architecture import ROOMS
from tests.world import World, build_world

MARKUP = "'\"><alive onalive=1>"
# An e-mail address may hold markup too.
EMAIL = '"<alive/onalive=1>{}"@example.org'
LINK = "javascript:alive()"
# What our code writes and nobody types: codes, hashes, and what addresses are made of.
WRITTEN_BY_CODE = {"slug", "token_hash", "nonce", "password", "sha256", "etag", "topic", "step", "occasion", "kind"}
WRITTEN_BY_CODE |= {"message_id", "verb", "language", "brand_colour", "public_code", "key", "code"}
pytestmark = pytest.mark.django_db


class Alive(HTMLParser):
    """Finds the elements, attributes and links of a page that were stored as words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [tag, *(name for name, _ in attrs)]
        links = [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]
        if any("alive" in name for name in names) or any(link.strip().startswith(LINK) for link in links):
            self.found.append(self.get_starttag_text() or tag)


def alive(html: str) -> list[str]:
    """Return what of the stored markup is alive on a page."""
    parser = Alive()
    parser.feed(html)
    return parser.found


def text_columns() -> Iterator[tuple[type[Model], models.Field]]:
    """Return every column of ours that people's words can stand in."""
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        for field in model._meta.concrete_fields:
            typed = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
            if typed and not field.choices and not field.primary_key and field.name not in WRITTEN_BY_CODE:
                yield model, field


def store_markup() -> dict[str, int]:
    """Put markup into every text column, wherever the database takes it; return in how many rows of each."""
    stored: dict[str, int] = {}
    for model, field in text_columns():
        words = LINK if isinstance(field, models.URLField) else MARKUP
        is_email = "email" in field.name or "address" in field.name
        stored[f"{model.__name__}.{field.name}"] = 0
        for pk in model._base_manager.values_list("pk", flat=True):
            typed = EMAIL.format(pk) if is_email else f"{words}{pk}"[: field.max_length]
            try:
                with transaction.atomic():
                    stored[f"{model.__name__}.{field.name}"] += model._base_manager.filter(pk=pk).update(
                        **{field.name: typed}
                    )
            except DatabaseError:
                pass
    return stored


@pytest.fixture(scope="module")
def read(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, list[str]]:
    """Everything that the world shows when all of its words are markup, with what is alive in it; read once."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        world = build_world()
        stored = store_markup()
        found = read_everything(World(**{name: stored_anew(each) for name, each in vars(world).items()}), patch)
        transaction.set_rollback(True)
    return {"stored": [column for column, rows in stored.items() if rows]} | found


def stored_anew(row: Model) -> Model:
    """Return a row as it is stored now."""
    return type(row)._base_manager.get(pk=row.pk)


def read_everything(world: World, patch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return what is alive on each page, in each letter and on each paper."""
    give_account(world)
    browsers = {actor: signed_in(user) for actor, user in everybody_here(world).items()}
    found = {}
    with papers_drawn(patch, shown) as papers:
        found |= {name: alive(html) for name, html in pages(world, browsers, shown)}
        names = [name for name, _ in letters(world, timezone.now())]
    found |= {f"paper {number}": alive(html) for number, html in enumerate(papers)}
    found |= {
        f"{message.kind} {message.pk}": alive(message.html or html_from_text(message.subject, message.text))
        for message in Message.objects.all()
    }
    return found | {f"letters {len(names)}": []}


def everybody_here(world: World) -> dict[str, User | None]:
    """Return who reads the pages: the public, the lead and a representative."""
    return {"anonymous": None, "lead": world.lead, "representative": world.appointment.person.user}


def shown(html: str) -> str:
    """Return a page as it is."""
    return html


def test_stored_markup_is_alive_nowhere(read):
    assert {name: found for name, found in read.items() if found and name != "stored"} == {}


def test_markup_is_stored_in_nearly_every_text_column_and_many_pages_are_read(read):
    assert len(read) > 150
    assert len(read["stored"]) > 100


def test_markup_that_is_printed_raw_is_found():
    assert alive(f"<p>{MARKUP}</p>") == ["<alive onalive=1>"]
    assert alive(f'<a title="{MARKUP}">A</a>') == ["<alive onalive=1>"]
    assert alive(f'<a href="{LINK}">A</a>') == [f'<a href="{LINK}">']
    assert alive("<p>&lt;alive onalive=1&gt;</p>") == []
