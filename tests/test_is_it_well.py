"""The page *Is it well?*: everything that is taken away is told, with what to do; what is there is said to be there."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from outbox.models import About, Instance, Message
from outbox.release_guard import identity
from outbox.services import Email, queue_message
from programmes.models import Statement
from tests.programmes.factories import StatementFactory

pytestmark = pytest.mark.django_db
Away = Callable[[Settings, Path], None]


@pytest.fixture
def operator(client_of, superuser) -> Client:
    """Who looks after a site whose statement is written."""
    StatementFactory(programme=None, reviewed_on=timezone.localdate())
    return client_of(superuser)


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    """A site whose mail goes out by a relay, and whose worker has just looked for some."""
    settings.EMAIL_URL, settings.DATA_DIR = "smtp://127.0.0.1:9", tmp_path
    place = {"identity": identity(), "site_url": settings.SITE_URL, "released_at": timezone.now()}
    Instance.objects.create(**place, seen_at=timezone.now())
    return settings


def told(operator: Client) -> dict[str, tuple[str, str]]:
    """What the page says of each thing: whether it is well, and in which words."""
    page = operator.get(reverse("is-it-well")).text
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td[^>]*>(.*?)</td>\s*<td[^>]*>(.*?)</td>', page, re.S)
    return {what: (re.sub("<.*?>", "", well), words.strip()) for what, well, words in rows}


def queue(number: int = 1, *, hours_ago: int = 0) -> Message:
    at = timezone.now() - timedelta(hours=hours_ago)
    return queue_message(About("round", number), Email("ann@example.org", "How?", "So."), kind="reminder", at=at)


def no_migration(settings: Settings, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'outbox'")


def no_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "away"


def no_queue(settings: Settings, tmp_path: Path) -> None:
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": tmp_path / "away"}


def no_worker(settings: Settings, tmp_path: Path) -> None:
    Instance.objects.update(seen_at=timezone.now() - timedelta(minutes=16))


def late_mail(settings: Settings, tmp_path: Path) -> None:
    queue(hours_ago=1)


def refused_mail(settings: Settings, tmp_path: Path) -> None:
    Message.objects.filter(pk=queue().pk).update(state="failed", last_words="550 No such user.")


def no_statement(settings: Settings, tmp_path: Path) -> None:
    Statement.objects.all().delete()


def old_statement(settings: Settings, tmp_path: Path) -> None:
    Statement.objects.update(reviewed_on=timezone.localdate() - timedelta(days=367))


@pytest.mark.parametrize(
    ("away", "what", "words"),
    [
        (no_migration, "Migrations", "Migrations are waiting: run manage.py migrate."),
        (no_folder, "Room", "The data folder cannot be reached: see DATA_DIR."),
        (no_queue, "Queue", "It takes no tasks: start Redis"),
        (no_worker, "Worker", "start the worker and the clock."),
        (late_mail, "Mail", "Mail is late"),
        (refused_mail, "Decisions about mail", "Messages wait for a decision of yours"),
        (no_statement, "Privacy and accessibility pages", "write the statement of the whole site"),
        (old_statement, "Privacy and accessibility pages", "What they say was last reviewed on"),
    ],
)
def test_what_is_taken_away_is_told_with_what_to_do(operator, site, tmp_path, away: Away, what, words):
    before = told(operator)
    away(site, tmp_path)
    after = told(operator)
    assert ([before[what][0]], after[what][0]) == (["Yes"], "No")
    assert words in after[what][1]
    assert next(iter(after.values()))[0] == "No"


@pytest.mark.typefaces
@pytest.mark.pango
def test_packages_of_typefaces_that_are_lacking_are_told(operator, latin_only):
    words = "install fonts-noto-core, fonts-noto-cjk, fonts-noto-color-emoji (make system)."
    well, said = told(operator)["PDFs"]
    assert (well, said.endswith(words)) == ("No", True)


@pytest.mark.typefaces
def test_site_that_lacks_nothing_is_well(operator, settings):
    page = operator.get(reverse("is-it-well")).text
    assert {well for well, _ in told(operator).values()} == {"Yes"}
    assert "Yes: all that the site needs is there." in page
    assert len(told(operator)) == 9


def test_page_costs_the_same_however_much_mail_there_is(operator):
    told(operator)
    counts = []
    for first, last in ((0, 1), (1, 30)):
        for number in range(first, last):
            queue(number)
        with CaptureQueriesContext(connection) as captured:
            told(operator)
        counts.append(len(captured))
    assert counts == [counts[0]] * 2
