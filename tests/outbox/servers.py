"""Servers of a test's own, which it may stop and start again: PostgreSQL and Redis on free ports of loopback."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

import redis


class Cluster:
    """A PostgreSQL cluster of its own. What it has said to be committed is on the disk, as in production."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"postgres://throughline@127.0.0.1:{self.port}/postgres"
        self.folder = Path(tempfile.mkdtemp(prefix="throughline-cluster-"))
        self.data = self.folder / "pg"
        # Of how the folder is begun, and of how the server is started: what a test asks for besides.
        self.begun_with: list[str] = []
        self.started_with = ""
        # PostgreSQL does not run as root: its own user does, in a folder both can reach.
        self.user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        self.data.mkdir(mode=0o700)
        if self.user:
            self.folder.chmod(0o711)
            shutil.chown(self.data, "postgres", "postgres")

    def __enter__(self) -> Self:
        usual = ["-U", "throughline", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        self._run("initdb", *usual, *self.begun_with)
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=on"
        self._run("pg_ctl", "-w", "-l", str(self.data / "log"), "start", "-o", f"{options} {self.started_with}")

    def stop(self, how: str = "immediate") -> None:
        """As if the power had failed: no checkpoint, no farewell; every connection is cut. Or as an operator does."""
        self._run("pg_ctl", "-m", how, "stop")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [postgresql(program), "-D", str(self.data), *arguments],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            **self.user,  # type: ignore[call-overload]
        )


class RedisServer:
    """A Redis of its own, which keeps nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        options = {"port": str(self.port), "bind": "127.0.0.1", "save": "", "appendonly": "no"}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.process = subprocess.Popen(["redis-server", *words], cwd="/", stdout=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while not self.answers():
            assert time.monotonic() < until, "Redis does not answer."
            time.sleep(0.02)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def flush(self) -> None:
        """Forget everything, whatever anybody still meant to read."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def rings(self) -> int:
        """How often the doorbell has rung since anybody listened."""
        with redis.Redis.from_url(self.url) as client:
            return int(client.llen("celery"))  # type: ignore[arg-type]


def postgresql(program: str) -> str:
    """Where the newest of PostgreSQL's programs with this name is."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: float(place.parent.name))
    found = shutil.which(program, path=str(places[-1]) if places else None)
    assert found, f"{program} is not here; `make system` installs PostgreSQL's server."
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
