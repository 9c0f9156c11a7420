"""What the public reads of coverage: organisations and groups, never people, the same on page, CSV and JSON."""

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from consultations.coverage.matrix import Coverage
from consultations.coverage.people import quarter_of
from phases.methods.services import remove_reach
from phases.models import Reach
from tests.phases.factories import ReachFactory
from tests.stakeholders.factories import StakeholderGroupFactory
from tests.world import CANARY, build_world

NAMES = ("coverage", "coverage-csv", "coverage-json")


@pytest.fixture
def world(db):
    world = build_world()
    carers = world.programme.stakeholder_groups.get(name="Carers")
    ReachFactory(phase__programme=world.programme, phase__position=901, group=carers, people=43)
    return world


def read(client, name):
    return client.get(reverse(f"public:{name}", args=["here"]))


def test_page_csv_and_json_show_the_same_disclosed_figures(client, world):
    page = read(client, "coverage").content.decode()
    assert ("about 45" in page, "fewer than 8" in page) == (True, True)
    rows = list(csv.DictReader(StringIO(read(client, "coverage-csv").content.decode("utf-8-sig"))))
    people = {row["Group"]: row["People, rounded"] for row in rows if row["In what"] == "People reached"}
    data = json.loads(read(client, "coverage-json").content)
    told = {group["name"]: group["heard"][-1] for group in data["groups"]}
    assert people == {"Carers": "45", "People in hostels": "*"} == {name: cell["people"] for name, cell in told.items()}
    assert {name: cell["verdict"] for name, cell in told.items()} == {"Carers": "covered", "People in hostels": "thin"}
    on = timezone.localdate(quarter_of(timezone.now())).isoformat()
    assert data["people_reached"] == {"on": on, "total": "45", "note": ""}
    by_csv = [(row["Group"], row["In what"], row["How well"]) for row in rows]
    assert by_csv == [
        (group["name"], cell["in"], cell["verdict"].capitalize()) for group in data["groups"] for cell in group["heard"]
    ]


def test_no_person_and_no_private_word_is_public(client, world):
    for name in NAMES:
        text = read(client, name).content.decode()
        for private in (CANARY, world.lead.name, world.appointment.person.name):
            assert private not in text, (name, private)
    page = read(client, "coverage").content.decode()
    for public in ("Anybody from the hostels", "The hostels were being moved.", "1 of 2 groups is represented"):
        assert public in page, public


def people_told(client) -> list[str | None]:
    return [group["heard"][-1]["people"] for group in json.loads(read(client, "coverage-json").content)["groups"]]


def total_told(client) -> str:
    return json.loads(read(client, "coverage-json").content)["people_reached"]["total"]


def test_who_watches_every_day_sees_people_once_a_quarter(client, world):
    carers = world.programme.stakeholder_groups.get(name="Carers")
    phase = world.programme.phases.first()
    with time_machine.travel("2031-02-03T12:00:00Z", tick=False) as clock:
        before = [read(client, name).content for name in NAMES]
        for day in (4, 5, 6):
            clock.move_to(datetime(2031, 2, day, 12, tzinfo=UTC))
            ReachFactory(phase=phase, group=carers, people=20, entered_at=timezone.now())
            assert people_told(client) == ["45", "*"]
        clock.move_to(datetime(2031, 2, 3, 12, tzinfo=UTC))
        assert [read(client, name).content for name in NAMES] == before
        at_the_desk = Coverage.read(world.programme, timezone.now())
        assert [row.cells[-1].people for row in at_the_desk.rows] == ["105", "*"]
        # Midnight in London is an hour before that of the world, in summer time.
        clock.move_to(datetime(2031, 3, 31, 22, 59, tzinfo=UTC))
        assert people_told(client) == ["45", "*"]
        clock.move_to(datetime(2031, 3, 31, 23, 0, tzinfo=UTC))
        assert people_told(client) == ["105", "*"]


