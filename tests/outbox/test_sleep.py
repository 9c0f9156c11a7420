"""A machine that sleeps while a real Celery worker has mail in hand, and wakes: nothing of it leaves by itself."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from outbox import stopwatch
from outbox.release_guard import SILENT
from tests.outbox.crash import Scene
from tests.outbox.test_outages import celery, children_of, wait_until_taken

ROOT = Path(__file__).resolve().parent.parent.parent
# Where the worker is put to sleep, and how many of its messages the relay has by then.
POINTS = [
    ("smtp answer to dot", 4),
    ("smtp mail", 3),
    ("smtp answer to rcpt", 3),
]


def put_to_sleep_at(point: str, after: int, scene: Scene, pids: list[int]) -> threading.Event:
    """Stop these processes when `after` messages are taken and one is at `point`."""
    asleep = threading.Event()

    def watch(name: str) -> None:
        if name == point and len(scene.relay.taken) >= after and pids and not asleep.is_set():
            for pid in pids:
                os.kill(pid, signal.SIGSTOP)
            asleep.set()

    scene.relay.watch = watch
    return asleep


def wait_until_held(scene: Scene) -> str:
    until = time.monotonic() + 30
    while not (reason := scene.operator.do("held_because")):
        assert time.monotonic() < until, "it goes on as if nothing had been"
        time.sleep(0.1)
    return str(reason)


@pytest.mark.proof
@pytest.mark.parametrize(("point", "taken"), POINTS)
def test_machine_that_slept_with_a_batch_in_hand_sends_nothing_of_it_until_a_person_releases_it(
    tmp_path: Path, point: str, taken: int
) -> None:
    with Scene(tmp_path, REDIS_URL="") as scene:
        scene.set(0)
        scene.relay.pause = 0.2
        with celery(scene, "-B", "--include", "tests.outbox.short_silence") as worker:
            pids: list[int] = []
            asleep = put_to_sleep_at(point, taken, scene, pids)
            scene.operator.do("queue_with_doorbell", first=0, count=12)
            wait_until_taken(scene, 1)
            pids += [worker.pid, *children_of(worker.pid)]
            assert asleep.wait(30)
            time.sleep(15)
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
            assert wait_until_held(scene) == SILENT
            # Somebody rings once more, and what was in hand had time to go.
            scene.operator.do("queue_with_doorbell", first=12, count=1)
            time.sleep(3)
            assert len(scene.relay.taken) == taken
            assert scene.operator.do("release") == 0
            scene.operator.do("queue_with_doorbell", first=13, count=1)
            wait_until_taken(scene, 14)
        assert [row["state"] for row in scene.operator.do("report")] == ["accepted"] * 14
        assert set(scene.relay.copies().values()) == {1}


def test_time_limits_of_sending_go_on_while_the_machine_sleeps() -> None:
    """No other clock is asked for them; that of Linux counts sleep, and never lags behind the one that does not."""
    told = {path.name for path in (ROOT / "outbox").rglob("*.py") if "time.monotonic()" in path.read_text()}
    # How long a person at a terminal is kept waiting.
    assert told == {"send_test_message.py"}
    before = time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
    assert before <= stopwatch.seconds() < before + 60
