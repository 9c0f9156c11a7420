"""Many at once: workers, beats, people pressing buttons, cancellations, frozen workers. One outcome."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from django.utils import timezone
from pytest_django import Settings

from outbox.models import Message
from outbox.services import ring
from outbox.tasks import send_due
from tests.outbox.crash import Scene, Workers, guardless, wait_until_stopped
from tests.outbox.relay import Relay


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with Scene(tmp_path_factory.mktemp("together")) as scene:
        yield scene


@pytest.fixture(scope="module")
def hasty_scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A message has so little time that a frozen worker's runs out soon."""
    with Scene(tmp_path_factory.mktemp("hasty"), OUTBOX_MESSAGE_SECONDS="2") as scene:
        yield scene


@pytest.fixture(scope="module")
def crowd(scene: Scene) -> Iterator[list[Workers]]:
    """Two workers, two beats and a person pressing the button, each a process of its own."""
    crowd = [scene.more_workers() for _ in range(5)]
    yield crowd
    for workers in crowd:
        workers.close()


@pytest.mark.parametrize("count", [60, pytest.param(500, marks=pytest.mark.proof)])
def test_messages_and_five_senders_make_as_many_letters(scene: Scene, crowd: list[Workers], count: int) -> None:
    scene.set(count)
    for workers in crowd:
        workers.begin("send")
    tallies = [workers.end()[1] for workers in crowd]
    assert sum(tally.get("accepted", 0) for tally in tallies) == count
    assert (len(scene.relay.taken), set(scene.relay.copies().values())) == (count, {1})
    assert {row["state"] for row in scene.clerk.do("report")} == {"accepted"}
    # Four lines, and the fast lane's, which has nothing to send here.
    assert scene.relay.most_open <= 4


def test_two_schedulers_queue_each_message_once(scene: Scene, crowd: list[Workers]) -> None:
    scene.set(0)
    for workers in crowd:
        workers.begin("queue", count=50)
    assert [workers.end()[0] for workers in crowd] == [0] * 5
    assert len(scene.clerk.do("report")) == 50


def test_schedulers_without_the_unique_key_queue_twice(scene: Scene) -> None:
    with guardless(scene, "unique key") as workers:
        scene.set(0)
        for _ in range(2):
            workers.do("queue", count=2)
    assert len(scene.clerk.do("report")) == 4
    scene.finish()
    assert len({taken.message_id for taken in scene.relay.taken}) == 4


def test_senders_without_the_claims_guard_send_twice(scene: Scene) -> None:
    scene.relay.pause = 0.05
    scene.set(20)
    with guardless(scene, "claim's guard") as first, guardless(scene, "claim's guard") as second:
        first.begin("send")
        while not scene.relay.taken:
            time.sleep(0.01)
        second.begin("send")
        for workers in (first, second):
            workers.end()
    scene.relay.pause = 0.0
    assert max(scene.relay.copies().values()) > 1
    assert [row["doubts"] for row in scene.clerk.do("report")] == [0] * 20


@pytest.mark.parametrize(
    "point", ["smtp answer to mail", "smtp rcpt", "smtp answer to rcpt", "smtp data", "smtp answer to data"]
)
def test_worker_frozen_beyond_its_lease_and_woken_sends_nothing_twice(hasty_scene: Scene, point: str) -> None:
    hasty_scene.set(2)
    hasty_scene.striker.aim(point, signal.SIGSTOP)
    pid = hasty_scene.workers.begin("send")
    hasty_scene.striker.arm(pid)
    assert hasty_scene.striker.hit.wait(10)
    wait_until_stopped(pid)
    hasty_scene.rest()
    # Another finishes meanwhile, and the frozen one's time for its message runs out, as it does before its lease.
    assert hasty_scene.finish() == []
    time.sleep(2)
    os.kill(pid, signal.SIGCONT)
    assert hasty_scene.workers.end()[0] == 0
    assert set(hasty_scene.relay.copies().values()) == {1}
    assert {row["state"] for row in hasty_scene.clerk.do("report")} == {"accepted"}


@pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.proof)])
def test_cancellations_racing_the_send_stop_whatever_they_say_they_stopped(
    scene: Scene, crowd: list[Workers], count: int
) -> None:
    scene.set(count)
    for workers in crowd[:2]:
        workers.begin("send")
    numbers = list(range(count))
    # From the end, so that the two meet somewhere.
    stopped = scene.clerk.do("cancel_each", numbers=numbers[::-1])
    for workers in crowd[:2]:
        workers.end()
    states = [row["state"] for row in scene.clerk.do("report")]
    assert (states.count("cancelled"), states.count("accepted")) == (stopped, count - stopped)
    assert sorted(scene.relay.copies()) == sorted(
        row["message_id"] for row in scene.clerk.do("report") if row["state"] == "accepted"
    )


@pytest.mark.postgres
@pytest.mark.parametrize("count", [60, pytest.param(200, marks=pytest.mark.proof)])
def test_database_that_goes_away_and_comes_back_while_messages_are_sent_loses_none(scene: Scene, count: int) -> None:
    assert scene.proxy
    scene.set(count)
    statuses, cuts = [], 0
    while len(scene.relay.taken) < count * 3 / 4:
        before, until = len(scene.relay.taken), time.monotonic() + 10
        scene.workers.begin("send", port=scene.proxy.port)
        while len(scene.relay.taken) < before + count / 5 and time.monotonic() < until:
            time.sleep(0.005)
        cuts += len(scene.relay.taken) < count
        scene.proxy.go_away()
        time.sleep(0.5)
        scene.proxy.away = False
        statuses.append(scene.workers.end()[0])
        scene.clerk.do("lapse")
    assert cuts >= 1
    # A worker whose database is away before it has handed anything over gives up, and leaves it to the next.
    assert set(statuses) <= {0, 1}
    assert scene.finish() == []
    assert len(scene.relay.copies()) == count
    # What the relay had said while the database was away was recorded when it came back, or settled by the journal.
    assert set(scene.relay.copies().values()) == {1}


@pytest.mark.redis
@pytest.mark.django_db
def test_doorbell_lost_with_redis_costs_nothing_but_the_wait_for_the_beat(
    relay: Relay, queue: Callable[..., Message], settings: Settings
) -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.flushdb()
        message = queue(1, at=timezone.now())
        ring()
        assert broker.llen("celery") == 1
        broker.flushdb()
    send_due()
    message.refresh_from_db()
    assert (message.state, len(relay.taken)) == ("accepted", 1)
