"""Database and broker stopped, frozen and started again beneath a site that is served: it answers, and comes back."""

import json
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import psycopg
import pytest

from tests.outbox.servers import Cluster, RedisServer
from tests.served import Served

# A probe that waits for longer calls the site dead.
SOON = 8.0
THREADS = 4
pytestmark = [pytest.mark.postgres, pytest.mark.redis]
NO_DATABASE = (503, {"ready": False, "why": "the database does not answer"})


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture(scope="module")
def site(cluster: Cluster, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with Served(folder, threads=THREADS, DATABASE_URL=cluster.url, REDIS_URL=redis_server.url) as site:
        yield site


def readiness(site: Served) -> tuple[int, dict[str, object]]:
    status, body = site.get("/readyz", within=SOON)
    return status, json.loads(body)


@contextmanager
def frozen(pids: list[int]) -> Iterator[None]:
    """Processes that take connections, by the system's grace, and never say a word."""
    for pid in pids:
        subprocess.run(["kill", f"-{signal.SIGSTOP}", str(pid)], check=True)
    try:
        yield
    finally:
        for pid in pids:
            subprocess.run(["kill", f"-{signal.SIGCONT}", str(pid)], check=True)


@contextmanager
def stopped(cluster: Cluster) -> Iterator[None]:
    cluster.stop()
    try:
        yield
    finally:
        cluster.start()


def processes_of(cluster: Cluster) -> list[int]:
    """PostgreSQL's first process and all that it has begun, one for each connection among them."""
    first = int((cluster.data / "postmaster.pid").read_text().split()[0])
    listed = subprocess.run(["pgrep", "-P", str(first)], capture_output=True, text=True, check=False)
    return [first, *(int(child) for child in listed.stdout.split())]


def test_readyz_tells_of_a_broker_that_hangs_and_stays_ready(site, redis_server):
    assert readiness(site)[1]["broker_answers"] is True
    with frozen([redis_server.process.pid]):
        status, told = readiness(site)
    assert (status, told["ready"], told["broker_answers"]) == (200, True, False)
    assert readiness(site)[1]["broker_answers"] is True


@pytest.mark.parametrize("broker_hangs", [False, True], ids=["broker there", "broker hangs"])
def test_readyz_answers_503_in_time_while_postgresql_hangs(site, cluster, redis_server, broker_hangs):
    with frozen(processes_of(cluster)), frozen([redis_server.process.pid] if broker_hangs else []):
        # More often than there are threads to wait for it.
        told = [readiness(site) for _ in range(THREADS + 1)]
    assert told == [NO_DATABASE] * len(told)
    assert readiness(site)[0] == 200


@pytest.mark.parametrize("broker_hangs", [False, True], ids=["broker there", "broker hangs"])
def test_readyz_answers_503_in_time_while_postgresql_is_stopped(site, cluster, redis_server, broker_hangs):
    with stopped(cluster), frozen([redis_server.process.pid] if broker_hangs else []):
        assert readiness(site) == NO_DATABASE
    assert readiness(site)[0] == 200


def test_readyz_stays_ready_while_postgresql_has_no_connection_to_spare(site, cluster):
    """Pages have connections of their own: a site that answers is not taken away."""
    assert readiness(site)[0] == 200
    with ExitStack() as taken:
        with suppress(psycopg.OperationalError):
            while True:
                taken.enter_context(psycopg.connect(cluster.url, connect_timeout=2))
        with pytest.raises(psycopg.OperationalError, match="too many clients"):
            psycopg.connect(cluster.url, connect_timeout=2)
        assert (readiness(site)[0], site.get("/")[0]) == (200, 200)


@dataclass(frozen=True)
class Asked:
    """One request: when it began and ended, and how it was answered (0: not at all)."""

    began: float
    ended: float
    status: int


class Visitors:
    """As many as the site has threads, each asking again and again."""

    def __init__(self, site: Served) -> None:
        self.site, self.answers = site, list[Asked]()
        self.go, self.over = threading.Event(), threading.Event()
        paths = ["/", "/programmes/nowhere/"] * (THREADS // 2)
        self.threads = [threading.Thread(target=self._ask_on, args=[path]) for path in paths]

    def __enter__(self) -> "Visitors":
        self.go.set()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.go.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until they have been answered so many times more."""
        known, until = len(self.answers), time.monotonic() + 60
        while len(self.answers) < known + more:
            assert time.monotonic() < until, self.answers[-5:]
            time.sleep(0.02)

    def _ask_on(self, path: str) -> None:
        while not self.over.is_set():
            began = time.monotonic()
            try:
                status = self.site.get(path)[0]
            except OSError:
                status = 0
            self.answers.append(Asked(began, time.monotonic(), status))
            self.go.wait()


@pytest.mark.parametrize("they_rest", [False, True], ids=["asked meanwhile", "asked before and after"])
@pytest.mark.parametrize("how", ["immediate", "fast"])
def test_restart_of_postgresql_under_load_loses_at_most_the_requests_in_flight(site, cluster, how, they_rest):
    with Visitors(site) as visitors:
        visitors.wait_for(40)
        if they_rest:
            visitors.go.clear()
        away_from = time.monotonic()
        cluster.stop(how)
        cluster.start()
        there_again = time.monotonic()
        visitors.go.set()
        visitors.wait_for(40)
    outside = [each for each in visitors.answers if each.ended < away_from or each.began > there_again]
    assert len(outside) >= 70
    assert {each.status for each in outside} == {200, 404}
    # What was in flight, or came while there was none, is told so in words, and waits for nothing for ever.
    assert {each.status for each in visitors.answers} <= {200, 404, 503}
