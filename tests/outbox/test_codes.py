"""Sign-in codes: taken one by one under a short lease, before mailings, by workers that are really killed."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db.models.functions import Now

from outbox.delivery.claim import claim_due_messages
from outbox.delivery.send import send_due_messages
from outbox.models import Message
from tests.outbox.crash import Scene
from tests.outbox.relay import Relay
from tests.outbox.test_sending import Arriving

pytestmark = pytest.mark.both
Queue = Callable[..., Message]
MAILING = {f"person{number}@example.org" for number in range(3)}
CODES = [f"person{number}@example.org" for number in range(3, 6)]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A code is held for six seconds, everything else for ten minutes."""
    with Scene(tmp_path_factory.mktemp("codes"), OUTBOX_FAST_LEASE_SECONDS="6") as scene:
        yield scene


def held_in(scene: Scene) -> dict[str, float]:
    """For how many seconds more messages are held, by address."""
    held: dict[str, float] = scene.operator.do("held")
    return held


def wait_until_free(scene: Scene, address: str) -> None:
    until = time.monotonic() + 10
    while held_in(scene)[address] > 0:
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize("point", ["smtp rcpt", "smtp data"])
def test_worker_killed_with_a_code_in_hand_holds_that_code_alone_and_not_for_long(scene: Scene, point: str) -> None:
    scene.set(3)
    scene.operator.do("queue", first=3, count=3, fast_lane=True)
    assert scene.strike(point, scene.workers) == point
    held = held_in(scene)
    assert list(held) == [CODES[0]]
    assert held[CODES[0]] <= 6
    # Nobody waits for the others, and it has its turn when the short lease is over.
    assert scene.workers.do("send") == {"events": 0, "accepted": 5}
    assert [taken.to_address for taken in scene.relay.taken] == [*CODES[1:], *sorted(MAILING)]
    wait_until_free(scene, CODES[0])
    assert scene.workers.do("send") == {"events": 0, "accepted": 1}
    assert scene.relay.taken[-1].to_address == CODES[0]
    assert scene.finish() == []


def test_worker_killed_within_a_mailing_holds_no_code(scene: Scene) -> None:
    scene.set(3)
    assert scene.strike("smtp rcpt", scene.workers) == "smtp rcpt"
    assert (set(held_in(scene)), min(held_in(scene).values()) > 500) == (MAILING, True)
    scene.operator.do("queue", first=3, count=3, fast_lane=True)
    assert scene.workers.do("send") == {"events": 0, "accepted": 3}
    assert [taken.to_address for taken in scene.relay.taken] == CODES


@pytest.mark.django_db
def test_code_of_a_lost_worker_is_taken_up_in_the_middle_of_a_mailing(
    relay: Relay, queue: Queue, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outbox.delivery.send.FAST_LANE_SECONDS", 0.0)
    queue(9, fast_lane=True)
    claim_due_messages(at=noon, limit=1, fast_lane=True)
    for number in range(3):
        queue(number)
    code = Message.objects.filter(fast_lane=True)
    lapse = lambda: code.update(lease_until=Now() - timedelta(seconds=1))  # noqa: E731
    send_due_messages(at=noon, transport=Arriving(relay.url, lapse))
    assert [taken.to_address for taken in relay.taken][:2] == ["person0@example.org", "person9@example.org"]
