"""PostgreSQL and Redis really stopped, and started again, in the middle of a send."""

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
def celery(scene: Scene, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker; with the option -B it has its beat, as in production."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "solo", "--loglevel", "CRITICAL", *options],
        env=scene.environment(),
        cwd=settings.BASE_DIR,
    )
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(20)


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
