"""What the public reads of coverage: organisations and groups, never people, the same on page, CSV and JSON."""

import csv
import json
from io import StringIO

import pytest
from django.urls import reverse

from phases.models import Reach
from tests import factories
from tests.world import CANARY, build_world

NAMES = ("coverage", "coverage-csv", "coverage-json")


@pytest.fixture
def world(db):
    world = build_world()
    carers = world.programme.stakeholder_groups.get(name="Carers")
    factories.ReachFactory(phase__programme=world.programme, phase__position=901, group=carers, people=43)
    return world


def read(client, name):
    return client.get(reverse(f"stocktakes:{name}", args=["here"]))


def test_page_csv_and_json_show_the_same_disclosed_figures(client, world):
    page = read(client, "coverage").content.decode()
    assert ("about 45" in page, "fewer than 8" in page) == (True, True)
    rows = list(csv.DictReader(StringIO(read(client, "coverage-csv").content.decode("utf-8-sig"))))
    people = {row["Group"]: row["People, rounded"] for row in rows if row["In what"] == "People reached"}
    data = json.loads(read(client, "coverage-json").content)
    told = {group["name"]: group["heard"][-1] for group in data["groups"]}
    assert people == {"Carers": "45", "People in hostels": "*"} == {name: cell["people"] for name, cell in told.items()}
    assert {name: cell["verdict"] for name, cell in told.items()} == {"Carers": "covered", "People in hostels": "thin"}
    assert data["people_reached"] == {"total": "45", "note": ""}
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


def test_too_few_people_are_not_broken_down(client, world):
    Reach.objects.filter(people=43).delete()
    data = json.loads(read(client, "coverage-json").content)
    assert [group["heard"][-1] for group in data["groups"]] == [
        {"in": "People reached", "verdict": "untold", "people": None}
    ] * 2
    assert "not broken down" in read(client, "coverage").content.decode()


def test_group_named_like_a_formula_leaves_the_spreadsheet_harmless(client, world):
    world.programme.stakeholder_groups.filter(name="Carers").update(name="=HYPERLINK(1)")
    rows = list(csv.reader(StringIO(read(client, "coverage-csv").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows if row[0].startswith("=")] == []


def test_nothing_is_there_of_an_unpublished_programme(client, world):
    type(world.programme).objects.update(published_at=None, published_by=None)
    assert [read(client, name).status_code for name in NAMES] == [404] * 3


def test_page_is_kept_until_something_is_done_and_takes_a_fixed_number_of_queries(
    client, world, django_assert_num_queries
):
    with django_assert_num_queries(14):
        etag = read(client, "coverage").headers["ETag"]
    again = client.get(reverse("stocktakes:coverage", args=["here"]), headers={"If-None-Match": etag})
    assert again.status_code == 304
