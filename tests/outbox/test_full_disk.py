"""A data folder without room: no mail is handed over that could not be noted, and all goes on when there is room."""

import errno
import os
import resource
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from outbox import heartbeat, journal
from outbox.delivery.send import send_due_messages
from outbox.models import Attempt, Instance, Message
from outbox.release_guard import SILENT, check_in
from tests.outbox.crash import Scene, wait_until_stopped
from tests.outbox.relay import Relay
from tests.outbox.servers import Cluster
from tests.outbox.test_outages import celery, children_of, wait_until_taken
from tests.outbox.test_sending import Arriving, states

Queue = Callable[..., Message]
# The device that has no room for anything.
FULL = "/dev/full"
NO_LIMIT = resource.RLIM_INFINITY


def fill_room() -> None:
    """Leave no room for lines to come."""
    journal.room_path().parent.mkdir(exist_ok=True)
    journal.room_path().unlink(missing_ok=True)
    journal.room_path().symlink_to(FULL)


@pytest.mark.django_db
def test_sweep_is_held_before_the_conversation_while_the_journal_has_no_room(
    relay: Relay, queue: Queue, noon: datetime
) -> None:
    queue(1), queue(2, fast_lane=True)
    fill_room()
    assert send_due_messages(at=noon) == {}
    assert (states(), relay.connections, Attempt.objects.count()) == (["due", "due"], 0, 0)
    journal.room_path().unlink()
    assert send_due_messages(at=noon) == {"accepted": 2}


@pytest.mark.django_db
def test_sweep_is_held_before_the_conversation_while_the_journal_cannot_be_opened(
    relay: Relay, queue: Queue, noon: datetime
) -> None:
    queue(1)
    journal.path().parent.mkdir()
    journal.path().symlink_to("/nowhere/sent.log")
    assert send_due_messages(at=noon) == {}
    assert (states(), relay.connections) == (["due"], 0)


@pytest.mark.django_db
def test_sweep_ends_when_there_is_no_room_any_more(relay: Relay, queue: Queue, noon: datetime) -> None:
    for number in range(3):
        queue(number)
    assert send_due_messages(at=noon, transport=Arriving(relay.url, fill_room)) == {"accepted": 1}
    assert states() == ["accepted", "due", "due"]


