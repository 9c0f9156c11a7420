"""Whoever has a personal link, or signs in, reads at once what is held of them: theirs alone, and nothing of others."""

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import PersonalRecord
from stakeholders.models import Person
from tests.access.conftest import signed_in
from tests.access.links import let_in
from tests.access.routes import ROUTES
from tests.phases.factories import AttendanceFactory, MeetingFactory

BY_LINK = ("privacy:held-by-digest", "privacy:held-by-follow-up", "privacy:held-by-place", "privacy:held-by-record")


def person_of(route: str, world) -> Person:
    """Return whose link it is."""
    return {
        "privacy:held-by-digest": lambda: world.reader.people.get(),
        "privacy:held-by-follow-up": lambda: world.follow_up.proposer.person,
        "privacy:held-by-place": lambda: world.attendance.person,
        "privacy:held-by-record": lambda: PersonalRecord.objects.get(pk=ROUTES[route][0](world)[0]).person,
    }[route]()


def page(browser: Client, route: str, world):
    return browser.get(reverse(route, args=ROUTES[route][0](world)))


@pytest.mark.parametrize("route", BY_LINK)
def test_personal_link_shows_what_is_held_of_whoever_has_it_and_of_nobody_else(world, client, route):
    mine = person_of(route, world)
    Person.objects.filter(pk=mine.pk).update(postal_address="1 Zanary Close")
    Person.objects.exclude(pk=mine.pk).update(postal_address="2 Yonder Road")
    let_in(client, route, world)
    answer = page(client, route, world)
    assert answer.status_code == 200
    assert ("1 Zanary Close" in answer.text, "2 Yonder Road" in answer.text) == (True, False)
    assert reverse("privacy:ask", args=[world.programme.slug]) in answer.text


def test_link_of_an_address_that_several_share_shows_nobody(world, client):
    Person.objects.update(postal_address="1 Zanary Close")
    world.reader.people.add(world.attendance.person, world.appointment.person)
    let_in(client, "privacy:held-by-digest", world)
    answer = page(client, "privacy:held-by-digest", world)
    assert ("Several people have this e-mail address" in answer.text, "Zanary" in answer.text) == (True, False)


def test_representative_reads_what_is_held_of_them_here_and_not_elsewhere(world):
    person = world.appointment.person
    Person.objects.filter(pk=person.pk).update(postal_address="1 Zanary Close")
    AttendanceFactory(meeting=MeetingFactory(title="A meeting elsewhere"), person=person, comes_from="Somewhere else")
    answer = page(signed_in(person.user), "privacy:held-by-me", world)
    assert ("1 Zanary Close" in answer.text, "Somewhere else" in answer.text) == (True, False)
    assert person.user.email in answer.text


@pytest.mark.parametrize("count", [1, 30])
def test_held_by_place_costs_the_same_for_few_and_for_many(world, client, count, django_assert_num_queries):
    for _ in range(count):
        AttendanceFactory(meeting=MeetingFactory(programme=world.programme), person=world.attendance.person)
    let_in(client, "privacy:held-by-place", world)
    with django_assert_num_queries(39):
        page(client, "privacy:held-by-place", world)
