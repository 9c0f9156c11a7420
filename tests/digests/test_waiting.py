"""How many people wait to be told what has happened: counted by the clock, so that no page waits for it."""

from datetime import datetime, timedelta

import pytest

from accounts.audit import record
from desk.todo import todo_by_programme
from digests.models import WaitingReaders
from digests.services import count_waiting_readers
from digests.tasks import count_waiting
from digests.verbs import Verb
from programmes.models import Programme
from tests.digests.scene import build_scene, press
from tests.stakeholders.factories import AppointmentFactory

# Half an hour after noon in London, so that nothing here falls on two days.
NOON = datetime.fromisoformat("2026-11-30T12:30:00+00:00")


@pytest.fixture
def scene(programme, other_programme, lead):
    """Four people wait in one of three programmes."""
    for each in (programme, other_programme):
        done(each, lead)
    return build_scene(programme, lead, AppointmentFactory(partnership__programme=programme))


def done(programme, lead, at=NOON):
    record(Verb.DIGESTS_CANCELLED, programme, by=lead, at=at, programme_id=programme.pk)


def told(lead, at=NOON):
    """Return what the desk says of people who wait."""
    todo = todo_by_programme(Programme.objects.order_by("pk"), lead, at)
    return [each.item.words for one in todo for each in one.mine if each.item.words.startswith("Tell")]


def test_count_is_of_each_programme_and_the_desk_says_it(scene, lead):
    assert told(lead) == []
    assert count_waiting_readers(at=NOON) == 3
    counts = WaitingReaders.objects.order_by("programme").values_list("programme", "people")
    assert dict(counts) == {each.pk: 4 * (each == scene.programme) for each in Programme.objects.all()}
    assert told(lead) == ["Tell 4 people what has happened since they spoke"]


def test_count_is_made_anew_where_something_was_done_and_nowhere_else(scene, lead):
    count_waiting_readers(at=NOON)
    assert count_waiting_readers(at=NOON + timedelta(minutes=5)) == 0
    done(scene.programme, lead)
    assert [count_waiting_readers(at=NOON + timedelta(minutes=minutes)) for minutes in (10, 15)] == [1, 0]


@pytest.mark.parametrize(("later", "counted"), [({"minutes": 59}, 0), ({"minutes": 60}, 3), ({"hours": 11}, 3)])
def test_count_lasts_for_an_hour(scene, later, counted):
    count_waiting_readers(at=NOON)
    assert count_waiting_readers(at=NOON + timedelta(**later)) == counted


def test_count_of_yesterday_is_made_anew_since_a_week_ends_with_a_day(scene):
    midnight = NOON + timedelta(hours=11, minutes=30)
    count_waiting_readers(at=midnight - timedelta(minutes=1))
    assert count_waiting_readers(at=midnight + timedelta(minutes=1)) == 3


def test_desk_sends_nobody_to_tell_people_who_were_told(scene, lead):
    count_waiting_readers(at=NOON)
    press(scene.programme, lead, NOON)
    assert told(lead) == []
    count_waiting_readers(at=NOON)
    assert told(lead) == []


def test_clock_counts(scene, lead):
    count_waiting()
    assert WaitingReaders.objects.get(programme=scene.programme).people == 4
