"""A database without room: a sentence with what was typed, nothing half stored, and the site comes back by itself."""

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import LogEntry
from outbox.models import Message
from phases.models import Attendance, Meeting
from stakeholders.models import Person
from tests.phases.factories import MeetingFactory

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {
    "key": str(UUID(int=7)),
    "name": "Isla Boyd",
    "email": "isla@example.org",
    "access_needs": "A ramp, & nobody < there. " * 30,
}
# PostgreSQL's own error, as it comes when a file of the table cannot grow.
FULL = """
    CREATE FUNCTION disk_is_full() RETURNS trigger AS $$ BEGIN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
    END $$ LANGUAGE plpgsql;
    CREATE TRIGGER disk_is_full BEFORE INSERT ON outbox_message FOR EACH ROW EXECUTE FUNCTION disk_is_full();
"""


@contextmanager
def full_database() -> Iterator[None]:
    """Take the room away: from SQLite all of it, from PostgreSQL that of the table that is written last."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            [pages] = cursor.execute("PRAGMA page_count").fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        else:
            cursor.execute(FULL)
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA max_page_count = 4294967294")
        else:
            cursor.execute("DROP TRIGGER disk_is_full ON outbox_message; DROP FUNCTION disk_is_full()")


@pytest.fixture
def meeting(programme) -> Meeting:
    at = timezone.now()
    return MeetingFactory(
        programme=programme,
        starts_at=at + timedelta(days=7),
        ends_at=None,
        registration_opens_at=at - timedelta(days=1),
        # The letter about a place needs a page of the database for itself.
        joining_details="Ring twice. " * 1000,
    )


@pytest.fixture
def phone() -> Client:
    return Client(raise_request_exception=False)


def address(meeting: Meeting) -> str:
    return reverse("phases:meeting-register", args=[meeting.programme.slug, meeting.pk])


def stored() -> list[int]:
    return [model.objects.count() for model in (Attendance, Person, Message, LogEntry)]


def test_form_sent_to_a_full_database_keeps_the_words_and_nothing_is_half_stored(meeting, phone):
    before = stored()
    with full_database():
        answer = phone.post(address(meeting), TYPED)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store, private")
    assert "<h1>Nothing can be stored just now</h1>" in answer.text
    assert answer.text.count("A ramp, &amp; nobody &lt; there.") > 30
    assert stored() == before


def test_form_is_taken_in_by_the_button_when_there_is_room_again(meeting, phone):
    with full_database():
        phone.post(address(meeting), TYPED)
    assert phone.post(address(meeting), TYPED).status_code == 302
    assert Attendance.objects.get().access_needs == TYPED["access_needs"].strip()


def test_answer_of_a_full_database_holds_everything_that_was_sent_but_secrets(meeting, phone):
    with full_database():
        answer = phone.post(address(meeting), TYPED | {"password": "open sesame", "csrfmiddlewaretoken": "as it was"})
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    typed = {name: escape(words) for name, words in TYPED.items()}
    assert sent == typed | {"csrfmiddlewaretoken": "as it was"}
    assert "open sesame" not in answer.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_database_that_does_not_answer_is_said_and_no_mistake_of_ours(meeting, phone, method):
    def silence(*asked: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    with connection.execute_wrapper(silence):
        answer = getattr(phone, method)(address(meeting), TYPED)
    assert answer.status_code == 503
    assert ("A ramp" in answer.text) is (method == "post")


def test_mistake_of_ours_is_still_called_one(meeting, phone):
    def without_the_table(execute: Callable[..., object], sql: str, *asked: object) -> object:
        return execute(sql.replace("outbox_message", "outbox_nothing"), *asked)

    with connection.execute_wrapper(without_the_table):
        answer = phone.post(address(meeting), TYPED)
    assert (answer.status_code, "This is our mistake" in answer.text) == (500, True)


@pytest.fixture
def full_cache(settings, tmp_path, monkeypatch) -> None:
    """A folder in which attempts are counted, on a disk without room."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path / "cache"}}

    def full(*asked: object, **told: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "mkstemp", full)


def test_form_that_anybody_may_send_is_taken_in_where_it_cannot_be_counted(meeting, phone, full_cache):
    assert phone.post(address(meeting), TYPED).status_code == 302
    assert [attendance.person.name for attendance in Attendance.objects.select_related("person")] == ["Isla Boyd"]


def test_nobody_signs_in_where_attempts_cannot_be_counted_and_the_answer_says_so(phone, full_cache):
    answer = phone.post(reverse("account_request_login_code"), {"email": "isla@example.org"})
    assert (answer.status_code, "Nothing can be stored just now" in answer.text) == (503, True)
    assert Message.objects.count() == 0
