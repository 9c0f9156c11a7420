"""The two questions a machine asks."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings


def test_healthz_answers_without_asking_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert response.headers["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
def test_readyz_answers_ready_when_every_migration_is_there(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/readyz")
    with django_assert_max_num_queries(4):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {"ready": True, "broker_answers": True, "oldest_due_message_seconds": 0, "messages_late": False},
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


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_refuses_to_be_posted_to(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
