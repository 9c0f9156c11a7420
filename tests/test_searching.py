"""Whoever looks for words finds them in any spelling: every search of the desk and of the web admin is walked."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from kit.cleaning import clean_line
from kit.folds import search_key
from kit.lists import found
from kit.model_fields import AddressField, Cleaned, LineField, WordsField
from kit.searching import FoundIn, pattern_of, spellings
from phases.models import Attendance
from stakeholders.listing import partnerships_of
from tests.phases.factories import AttendanceFactory
from tests.stakeholders.factories import OrganisationFactory, PartnershipFactory
from tests.test_architecture import ROOMS, WRITTEN, name_of, tree_of
from tests.test_name_keys import factory_of

STORED = "Gàidhlig, Łódź & “Ørsted’s” Straße"
SOUGHT = ["gaidhlig", "LODZ", "orsted's", "Ørsted’s", "strasse", "straße", "łódź  &", 'Ga\u0300idhlig, lodz & "orsted']
NOT_SOUGHT = ["gaidhligs", "%", "_", ".*", "[a-z]"]
OF_THE_LETTERS = {"outbox/models.py", "outbox/management/commands/release_mail.py", "stakeholders/emails.py"}
# Paths of the data map, which are code too.
OF_THE_LETTERS |= {"privacy/retention/due.py"}
# Searched by codes and addresses that our own code wrote.
OF_THE_MACHINE = {"outbox.Message", "accounts.LogEntry"}

PAGES = {
    model: page
    for model, page in admin.site._registry.items()
    if model._meta.app_label in ROOMS and page.search_fields and model._meta.label not in OF_THE_MACHINE
}
SEARCHED = [
    pytest.param(model, name, id=f"{model._meta.label}.{name}")
    for model, page in PAGES.items()
    for name in page.search_fields
]
OWN_WORDS = [
    each
    for each in SEARCHED
    if "__" not in each.values[1] and isinstance(each.values[0]._meta.get_field(each.values[1]), LineField | WordsField)
]
COLUMNS = [
    field
    for model in apps.get_models()
    if model._meta.app_label in ROOMS
    for field in model._meta.local_concrete_fields
    if isinstance(field, LineField | WordsField)
]


def test_every_column_of_words_is_searched_in_any_spelling() -> None:
    other = [str(field) for field in COLUMNS if field.get_lookup("icontains") is not FoundIn]
    assert (len(COLUMNS) > 120, other) == (True, [])


@pytest.mark.parametrize(("model", "name"), SEARCHED)
def test_every_search_of_the_admin_is_of_words_that_fold(model: type[models.Model], name: str) -> None:
    last = get_fields_from_path(model, name.removesuffix("__exact"))[-1]
    assert isinstance(last, Cleaned)
    assert isinstance(last, AddressField) or last.get_lookup("icontains") is FoundIn


def lookups_as_written() -> dict[str, list[str]]:
    """Name the comparisons in sources that would fold in a way of their own, or of the database's."""
    ways = ("__iexact", "__istartswith", "__iendswith", "__iregex", "__startswith", "__search", "__unaccent")
    found: dict[str, list[str]] = {}
    for path in WRITTEN:
        for node in ast.walk(tree_of(path)):
            said = node.arg if isinstance(node, ast.keyword) else node.value if isinstance(node, ast.Constant) else ""
            if isinstance(said, str) and said.endswith(ways):
                found.setdefault(name_of(path), []).append(said)
    return found


def test_no_source_folds_in_a_way_of_its_own() -> None:
    # Addresses of the outbox, and of whoever releases it, as they were given to the relay; and steps of letters, which
    # are codes of our own.
    assert set(lookups_as_written()) == OF_THE_LETTERS


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize(("model", "name"), OWN_WORDS)
def test_row_is_found_at_the_admin_by_any_spelling(rf: Any, model: type[models.Model], name: str) -> None:
    row = factory_of(model)(**{name: STORED})
    request = rf.get("/")
    request.user = User(is_superuser=True)
    page, everything = PAGES[model], model._default_manager.filter(pk=row.pk)
    found = [words for words in SOUGHT if page.get_search_results(request, everything, words)[0]]
    missed = [words for words in NOT_SOUGHT if page.get_search_results(request, everything, words)[0]]
    assert (found, missed) == (SOUGHT, [])


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize("words", SOUGHT)
def test_organisation_is_found_at_the_desk_by_any_spelling_and_by_an_old_name(
    programme: Any, lead: Any, at: Any, words: str
) -> None:
    one = PartnershipFactory(programme=programme, organisation__name=STORED)
    other = PartnershipFactory(programme=programme, organisation__name="Now called otherwise")
    OrganisationFactory(name=f"{STORED} of old", merged_into=other.organisation, merged_at=at, merged_by=lead)
    PartnershipFactory(programme=programme, organisation__name="Nothing like it")
    assert {each.pk for each in partnerships_of(programme, {"q": words}, at=at)} == {one.pk, other.pk}


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize("words", SOUGHT)
def test_person_is_found_at_the_door_by_any_spelling(words: str) -> None:
    one = AttendanceFactory(person__name=STORED)
    AttendanceFactory(person__name="Somebody else")
    assert list(found(Attendance.objects.listed(), words, ["person__name"])) == [one]


# Unicode takes the iota that stands below a letter, written alone, for a space with an iota: for two words.
BELOW = {"\u037a"}
LETTERS = sorted({sign for signs in spellings().values() for sign in signs} - BELOW | set(" 07(.*[é"))


@settings(max_examples=200, deadline=None)
@given(st.text(LETTERS, min_size=1, max_size=30), st.text(LETTERS, max_size=5))
def test_words_are_found_in_what_holds_them_and_by_their_plain_letters(words: str, beside: str) -> None:
    kept = clean_line(f"{beside} {words} {beside}")
    assert re.search(pattern_of(words), kept)
    assert re.search(pattern_of(search_key(words)), kept)
