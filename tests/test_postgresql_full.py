"""PostgreSQL on a disk that is really full: what was typed stays, and the site comes back by itself."""

import html
import json
import subprocess
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import psycopg
import pytest

from tests.outbox.servers import Cluster
from tests.page_forms import FormsOfPage
from tests.served import Served

pytestmark = [pytest.mark.postgres, pytest.mark.small_disk, pytest.mark.proof]
# A programme with a meeting; the letter about a place is long, and cannot be written in fewer bytes.
MEETING = """
import secrets
from datetime import timedelta
from django.urls import reverse
from django.utils import timezone
from tests.phases.factories import MeetingFactory
at = timezone.now()
meeting = MeetingFactory(
    starts_at=at + timedelta(days=7), ends_at=None, registration_opens_at=at - timedelta(days=1),
    joining_details=secrets.token_hex(20_000),
)
print(reverse("phases:meeting-register", args=[meeting.programme.slug, meeting.pk]))
"""
NEEDS = "A ramp, & nobody < there. " * 30


class SmallDisk(Cluster):
    """A PostgreSQL whose files lie on a disk of their own, in memory, which can be filled to the last byte."""

    def __init__(self, size: str) -> None:
        super().__init__()
        self.begun_with = ["--wal-segsize=1"]
        self.started_with = "-c min_wal_size=2MB -c max_wal_size=8MB"
        mounted = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700,uid=postgres,gid=postgres", "none"]
        subprocess.run([*mounted, str(self.data)], check=True)

    def __exit__(self, *error: object) -> None:
        self.free()
        if self.is_there():
            self.stop()
        subprocess.run(["umount", "--lazy", str(self.data)], check=True)

    @property
    def filler(self) -> Path:
        return self.data / "filler"

    def fill(self) -> None:
        """Take all the room that is left."""
        with self.filler.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                return

    def free(self) -> None:
        self.filler.unlink(missing_ok=True)

    def is_there(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def end_by_its_log(self) -> None:
        """Write until its log has no room: PostgreSQL cannot go on without, and ends."""
        until = time.monotonic() + 60
        while self.is_there():
            assert time.monotonic() < until
            try:
                with psycopg.connect(self.url, autocommit=True) as connection:
                    connection.execute("SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000))")
            except psycopg.Error:
                time.sleep(0.5)

    def come_back(self) -> None:
        """Start it, unless its first process is there still and has done so by itself."""
        if not self.is_there():
            subprocess.run(["rm", "-f", str(self.data / "postmaster.pid")], check=True)
            self.start()

    def counts(self) -> list[int]:
        """How many people, places at meetings and messages there are."""
        tables = ("stakeholders_person", "phases_attendance", "outbox_message")
        with psycopg.connect(self.url) as connection:
            return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # type: ignore[index]  # noqa: S608


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, site: Served) -> None:
        self.site = site
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        body = urlencode(sent).encode() if sent else None
        try:
            with self.opener.open(Request(f"http://127.0.0.1:{self.site.port}{path}", body), timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def form_of(self, path: str) -> dict[str, str]:
        status, page = self.ask(path)
        assert status == 200, page
        reader = FormsOfPage()
        reader.feed(page)
        [form] = [form for form in reader.forms if "access_needs" in form.values]
        return {name: values[0] for name, values in form.values.items()}


@pytest.fixture(scope="module")
def disk() -> Iterator[SmallDisk]:
    with SmallDisk("160m") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def site(disk: SmallDisk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("served"), DATABASE_URL=disk.url, REDIS_URL="") as site:
        yield site


@pytest.fixture(scope="module")
def path(site: Served) -> str:
    return site.manage("shell", "-c", MEETING).split()[-1]


def typed(visitor: Visitor, path: str, number: int) -> dict[str, str]:
    address = f"isla{number}@example.org"
    return visitor.form_of(path) | {"name": f"Isla Boyd {number}", "email": address, "access_needs": NEEDS}


def readiness(site: Served) -> tuple[int, dict[str, Any]]:
    status, body = site.get("/readyz")
    return status, json.loads(body)


def test_words_stay_while_the_disk_is_full_and_are_stored_once_when_it_is_not(
    disk: SmallDisk, site: Served, path: str
) -> None:
    visitor = Visitor(site)
    sent = typed(visitor, path, 1)
    before = disk.counts()
    disk.fill()
    status, page = visitor.ask(path, sent)
    assert (status, NEEDS.strip() in html.unescape(page)) == (503, True)
    assert disk.counts() == before
    # It can be read, and whoever watches is told.
    assert visitor.ask(path)[0] == 200
    status, told = readiness(site)
    assert (status, told["ready"], told["disk_has_room"]) == (200, True, False)
    disk.free()
    assert visitor.ask(path, sent)[0] == 200
    assert disk.counts() == [each + 1 for each in before]


def test_site_comes_back_by_itself_after_postgresql_ended_for_want_of_room(
    disk: SmallDisk, site: Served, path: str
) -> None:
    visitor = Visitor(site)
    sent = typed(visitor, path, 2)
    before = disk.counts()
    disk.fill()
    disk.end_by_its_log()
    status, page = visitor.ask(path, sent)
    assert (status, NEEDS.strip() in html.unescape(page)) == (503, True)
    assert readiness(site) == (503, {"ready": False, "why": "the database does not answer"})
    disk.free()
    disk.come_back()
    assert visitor.ask(path, sent)[0] == 200
    assert (disk.counts(), readiness(site)[0], site.process.poll()) == ([each + 1 for each in before], 200, None)
