"""PostgreSQL and Redis really stopped, and started again, in the middle of a send."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.outbox.crash import Scene
from tests.outbox.servers import Cluster, RedisServer


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def scene(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with Scene(tmp_path_factory.mktemp("outages"), cluster.url) as scene:
        yield scene


def stop_at(point: str, scene: Scene, cluster: Cluster, *, and_kill: bool) -> threading.Event:
    """Stop PostgreSQL when five messages have gone and one is at `point`, and kill the worker then, if it is to die."""
    stopped = threading.Event()

    def watch(name: str) -> None:
        if name == point and len(scene.relay.taken) >= 5 and not stopped.is_set():
            cluster.stop()
            if and_kill:
                scene.striker.target = name
            stopped.set()
        scene.striker.event(name)

    scene.relay.watch = watch
    return stopped


@pytest.mark.postgres
@pytest.mark.parametrize("worker_dies", [False, True], ids=["worker lives", "worker dies too"])
@pytest.mark.parametrize("point", ["smtp answer to rcpt", "smtp data", "smtp answer to dot"])
def test_postgresql_stopped_at_once_and_started_again_loses_nothing(
    scene: Scene, cluster: Cluster, point: str, worker_dies: bool
) -> None:
    scene.set(10)
    stopped = stop_at(point, scene, cluster, and_kill=worker_dies)
    scene.striker.arm(scene.workers.begin("send"))
    assert stopped.wait(30)
    cluster.start()
    # One whose database is away before it has handed anything over gives up, and leaves the rest to the next.
    assert scene.workers.end()[0] in ([-signal.SIGKILL] if worker_dies else [0, 1])
    scene.rest()
    scene.renew_operator()
    assert scene.finish() == []
    assert [row["state"] for row in scene.operator.do("report")] == ["accepted"] * 10
    # A second copy, flagged and with the same Message-ID (`finish` has looked), only where nobody lived to tell.
    copies = sorted(scene.relay.copies().values())
    assert copies == [1] * 9 + [2 if worker_dies and point == "smtp answer to dot" else 1]


@pytest.mark.redis
def test_redis_stopped_and_started_again_in_the_middle_means_a_delay(tmp_path: Path) -> None:
    with RedisServer() as server, Scene(tmp_path, REDIS_URL=server.url) as scene:
        scene.set(0)
        scene.operator.do("queue_with_doorbell", first=0, count=5)
        assert server.rings() == 5
        scene.workers.begin("send")
        server.stop()
        seconds = scene.operator.do("queue_with_doorbell", first=5, count=5)
        assert scene.workers.end()[0] == 0
        assert max(seconds) < 2
        # The beat of the next minute, or a person, finds what nobody was told of.
        scene.workers.do("send")
        assert [row["state"] for row in scene.operator.do("report")] == ["accepted"] * 10
        server.start()
        scene.operator.do("queue_with_doorbell", first=10, count=5)
        assert server.rings() == 5
        scene.workers.do("send")
        assert (len(scene.relay.taken), set(scene.relay.copies().values())) == (15, {1})


@contextmanager
def celery(scene: Scene, *options: str, pool: str = "solo") -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker; with the option -B it has its beat, as in production.

    How it ends is no matter of these tests, and a killed one loses nothing (test_crash.py): after a broker that came
    and went, Celery may wait for its own processes longer than anybody here does, as an operator's systemd would.
    """
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "-P", pool, "--loglevel", "CRITICAL", *options],
        env=scene.environment(),
        cwd=settings.BASE_DIR,
    )
    try:
        yield worker
    finally:
        worker.terminate()
        try:
            worker.wait(20)
        except subprocess.TimeoutExpired:
            subprocess.run(["pkill", "-KILL", "-P", str(worker.pid)], check=False)
            worker.kill()
            worker.wait()


def wait_until_taken(scene: Scene, count: int) -> None:
    until = time.monotonic() + 20
    while len(scene.relay.taken) < count:
        assert time.monotonic() < until, f"{len(scene.relay.taken)} of {count} taken"
        time.sleep(0.05)


