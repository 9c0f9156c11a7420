"""Whoever is shown how somebody is reached, or what they need, is in the log, and the page tells them so."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from phases.models import Attendance, Meeting
from programmes.views import CONTACT_VERBS
from stakeholders.models import Appointment, Person
from tests.access.conftest import signed_in, text_of
from tests.access.routes import ROUTES
from tests.reading import papers_drawn
from tests.test_architecture import ROOMS
from tests.world import World

# What a column is called that holds how somebody is reached, or what they need; and rows of a sheet, which hold both.
PERSONAL = re.compile("email|address|telephone|needs|contact|language|particulars|successor_note|typed|as_sent|rows")
# A programme's own contact is public, a hash is nobody's address, and nobody is reached by a file's address.
NOT_PERSONAL = {f"Programme.contact_{each}" for each in ("name", "email", "telephone", "address")}
NOT_PERSONAL |= {"Reader.address_hash"}
SAID = "That you looked is in the log."
# What has to be sent besides the press of a button, so that details are shown or taken away.
POSTED = {
    "stakeholders:contact-export": {"purpose": "writing", "kind": "csv"},
    "phases:attendance-export": {"purpose": "meeting", "kind": "csv"},
    "actions:proposer-hand-on": {"look": ""},
}
# Everything that shows any.
SEEN = [
    "accounts_user_change", "accounts_user_changelist", "actions:follow-up-enter", "actions:proposer-hand-on",
    "actions:record-letters", "actions_followup_change", "consultations:conversation-review",
    "consultations:hand-in-contact-look", "digests:digest-send", "outbox:mail-detail", "outbox:mail-list",
    "outbox:message-detail", "outbox:message-list", "outbox_message_change", "outbox_message_changelist",
    "phases:arrangement-create", "phases:arrangement-edit", "phases:arrangement-remove",
    "phases:attendance-check-in", "phases:attendance-export", "phases:attendance-give-up",
    "phases:attendance-import-check", "phases:attendance-import-columns", "phases:attendance-needs",
    "phases:attendance-revoke-link", "phases:meeting-badges",
    "phases:meeting-check-in", "phases:meeting-inform", "phases:meeting-people", "phases:meeting-sign-in-sheet",
    "phases:support-list",
    "phases_attendance_change", "phases_attendance_changelist", "phases_attendance_delete",
    "phases_attendance_history", "privacy:request-bundle", "privacy:request-bundle-pdf",
    "privacy:request-bundle-read", "privacy:request-change", "privacy:request-decide", "privacy:request-detail",
    "privacy:request-found", "privacy:request-letter", "programmes:team",
    "stakeholders:contact-export", "stakeholders:contact-look",
    "stakeholders:organisation-import-check", "stakeholders:organisation-import-columns",
    "stakeholders:partnership-contact", "stakeholders:partnership-invite", "stakeholders:people",
    "stakeholders_person_change",
]  # fmt: skip


def columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Return every column that holds personal details, those of allauth too."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model._meta.app_label in [*ROOMS, "account"] else ():
            is_typed = isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
            if is_typed and PERSONAL.search(field.name) and f"{model.__name__}.{field.name}" not in NOT_PERSONAL:
                yield model, field


def mark(row: models.Model, field: str) -> str:
    """Return what tells whose details stand on a page: by a word that stands in no other row, nor anywhere else."""
    return f"c-{row._meta.model_name}-{field.replace('_', '')}-{row.pk}-"


@pytest.fixture
def marks(world: World) -> set[str]:
    """The marks of all rows' details; a meeting has moved, and a colleague's details are seen by representatives."""
    Meeting.objects.update(revision=F("revision") + 1)
    colleague = Appointment.objects.get(partnership__programme=world.programme, started_at__gt=timezone.now())
    since = world.appointment.started_at
    Appointment.objects.filter(pk=colleague.pk).update(started_at=since, contact_shared_at=since)
    marks = {mark(row, field.name) for model, field in columns() for row in filled(model, field)}
    for attendance in Attendance.objects.select_related("person"):
        Person.objects.filter(pk=attendance.person_id).update(name=mark(attendance.person, "name"))
        marks.add(mark(attendance.person, "name"))
    return marks


def filled(model: type[models.Model], field: models.Field) -> Iterator[models.Model]:
    """Put its mark into the column of each row, where the database takes it."""
    for row in model._base_manager.all():
        words: object = f"{mark(row, field.name)}x@example.org"[: field.max_length]
        if isinstance(field, models.JSONField):
            words = [{"number": 2, "cells": [words, words]}] if field.name == "rows" else {"telephone": words}
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field.name: words})
                yield row
        except DatabaseError:
            pass


def walk(
    world: World, browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, str, str, bool]]:
    """Ask for every page, and press every button, as a lead, a superuser and a representative.

    Yields what is asked for, the page and the papers without the address with which whoever asks has signed in, and
    whether the log has gained an entry of a look.
    """
    who = ("lead", "superuser", "representative")
    asked = [
        (actor, name, reverse(name, args=arguments(world)), POSTED.get(name, {}))
        for name, (arguments, _) in ROUTES.items()
        for actor in who
        if not name.startswith(("account_", "mfa_"))
    ]
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        rows = model._default_manager.order_by("pk").values_list("pk", flat=True)[:3]
        pages = [("changelist", []), *((page, [pk]) for pk in rows for page in ("change", "history", "delete"))]
        asked += [
            (actor, f"{name}_{page}", reverse(f"admin:{name}_{page}", args=given), None)
            for page, given in pages
            for actor in ("lead", "superuser")
        ]
    own = {actor: own_address(browsers[actor]) for actor in who}
    for actor, name, address, posted in asked:
        for method in ("get",) if posted is None else ("get", "post"):
            # What an answer before said in passing is not of this page.
            browsers[actor].cookies.pop("messages", None)
            with transaction.atomic(), papers_drawn(monkeypatch, str) as papers:
                before = LogEntry.objects.filter(verb__in=CONTACT_VERBS).count()
                response = getattr(browsers[actor], method)(address, posted)
                is_logged = LogEntry.objects.filter(verb__in=CONTACT_VERBS).count() > before
                yield name, own[actor].sub("", text_of(response)), own[actor].sub("", "".join(papers)), is_logged
                transaction.set_rollback(True)


def own_address(browser: Client) -> re.Pattern[str]:
    """Return what finds the mark of the address with which a browser has signed in; nothing, where it has not."""
    user = get_user(browser)  # type: ignore[arg-type]
    return re.compile(mark(user, "email") if user.is_authenticated else r"(?!)")


def others(marks: set[str], world: World) -> set[str]:
    """Leave out the marks of what the representative reads of themself."""
    person = world.appointment.person
    own = {mark(row, field.name) for model, field in columns() for row in (person, person.user) if model is type(row)}
    return marks - own


def shown(name: str, text: str, marks: set[str]) -> set[str]:
    """Return whose details stand in a text; that somebody comes is a detail on pages of meetings alone."""
    found = {each for each in re.findall(r"c-[a-z]+-[a-z]+-\d+-", text) if each in marks}
    return found if "phases" in name else {each for each in found if "-person-name-" not in each}


def test_whoever_is_shown_personal_details_is_in_the_log_and_told_so(world, browsers, marks, monkeypatch):
    marks, seen, unlogged, untold = others(marks, world), set(), set(), set()
    for name, text, papers, is_logged in walk(world, browsers, monkeypatch):
        # Their own rows alone: tests/access/test_held_by_link.py.
        if name != "privacy:held-by-me" and shown(name, text + papers, marks):
            seen.add(name)
            unlogged |= set() if is_logged else {name}
            untold |= {name} if "</html>" in text and SAID not in text else set()
    assert (unlogged, untold) == (set(), set())
    assert sorted(seen) == SEEN


def test_page_whose_look_is_not_logged_is_found(world, marks, monkeypatch, settings):
    monkeypatch.setattr("tests.access.test_looks.ROUTES", {"phases:meeting-people": ROUTES["phases:meeting-people"]})
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "accounts.middleware.LooksMiddleware"]
    without = {"lead": signed_in(world.lead), "superuser": signed_in(world.lead), "representative": Client()}
    answers = walk(world, without, monkeypatch)
    unlogged = {name for name, text, _, is_logged in answers if shown(name, text, marks) and not is_logged}
    attendances = {f"phases_attendance_{page}" for page in ("changelist", "change", "history", "delete")}
    assert unlogged == {"phases:meeting-people", "actions_followup_change", *attendances}
