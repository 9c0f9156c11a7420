"""Every route × every actor × every method. A route that is not listed here fails; so does one listed and gone."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from actions import links
from kit.lifecycle import move
from outbox.services import queue_message
from stakeholders.models import Appointment
from stocktakes.frozen_line import sha256
from stocktakes.models import FileKind, Stocktake, StocktakeFile
from stocktakes.rendering import edition_csv, edition_html
from stocktakes.services import issue_stocktake
from tests import factories
from tests.answers import HIDDEN, PRESSED, PUBLIC, nothing
from tests.conftest import staff_with
from tests.routes import AS_LEAD, NOT_THEIRS, ROUTES
from tests.world import CANARY, World, build_world

OURS = ("outbox", "accounts", "programmes", "stakeholders", "phases", "consultations", "actions", "stocktakes")
ELSEWHERE = "elsewherecanary"
# The same addresses, of things that are there and not published.
UNPUBLISHED = ("poster-detail", "poster-picture", "theme-detail", "finding-detail", "area-detail")


def all_routes() -> Iterator[str]:
    """Every named route of the site but the admin's, which is walked by model below."""

    def walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
        for pattern in patterns:
            if not isinstance(pattern, URLResolver):
                yield f"{namespace}{pattern.name}"
            elif pattern.namespace != "admin":
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, inner)

    return walk(get_resolver().url_patterns, "")


@pytest.fixture
def world(db) -> World:
    """The programme whose things are asked for, and another one beside it."""
    build_world("elsewhere", ELSEWHERE)
    here = build_world()
    give_account(here)
    queue_message(
        key="test", kind="test", to_address="somebody@example.org", subject="Test", text="Test.", at=timezone.now()
    )
    return here


def give_account(world: World) -> None:
    """An issued edition, and one being made."""
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


@pytest.fixture
def actors(world: World, client_of: Callable[[User | None], Client]) -> dict[str, Client]:
    """Everybody who could come, signed in before the test begins. The ended representative's session is still live."""
    elsewhere = Appointment.objects.get(partnership__programme__slug="elsewhere", ended_at=None)
    people = {
        "anonymous": None,
        "representative": world.appointment.person.user,
        "representative_elsewhere": elsewhere.person.user,
        "representative_ended": world.ended_appointment.person.user,
        "lead": world.lead,
        "viewer": staff_with("viewer", world.programme),
        "staff_elsewhere": User.objects.get(email="lead.elsewhere@example.org"),
        "superuser": factories.UserFactory(is_staff=True, is_superuser=True),
    }
    return {name: client_of(user) for name, user in people.items()}