@pytest.mark.redis
def test_celery_worker_and_beat_outlive_redis_stopped_flushed_and_started_again(tmp_path: Path) -> None:
    with RedisServer() as server, Scene(tmp_path, REDIS_URL=server.url) as scene:
        scene.set(0)
        with celery(scene, "-B") as worker:
            scene.operator.do("queue_with_doorbell", first=0, count=10)
            wait_until_taken(scene, 5)
            # In the middle of the send; what is queued now, nobody is told of.
            server.stop()
            scene.operator.do("queue_with_doorbell", first=10, count=10)
            server.start()
            scene.operator.do("queue_with_doorbell", first=20, count=5)
            server.flush()
            wait_until_taken(scene, 25)
            # And what no doorbell ever rang for, the beat finds.
            scene.operator.do("queue", first=25, count=5)
            wait_until_taken(scene, 30)
            assert worker.poll() is None
        assert [row["state"] for row in scene.operator.do("report")] == ["accepted"] * 30
        assert (len(scene.relay.copies()), set(scene.relay.copies().values())) == (30, {1})


def test_embedded_doorbell_is_heard_by_a_celery_worker_without_beat_or_redis(tmp_path: Path) -> None:
    with Scene(tmp_path, REDIS_URL="") as scene:
        scene.set(0)
        with celery(scene):
            scene.operator.do("queue_with_doorbell", first=0, count=5)
            wait_until_taken(scene, 5)
        assert set(scene.relay.copies().values()) == {1}


@pytest.mark.redis
@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=pytest.mark.proof)])
def test_celery_worker_outlives_redis_stopped_again_and_again(tmp_path: Path, rounds: int) -> None:
    chance = random.Random(5)
    with RedisServer() as server, Scene(tmp_path, REDIS_URL=server.url) as scene:
        scene.set(0)
        with celery(scene, "-B", pool="prefork") as worker:
            for round in range(rounds):
                scene.operator.do("queue_with_doorbell", first=3 * round, count=3)
                # Somewhere between the ring and the letters, and in whatever the worker does then to come back.
                time.sleep(chance.uniform(0, 1.5))
                server.stop()
                time.sleep(chance.choice([0.05, 0.5, 2.5]))
                server.start()
                wait_until_taken(scene, 3 * round + 3)
                assert worker.poll() is None
        assert set(scene.relay.copies().values()) == {1}


BROKEN = {"empty": "", "cut short": '{"body": "W1', "no ring": "[]", "without its envelope": '{"properties": {}}'}


def test_celery_worker_outlives_broken_files_in_the_embedded_queue(tmp_path: Path) -> None:
    with Scene(tmp_path, REDIS_URL="") as scene:
        scene.set(0)
        with celery(scene) as worker:
            scene.operator.do("queue_with_doorbell", first=0, count=1)
            wait_until_taken(scene, 1)
            for number, words in enumerate(BROKEN.values()):
                (tmp_path / "celery" / "queue" / f"{number}_broken.celery.msg").write_text(words)
            scene.operator.do("queue_with_doorbell", first=1, count=1)
            wait_until_taken(scene, 2)
            assert worker.poll() is None
        assert list((tmp_path / "celery" / "queue").iterdir()) == []


def test_celery_worker_starts_where_a_full_disk_left_its_exchange_empty(tmp_path: Path) -> None:
    with Scene(tmp_path, REDIS_URL="") as scene:
        scene.set(0)
        (tmp_path / "celery" / "control").mkdir(parents=True, exist_ok=True)
        for name in ("celery", "celery.pidbox", "reply.celery.pidbox", "celeryev"):
            (tmp_path / "celery" / "control" / f"{name}.exchange").write_text("")
        with celery(scene):
            scene.operator.do("queue", first=0, count=1)
            until = time.monotonic() + 20
            while not (tmp_path / "celery" / "control" / "celery.exchange").read_text():
                assert time.monotonic() < until
                time.sleep(0.05)
            scene.operator.do("queue_with_doorbell", first=1, count=1)
            wait_until_taken(scene, 2)


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(child) for child in listed.stdout.split()]


def test_celery_worker_that_is_killed_takes_its_beat_along(tmp_path: Path) -> None:
    with Scene(tmp_path, REDIS_URL="") as scene:
        scene.set(1)
        with celery(scene, "-B") as worker:
            wait_until_taken(scene, 1)
            [beat] = children_of(worker.pid)
            worker.kill()
            until = time.monotonic() + 10
            while Path(f"/proc/{beat}").exists() and is_running(beat):
                assert time.monotonic() < until, "its beat goes on ringing"
                time.sleep(0.1)


def is_running(pid: int) -> bool:
    """Whether a process is more than what nobody has taken note of yet."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
