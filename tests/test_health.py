"""The two questions a machine asks."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

Away = Callable[[Settings, Path], None]


def test_healthz_answers_without_asking_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert response.headers["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
def test_readyz_answers_ready_when_every_migration_is_there(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/readyz")
    # Two of them are PostgreSQL's, and two around them only in tests.
    with django_assert_max_num_queries(8):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {
            "ready": True,
            "broker_answers": True,
            "disk_has_room": True,
            "oldest_due_message_seconds": 0,
            "messages_late": False,
        },
    )
    assert response.cookies == {}


@pytest.mark.django_db
@pytest.mark.parametrize("is_file", [True, False])
def test_readyz_tells_of_an_embedded_broker_that_takes_nothing_and_stays_ready(
    client: Client, settings: Settings, tmp_path: Path, is_file: bool
) -> None:
    place = tmp_path / "queue"
    if is_file:
        place.write_text("not a folder")
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": place}
    response = client.get("/readyz")
    assert (response.status_code, response.json()["broker_answers"]) == (200, False)


@pytest.mark.django_db
def test_readyz_answers_503_when_a_migration_is_waiting(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'outbox'")
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False, "why": "migrations are waiting"})


@pytest.mark.django_db
def test_readyz_tells_of_a_full_disk_and_stays_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.health.LEAST_ROOM", 10**18)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["disk_has_room"]) == (200, False)


@pytest.mark.postgres
@pytest.mark.django_db
def test_readyz_tells_that_postgresql_has_no_room_for_a_file(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL temp_file_limit = '100kB'")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["disk_has_room"]) == (200, False)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_refuses_to_be_posted_to(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def broker_away(settings: Settings, folder: Path) -> None:
    """Let nobody listen where the broker was."""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    current_app.conf.broker_url = "redis://127.0.0.1:1/0"


def broker_unknown(settings: Settings, folder: Path) -> None:
    """Name a broker whose machine nobody knows."""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    current_app.conf.broker_url = "redis://nowhere.invalid:6379/0"


def queue_away(settings: Settings, folder: Path) -> None:
    """Take the embedded broker's folder away."""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": folder / "gone"}


def data_away(settings: Settings, folder: Path) -> None:
    """Take the data folder away."""
    settings.DATA_DIR = settings.MEDIA_ROOT = folder / "gone"


@pytest.fixture
def broker_put_back() -> Iterator[None]:
    known = current_app.conf.broker_url
    yield
    current_app.conf.broker_url = known


@pytest.mark.django_db
@pytest.mark.parametrize("database_answers", [True, False])
@pytest.mark.parametrize("away", [[broker_away], [broker_unknown], [queue_away], [data_away], [broker_away, data_away]])
def test_readyz_has_an_answer_whatever_is_away(
    client: Client, settings: Settings, tmp_path: Path, broker_put_back: None, away: list[Away], database_answers: bool
) -> None:
    client.get("/readyz")
    for take in away:
        take(settings, tmp_path)

    def silence(*asked: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    with nullcontext() if database_answers else connection.execute_wrapper(silence):
        response = client.get("/readyz")
    if database_answers:
        assert (response.status_code, response.json()["broker_answers"]) == (200, away == [data_away])
    else:
        assert response.json() == {"ready": False, "why": "the database does not answer"}
        assert response.status_code == 503
