"""Two programmes with everything in them, and everybody who could come: built once for a file, asked many times."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from kit.lifecycle import move
from outbox.models import About
from outbox.services import Email, queue_message
from stakeholders.models import Appointment
from stocktakes.frozen_line import sha256
from stocktakes.models import FileKind, Stocktake, StocktakeFile
from stocktakes.rendering import edition_csv, edition_html
from stocktakes.services import issue_stocktake
from tests.access.routes import ROUTES
from tests.accounts.factories import UserFactory
from tests.conftest import staff_with
from tests.environment import pango_is_here
from tests.programmes.factories import TeamMemberFactory
from tests.stakeholders.factories import AppointmentFactory
from tests.world import World, build_world

ELSEWHERE = "elsewherecanary"


@dataclass
class Built:
    """The programme whose things are asked for (another one stands beside it), and who has signed in."""

    world: World
    browsers: dict[str, Client]
    sessions: dict[str, str]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    """Everything and everybody, in a transaction round the whole file; what a test writes, it takes back itself."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        world = build_everything()
        browsers = {actor: signed_in(user) for actor, user in everybody(world).items()}
        kept = settings.SESSION_COOKIE_NAME
        sessions = {actor: each.cookies[kept].value for actor, each in browsers.items() if kept in each.cookies}
    yield Built(world, browsers, sessions)
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def build_everything() -> World:
    """Build both programmes, and beside them what belongs to the site."""
    build_world("elsewhere", ELSEWHERE)
    here = build_world()
    give_account(here)
    queue_message(About("test", 1), Email("somebody@example.org", "Test", "Test."), kind="test", at=timezone.now())
    return here


def give_account(world: World) -> None:
    """Issue an edition, and begin to make another."""
    at = timezone.now()
    for number in (1, 2):
        edition = issue_stocktake(world.programme, title=f"Edition {number}", foreword="So far.", by=world.lead, at=at)
        if number == 1:
            made = {FileKind.HTML: edition_html(edition), FileKind.CSV: edition_csv(edition), FileKind.PDF: b"%PDF-"}
            for kind, content in made.items():
                StocktakeFile.objects.create(
                    stocktake=edition, kind=kind, content=content, size=len(content), sha256=sha256(content)
                )
            move(edition, to=Stocktake.Status.ISSUED, issued_at=at)


def everybody(world: World) -> dict[str, User | None]:
    """Return the actors of the table of routes, the other hats, and who comes before or after their time."""
    elsewhere = Appointment.objects.get(partnership__programme__slug="elsewhere", ended_at=None)
    today, later = timezone.localdate(), timezone.now() + timedelta(days=1)
    ended, to_come = UserFactory(is_staff=True), UserFactory(is_staff=True)
    TeamMemberFactory(programme=world.programme, user=ended, hat="lead", until_on=today)
    TeamMemberFactory(programme=world.programme, user=to_come, hat="lead", from_on=later.date())
    future = AppointmentFactory(partnership__programme=world.programme, started_at=later)
    return {
        "anonymous": None,
        "representative": world.appointment.person.user,
        "representative_elsewhere": elsewhere.person.user,
        "representative_ended": world.ended_appointment.person.user,
        "lead": world.lead,
        "staff_elsewhere": User.objects.get(email="lead.elsewhere@example.org"),
        "superuser": UserFactory(is_staff=True, is_superuser=True),
        **{hat: staff_with(hat, world.programme) for hat in ("viewer", "broker", "facilitator", "analyst", "officer")},
        "hat_ended": ended,
        "hat_to_come": to_come,
        "appointment_to_come": future.person.user,
    }


def signed_in(user: User | None) -> Client:
    """Return a browser in which somebody has signed in: while they may, for a session lives on when a hat ends."""
    browser = Client(REMOTE_ADDR="203.0.113.9")
    if user is not None:
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def world(db: None, built: Built) -> World:
    """The programme whose things are asked for; what a test does to these objects, no other test sees."""
    return deepcopy(built.world)


@pytest.fixture
def browsers(db: None, built: Built) -> dict[str, Client]:
    """A browser for each actor, who has signed in and seen nothing yet."""
    for actor, browser in built.browsers.items():
        browser.cookies.clear()
        if actor in built.sessions:
            browser.cookies[settings.SESSION_COOKIE_NAME] = built.sessions[actor]
    return built.browsers


@pytest.fixture
def address_of(db: None, built: Built) -> Callable[[str], str]:
    """Return what gives the address of a route, for the row of the world that the table names."""
    return lambda route: reverse(route, args=ROUTES[route][0](built.world))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is set on paper: whoever asks for a PDF by GET has it drawn, and once is enough."""
    if pango_is_here():
        monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *given, **named: b"%PDF-")


def text_of(response: HttpResponse) -> str:
    """Return a page and its headers as one text, in which words can be looked for."""
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8", "replace") + repr(response.headers)