def fingerprint() -> str:
    """Return a digest of every row of ours, but what signing in leaves."""
    digest = hashlib.sha256()
    for app in OURS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            fields = [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
            digest.update(repr([model._meta.label, list(model.objects.order_by("pk").values_list(*fields))]).encode())
    return digest.hexdigest()


def test_every_route_is_listed():
    assert sorted(set(all_routes())) == sorted(ROUTES)


def test_get_is_answered_as_written_and_changes_nothing(world, actors):
    before, otherwise = fingerprint(), {}
    for name, (arguments, expected) in ROUTES.items():
        address = reverse(name, args=arguments(world))
        got = {actor: ask(client, "get", address) for actor, client in actors.items()}
        if got != expected:
            otherwise[name] = {actor: code for actor, code in got.items() if code != expected[actor]}
    assert otherwise == {}
    assert fingerprint() == before


@pytest.fixture
def hats(world: World, client_of: Callable[[User | None], Client]) -> dict[str, Client]:
    """One of each hat; hats of before and of later; and somebody who will speak for an organisation only later."""
    today, later = timezone.localdate(), timezone.now() + timedelta(days=1)
    ended, to_come = factories.UserFactory(is_staff=True), factories.UserFactory(is_staff=True)
    factories.TeamMemberFactory(programme=world.programme, user=ended, hat="lead", until_on=today)
    factories.TeamMemberFactory(programme=world.programme, user=to_come, hat="lead", from_on=later.date())
    future = factories.AppointmentFactory(partnership__programme=world.programme, started_at=later)
    people = {hat: staff_with(hat, world.programme) for hat in ("broker", "facilitator", "analyst")}
    people |= {"hat_ended": ended, "hat_to_come": to_come, "appointment_to_come": future.person.user}
    return {name: client_of(user) for name, user in people.items()}


# Who is answered like whom, but where a route says that a hat is answered like the lead.
LIKE = {"broker": "viewer", "facilitator": "viewer", "analyst": "viewer"}
LIKE |= {
    "hat_ended": "staff_elsewhere",
    "hat_to_come": "staff_elsewhere",
    "appointment_to_come": "representative_ended",
}


def test_each_hat_and_nobody_before_or_after_their_time_is_answered_as_written(world, hats):
    before, otherwise, open_to_post = fingerprint(), {}, []
    for name, (arguments, expected) in ROUTES.items():
        if expected in (PUBLIC, HIDDEN) or name == "account_logout":
            continue
        address = reverse(name, args=arguments(world))
        for actor, client in hats.items():
            code = expected["lead" if name in AS_LEAD.get(actor, ()) else LIKE[actor]]
            code = 404 if name in NOT_THEIRS.get(actor, ()) else code
            if (got := ask(client, "get", address)) != code:
                otherwise[name, actor] = got
            if code in (403, 404) and (posted := ask(client, "post", address)) not in (403, 404, 405):
                open_to_post.append((name, actor, posted))
    assert (otherwise, open_to_post) == ({}, [])
    assert fingerprint() == before


def ask(client: Client, method: str, address: str) -> int:
    """Return how `address` answers somebody who comes from outside."""
    return getattr(client, method)(address, REMOTE_ADDR="203.0.113.9").status_code


def test_staff_who_have_not_taken_the_second_step_are_strangers_everywhere(world, client_of, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    superuser = factories.UserFactory(is_staff=True, is_superuser=True)
    addresses = [reverse(name, args=arguments(world)) for name, (arguments, _) in ROUTES.items()]
    addresses += [reverse(f"admin:{name}") for name in ("index", "login", "logout", "password_change", "jsi18n")]
    for model in admin.site._registry:
        kind = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [reverse(f"{kind}_changelist"), reverse(f"{kind}_add"), reverse(f"{kind}_change", args=[1])]
    desk, before = client_of(world.lead), fingerprint()
    for client in (desk, client_of(superuser)):
        for address in addresses:
            if not address.startswith("/accounts/"):
                for method in ("get", "post"):
                    assert answer_of(client, method, address) == answer_of(Client(), method, address), address
    assert fingerprint() == before
    settings.STAFF_SECOND_FACTOR = "offered"
    assert answer_of(desk, "get", "/desk/") == (200, None)


def answer_of(client: Client, method: str, address: str) -> tuple[int, str | None]:
    """Return how `address` answers, and where it sends."""
    response = getattr(client, method)(address, REMOTE_ADDR="203.0.113.9")
    return response.status_code, response.headers.get("Location")


def test_other_methods_change_nothing_for_whoever_may_not(world, actors):
    before = fingerprint()
    for name, (arguments, expected) in ROUTES.items():
        if name == "account_logout":  # Takes a session away, which the next route would miss.
            continue
        address = reverse(name, args=arguments(world))
        may = {"superuser"} if expected is PRESSED else {"superuser", "lead"}
        may_not = [
            client for actor, client in actors.items() if expected[actor] in (302, 403, 404, 405) and actor not in may
        ]
        answered = [ask(client, "post", address) for client in may_not]
        for method in ("put", "delete", "head", "options"):
            answered += [ask(client, method, address) for client in actors.values()]
        assert max(answered, default=0) < 500, name
        assert fingerprint() == before, name


def test_what_is_not_published_answers_like_what_is_not_there(world, actors):
    for name in UNPUBLISHED:
        for actor, client in actors.items():
            hidden = client.get(reverse(f"public:{name}", args=[world.programme.slug, 2]))
            nowhere = client.get(reverse(f"public:{name}", args=[world.programme.slug, 999]))
            assert (hidden.status_code, nowhere.status_code) == (404, 404), (name, actor)
            assert hidden.content == nowhere.content, (name, actor)


def test_nothing_of_an_unpublished_programme_is_public(world, actors):
    type(world.programme).objects.filter(pk=world.programme.pk).update(published_at=None, published_by=None)
    for name, (arguments, expected) in ROUTES.items():
        if expected is PUBLIC and arguments is not nothing:
            assert actors["anonymous"].get(reverse(name, args=arguments(world))).status_code == 404, name
    assert b"Programme here" not in actors["anonymous"].get("/").content


def crawl(client: Client, start: str) -> dict[str, str]:
    """Read every page that can be reached from `start` by links, forms' addresses and pictures; return their text."""
    pages: dict[str, str] = {}
    todo = [start]
    while todo:
        address = todo.pop()
        if address in pages or address.startswith(("/static/", "/accounts/logout", "/admin/", "/demo/")):
            continue
        response = client.get(address, REMOTE_ADDR="203.0.113.9")
        assert response.status_code in (200, 302, 404, 405), address
        content = b"".join(response) if response.streaming else response.content
        pages[address] = content.decode("utf-8", "replace") + repr(response.headers)
        found = re.findall(r'(?:href|src|action)="(/[^"#?]*)', pages[address])
        todo += [unescape(link) for link in found] + ([response["Location"]] if response.status_code == 302 else [])
    return pages


def test_no_private_word_reaches_the_public(world, actors):
    pages = crawl(actors["anonymous"], "/")
    assert len(pages) > 25
    assert "More benches, said gently." in "".join(pages.values())
    assert [address for address, text in pages.items() if "canary" in text] == []


def test_a_representative_reads_only_their_own_private_words(world, actors):
    pages = crawl(actors["representative"], "/home/")
    told = {word for text in pages.values() for word in re.findall(r"\w*canary-[\w-]+", text)}
    own = {f"{CANARY}-feedback-{where}" for where in ("draft", "received", "kept", "original")}
    own |= {f"{CANARY}-representative-{what}" for what in ("name", "telephone")}
    assert told <= own | {f"{CANARY}-communication-needs"}


@pytest.mark.parametrize("actor", ["representative_elsewhere", "representative_ended", "staff_elsewhere"])
def test_no_private_word_reaches_people_of_elsewhere(actor, world, actors):
    for name, (arguments, _) in ROUTES.items():
        response = actors[actor].get(reverse(name, args=arguments(world)))
        assert f"{CANARY}-" not in response.content.decode("utf-8", "replace").replace(f"{ELSEWHERE}-", ""), name


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)
def test_the_admin_shows_each_team_its_own(model, world, actors):
    """Neither list nor form of the admin shows another programme's rows, whatever is asked for."""
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    scoped = [row for row in model._default_manager.all() if belongs_to(row) == world.programme.pk]
    for actor in ("anonymous", "representative", "staff_elsewhere"):
        listed = actors[actor].get(reverse(f"{base}_changelist"))
        assert listed.status_code in (200, 302, 403), actor
        assert f"{CANARY}-" not in listed.content.decode().replace(f"{ELSEWHERE}-", ""), actor
        for row in scoped:
            for page in ("change", "history", "delete"):
                response = actors[actor].get(reverse(f"{base}_{page}", args=[row.pk]))
                assert response.status_code in (302, 403, 404), (actor, page)
    assert actors["superuser"].get(reverse(f"{base}_changelist")).status_code == 200


def belongs_to(row: object) -> int | None:
    """Return the key of the programme a row belongs to, by the nearest way there is."""
    for path in PROGRAMME_PATHS:
        value: object = row
        for step in path:
            value = getattr(value, step, None)
        if isinstance(value, int):
            return value
    return None


PROGRAMME_PATHS = [
    ("programme_id",),
    *[(step, "programme_id") for step in ("phase", "meeting", "area", "round", "partnership", "theme", "indicator")],
    *[(step, "programme_id") for step in ("poster", "feedback", "stocktake")],
    ("consultation", "phase", "programme_id"),
    ("follow_up", "round", "programme_id"),
]


def test_a_link_opens_one_asking_until_it_ends(world, client, at):
    """Valid, expired and revoked links of one follow-up; the token leaves the address bar; GET changes nothing."""
    follow_up = world.follow_up
    links.give_link(follow_up)
    follow_up.link_expires_at = at.replace(year=at.year + 1)
    follow_up.save()
    opening = reverse("actions:follow-up-open", args=[links.token_for(follow_up)])
    page = reverse("actions:follow-up-answer", args=[follow_up.pk])
    before = fingerprint()
    answer = client.get(opening)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert client.get(page).status_code == 200
    assert client.get(opening).status_code == 302
    assert (
        client.get(reverse("actions:follow-up-answer", args=[world.published_update.follow_up_id])).status_code == 404
    )
    assert fingerprint() == before
    type(follow_up).objects.filter(pk=follow_up.pk).update(link_revoked_at=at)
    assert (client.get(opening).status_code, client.get(page).status_code) == (404, 404)
    type(follow_up).objects.filter(pk=follow_up.pk).update(link_revoked_at=None, link_expires_at=at)
    assert (client.get(opening).status_code, client.get(page).status_code) == (404, 404)
