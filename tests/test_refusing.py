"""Whoever may write nothing is refused, however it is tried: the controls of what the access tests rest on."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from accounts.models import LogEntry, User
from accounts.services import record
from programmes.models import Place
from tests.programmes.factories import PlaceFactory
from tests.refusing import WriteRefused, refusing_writes

WRITES = {
    "create": lambda place: PlaceFactory(programme=place.programme),
    "bulk_create": lambda place: Place.objects.bulk_create([Place(programme=place.programme, name="Elsewhere")]),
    "ignore_conflicts": lambda place: Place.objects.bulk_create(
        [Place(programme=place.programme, name="Elsewhere")], ignore_conflicts=True
    ),
    "save": lambda place: place.save(),
    "update": lambda place: Place.objects.update(name="Renamed", name_key="renamed"),
    "delete": lambda place: place.delete(),
    "raw": lambda place: connection.cursor().execute("  delete from programmes_place"),
    "with": lambda place: connection.cursor().execute("WITH one AS (SELECT 1) DELETE FROM programmes_place"),
    "truncate": lambda place: connection.cursor().execute("TRUNCATE programmes_place"),
    "last_login": lambda place: User.objects.update(last_login=place.programme.published_at),
}


@pytest.fixture
def place(programme) -> Place:
    return PlaceFactory(programme=programme, name="Here")


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_write_is_refused_and_told_even_when_it_is_caught(place, write):
    with pytest.raises(AssertionError), refusing_writes(looks=1), pytest.raises(WriteRefused), transaction.atomic():
        write(place)
    assert list(Place.objects.values_list("name", flat=True)) == ["Here"]


def test_reading_and_sessions_are_let_through(place):
    with refusing_writes() as looked, transaction.atomic():
        assert list(Place.objects.select_for_update()) == [place]
        assert list(Place.objects.filter(pk=0).union(Place.objects.filter(pk=place.pk))) == [place]
        session = SessionStore()
        session["seen"] = "once"
        session.save()
        session["seen"] = "twice"
        session.save()
        session.delete()
    assert looked == []


def test_one_look_is_let_through_where_one_is_expected_and_no_other_entry(place, lead, at):
    def log(*verbs):
        for verb in verbs:
            with transaction.atomic():
                record(verb, place, by=lead, at=at, programme_id=place.programme_id)

    with refusing_writes(looks=1) as looked:
        log("looked")
    assert looked == ["looked"]
    for looks, verbs in ((0, ["looked"]), (1, ["looked", "looked"]), (1, ["published"])):
        with pytest.raises(WriteRefused), refusing_writes(looks=looks):
            log(*verbs)
    assert [entry.verb for entry in LogEntry.objects.order_by("pk")] == ["looked", "looked"]
