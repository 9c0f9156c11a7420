"""An upgrade: nothing of the old version runs beside the new database, by what the guide says and by what refuses."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from kit.site_lock import running, standing_still
from outbox.models import Instance
from tests.test_compose import SERVICES
from tests.test_deployment import unit

GUIDE = (Path(__file__).resolve().parent.parent / "docs" / "operators-guide.md").read_text(encoding="utf-8")
UPGRADE = GUIDE[GUIDE.index("\nUpgrade: ") : GUIDE.index("\n## When something is missing")]
OURS = {"web", "worker", "beat"}


@pytest.fixture
def waiting(db: None, settings: Settings, tmp_path: Path) -> None:
    """A data folder of this test's own, and one migration that the database lacks."""
    settings.DATA_DIR = tmp_path
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kit'")


def migrations_known() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'kit'")
        return int(cursor.fetchone()[0])


def test_migrate_refuses_while_the_site_runs_and_goes_on_when_it_has_stopped(waiting: None) -> None:
    with (
        running(),
        pytest.raises(CommandError, match=r"^Nothing was migrated\. The site runs on this data folder\. Stop"),
    ):
        call_command("migrate", verbosity=0)
    assert migrations_known() == 0
    call_command("migrate", fake=True, verbosity=0)
    assert migrations_known() > 0


@pytest.mark.django_db
def test_migrate_with_nothing_to_do_may_run_beside_the_site(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with running():
        call_command("migrate", verbosity=0)


def test_migrate_that_only_looks_may_run_beside_the_site(waiting: None, capsys: pytest.CaptureFixture[str]) -> None:
    with running():
        call_command("migrate", plan=True)
    assert "kit.0001" in capsys.readouterr().out


@pytest.mark.django_db
def test_send_due_sends_nothing_while_the_database_is_migrated_or_put_back(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with standing_still(), pytest.raises(ImproperlyConfigured, match="start again when that is done"):
        call_command("send_due")
    assert not Instance.objects.exists()


def test_guide_stops_all_that_runs_before_it_migrates_and_starts_all_of_it_after() -> None:
    commands = UPGRADE.partition("```\n")[2].partition("```")[0].splitlines()
    [stops], [migrates], [starts] = (
        [number for number, line in enumerate(commands) if word in line]
        for word in ("systemctl stop", "manage.py migrate", "systemctl start")
    )
    named = [set(re.findall(r"throughline-(\w+)", commands[number])) for number in (stops, starts)]
    assert (stops < migrates < starts, named) == (True, [OURS, OURS])
    assert {name for name in OURS if unit(name)["Service"]["ExecStart"]} == OURS
    # What it makes in the data folder is theirs who serve: the lock, too.
    users = {unit(name)["Service"]["User"] for name in OURS}
    migrating = re.findall(r"(\S+) \.venv/bin/python manage\.py migrate", GUIDE)
    assert (migrating, users) == (["throughline"] * 2, {"throughline"})


def test_guide_stops_all_that_runs_before_compose_migrates() -> None:
    stops, starts = (re.search(rf"`docker compose {word}([^`]*)`", UPGRADE) for word in ("stop", "up"))
    assert stops
    assert starts
    assert (stops.start() < starts.start(), set(stops[1].split())) == (True, OURS)
    # All of ours have one data folder, so that what still runs is seen.
    assert {tuple(SERVICES[name]["volumes"]) for name in (*OURS, "migrate")} == {tuple(SERVICES["web"]["volumes"])}
