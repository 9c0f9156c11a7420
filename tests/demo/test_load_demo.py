"""`load_demo`: whole, the same when repeated, or nothing at all. What it loads is held in test_demo_facts.py."""

import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db.models.signals import post_save
from django.utils import timezone

from accounts.models import User
from actions.models import ActionArea
from desk.todo import waiting_for
from phases.models import Meeting
from programmes.models import Programme
from tests.programmes.factories import ProgrammeFactory

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["outbox", "accounts", "programmes", "stakeholders", "phases", "consultations", "actions", "stocktakes"]
ROOMS += ["privacy"]
GLASGOW, NEWCASTLE = "glasgow-socially-connected", "newcastle-gateshead-connected"
# Loads in a process of its own, and stands still for ever when half of the action areas are stored.
HALF_WAY = """
import signal, django
django.setup()
from django.core.management import call_command
from django.db.models.signals import post_save
from actions.models import ActionArea

def stand_still(instance, **kwargs):
    if instance.number == 8:
        print("half way", flush=True)
        signal.pause()

post_save.connect(stand_still, sender=ActionArea)
call_command("load_demo")
"""


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def rows() -> dict[str, list]:
    """Every row of every room."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in ROOMS]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.mark.django_db
def test_load_demo_twice_is_the_same_rows_with_what_staff_changed() -> None:
    assert load().startswith("Loaded Socially Connected Strategy.\nLoaded Connected people, connected communities.\n")
    Programme.objects.filter(slug=NEWCASTLE).update(summary="Changed by hand.")
    User.objects.filter(email="maya.lindqvist@example.org").update(name="Maya L.")
    once = rows()
    assert load().startswith(f"{GLASGOW} is here already, and is left as it is.\n{NEWCASTLE} is here already")
    assert rows() == once


@pytest.mark.django_db
def test_load_demo_has_the_desk_say_whom_to_tell_where_no_clock_runs() -> None:
    load()
    lead = User.objects.get(email="maya.lindqvist@example.org")
    waiting = [each for each in waiting_for(lead, timezone.now()) if each.item.words.startswith("Tell ")]
    assert sorted(each.programme.slug for each in waiting if each.programme) == [GLASGOW, NEWCASTLE]


@pytest.mark.django_db
def test_load_demo_loads_the_programme_that_is_missing_and_leaves_the_other() -> None:
    there = ProgrammeFactory(slug=NEWCASTLE, title="Ours")
    assert load().startswith(f"Loaded Socially Connected Strategy.\n{NEWCASTLE} is here already")
    there.refresh_from_db()
    assert (there.title, there.posters.count(), there.team.count()) == ("Ours", 0, 0)


@pytest.mark.django_db
def test_load_demo_that_fails_half_way_leaves_nothing() -> None:
    def fail(instance: ActionArea, **kwargs: object) -> None:
        if instance.number == 8:
            raise RuntimeError("half way")

    before = rows()
    post_save.connect(fail, sender=ActionArea)
    try:
        with pytest.raises(RuntimeError, match="half way"):
            load()
    finally:
        post_save.disconnect(fail, sender=ActionArea)
    assert rows() == before


def test_load_demo_killed_half_way_leaves_nothing(tmp_path: Path) -> None:
    """A real process, a real SQLite file, a real `kill -9`."""
    environment = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    def count() -> str:
        models = "Programme.objects.count(), User.objects.count(), ActionArea.objects.count()"
        return run("manage.py", "shell", "--no-imports", "-c", (
            "from programmes.models import Programme; from accounts.models import User;"
            f"from actions.models import ActionArea; print({models})"
        ))  # fmt: skip

    run("manage.py", "migrate", "-v0")
    process = subprocess.Popen(
        [sys.executable, "-c", HALF_WAY], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert next(line for line in process.stdout if line == "half way\n")
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert count() == "0 0 0\n"
    run("manage.py", "load_demo")
    assert count() == "2 56 15\n"


@pytest.mark.django_db
def test_load_demo_lets_staff_sign_in_by_password_when_one_is_set(settings) -> None:
    for slug in (GLASGOW, NEWCASTLE):
        ProgrammeFactory(slug=slug)
    assert "Staff sign in by a code: DEMO_STAFF_PASSWORD is not set.\n" in load()
    maya = User.objects.get(email="maya.lindqvist@example.org")
    assert (maya.is_staff, maya.is_superuser, maya.has_usable_password()) == (True, False, False)
    settings.DEMO_STAFF_PASSWORD = "a-paper-boat-on-the-tyne"
    assert "DEMO_STAFF_PASSWORD" not in load()
    maya.refresh_from_db()
    assert maya.check_password("a-paper-boat-on-the-tyne")


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24", "2027-01-01"])
def test_load_demo_puts_meetings_around_the_day_of_loading(day: str) -> None:
    ProgrammeFactory(slug=NEWCASTLE)
    with time_machine.travel(f"{day}T23:30:00+00:00", tick=False):
        load()
        at = timezone.now()
        meetings = Meeting.objects.filter(programme__slug=GLASGOW, starts_at__year__gt=2021)
        assert (meetings.past(at).count(), meetings.upcoming(at).count()) == (1, 2)
        assert [meeting for meeting in meetings if timezone.localtime(meeting.starts_at).weekday() > 4] == []
