"""The crash harness: a real worker, a proxy before its database, a relay; killed at any event; another one finishes."""

import itertools
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from tests.outbox.relay import Relay


class Workers:
    """The process that forks workers: `tests.outbox.worker`."""

    def __init__(self, environment: dict[str, str], without: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.outbox.worker", *([without] if without else [])],
            env=environment,
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, job: str, **arguments: Any) -> int:
        """Begin a job in a process of its own; return that process's number."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"job": job} | arguments) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> tuple[int, Any]:
        """Wait for the job to end: its status (0, or minus the signal) and its result."""
        assert self.process.stdout
        ended = json.loads(self.process.stdout.readline())
        return os.waitstatus_to_exitcode(ended["status"]), ended["result"]

    def do(self, job: str, **arguments: Any) -> Any:
        """Do a job that must not fail, and return its result."""
        self.begin(job, **arguments)
        status, result = self.end()
        assert status == 0, f"{job} ended with {status}"
        return result

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


class Striker:
    """Counts events on all wires, and sends a signal to the worker at one of them, before it has any effect.

    `target` is the event's number, or its name for the first of that name.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.aim(0)

    def aim(self, target: int | str, with_signal: int = signal.SIGKILL) -> None:
        self.target, self.signal = target, with_signal
        self.pid = self.count = 0
        self.struck = ""
        self.armed, self.hit = threading.Event(), threading.Event()

    def arm(self, pid: int) -> None:
        self.pid = pid
        self.armed.set()

    def event(self, name: str) -> None:
        self.armed.wait(10)
        with self.lock:
            if self.pid:
                self.count += 1
                if not self.struck and self.target in (self.count, name):
                    # Said first: whoever sees the worker end asks at once by what.
                    self.struck = name
                    os.kill(self.pid, self.signal)
                    self.hit.set()
        if self.struck and self.signal == signal.SIGKILL:
            raise ConnectionAbortedError


