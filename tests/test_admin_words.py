"""Every record of the web admin is called by its words, and found by them and by its number or reference."""

import re

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from consultations.models import Feedback
from programmes.models import Programme
from tests.access.conftest import give_account, signed_in
from tests.accounts.factories import UserFactory
from tests.test_admin import OURS, address
from tests.world import build_world

pytestmark = pytest.mark.django_db
# "Answer 66", "Answer object (66)".
NUMBERED = re.compile(r"^\w+(?: object)? \(?\d+\)?$")
# Machinery that nobody chooses, and a reader, of whom only a hash is kept.
NAMELESS = {"programmes.PublicVersion", "digests.Reader", "digests.DigestEntry"}
# Called by their numbers, on paper as well: what was asked is nobody's name for it.
NAMELESS |= {"privacy.Request", "privacy.Hold"}
# Words of a name that stand in no column: what sort of thing it is, or how it stands.
LABELS = re.compile(r"Answer \d+ of |\((?:Member|Lead body|Partner)[^)]*\)|: (?:Has a place|Registered|Attended)$")


@pytest.fixture(scope="module")
def root(django_db_setup: None, django_db_blocker: DjangoDbBlocker):
    """A superuser's browser, with two programmes to look after."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        give_account(build_world("elsewhere", "elsewherecanary"))
        give_account(build_world())
        browser = signed_in(UserFactory(is_staff=True, is_superuser=True))
    yield browser
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def found(root: Client, model: type, words: str) -> set[int]:
    """Return the keys of what a search in the list of a kind of record finds."""
    response = root.get(address(model), {"q": words}, follow=True)
    return {row.pk for row in response.context["cl"].queryset}


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_a_record_is_found_by_what_it_is_called(model, root):
    for row in admin.site._registry[model].get_queryset(request_of(None)).order_by("-pk")[:3]:
        words = row.kind if model._meta.label == "outbox.Message" else LABELS.sub("", str(row))
        assert row.pk in found(root, model, words), (words, str(row))
        assert found(root, model, f"{words} zyzzyva") == set()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_record_is_found_by_its_number(model, root):
    has_number = "number" in {field.name for field in model._meta.fields}
    rows = model._default_manager.exclude(number=None) if has_number else model._default_manager.all()
    row = rows.order_by("-pk").first()
    number = row.number if has_number else row.pk
    assert row.pk in found(root, model, str(number))
    assert row.pk in found(root, model, f"#{number:05d}")


def test_feedback_is_found_by_the_reference_that_people_quote(root):
    row = Feedback.objects.exclude(status="draft").latest("pk")
    for typed in (
        row.reference,
        row.reference.lower(),
        f"Feedback {row.reference}",
        f"{row.reference}: what was said"[:7],
    ):
        assert row.pk in found(root, Feedback, typed), typed


def test_nothing_is_called_by_a_number_alone(root):
    nameless = {
        model._meta.label: str(row)
        for model in apps.get_models()
        if model.__module__.split(".")[0] not in ("django", "allauth") and model._meta.label not in NAMELESS
        for row in model._base_manager.order_by("-pk")[:1]
        if NUMBERED.match(str(row)) and str(row) not in vars(row).values()
    }
    assert nameless == {}


def request_of(user: User | None):
    """Return a request of somebody, or of a superuser."""
    request = RequestFactory().get("/admin/")
    request.user = user or User.objects.filter(is_superuser=True).first()
    return request


def choices(request) -> dict[str, list[str]]:
    """Return how the rows are called that each field of each form offers to somebody who looks after a programme."""
    offered: dict[str, list[str]] = {}
    for model, page in OURS.items():
        forms_there = [
            page.get_form(request),
            *(inline.get_formset(request).form for inline in page.get_inline_instances(request)),
        ]
        for form in forms_there:
            for name, field in form.base_fields.items():
                if isinstance(field, forms.ModelChoiceField):
                    offered[f"{model.__name__}.{form._meta.model.__name__}.{name}"] = [
                        str(label) for key, label in field.choices if key
                    ]
    return offered


def test_choices_are_called_by_their_words_and_by_their_programme_where_there_are_several(root):
    offered = choices(request_of(None))
    numbered = re.compile(r"^(?:Answer|Feedback|Reader|\w+ object) \(?\d")
    assert [label for labels in offered.values() for label in labels if numbered.match(label)] == []
    titles = tuple(Programme.objects.values_list("title", flat=True))
    of_one = ["Coding.Coding.answer", "Coding.Coding.poster", "Commitment.Commitment.area"]
    assert [label for name in of_one for label in offered[name] if not label.endswith(titles)] == []


def test_choices_of_whoever_looks_after_one_programme_do_not_name_it(root):
    lead = User.objects.get(email="lead.here@example.org")
    labels = choices(request_of(lead))["Commitment.Commitment.area"]
    assert labels
    assert [label for label in labels if label.endswith("Programme here")] == []
