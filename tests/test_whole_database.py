"""A database that is not whole: the site does not start on it, and is not ready."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User
from kit.whole_database import _looked, fault, sqlite_fault
from tests.outbox.crash import Scene
from tests.outbox.servers import free_port

BIN = Path(sys.executable).parent
STARTS = {
    "web server": ["gunicorn", "--config", "python:config.gunicorn", "--workers", "1", "config.wsgi"],
    "worker": ["celery", "-A", "config", "worker", "-P", "solo", "--loglevel", "CRITICAL"],
}


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with Scene(tmp_path) as scene:
        scene.set(3)
        scene.operator.close()
        yield scene


def start(scene: Scene, name: str) -> tuple[bool, str]:
    """Start a process of the site: whether it ended by itself because it must not start, and all it said."""
    program, *words = STARTS[name]
    process = subprocess.Popen(
        [str(BIN / program), *words],
        cwd=settings.BASE_DIR,
        env=scene.environment() | {"HOST": "127.0.0.1", "PORT": str(free_port())},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        _, said = process.communicate(timeout=60)
    finally:
        process.terminate()
        process.wait(30)
    return process.returncode > 0, said


def spoil(database: Path) -> None:
    """Overwrite a page in the middle of SQLite's file, as a failing disk does."""
    with closing(sqlite3.connect(database)) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size, pages = (whole.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count"))
    with database.open("r+b") as file:
        for page in range(2, pages, 2):
            file.seek(page * size)
            file.write(b"\xff" * size)


@pytest.mark.sqlite
@pytest.mark.parametrize("name", STARTS)
def test_site_does_not_start_on_a_file_that_is_spoiled(scene: Scene, name: str) -> None:
    spoil(scene.folder / "crash.sqlite3")
    ended, said = start(scene, name)
    assert ended
    assert "the database is not whole (" in said


@pytest.mark.sqlite
def test_site_does_not_start_on_a_backup_put_beside_the_log_of_a_later_database(scene: Scene, tmp_path: Path) -> None:
    database = scene.folder / "crash.sqlite3"
    assert scene.workers.do("command", words=["backup", str(tmp_path / "saved")]) == ""
    scene.workers.do("queue", count=200, first=100)
    with closing(sqlite3.connect(database)) as later:
        later.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    # A worker that was killed leaves its log, which holds the last pages alone.
    scene.workers.do("queue", count=2, first=300)
    assert database.with_name("crash.sqlite3-wal").stat().st_size > 0
    shutil.copyfile(tmp_path / "saved" / "database.sqlite3", database)
    ended, said = start(scene, "web server")
    assert ended
    assert "the database is not whole (" in said


@pytest.mark.postgres
@pytest.mark.parametrize("name", STARTS)
def test_site_does_not_start_on_a_dump_that_was_put_back_in_part(scene: Scene, name: str) -> None:
    with psycopg.connect(scene.environment()["DATABASE_URL"], autocommit=True) as database:
        find = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'outbox_attempt'::regclass"
        (tie,) = database.execute(find).fetchone() or ("",)
        database.execute(f'ALTER TABLE outbox_attempt DROP CONSTRAINT "{tie}"')
    ended, said = start(scene, name)
    assert ended
    assert "1 ties between tables are missing, as outbox_attempt.message_id" in said


@pytest.mark.both
@pytest.mark.django_db
def test_database_of_all_rooms_is_found_whole(superuser: User) -> None:
    assert fault() == ""


@pytest.mark.sqlite
@pytest.mark.django_db
def test_readyz_answers_503_when_the_database_is_not_whole(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").status_code == 200
    broken = tmp_path / "broken.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(sqlite3.connect(broken)) as copy:
        source.backup(copy)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(broken))
    assert client.get("/readyz").status_code == 200
    spoil(broken)
    _looked.cache_clear()
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False, "why": "the database is not whole"})


def test_file_that_cannot_be_opened_is_not_said_to_be_spoiled(tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("not a database" * 99)
    assert [sqlite_fault(tmp_path / name) != "" for name in ("away", "broken")] == [False, True]