class Proxy:
    """Stands before PostgreSQL: every chunk, either way, is an event before it is passed on."""

    def __init__(self, striker: Striker, database_url: str) -> None:
        self.striker = striker
        self.away = False
        self.open: list[socket.socket] = []
        parts = urlsplit(database_url)
        self.upstream = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=20)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                if self.away:
                    near.close()
                    continue
                far = socket.create_connection(self.upstream)
                self.open += [near, far]
                for pair in ((near, far, "asks"), (far, near, "answers")):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, name: str) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                self.striker.event(f"database {name}")
                target.sendall(chunk)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def go_away(self) -> None:
        """As a server that is stopped at once: every connection is cut; none is taken until `away` is False."""
        self.away = True
        for end in self.open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def close(self) -> None:
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class Scene:
    """A database of its own, a relay, a data folder, workers: everything but the test's own database.

    `server` is the database server's address, if it is one that the test stops.
    """

    def __init__(self, folder: Path, server: str = "", **variables: str) -> None:
        self.folder, self.variables = folder, variables
        self.server, self.is_stopped = server or os.environ["DATABASE_URL"], bool(server)
        self.postgres = self.server.startswith("postgres")
        self.name = f"throughline_crash_{secrets.token_hex(4)}"
        self.relay, self.striker = Relay(), Striker()
        self.relay.watch = self.striker.event
        self.proxy = Proxy(self.striker, self.server) if self.postgres else None

    def __enter__(self) -> "Scene":
        if self.postgres:
            self._administer(f'CREATE DATABASE "{self.name}"')
            if not self.is_stopped:
                # Workers are killed, not the server: what it has committed it will not forget.
                self._administer(f'ALTER DATABASE "{self.name}" SET synchronous_commit = off')
        self.operator = self.more_workers("operator")
        self.operator.do("prepare")
        self.workers = self.more_workers()
        return self

    def __exit__(self, *error: object) -> None:
        self.workers.close()
        self.operator.close()
        self.relay.__exit__()
        if self.proxy:
            self.proxy.close()
            self._administer(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.server, dbname="postgres", autocommit=True) as administration:
            administration.execute(statement)

    def more_workers(self, without: str = "") -> Workers:
        """Another process that forks workers, with a guard taken out if it is named."""
        return Workers(self.environment(), without)

    def environment(self) -> dict[str, str]:
        """What a process of this scene is to find in its environment."""
        url = (
            urlsplit(self.server)._replace(path=f"/{self.name}").geturl()
            if self.postgres
            else f"sqlite:///{self.folder / 'crash.sqlite3'}"
        )
        ours = {
            "DATABASE_URL": url,
            "DATA_DIR": str(self.folder),
            "EMAIL_URL": self.relay.url,
            "DJANGO_SETTINGS_MODULE": "tests.outbox.bare_settings",
            "LOG_LEVEL": "ERROR",
        }
        return os.environ | ours | self.variables

    def renew_operator(self) -> None:
        """A operator whose connection is not the one that was cut."""
        self.operator.close()
        self.operator = self.more_workers("operator")

    def set(self, count: int, **values: Any) -> None:
        """Begin again: an empty journal, a relay that has taken nothing, `count` messages due."""
        for name in ("sent.log", "heartbeat"):
            (self.folder / "outbox" / name).unlink(missing_ok=True)
        self.rest()
        self.relay.taken.clear()
        self.operator.do("reset", count=count, **values)

    def strike(self, point: int | str, workers: Workers) -> str:
        """Let a worker send, and kill it at event `point`. Returns what was struck, or "" beyond the last."""
        self.striker.aim(point)
        self.striker.arm(workers.begin("send", port=self.proxy.port if self.proxy else 0))
        status, result = workers.end()
        struck = self.striker.struck
        assert status == -signal.SIGKILL if struck else result["accepted"] == 2
        self.rest()
        return struck

    def rest(self) -> None:
        """Strike nobody; let everything pass."""
        self.striker.aim(0)
        self.striker.arm(0)

    def strike_within(self, point: int, workers: Workers) -> str:
        """The same on SQLite, which has no wire: the worker ends itself at statement or commit number `point`."""
        workers.begin("send", die_at=point)
        status, result = workers.end()
        assert status in (0, -signal.SIGKILL), result
        return "sqlite" if status else ""

    def finish(self, *, hold: bool = False) -> list[str]:
        """Let another worker finish; return what is wrong then, in words: an empty list if every promise holds."""
        rows = self.operator.do("finish")
        copies: dict[str, list[str]] = {}
        for taken in self.relay.taken:
            copies.setdefault(taken.to_address, []).append(taken.message_id)
        broken = []
        for row in rows:
            sent = copies.get(row["to_address"], [])
            if row["state"] == "accepted" and not sent:
                broken.append("falsely called sent")
            if row["state"] not in ("accepted", "uncertain") or (row["state"] == "uncertain" and not hold):
                broken.append(f"lost: left {row['state']}")
            if len(sent) > 1 and (not row["doubts"] or len(set(sent)) > 1 or len(sent) > 2 or hold):
                broken.append(f"{len(sent)} copies, {len(set(sent))} Message-IDs, {row['doubts']} doubts")
        return broken


def a_sample(seed: int) -> set[int]:
    """Return one event in six, the same ones for the same seed."""
    chance = random.Random(seed)
    return {point for point in range(1, 1000) if chance.random() < 1 / 6}


def strikes(scene: Scene, workers: Workers, at: set[int] | None) -> Iterator[tuple[int, str]]:
    """Strike two messages' worker at each of these events in turn (None: at every one), each time from a fresh start.

    Ends where there is no further event.
    """
    ways: list[Callable[[int, Workers], str]] = [scene.strike]
    if not scene.postgres:
        ways.append(scene.strike_within)
    for way in ways:
        for point in itertools.count(1) if at is None else sorted(at):
            scene.set(2)
            struck = way(point, workers)
            if not struck:
                break
            yield point, struck


@contextmanager
def guardless(scene: Scene, without: str) -> Iterator[Workers]:
    """Workers with one guard taken out."""
    workers = scene.more_workers(without)
    try:
        yield workers
    finally:
        workers.close()


def wait_until_stopped(pid: int) -> None:
    """Wait until the process has been frozen."""
    until = time.monotonic() + 5
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < until
        time.sleep(0.005)
