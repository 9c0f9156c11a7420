"""What people typed is words: markup stored in a text column is alive on no page, in no letter and on no paper.

The pages are those of the public, a lead, a representative, whoever has a personal link, operators and the web admin,
as they are opened, and as each of their forms answers when it is sent: with what stands in it and days to come (that
shows the previews), and with markup typed into it. Whoever wears another hat reads every page that they are given, and
has their forms answered too. Papers are read as the HTML that they are drawn from, and as PDF in
`test_stored_markup_on_paper.py`.
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
from outbox.models import About, Attempt, ConnectionSlot, Instance, Message, Release
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
# Every column that no markup is put into, with the reason why nobody's words can come into it. Columns with choices are
# left out by `columns`: the database or the form holds them to those.
NOT_MARKED = {
    **dict.fromkeys(("Programme.slug", "Consultation.slug"), "part of an address: letters, digits and hyphens"),
    "Programme.thread_colour": "six hexadecimal digits, which a constraint holds",
    **dict.fromkeys(
        (
            *(f"{row}.token_hash" for row in ("Attendance", "DailyList", "FollowUp")),
            *(f"{row}.token_hash" for row in ("Invitation", "PersonalRecord", "Reader")),
            *(f"{row}.sha256" for row in ("DocumentFile", "MeetingPaper", "StocktakeFile", "StocktakePicture")),
            *("SentForm.fingerprint", "Stocktake.data_sha256", "User.password"),
        ),
        "a hash",
    ),
    "Hold.kinds": "names of kinds that our code offers",
    "CommitmentSheet.code": "drawn by lot by our code",
    **dict.fromkeys(("Poster.picture", "SentPicture.file"), "the name of a file, made of numbers by our code"),
    **dict.fromkeys(("Message.topic", "Message.step", "Message.occasion", "Message.kind"), "named in our code"),
    "Message.message_id": "made by our code of numbers and the site's name",
    "Message.claim": "drawn by lot by the worker that holds the message",
    "Message.html": "markup on purpose, made of a text that is marked: what is sent is read below",
    **dict.fromkeys(("LogEntry.verb", "LogEntry.pressed_by"), "named in our code"),
    **dict.fromkeys(("LogEntry.object_type", "LogEntry.object_id"), "a model of ours and a row's number"),
    "LogEntry.details": "no entry is changed: it is made by what these pages do",
    "SentForm.led_to": "the address of a page of ours",
    **dict.fromkeys(("FoundRow.table", "FoundRow.row", "FoundRow.columns"), "tables and columns of ours, and a key"),
    "Erasure.receipt": "counts by the names of our models, and reasons that stand elsewhere",
    "LedgerLine.words": "keyed hashes",
    "AskedQuestion.wording_key": "a key of our own files",
    **dict.fromkeys(("AnswerCount.code", "EditionFigure.code", "PopulationFigure.code"), "a code of our own files"),
    "EditionFigure.shown": "a rounded number",
    **dict.fromkeys(("RetentionPeriod.key", "RetentionForecast.key", "RetentionFailure.key"), "named in our code"),
    **dict.fromkeys(("RetentionForecast.what", "RetentionFailure.table"), "named in our code"),
    "RetentionFailure.sentence": "written in our code",
    **dict.fromkeys(
        ("OrganisationImport.columns", "AttendanceImport.columns"), "names of fields of ours, and numbers of columns"
    ),
    **dict.fromkeys(
        ("OrganisationImport.outcome", "AttendanceImport.outcome"), "named in our code, and numbers of rows"
    ),
}
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


def columns(*kinds: type[models.Field]) -> dict[str, tuple[type[Model], models.Field]]:
    """Return every column of ours of some kinds, but those with choices, by its name."""
    return {
        f"{model.__name__}.{field.name}": (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if model._meta.app_label in ROOMS and isinstance(field, kinds) and not field.choices
    }


def text_columns() -> dict[str, tuple[type[Model], models.Field]]:
    """Return every column of text that people's words can stand in, by its name."""
    every = columns(models.CharField, models.TextField)
    return {column: where for column, where in every.items() if column not in NOT_MARKED}