def test_line_has_the_room_that_was_kept_for_it(
    own_place: Path, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.make_room()
    write, room = os.write, journal.room_path()
    assert room.stat().st_blocks * 512 >= journal.ROOM

    def written(descriptor: int, words: bytes) -> int:
        # A disk that is full as long as the room is kept takes a part of the line.
        return write(descriptor, words[:9] if room.exists() else words)

    monkeypatch.setattr(os, "write", written)
    journal.write_line("<one@example.org>", "person@example.org", noon)
    journal.write_line("<two@example.org>", "person@example.org", noon)
    assert list(journal.lines()) == [(noon, "<one@example.org>"), (noon, "<two@example.org>")]


@pytest.mark.django_db
def test_message_that_has_gone_is_not_sent_again_where_its_line_found_no_room(
    relay: Relay, queue: Queue, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = queue(1)

    def full(descriptor: int, words: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        transport = Arriving(relay.url, lambda: patched.setattr(os, "write", full))
        assert send_due_messages(at=noon, transport=transport) == {"accepted": 1}
    assert (states(), relay.copies()) == (["accepted"], {message.message_id: 1})


def limit_files(pids: list[int], size: int) -> None:
    """Let these processes write no file beyond this size."""
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, NO_LIMIT))


@pytest.mark.both
def test_celery_worker_and_beat_outlive_a_data_folder_without_room(tmp_path: Path) -> None:
    with Scene(tmp_path, REDIS_URL="") as scene:
        scene.set(1)
        with celery(scene, "-B") as worker:
            wait_until_taken(scene, 1)
            processes = [worker.pid, *children_of(worker.pid)]
            assert len(processes) == 2
            limit_files(processes, 0)
            # On a full disk it could be used up; beyond this limit nothing of it can.
            (tmp_path / "outbox" / "sent.log.room").unlink()
            # What had rung before has made room already: it ends first.
            time.sleep(2)
            scene.operator.do("queue_with_doorbell", first=1, count=2)
            # Some rings of the clock: nothing of them can be written, nor can anything be sent.
            time.sleep(4)
            assert len(scene.relay.taken) == 1
            limit_files(processes, NO_LIMIT)
            wait_until_taken(scene, 3)
            assert [worker.pid, *children_of(worker.pid)] == processes
        assert set(scene.relay.copies().values()) == {1}


@pytest.mark.sqlite
def test_mail_goes_on_by_itself_after_sqlite_was_full_for_over_15_minutes(tmp_path: Path) -> None:
    with Scene(tmp_path, REDIS_URL="") as scene:
        scene.set(1)
        with celery(scene, "-B") as worker:
            wait_until_taken(scene, 1)
            processes = [worker.pid, *children_of(worker.pid)]
            limit_files(processes, 0)
            scene.operator.do("note_no_beat", minutes=20)
            scene.operator.do("queue", first=1, count=2)
            # Some rings of the clock, none of which can be noted.
            time.sleep(4)
            assert len(scene.relay.taken) == 1
            limit_files(processes, NO_LIMIT)
            wait_until_taken(scene, 3)
        assert (scene.operator.do("hold"), set(scene.relay.copies().values())) == ("", {1})


@pytest.mark.postgres
def test_mail_goes_on_by_itself_after_postgresql_was_away_for_over_15_minutes(tmp_path: Path) -> None:
    with Cluster() as cluster, Scene(tmp_path, cluster.url, REDIS_URL="") as scene:
        scene.set(1)
        with celery(scene, "-B") as worker:
            wait_until_taken(scene, 1)
            worker.send_signal(signal.SIGSTOP)
            wait_until_stopped(worker.pid)
            scene.operator.do("note_no_beat", minutes=20)
            scene.operator.do("queue", first=1, count=2)
            cluster.stop()
            worker.send_signal(signal.SIGCONT)
            time.sleep(4)
            cluster.start()
            wait_until_taken(scene, 3)
        scene.renew_operator()
        assert (scene.operator.do("hold"), set(scene.relay.copies().values())) == ("", {1})


@pytest.mark.both
def test_worker_that_is_started_after_such_a_time_holds_the_mail(tmp_path: Path) -> None:
    with Scene(tmp_path, REDIS_URL="") as scene:
        scene.set(1)
        with celery(scene, "-B"):
            wait_until_taken(scene, 1)
        scene.operator.do("note_no_beat", minutes=20)
        scene.operator.do("queue", first=1, count=2)
        scene.workers.do("send")
        assert (scene.operator.do("hold"), len(scene.relay.taken)) == (SILENT, 1)


def test_children_of_one_worker_remember_together_that_they_have_looked() -> None:
    heartbeat._remember("before")
    child = os.fork()
    if child == 0:
        heartbeat._remember("after")
        os._exit(0)
    os.waitpid(child, 0)
    assert heartbeat._remembered()[1] == "after"


def test_process_that_was_frozen_for_over_15_minutes_remembers_nothing_of_before() -> None:
    with time_machine.travel(datetime(2027, 3, 24, 12, tzinfo=UTC), tick=False) as clock:
        heartbeat._remember("mark")
        clock.shift(timedelta(minutes=15))
        heartbeat.look()
        assert heartbeat._remembered()[1] == "mark"
        clock.shift(timedelta(minutes=16))
        heartbeat.look()
        assert heartbeat._remembered()[1] == ""


def test_two_who_look_within_a_second_forget_nothing() -> None:
    with time_machine.travel(datetime(2027, 3, 24, 12, 0, 0, 600_000, tzinfo=UTC), tick=False) as clock:
        heartbeat._remember("mark")
        clock.shift(timedelta(milliseconds=100))
        heartbeat.look()
        assert heartbeat._remembered()[1] == "mark"


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "reason"), [(14, ""), (16, SILENT)])
def test_sender_that_was_frozen_since_it_last_looked_holds_the_mail(
    settings: Settings, tmp_path: Path, minutes: int, reason: str
) -> None:
    settings.DATA_DIR = tmp_path
    with time_machine.travel(datetime(2027, 3, 24, 12, tzinfo=UTC), tick=False) as clock:
        assert check_in(at=timezone.now()) == ""
        Instance.objects.update(seen_at=F("seen_at") - timedelta(minutes=20))
        clock.shift(timedelta(minutes=minutes))
        assert check_in(at=timezone.now()) == reason


@pytest.mark.django_db
def test_sender_that_looked_while_the_database_was_away_holds_nothing(settings: Settings, tmp_path: Path) -> None:
    def away(*asked: Any) -> Any:
        raise OperationalError("the database is away")

    settings.DATA_DIR = tmp_path
    with time_machine.travel(datetime(2027, 3, 24, 12, tzinfo=UTC), tick=False) as clock:
        assert check_in(at=timezone.now()) == ""
        Instance.objects.update(seen_at=F("seen_at") - timedelta(minutes=40))
        for _ in range(3):
            clock.shift(timedelta(minutes=10))
            with connection.execute_wrapper(away), pytest.raises(OperationalError):
                check_in(at=timezone.now())
        clock.shift(timedelta(minutes=10))
        assert check_in(at=timezone.now()) == ""
