"""A backup of before an erasure is put back: before the first page is shown, it is erased again. On real processes."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.outbox.servers import free_port
from tests.test_backup_of_a_site import ROOT, hosts, manage

__all__ = ["hosts"]
BIN = Path(sys.executable).parent
# One person in every role, who asked to be erased.
BEGIN = """
from django.utils import timezone
from accounts.models import User
from tests.programmes.factories import ProgrammeFactory, TeamMemberFactory
from tests.accounts.factories import UserFactory
from tests.privacy.factories import RequestFactory
from tests.privacy.held_person import somebody_everywhere
now = timezone.now()
programme = ProgrammeFactory(slug="here", published_at=now, published_by=UserFactory(is_staff=True))
lead = TeamMemberFactory(programme=programme, user=UserFactory(is_staff=True), hat="lead").user
held = somebody_everywhere(programme, name="Quill Zanary", telephone="+447700900123", word="zanary")
RequestFactory(
    programme=programme, kind="erasure", name="Q. Z.", person=held.person, user=held.user,
    identity_by="known", identity_checked_at=now, identity_checked_by=lead,
)
"""
ERASE = """
from datetime import timedelta
from django.utils import timezone
from privacy.erasure.services import confirm_erasure, propose_erasure
from privacy.finding.models import Decision
from privacy.finding.services import decide_all, look_for
from privacy.models import Request
from programmes.models import TeamMember
from tests.accounts.factories import UserFactory
now, asked = timezone.now(), Request.objects.get()
lead = TeamMember.objects.get(hat="lead").user
look_for(asked, by=lead, at=now)
decide_all(asked.found.exclude(how="words"), request=asked, decision=Decision.WHOLE, by=lead, at=now)
erasure = propose_erasure(asked, by=lead, at=now)
confirm_erasure(erasure, by=UserFactory(is_staff=True, email="second@example.org"), at=now + timedelta(seconds=1))
"""
WHERE = """
from tests.privacy.held_person import places
print(sorted({place for text in ("Quill Zanary", "zanary@example.org", "zanary-gone") for place in places(text)}))
"""


def run(host: dict[str, str], code: str) -> str:
    """Run code in a process of its own; what it prints last."""
    return (manage(host, "shell", "--no-imports", "-c", code).splitlines() or [""])[-1]


def after_the_first_page(host: dict[str, str]) -> str:
    """Start the web server, and return in which columns they stand when its first page has been shown."""
    port = free_port()
    web = subprocess.Popen(
        [str(BIN / "gunicorn"), "--config", "python:config.gunicorn", "--workers", "1", "config.wsgi"],
        cwd=ROOT,
        env=host | {"HOST": "127.0.0.1", "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while True:
            assert web.poll() is None
            assert time.monotonic() < until
            with suppress(URLError, ConnectionError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                assert answer.status == 200
                return run(host, WHERE)
            time.sleep(0.2)
    finally:
        web.terminate()
        web.wait(30)


@pytest.mark.both
@pytest.mark.proof
def test_backup_of_before_an_erasure_is_erased_again_before_the_first_page(
    hosts: list[dict[str, str]], tmp_path: Path
) -> None:
    here, there = hosts
    manage(here, "migrate", "--verbosity", "0")
    run(here, BEGIN)
    manage(here, "backup", str(tmp_path / "before"))
    assert "stakeholders.Person.name" in run(here, WHERE)
    run(here, ERASE)
    assert run(here, WHERE) == "[]"
    manage(here, "backup", str(tmp_path / "after"))
    manage(here, "restore", str(tmp_path / "before"))
    assert "stakeholders.Person.name" in run(here, WHERE)
    assert after_the_first_page(here) == "[]"
    # On a machine that knows of no erasure, the ledger comes from the newest backup.
    manage(there, "restore", str(tmp_path / "after"))
    manage(there, "restore", str(tmp_path / "before"))
    assert "stakeholders.Person.name" in run(there, WHERE)
    assert after_the_first_page(there) == "[]"
