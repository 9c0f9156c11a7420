"""Lists by pages, looked through by words."""

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Concat
from django.test import RequestFactory

from kit.lists import grouped
from kit.pages import page_of
from stakeholders.models import MissingVoice, Partnership
from tests.stakeholders.factories import MissingVoiceFactory, PartnershipFactory, StakeholderGroupFactory


def page(rows, asked="", **given):
    """A page of rows as an address asks for it."""
    return page_of(RequestFactory().get(f"/{asked}"), rows, **given)


def test_all_words_must_stand_somewhere_in_a_row(programme):
    for who, why in (("Carers of Byker", "Nobody came."), ("Carers", "Byker is far."), ("Byker", "A bus goes.")):
        MissingVoiceFactory(programme=programme, who=who, why=why)
    voices = MissingVoice.objects.order_by("pk")
    found = page(voices, "?q=++carers++BYKER", find=["who", "why"])
    assert [each.why for each in found] == ["Nobody came.", "Byker is far."]
    assert (found.sought, found.begins, found.ends) == ("carers BYKER", False, False)


def test_a_row_comes_once_however_often_its_relations_fit(programme):
    partnership = PartnershipFactory(programme=programme)
    partnership.groups.set(StakeholderGroupFactory(programme=programme, name=f"Carers {n}") for n in range(3))
    assert list(page(Partnership.objects.order_by("pk"), "?q=carers", find=["groups__name"])) == [partnership]


def test_what_is_no_row_of_a_table_is_looked_through_by_what_it_says():
    rows = grouped(north=["Byker", "Walker"], south=["Bensham", "Byker Grove"])
    found = page(rows, "?q=byker", find=lambda row: row[1])
    assert found.groups == {"north": ["Byker"], "south": ["Byker Grove"]}
    assert page(rows, "?q=byker").groups == {"north": ["Byker", "Walker"], "south": ["Bensham", "Byker Grove"]}


def test_words_are_found_without_their_accents_in_whatever_is_looked_through(programme):
    voice = MissingVoiceFactory(programme=programme, who="Gàidhlig", why="Ørsted’s café")
    assert list(page(MissingVoice.objects.order_by("pk"), "?q=gaidhlig", find=["who"])) == [voice]
    made = Concat(Value("Says "), "why", output_field=CharField())
    assert list(page(MissingVoice.objects.order_by("pk"), "?q=orsted's+cafe", find=[made])) == [voice]
    assert list(page(["Gàidhlig", "Scots"], "?q=gaidhlig", find=str)) == ["Gàidhlig"]


@pytest.mark.parametrize("typed", ["%00", "%", "_", "%27%22", "9" * 400])
def test_nonsense_finds_nothing_and_breaks_nothing(programme, typed):
    MissingVoiceFactory(programme=programme, who="Carers")
    found = page(MissingVoice.objects.order_by("pk"), f"?q={typed}", find=["who", "pk"])
    assert len(found) == (1 if typed == "%00" else 0)


def test_what_else_is_asked_goes_along_and_the_page_does_not():
    found = page(list("ab" * 60), "?only=contacts&page=2&q=a", find=str)
    assert (found.number, found.kept, found.kept_without_words) == (2, "only=contacts&q=a&", "only=contacts&")
    assert found.find.initial == {"only": "contacts", "q": "a"}
    assert [field.name for field in found.find.hidden_fields()] == ["only"]


@pytest.mark.parametrize(("rows", "asked", "is_long"), [(10, "", False), (11, "", True), (0, "?q=oak", True)])
def test_words_are_asked_for_where_there_is_something_to_look_for(rows, asked, is_long):
    assert page(["ash"] * rows, asked, find=str).is_long is is_long


@pytest.mark.parametrize(("asked", "number"), [("?page=0", 2), ("?page=x", 1), ("?page=99", 2), ("?page=2", 2)])
def test_a_page_that_is_not_there_is_the_nearest_one(asked, number):
    assert page(list(range(51)), asked).number == number
