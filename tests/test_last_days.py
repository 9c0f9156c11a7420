"""People read the last day of what ends at midnight, never the day that begins then: on pages, papers, in letters."""

import re
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.db import models, transaction
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from kit.days import beginning_of
from kit.moment_fields import MomentField
from phases.models import Meeting
from programmes.admin.scoped import ScopedAdmin
from tests.access.conftest import give_account, signed_in
from tests.accounts.factories import UserFactory
from tests.conftest import staff_with
from tests.reading import letters, pages, papers_drawn, records
from tests.world import World, build_world

pytestmark = pytest.mark.django_db
# Days on which something is over; nothing in the world begins on them, or is due.
OVER, MEETINGS_OVER = date(2031, 12, 31), date(2032, 2, 2)
ENDS = re.compile(r"(ends_at|until_on|_closes_at|expires_at)$")
# When somebody moved on, which is the day of that; and how long the machinery may take.
NO_ENDS = {"Proposer.until_on", "FollowUp.link_expires_at", "PersonalRecord.link_expires_at", "Message.expires_at"}
WRONG = re.compile(r"(?:31 Dec\w*|2 Feb\w*) 203[12]|2031-12-31|2032-02-02|31/12/2031|02/02/2032")
RIGHT = re.compile(r"(?:30 December 2031|1 February 2032)")


def ends() -> Iterator[tuple[type[models.Model], models.DateField]]:
    """Every column that says when something is over."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_ours = not model.__module__.startswith(("django", "allauth"))
            is_end = isinstance(field, models.DateField) and ENDS.search(field.name)
            if is_ours and is_end and f"{model.__name__}.{field.name}" not in NO_ENDS:
                yield model, field


def let_all_end(world: World) -> None:
    """Let everything end at a midnight that nothing else in the world is about."""
    begins = datetime(2032, 1, 5, 10, tzinfo=timezone.get_current_timezone())
    Meeting.objects.update(
        starts_at=begins,
        ends_at=beginning_of(MEETINGS_OVER),
        registration_opens_at=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    for model, field in ends():
        if (model, field.name) != (Meeting, "ends_at"):
            over = beginning_of(OVER) if isinstance(field, models.DateTimeField) else OVER
            rows = model._base_manager.all()
            if model.__name__ in ("Consultation", "Phase", "PosterCall"):
                rows = rows.exclude(starts_at=None)
            rows.update(**{field.name: over})
    for name in ("attendance", "appointment", "received", "published_feedback", "follow_up"):
        getattr(world, name).refresh_from_db()


@pytest.fixture(scope="module")
def read(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """Everything that is read of a programme in which all ends at midnight."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        world = build_world()
        give_account(world)
        let_all_end(world)
        browsers = {"anonymous": signed_in(None), "lead": signed_in(world.lead)}
        browsers["representative"] = signed_in(world.appointment.person.user)
        readers = {
            "viewer": signed_in(staff_with("viewer", world.programme)),
            "superuser": signed_in(UserFactory(is_staff=True, is_superuser=True)),
        }
        with papers_drawn(patch) as papers:
            texts = dict([*pages(world, browsers), *letters(world, timezone.now()), *records(world, readers)])
        texts |= {f"paper {number}": text for number, text in enumerate(papers)}
        transaction.set_rollback(True)
    return texts


def test_the_day_that_begins_as_something_ends_is_read_nowhere(read):
    wrong = {
        name: [text[max(0, w.start() - 60) : w.end()] for w in WRONG.finditer(text)] for name, text in read.items()
    }
    assert {name: where for name, where in wrong.items() if where} == {}


def test_last_days_are_read_on_public_pages_at_the_desk_in_letters_and_records(read):
    told = {name.split(":")[0].split("/")[0].split(" ")[0] for name, text in read.items() if RIGHT.search(text)}
    assert {"public", "phases", "consultations", "programmes", "stakeholders", "letter"} <= told


def test_moments_of_every_record_are_asked_for_by_fields_that_know_the_clocks(db):
    request = RequestFactory().get("/admin/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    fields = [
        (model.__name__, name, type(field))
        for model, page in admin.site._registry.items()
        if isinstance(page, ScopedAdmin)
        for name, field in page.get_form(request).base_fields.items()
        if isinstance(field, forms.DateTimeField | forms.SplitDateTimeField)
    ]
    assert [each for each in fields if not issubclass(each[2], MomentField)] == []
    assert ("Meeting", "starts_at", MomentField) in fields
