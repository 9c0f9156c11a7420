"""The ways from a shared row to its programmes are derived from the relations that point at it."""

from accounts.models import User
from programmes.paths import programme_paths_of
from stakeholders.models import Person


def test_person_is_tied_to_a_programme_by_every_room_that_points_at_one():
    assert programme_paths_of(Person) == [
        "appointments__partnership__programme",
        "attendances__meeting__programme",
        "commitments__programme",
        "feedback__programme",
        "personal_records__programme",
        "proposals__area__programme",
        "steps__area__programme",
    ]


def test_ways_lead_past_the_shared_row_itself():
    assert [way for way in programme_paths_of(User) if way.startswith("person__")] == []
