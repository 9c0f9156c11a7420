"""What a validator knows of our pages that no parser does: the Nu Html Checker, where Java and its file are."""

import os
import subprocess
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.access.conftest import give_account, signed_in
from tests.accounts.factories import UserFactory
from tests.reading import pages, papers_drawn, records
from tests.world import build_world

pytestmark = [pytest.mark.proof, pytest.mark.vnu, pytest.mark.django_db]
PAGE = '<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><p>{}</p></body></html>'


def faults(folder: Path) -> list[str]:
    """Return what the validator finds wrong with the pages in a folder."""
    command = ["java", "-Xss4m", "-jar", os.environ["VNU_JAR"], "--errors-only", "--skip-non-html", "--format", "gnu"]
    said = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    return [line.partition(f"{folder}/")[2] for line in said.stderr.splitlines() if line]


@pytest.fixture(scope="module")
def folder(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page of the world as a file, by the name of its route and reader."""
    folder = tmp_path_factory.mktemp("pages")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        world = build_world()
        give_account(world)
        browsers = {"anonymous": signed_in(None), "lead": signed_in(world.lead)}
        browsers["representative"] = signed_in(world.appointment.person.user)
        readers = {"lead": browsers["lead"], "superuser": signed_in(UserFactory(is_staff=True, is_superuser=True))}
        with papers_drawn(patch, read=str):
            for name, html in [*pages(world, browsers, read=str), *records(world, readers, read=str)]:
                (folder / f"{name.strip('/').replace('/', '-').replace(':', '-')}.html").write_text(html)
        transaction.set_rollback(True)
    return folder


def test_validator_finds_no_fault_in_any_page(folder):
    assert len([*folder.iterdir()]) > 200
    assert faults(folder) == []


def test_validator_finds_a_fault_where_there_is_one(tmp_path):
    (tmp_path / "page.html").write_text(PAGE.format("<span><div>One</div></span>"))
    assert "Unclosed element “span”." in " ".join(faults(tmp_path))