def test_each_quarter_is_made_with_those_before_it_in_hand(world):
    carers = world.programme.stakeholder_groups.get(name="Carers")
    phase = world.programme.phases.first()
    for month in (2, 5):
        entered_at = datetime(2031, month, 1, tzinfo=UTC)
        ReachFactory(phase=phase, group=carers, people=20, entered_at=entered_at)
    told = Coverage.read(world.programme, datetime(2031, 7, 1, tzinfo=UTC), in_public=True).people
    cells = []
    while told:
        cells.append(told.cells[carers.pk])
        told = told.part
    assert cells == ["85", "65", "45"]


def test_too_few_people_are_not_broken_down(client, world):
    Reach.objects.filter(people=43).delete()
    data = json.loads(read(client, "coverage-json").content)
    assert [group["heard"][-1] for group in data["groups"]] == [
        {"in": "People reached", "verdict": "untold", "people": None}
    ] * 2
    assert "not broken down" in read(client, "coverage").content.decode()


def test_group_named_like_a_formula_leaves_the_spreadsheet_harmless(client, world):
    world.programme.stakeholder_groups.filter(name="Carers").update(name="=HYPERLINK(1)", name_key="=hyperlink(1)")
    rows = list(csv.reader(StringIO(read(client, "coverage-csv").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows if row[0].startswith("=")] == []


def test_nothing_is_there_of_an_unpublished_programme(client, world):
    type(world.programme).objects.update(published_at=None, published_by=None)
    assert [read(client, name).status_code for name in NAMES] == [404] * 3


def test_page_is_kept_until_something_is_done_and_takes_a_fixed_number_of_queries(
    client, world, django_assert_num_queries
):
    with django_assert_num_queries(15):
        etag = read(client, "coverage").headers["ETag"]
    again = client.get(reverse("public:coverage", args=["here"]), headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_entry_taken_back_in_its_own_quarter_was_never_public(client, world):
    carers = world.programme.stakeholder_groups.get(name="Carers")
    with time_machine.travel("2031-02-03T12:00:00Z", tick=False):
        before = people_told(client)
        mistaken = ReachFactory(
            phase=world.programme.phases.first(), group=carers, people=300, entered_at=timezone.now()
        )
        assert people_told(client) == before == ["45", "*"]
        remove_reach(mistaken, by=world.lead, at=timezone.now())
        assert people_told(client) == before


def test_entry_taken_back_later_is_gone_at_once_and_may_tell_a_small_count(client, world):
    """The limit that docs/small-numbers.md admits: who sees both pages can tell that the group is one person."""
    Reach.objects.all().delete()
    one, *others = world.programme.stakeholder_groups.order_by("pk")[:2]
    others.append(StakeholderGroupFactory(programme=world.programme, name="Veterans"))
    phase = world.programme.phases.first()
    with time_machine.travel("2031-02-03T12:00:00Z", tick=False):
        long_ago = timezone.now() - timedelta(days=200)
        for group, people in [(one, 1), *zip(others, (16, 15), strict=True)]:
            ReachFactory(phase=phase, group=group, people=people, entered_at=long_ago)
        mistaken = ReachFactory(phase=phase, group=one, people=6, entered_at=long_ago)
        before = (
            json.loads(read(client, "coverage-json").content)["people_reached"]["total"],
            sorted(people_told(client)),
        )
        remove_reach(mistaken, by=world.lead, at=timezone.now())
        after = (
            json.loads(read(client, "coverage-json").content)["people_reached"]["total"],
            sorted(people_told(client)),
        )
    assert (before, after) == (("40", ["*", "15", "15"]), ("30", ["*", "15", "15"]))


def test_counts_of_organisations_name_none_that_took_part(client, world):
    groups = json.loads(read(client, "coverage-json").content)["groups"]
    keys = {frozenset(cell) for group in groups for cell in group["heard"]}
    assert keys == {frozenset({"in", "verdict", "organisations"}), frozenset({"in", "verdict", "people"})}
