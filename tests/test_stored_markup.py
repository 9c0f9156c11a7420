"""What people typed is words: markup stored in a text column is alive on no page, in no letter and on no paper.

The pages are those of the public, a lead, a representative, whoever has a personal link, operators and the web admin,
as they are opened, and as each of their forms answers when it is sent: with what stands in it and days to come (that
shows the previews), and with markup typed into it. Of whoever wears another hat every page is read that they are
given. Papers are read as the HTML that they are drawn from, and as PDF in `test_stored_markup_on_paper.py`.
"""

from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, models, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from outbox.html_alternative import html_from_text
from outbox.models import About, Message
from outbox.services import Email, queue_message
from tests.access.conftest import give_account, signed_in
from tests.access.routes import ROUTES
from tests.accounts.factories import UserFactory
from tests.conftest import staff_with
from tests.page_forms import PageForm, forms_of
from tests.reading import letters, pages, papers_drawn
from tests.test_architecture import ROOMS
from tests.world import CANARY, World, build_world

MARKUP = "'\"><alive onalive=1>"
# An e-mail address may hold markup too.
EMAIL = '"<alive/onalive=1>{}"@example.org'
LINK = "javascript:alive()"
# What our code writes and nobody types: codes, hashes, and what addresses are made of.
WRITTEN_BY_CODE = {"slug", "token_hash", "nonce", "password", "sha256", "etag", "topic", "step", "occasion", "kind"}
WRITTEN_BY_CODE |= {"message_id", "verb", "language", "brand_colour", "public_code", "key", "code", "html"}
# What is kept in JSON and is words alone; what else is kept there are codes too, and of that only what has a space.
WORDS_IN_JSON = {"PersonalRecord.content", "RecordSending.content", "Invitation.typed"}
WORDS_IN_JSON |= {
    f"{sheet}.{column}" for sheet in ("OrganisationImport", "AttendanceImport") for column in ("headings", "rows")
}
HATS = ("viewer", "broker", "facilitator", "analyst")
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


def store_markup_in_json() -> list[str]:
    """Put markup behind every word that is kept in JSON, and return in which columns."""
    stored: list[str] = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model._meta.app_label in ROOMS else []:
            if isinstance(field, models.JSONField):
                column = f"{model.__name__}.{field.name}"
                for row in model._base_manager.exclude(**{field.name: None}):
                    kept = getattr(row, field.name)
                    if (marked := with_markup_behind(kept, all_words=column in WORDS_IN_JSON)) != kept:
                        model._base_manager.filter(pk=row.pk).update(**{field.name: marked})
                        stored.append(column)
    return stored


def with_markup_behind(kept: object, *, all_words: bool) -> object:
    """Return what is kept in JSON with markup behind each of its words; codes and days are none."""
    if isinstance(kept, dict):
        return {key: with_markup_behind(value, all_words=all_words) for key, value in kept.items()}
    if isinstance(kept, list):
        return [with_markup_behind(value, all_words=all_words) for value in kept]
    is_words = isinstance(kept, str) and (all_words or " " in kept or CANARY in kept)
    return f"{kept} {MARKUP}" if is_words else kept


@pytest.fixture(scope="module")
def read(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, list[str]]:
    """Everything that the world shows when all of its words are markup, with what is alive in it; read once."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        world = build_world()
        queue_message(About("test", 1), Email("somebody@example.org", "Test", "Test."), kind="test", at=timezone.now())
        in_json = store_markup_in_json()
        stored = store_markup()
        found = read_everything(World(**{name: stored_anew(each) for name, each in vars(world).items()}), patch)
        transaction.set_rollback(True)
    return {"stored": [column for column, rows in stored.items() if rows], "in json": in_json} | found


def stored_anew(row: Model) -> Model:
    """Return a row as it is stored now."""
    return type(row)._base_manager.get(pk=row.pk)


def read_everything(world: World, patch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return what is alive on each page, in each letter and on each paper."""
    # Gathered from the rows as they are now.
    give_account(world)
    browsers = {actor: signed_in(user) for actor, user in everybody_here(world).items()}
    found = {}
    with papers_drawn(patch, shown) as papers:
        found |= {name: alive(html) for name, html in pages(world, browsers, shown)}
        found |= {name: alive(html) for name, html in operators_pages(world)}
        found |= {name: alive(html) for name, html in pages_of_other_hats(world)}
        found |= {name: alive(html) for name, html in answers_to_forms(world, browsers)}
        names = [name for name, _ in letters(world, timezone.now())]
    found |= {f"paper {number}": alive(html) for number, html in enumerate(papers)}
    found |= {
        f"{message.kind} {message.pk}": alive(message.html or html_from_text(message.subject, message.text))
        for message in Message.objects.all()
    }
    return found | {f"letters {len(names)}": []}


