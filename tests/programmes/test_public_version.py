"""The version of public pages follows commits: raised by the database, once and last in each transaction."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from django.db import connection, transaction

from accounts.audit import record
from programmes.models import PublicVersion
from tests.at_once import at_once
from tests.consultations.factories import PosterFactory

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def number_of(programme) -> int:
    return PublicVersion.objects.filter(programme=programme).values_list("number", flat=True).first() or 0


def write(programme, at, *, verb="tested"):
    return record(verb, programme, by=None, at=at, programme_id=programme.pk)


def test_version_is_raised_with_an_entry_of_its_programme_alone(programme, other_programme, at):
    for expected in (1, 2):
        write(programme, at)
        assert (number_of(programme), number_of(other_programme)) == (expected, 0)
    record("tested", programme, by=None, at=at)
    assert (number_of(programme), number_of(other_programme)) == (2, 0)


def test_version_is_not_raised_by_a_look(programme, at):
    write(programme, at, verb="looked at contact details")
    assert number_of(programme) == 0


def test_version_is_raised_once_however_much_a_transaction_writes(programme, other_programme, at):
    with transaction.atomic():
        for each in (programme, other_programme, programme):
            write(each, at)
    # SQLite has no end of a transaction to wait for, and needs none: nobody sees what is in between.
    expected = [2, 1] if connection.vendor == "sqlite" else [1, 1]
    assert [number_of(programme), number_of(other_programme)] == expected


def test_version_is_not_raised_by_what_is_taken_back(programme, other_programme, at):
    with transaction.atomic():
        write(programme, at)
        transaction.set_rollback(True)
    with transaction.atomic():
        write(other_programme, at)
        with transaction.atomic():
            write(programme, at)
            transaction.set_rollback(True)
    assert [number_of(programme), number_of(other_programme)] == [0, 1]


@pytest.mark.postgres
def test_entry_that_is_committed_after_a_later_one_raises_the_version_after_it(programme, at):
    """What an entry's number does not tell: the first to write is the last to be seen."""
    written, seen = Event(), []

    def first():
        with transaction.atomic():
            seen.append(write(programme, at).pk)
            written.set()
            assert later.wait(20)
            seen.append(number_of(programme))

    def second():
        assert written.wait(20)
        seen.append(write(programme, at).pk)
        later.set()

    later = Event()
    at_once(first, second)
    entry, later_entry, while_open = seen
    assert (entry < later_entry, while_open, number_of(programme)) == (True, 1, 2)


def test_programmes_written_in_any_order_at_once_wait_for_nobody_who_waits_for_them(programme, other_programme, at):
    def writes(*programmes):
        def run():
            for _ in range(20):
                with transaction.atomic():
                    for each in programmes:
                        write(each, at)

        return run

    at_once(writes(programme, other_programme), writes(other_programme, programme))
    assert min(number_of(programme), number_of(other_programme)) >= 40


def test_programme_whose_row_is_held_can_be_written_for(programme, at):
    """Services hold a programme's row while they work: the counter stands beside it, so that nobody waits."""
    held, done = Event(), Event()

    def holds():
        with transaction.atomic():
            type(programme).objects.select_for_update().get(pk=programme.pk)
            held.set()
            # SQLite has one writer, who is not to be waited for while one writes.
            assert connection.vendor == "sqlite" or done.wait(20)

    def writes():
        assert held.wait(20)
        write(programme, at)
        done.set()

    at_once(holds, writes)
    assert number_of(programme) == 1


ELSEWHERE = """
import django
django.setup()
from django.utils import timezone
from accounts.models import User
from consultations.models import Poster
from consultations.services import withdraw_poster
poster, lead = Poster.objects.get(number=1), User.objects.get(email="lead.neighbours@example.org")
withdraw_poster(poster, reason="Asked for.", by=lead, at=timezone.now())
"""


def elsewhere(script: str) -> None:
    """Run a script in a process of its own, on the database of this test."""
    name = connection.settings_dict["NAME"]
    url = (
        f"sqlite:///{name}"
        if connection.vendor == "sqlite"
        else f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    )
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_what_another_process_withdraws_is_gone_at_the_next_request(programme, lead, client):
    PosterFactory(programme=programme, number=1, title="Our bench")
    wall = "/programmes/neighbours/posters/"
    known = client.get(wall)
    known = {"If-None-Match": known["ETag"]}
    assert (client.get(wall, headers=known).status_code, "Our bench" in client.get(wall).text) == (304, True)
    elsewhere(ELSEWHERE)
    again = client.get(wall, headers=known)
    assert (again.status_code, "Our bench" in again.text) == (200, False)