def store_markup() -> dict[str, int]:
    """Put markup into every text column, wherever the database takes it; return in how many rows of each."""
    stored: dict[str, int] = {}
    for column, (model, field) in text_columns().items():
        words = LINK if isinstance(field, models.URLField) else MARKUP
        is_email = "email" in field.name or "address" in field.name
        stored[column] = 0
        for pk in model._base_manager.values_list("pk", flat=True):
            typed = EMAIL.format(pk) if is_email else f"{words}{pk}"[: field.max_length]
            try:
                with transaction.atomic():
                    stored[column] += model._base_manager.filter(pk=pk).update(**{field.name: typed})
            except DatabaseError:
                pass
    return stored


def store_markup_in_json() -> list[str]:
    """Put markup behind every word that is kept in JSON, and return in which columns."""
    stored: list[str] = []
    for column, (model, field) in columns(models.JSONField).items():
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
        build_what_operators_read()
        in_json = store_markup_in_json()
        store_markup()
        # The editions are gathered from rows that are marked already; then their own columns are marked.
        give_account(world)
        stored = store_markup()
        found = read_everything(World(**{name: stored_anew(each) for name, each in vars(world).items()}), patch)
        transaction.set_rollback(True)
    return {"stored": [column for column, rows in stored.items() if rows] + in_json} | found


def build_what_operators_read() -> None:
    """Make the rows of the outbox that no world has; of those that are never changed, with markup at once."""
    at = timezone.now()
    Attempt.objects.create(message=Message.objects.latest("pk"), at=at, outcome="cancelled", words=MARKUP, by=MARKUP)
    place = Instance.objects.create(identity="a", site_url="b", seen_at=at, mark="c", held_because="A restore.")
    Release.objects.create(instance=place, at=at, by=MARKUP, because=MARKUP, gone=0)
    ConnectionSlot.objects.create(number=90, holder="d")


def stored_anew(row: Model) -> Model:
    """Return a row as it is stored now."""
    return type(row)._base_manager.get(pk=row.pk)


def read_everything(world: World, patch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return what is alive on each page, in each letter and on each paper."""
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
    """Read what is given to somebody of the team who wears another hat than the lead's, and what their forms answer."""
    for hat in HATS:
        browser = signed_in(staff_with(hat, world.programme))
        for route, (arguments, _) in ROUTES.items():
            if not route.startswith(("admin:", "account_", "mfa_", "outbox:", "public:")):
                yield from asked(browser, reverse(route, args=arguments(world)), f" as {hat}")


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
    assert {name: found for name, found in read.items() if found and name != "stored"} == {}


def test_markup_is_stored_in_every_column_that_words_can_come_into(read):
    every = columns(models.CharField, models.TextField, models.JSONField, models.FileField)
    # What is made once and never changed is made with markup.
    made = {"Attempt.words", "Attempt.by", "Release.by", "Release.because", "Stocktake.data"}
    assert sorted(every.keys() - made - set(read["stored"])) == sorted(NOT_MARKED)


def test_many_pages_with_markup_are_read_and_forms_of_every_hat_answered(read):
    assert len(read) > 150
    assert [sum(how in name for name in read) > 10 for how in ("with markup", "as it stands", "/admin/")] == [True] * 3
    assert [sum(name.endswith(f" as {hat}") for name in read) > 20 for hat in HATS] == [True] * len(HATS)
    assert [sum(f" as {hat}, form" in name for name in read) > 5 for hat in HATS] == [True] * len(HATS)


def test_markup_that_is_printed_raw_is_found():
    assert alive(f"<p>{MARKUP}</p>") == ["<alive onalive=1>"]
    assert alive(f'<a title="{MARKUP}">A</a>') == ["<alive onalive=1>"]
    assert alive(f'<a href="{LINK}">A</a>') == [f'<a href="{LINK}">']
    assert alive("<p>&lt;alive onalive=1&gt;</p>") == []