def operators_pages(world: World) -> Iterator[tuple[str, str]]:
    """Read the pages of those who look after the site: of mail, and all of the web admin, its forms answered too."""
    browser = signed_in(UserFactory(is_staff=True, is_superuser=True))
    addresses = [reverse(each, args=ROUTES[each][0](world)) for each in ROUTES if each.startswith("outbox:")]
    for model in admin.site._registry:
        if model._meta.app_label in ROOMS and (row := model._base_manager.order_by("pk").last()):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            addresses += [reverse(f"{name}_changelist"), reverse(f"{name}_changelist") + "?q=alive"]
            addresses += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
    for address in addresses:
        yield from asked(browser, address)


def pages_of_other_hats(world: World) -> Iterator[tuple[str, str]]:
    """Read every page that is given to somebody of the team who wears another hat than the lead's."""
    for hat in HATS:
        browser = signed_in(staff_with(hat, world.programme))
        for route, (arguments, _) in ROUTES.items():
            if not route.startswith(("admin:", "account_", "mfa_", "outbox:", "public:")):
                page = browser.get(reverse(route, args=arguments(world)))
                if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
                    yield f"{route} as {hat}", page.content.decode()


def answers_to_forms(world: World, browsers: dict[str, Client]) -> Iterator[tuple[str, str]]:
    """Read what the forms of a programme's lead, of a representative and of the public answer."""
    for route, (arguments, _) in ROUTES.items():
        for reader, browser in browsers.items():
            if not route.startswith(("admin:", "account_", "outbox:")):
                yield from asked(browser, reverse(route, args=arguments(world)), f" as {reader}", opened=False)


def asked(browser: Client, address: str, reader: str = "", *, opened: bool = True) -> Iterator[tuple[str, str]]:
    """Read a page, if it is not read elsewhere, and what each of its forms answers; what is done is taken back."""
    page = browser.get(address)
    if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
        return
    html = page.content.decode()
    if opened:
        yield f"{address}{reader}", html
    for number, form in enumerate(each for each in forms_of(html) if each.method == "post"):
        for how, values in {"as it stands": as_it_stands(form), "with markup": with_markup(form)}.items():
            if form.action in ("", address):
                around = transaction.atomic()
                around.__enter__()
                answer = browser.post(address, values)
                transaction.set_rollback(True)
                around.__exit__(None, None, None)
                if answer.status_code < 300 and answer.headers["Content-Type"].startswith("text/html"):
                    yield f"{address}{reader}, form {number} {how}", answer.content.decode()


def as_it_stands(form: PageForm) -> dict[str, list[str]]:
    """Return what a form sends as it stands, its days moved on where they are typed in three fields."""
    later = timezone.localdate() + timedelta(days=60)
    days = {"0": f"{later.day}", "1": f"{later.month}", "2": f"{later.year}"}
    moved = {name: [days[name[-1]]] for name in form.typed if name[-2:] in ("_0", "_1", "_2")}
    return form.values | moved


def with_markup(form: PageForm) -> dict[str, list[str]]:
    """Return what a form sends when markup is typed into all of it."""
    return form.values | {name: [MARKUP] for name in form.typed}


def everybody_here(world: World) -> dict[str, User | None]:
    """Return who reads the pages: the public, the lead and a representative."""
    return {"anonymous": None, "lead": world.lead, "representative": world.appointment.person.user}


def shown(html: str) -> str:
    """Return a page as it is."""
    return html


def test_stored_markup_is_alive_nowhere(read):
    assert {name: found for name, found in read.items() if found and name not in ("stored", "in json")} == {}


def test_markup_is_stored_in_nearly_every_text_column_and_many_pages_are_read(read):
    assert len(read) > 150
    assert [sum(how in name for name in read) > 10 for how in ("with markup", "as it stands", "/admin/")] == [True] * 3
    assert len(read["stored"]) > 100
    assert [sum(name.endswith(f" as {hat}") for name in read) > 20 for hat in HATS] == [True] * len(HATS)


def test_markup_is_stored_in_every_json_column_but_those_of_codes(read):
    every = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if model._meta.app_label in ROOMS and isinstance(field, models.JSONField)
    }
    codes = {
        f"{sheet}.{column}" for sheet in ("OrganisationImport", "AttendanceImport") for column in ("columns", "outcome")
    }
    codes.add("LogEntry.details")
    # An edition is gathered here from rows that are marked already.
    assert sorted(every - codes - {"Stocktake.data"}) == sorted(set(read["in json"]))


def test_markup_that_is_printed_raw_is_found():
    assert alive(f"<p>{MARKUP}</p>") == ["<alive onalive=1>"]
    assert alive(f'<a title="{MARKUP}">A</a>') == ["<alive onalive=1>"]
    assert alive(f'<a href="{LINK}">A</a>') == [f'<a href="{LINK}">']
    assert alive("<p>&lt;alive onalive=1&gt;</p>") == []
