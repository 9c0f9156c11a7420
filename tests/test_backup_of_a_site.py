"""The whole site with both programmes, backed up, and put back on another host."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from config import dotenv

ROOT = Path(__file__).resolve().parent.parent
TELL = """
import hashlib, json
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from accounts.models import LogEntry
told = {model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.managed}
told["files"] = sorted(
    (str(path.relative_to(settings.MEDIA_ROOT)), hashlib.sha256(path.read_bytes()).hexdigest())
    for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()
)
page = Client(headers={"host": "localhost"}).get("/programmes/glasgow-socially-connected/")
told["page"] = [page.status_code, hashlib.sha256(page.content).hexdigest()]
try:
    with transaction.atomic():
        LogEntry.objects.update(object_id="0")
except IntegrityError:
    told["triggers"] = True
print(json.dumps(told))
"""


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[list[dict[str, str]]]:
    """Two hosts of the same site, each with a data folder and an empty database of its own."""
    dotenv.write(tmp_path / ".env")
    names = [f"throughline_backup_{secrets.token_hex(4)}" for _ in range(2)]
    server = os.environ["DATABASE_URL"] if os.environ["DATABASE_URL"].startswith("postgres") else ""
    yield [
        {
            "PATH": os.environ["PATH"],
            "ENV_FILE": str(tmp_path / ".env"),
            "DATA_DIR": str(tmp_path / name),
            "DATABASE_URL": new_database(server, name) or f"sqlite:///{tmp_path / name / 'site.sqlite3'}",
        }
        for name in names
    ]
    for name in names if server else []:
        administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def new_database(server: str, name: str) -> str:
    """Make a database on the server, if there is one; return its address."""
    if not server:
        return ""
    administer(server, f'CREATE DATABASE "{name}"')
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def administer(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as administration:
        administration.execute(statement)


def manage(host: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=host, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def tell(host: dict[str, str]) -> dict[str, object]:
    """What the site has: rows of every table, files, a public page, and triggers that refuse."""
    return dict(json.loads(manage(host, "shell", "--verbosity", "0", "-c", TELL).splitlines()[-1]))


@pytest.mark.both
@pytest.mark.proof
def test_site_put_back_on_another_host_is_what_it_was(hosts: list[dict[str, str]], tmp_path: Path) -> None:
    here, there = hosts
    manage(here, "migrate", "--verbosity", "0")
    manage(here, "load_demo")
    before = tell(here)
    assert (before["page"][0], before["triggers"]) == (200, True)  # type: ignore[index]
    manage(here, "backup", str(tmp_path / "saved"))
    manage(there, "restore", str(tmp_path / "saved"))
    # What is still to be counted of equality answers leaves no site: no backup holds who answered last.
    assert before["privacy.PendingAnswers"]
    assert tell(there) == before | {"privacy.PendingAnswers": 0}
    # The next migration finds nothing to do.
    assert "No planned migration operations" in manage(there, "migrate", "--plan")
