"""Production as docker-compose.yml has it, without containers: its commands, PostgreSQL, Redis and a mail relay."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.outbox.relay import Relay
from tests.test_compose import SERVICES, environment_of
from tests.test_run import free_port

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
QUEUE_ONE = """
from django.utils import timezone
from outbox.models import About
from outbox.services import Email, queue_message
email = Email("somebody@example.org", "Through the line", "From the web's side, over Redis.", fast_lane=True)
queue_message(About("production", 1), email, kind="test", at=timezone.now())
"""
pytestmark = [pytest.mark.postgres, pytest.mark.redis]


@pytest.fixture
def relay() -> Iterator[Relay]:
    with Relay() as relay:
        yield relay


@pytest.fixture
def database_url() -> Iterator[str]:
    """A new database on the server that the tests use."""
    server, _ = os.environ["DATABASE_URL"].rsplit("/", 1)
    name = f"throughline_production_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"{server}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def environment(tmp_path: Path, database_url: str, relay: Relay) -> dict[str, str]:
    """What the compose file gives its services, with the servers where they are here."""
    here = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HOSTNAME": "production",
        "ENV_FILE": os.devnull,
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": database_url,
        "REDIS_URL": os.environ["REDIS_URL"],
        "EMAIL_URL": relay.url,
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
    }
    return environment_of("web") | here


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Whether something becomes true in time."""
    until = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < until:
        time.sleep(0.2)
    return found


def test_production_serves_and_sends_with_the_commands_of_the_compose_file(
    tmp_path: Path, environment: dict[str, str], relay: Relay
) -> None:
    def run(*command: str) -> bool:
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 0

    def command_of(service: str) -> list[str]:
        words = [word.replace("/tmp/beat.pid", str(tmp_path / "beat.pid")) for word in SERVICES[service]["command"]]
        return [*words, "--hostname", "celery@production"] if service == "worker" else words

    assert run(*command_of("migrate"))
    with open(tmp_path / "log", "wb") as log:
        started = [
            subprocess.Popen(command_of(service), cwd=ROOT, env=environment, stdout=log, stderr=log)
            for service in ("web", "worker", "beat")
        ]
        try:
            assert within(30, lambda: run("python", "-m", "config.probe")), (tmp_path / "log").read_text()
            ping = SERVICES["worker"]["healthcheck"]["test"][1].replace("$$", "$")
            assert within(30, lambda: run("sh", "-c", ping)), (tmp_path / "log").read_text()
            alive = SERVICES["beat"]["healthcheck"]["test"][1].replace("$$", "$")
            assert within(20, lambda: run("sh", "-c", alive.replace("/tmp/beat.pid", str(tmp_path / "beat.pid"))))
            assert run("python", "manage.py", "shell", "-c", QUEUE_ONE)
            assert within(20, lambda: len(relay.taken) == 1), (tmp_path / "log").read_text()
            assert relay.taken[0].to_address == "somebody@example.org"
            assert [process.poll() for process in started] == [None, None, None]
        finally:
            for process in started:
                process.terminate()
            ended = [process.wait(timeout=60) for process in started]
    assert ended == [0, 0, 0]
