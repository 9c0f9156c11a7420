"""Every page and letter of the world as people read it: one for each route and reader, one letter of each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.template import Template
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils import timezone

import actions.records.emails
import actions.rounds.emails
import consultations.asking.emails
import consultations.telling.emails
import desk.emails
import digests.emails
import phases.meetings.emails
import privacy.access.emails
import privacy.requests.letters
import programmes.emails
import stakeholders.emails
from accounts.models import LogEntry
from actions.models import MailStep
from actions.records.links import RECORD_LINK
from actions.rounds.links import LINK as FOLLOW_UP_LINK
from consultations.asking.in_public.services import send_own_link
from consultations.models import AskedRepresentative, HandIn
from consultations.telling.models import Step
from desk.models import DailyList
from desk.todo import waiting_for
from digests.digest import digests_of
from digests.links import LINK as DIGEST_LINK
from kit.personal_links import PersonalLink, hash_of
from kit.windows import beginning_of_hour
from outbox.models import Message
from phases.meetings.links import LINK as PLACE_LINK
from phases.models import Attendance
from privacy.access.links import LINK as BUNDLE_LINK
from privacy.models import LetterKind
from privacy.retention.due import rules
from privacy.retention.emails import tell_before
from programmes.admin.scoped import ScopedAdmin
from stakeholders.links import LINK as INVITATION_LINK
from stakeholders.models import Invitation
from tests.access.answers import HIDDEN, PUBLIC
from tests.access.routes import ROUTES
from tests.desk.factories import DailyListFactory
from tests.stakeholders.factories import InvitationFactory
from tests.world import World

SEEN = ("alt", "aria-label", "aria-description", "data-label", "placeholder", "title", "value")
UNSEEN = ("script", "style", "svg")
# Pages that belong to no programme, or to several.
OF_NONE = ("account_", "mfa_", "outbox:", "public:programme-list", "desk:programme-list", "healthz", "readyz")
OF_NONE += tuple(
    f"programmes:{page}" for page in ("robots", "security", "favicon", "accessibility", "privacy", "cookies")
)
OF_NONE += (
    "signed-in-again",
    "programmes:another-format",
    "desk:search-results",
    "desk:own-daily-list",
    "desk:daily-list",
    "privacy:request-all",
)


class Reader(HTMLParser):
    """Reads a page aloud: its text, and what stands in the attributes that people see or hear.

    A link to the list of all programmes is left out: it is called as that page is, which belongs to no programme.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in UNSEEN or (tag == "a" and said.get("href") == "/"):
            self.unseen.append(tag)
        elif not self.unseen and said.get("type") not in ("hidden", "checkbox", "radio"):
            self.words += [value for name in SEEN if (value := said.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if self.unseen and self.unseen[-1] == tag:
            self.unseen.pop()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)


def text_seen(html: str) -> str:
    """Return what people read of a page, in one line."""
    reader = Reader()
    reader.feed(html)
    return re.sub(r"\s+([.,:;!?”)])", r"\1", " ".join(" ".join(reader.words).split()))


@contextmanager
def templates_drawn() -> Iterator[set[str]]:
    """Gather the names of the templates that are drawn meanwhile."""
    names: set[str] = set()

    def note(sender: Any, template: Template, **kwargs: Any) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@contextmanager
def papers_drawn(monkeypatch: pytest.MonkeyPatch, read: Callable[[str], str] = text_seen) -> Iterator[list[str]]:
    """Gather what is read of what is set on paper meanwhile, without setting it."""
    texts: list[str] = []

    def note(page: str, **kwargs: Any) -> bytes:
        texts.append(read(page))
        return b"%PDF-"

    with monkeypatch.context() as patch:
        for where in (
            "kit.pdf",
            "stocktakes.rendering",
            "actions.records.letters_pdf",
            "consultations.telling.letters_pdf",
            "privacy.access.documents",
            "privacy.requests.letter_pdf",
            "phases.meetings.views.evaluations",
        ):
            patch.setattr(f"{where}.pdf_of", note)
        yield texts


def pages(
    world: World, browsers: dict[str, Client], read: Callable[[str], str] = text_seen
) -> Iterator[tuple[str, str]]:
    """Read what is open of each route to the public, the lead and a representative; and each personal link."""
    for route, (arguments, codes) in ROUTES.items():
        if route.startswith(OF_NONE):
            continue
        for reader in ("anonymous",) if codes in (PUBLIC, HIDDEN) else ("lead", "representative"):
            if codes[reader] not in (200, 404):
                continue
            response = browsers[reader].get(reverse(route, args=arguments(world)))
            yield from _read(f"{route} as {reader}", response, read)
    for link, row in links(world):
        browser = browsers["anonymous"]
        token = f"{row.pk}".rjust(43, "x")
        row.token_hash = hash_of(token)
        row.save()
        browser.get(reverse(link.opens, args=[token]))
        kind = link.leads_to.rpartition("-")[0]
        for route, (arguments, codes) in ROUTES.items():
            if route.startswith(f"{kind}-") and codes is HIDDEN and (given := arguments(world))[:1] == [row.pk]:
                yield from _read(f"{route} by link", browser.get(reverse(route, args=given)), read)


def records(
    world: World, browsers: dict[str, Client], read: Callable[[str], str] = text_seen
) -> Iterator[tuple[str, str]]:
    """Read the list of each kind of record in the web admin, and its newest row, as each of some members of staff."""
    for model, page in admin.site._registry.items():
        if isinstance(page, ScopedAdmin):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            row = model._base_manager.order_by("pk").last()
            addresses = [reverse(f"{name}_changelist"), *([reverse(f"{name}_change", args=[row.pk])] if row else [])]
            for reader, browser in browsers.items():
                for address in addresses:
                    yield from _read(f"{address} as {reader}", browser.get(address), read)


def links(world: World) -> list[tuple[PersonalLink, Any]]:
    """Return a row for each kind of personal link."""
    invitation = Invitation.objects.get(partnership__programme=world.programme)
    record = world.programme.personal_records.get()
    for row in (record, world.follow_up):
        row.link_expires_at = timezone.now() + timedelta(days=9)
    return [
        (INVITATION_LINK, invitation),
        (PLACE_LINK, world.attendance),
        (FOLLOW_UP_LINK, world.follow_up),
        (RECORD_LINK, record),
        (DIGEST_LINK, world.reader),
        (BUNDLE_LINK, world.request.bundle),
    ]


def _read(name: str, response: HttpResponse, read: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    kind = response.headers.get("Content-Type", "")
    if response.status_code in (200, 404) and kind.startswith("text/html"):
        content = b"".join(response) if response.streaming else response.content
        yield name, read(content.decode())


def letters(world: World, at: datetime) -> Iterator[tuple[str, str]]:
    """Write one letter of each kind, with the second case where its words differ; return subject and text."""
    for number, write in enumerate(writers(world, at)):
        before = set(Message.objects.values_list("pk", flat=True))
        write()
        for message in Message.objects.exclude(pk__in=before).order_by("pk"):
            yield f"letter {number}: {message.kind} {message.step}", f"{message.subject} {message.text}"


def writers(world: World, at: datetime) -> list[Callable[[], Any]]:
    """Return what writes each letter."""
    programme, spoken, follow_up = world.programme, world.appointment, world.follow_up
    invited = Invitation.objects.get(partnership__programme=programme)
    named = InvitationFactory(
        partnership=invited.partnership, invited_by=world.lead, status="declined", settled_at=at, passed_on_from=None
    )
    member = programme.team.earliest("pk")
    record = programme.personal_records.get()
    steps = [step for step in MailStep if step not in (MailStep.FIRST, MailStep.NEW_LINK, MailStep.MORE_TIME)]
    waits = digests_of(programme, at)
    digest = [*waits.to_send, *waits.held_back][0]
    waiting = Attendance.objects.get(pk=world.attendance.pk)
    waiting.presence = "waiting"
    daily = DailyList.objects.filter(user=world.lead).first() or DailyListFactory(user=world.lead)
    renamed = {"old_address": "before@example.org", "reason": "Married.", "at": at}
    there, given = world.attendance, {"occasion": "once", "at": at}
    asked, stopped = world.request, {"stop": world.request.stops.get(), "by": world.lead, "at": at}
    user = spoken.person.user
    told = AskedRepresentative.objects.get(consultation__phase__programme=programme)
    plan = told.consultation.telling
    plan.consultation.ends_at = beginning_of_hour(at) + timedelta(days=9)
    stakes, rounds, places = stakeholders.emails, actions.rounds.emails, phases.meetings.emails
    return [
        lambda: stakes.welcome(spoken, replaces=world.ended_appointment, at=at),
        lambda: stakes.tell_predecessor(world.ended_appointment, successor=spoken, at=at),
        lambda: stakes.thank_for_having_spoken(spoken, at=at),
        *(
            partial(stakes.tell_of_new_identity, spoken, changed=changed, entry=LogEntry(pk=number), **renamed)
            for number, changed in enumerate((["name"], ["name", "email"]), 1)
        ),
        lambda: consultations.telling.emails.ask(told, plan, at=at),
        lambda: consultations.telling.emails.remind(told, plan, Step.FIRST_REMINDER, at=at),
        lambda: consultations.telling.emails.tell_of_more_time(told, plan, at=at),
        lambda: consultations.telling.emails.tell_of_end(told, plan, answered=False, at=at),
        lambda: send_own_link(
            HandIn.objects.get(feedback__status="draft", feedback__programme=programme),
            address="sam@example.org",
            at=at,
        ),
        lambda: stakes.give_new_links(spoken.person, programme, [("Your place", "https://example.org/p/x")], at=at),
        lambda: desk.emails.send_daily_list(daily, waiting_for(world.lead, at), on=at.date(), at=at),
        lambda: stakes.tell_team_of_stepping_down(spoken, suggested_name="Ada", suggested_email="a@example.org", at=at),
        lambda: stakes.invite(invited, at=at),
        lambda: stakes.remind(invited, days=7, at=at),
        lambda: stakes.tell_withdrawn(invited, at=at),
        lambda: stakes.tell_inviter_of_decline(named, at=at),
        lambda: stakes.tell_inviter_of_expiry(invited, at=at),
        *(partial(programmes.emails.tell_of_hat, member, is_new=new, by=world.lead, at=at) for new in (True, False)),
        lambda: consultations.asking.emails.thank_for_feedback(world.received, at=at),
        lambda: consultations.asking.emails.tell_what_became_of_it(world.published_feedback, at=at),
        lambda: rounds.ask_proposer(follow_up, at=at),
        *(partial(rounds.remind_proposer, follow_up, step, at=at) for step in steps),
        lambda: rounds.tell_of_more_time(follow_up, at=at),
        lambda: actions.records.emails.send_record(record.sendings.get(), at=at),
        lambda: actions.records.emails.give_links_together(record, at=at),
        lambda: actions.records.emails.give_record_link(record, at=at),
        lambda: digests.emails.send_digest(digest, world.reader, on=at.date(), at=at),
        lambda: places.place_given_or_waiting(there, **given),
        lambda: places.place_given_or_waiting(waiting, **given),
        lambda: places.place_free([there], occasion="free", at=at),
        lambda: places.joining_changed([there], occasion="joining", at=at),
        lambda: places.meeting_changed([there], occasion="moved", at=at),
        lambda: places.meeting_cancelled([there], occasion="cancelled", at=at),
        lambda: places.place_given_up(there, occasion="up", at=at),
        lambda: places.places_together(there, at=at),
        *(
            partial(tell_before, rules()[name], row, at=at)
            for name, row in (("people", spoken.person), ("accounts", user))
        ),
        lambda: privacy.access.emails.send_link(asked.bundle, at=at),
        *(partial(privacy.requests.letters.write_letter, asked, kind, words="Soon.", **stopped) for kind in LetterKind),
    ]
