"""Six hours of a relay that takes nothing, on real processes: the alarm rings within its threshold, and goes on.

The clock is moved by what the database knows: all of it becomes so much longer ago.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.outbox.crash import Scene
from tests.outbox.relay import Relay

pytestmark = pytest.mark.both
# Minutes between two looks, none of which rings before ten are over.
STEP, SIX_HOURS = 5, 360


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with Scene(tmp_path_factory.mktemp("hours"), REDIS_URL="", OUTBOX_REPLY_SECONDS="2") as scene:
        yield scene


def dead(relay: Relay) -> None:
    """Hang up on whoever calls."""
    relay.faults["connect"].extend(["drop"] * 1000)


def greylisting(relay: Relay) -> None:
    """Put off every message, every time."""
    relay.faults["rcpt"].extend(["451 greylisted, come back later"] * 1000)


def refusing_one(relay: Relay) -> None:
    """Put off the first message for ever, and take the others."""
    relay.faults["rcpt"].extend(["450 mailbox is full", "", ""] + ["450 mailbox is full"] * 1000)


@pytest.mark.parametrize(("relay_is", "taken"), [(dead, 0), (greylisting, 0), (refusing_one, 2)])
def test_alarm_rings_within_its_threshold_and_goes_on_for_six_hours(
    scene: Scene, relay_is: Callable[[Relay], None], taken: int
) -> None:
    scene.relay.faults.clear()
    scene.set(3)
    relay_is(scene.relay)
    told = []
    for minutes in range(0, SIX_HOURS + 1, STEP):
        scene.workers.do("send")
        told.append((minutes, scene.workers.do("readiness")))
        scene.workers.do("pass_time", minutes=STEP)
    # Each look is some seconds after its minute.
    assert [minutes for minutes, each in told if each["messages_late"]] == list(range(10, SIX_HOURS + 1, STEP))
    assert [minutes for minutes, each in told if each["oldest_due_message_seconds"] // 60 != minutes] == []
    assert {each["ready"] for _, each in told} == {True}
    assert len(scene.relay.taken) == taken
    # It is there again, and the alarm ends.
    scene.relay.faults.clear()
    scene.workers.do("pass_time", minutes=300)
    scene.workers.do("send")
    assert (scene.workers.do("readiness")["messages_late"], len(scene.relay.taken)) == (False, 3)
