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
from phases.models import Attendance, Reach
from programmes.middleware import PAGES
from tests.consultations.test_coverage import attend, member
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
    assert data["people_reached"] == {"on": on, "note": ""}
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


def test_entry_taken_back_later_is_gone_at_once_and_tells_nothing_of_a_small_group(client, world):
    """With a total beside them, 40 and then 30, the group of seven would have been told to be one person now."""
    Reach.objects.all().delete()
    one, *others = world.programme.stakeholder_groups.order_by("pk")[:2]
    others.append(StakeholderGroupFactory(programme=world.programme, name="Veterans"))
    phase = world.programme.phases.first()
    with time_machine.travel("2031-02-03T12:00:00Z", tick=False):
        long_ago = timezone.now() - timedelta(days=200)
        for group, people in [(one, 1), *zip(others, (16, 15), strict=True)]:
            ReachFactory(phase=phase, group=group, people=people, entered_at=long_ago)
        mistaken = ReachFactory(phase=phase, group=one, people=6, entered_at=long_ago)
        told = sorted(people_told(client))
        before = [read(client, name).content for name in NAMES]
        remove_reach(mistaken, by=world.lead, at=timezone.now())
        assert [read(client, name).content for name in NAMES] == before
    assert told == ["*", "15", "15"]


def test_entry_taken_back_is_gone_from_the_page_at_once(client, world):
    carers, phase = world.programme.stakeholder_groups.get(name="Carers"), world.programme.phases.first()
    with time_machine.travel("2031-02-03T12:00:00Z", tick=False):
        right = ReachFactory(phase=phase, group=carers, people=30, entered_at=timezone.now() - timedelta(days=200))
        told = [people_told(client)]
        for mistaken in (Reach.objects.get(people=43), right):
            remove_reach(mistaken, by=world.lead, at=timezone.now())
            told.append(people_told(client))
    assert told == [["75", "*"], ["30", "*"], [None, None]]


def test_counts_of_organisations_do_not_tell_which_of_two_took_part(client, world):
    group = StakeholderGroupFactory(programme=world.programme, name="Veterans")
    told = [read(client, name).content for name in NAMES]
    both = [member(world.programme, group) for _ in range(2)]
    pages = []
    for one in both:
        Attendance.objects.filter(person__in=[each.person for each in both]).delete()
        attend(one, world.programme.phases.first())
        PAGES.clear()
        pages.append([read(client, name).content for name in NAMES])
    assert pages[0] == pages[1] != told


def test_count_of_organisations_tells_of_the_only_one_that_speaks_for_a_group(client, world):
    """Decided in docs/small-numbers.md: an organisation takes part as one, also where it is one person."""
    group = StakeholderGroupFactory(programme=world.programme, name="Veterans")
    alone = member(world.programme, group)
    told = {each["name"]: each for each in json.loads(read(client, "coverage-json").content)["groups"]}["Veterans"]
    counts = [cell["organisations"] for cell in told["heard"] if "organisations" in cell]
    assert (told["spoken_for_by"], counts) == ([alone.partnership.organisation.name], [1] + [0] * (len(counts) - 1))
