"""Two questions a machine asks: is the process alive, and can it serve people? Neither answer names anybody."""

import os
import shutil
import time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from kombu.exceptions import KombuError

from kit.pages import only
from kit.standstill import nothing_can_be_stored
from kit.whole_database import fault_lately
from outbox.readiness import LATE, oldest_due_age

# Of the disk, in bytes: what a few uploads and an hour of writing take.
LEAST_ROOM = 50_000_000
# A database that does not take a connection in so many seconds does not answer: probes wait for four.
DATABASE_SECONDS = 2
NO_DATABASE = {"ready": False, "why": "the database does not answer"}


@cache
def last_migrations() -> frozenset[tuple[str, str]]:
    """Return the newest migration of each app that this code knows, read from disk once."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def migrations_wait() -> bool:
    """Whether the database lacks migrations that this code knows."""
    return bool(last_migrations() - MigrationRecorder(connection).applied_migrations().keys())


def database_answers() -> bool:
    """Whether PostgreSQL answers in time. Asked over a connection that is there, a server that hangs says nothing.

    One that has no connection to spare has answered: pages have theirs.
    """
    if connection.vendor != "postgresql":
        return True
    asked = connection.get_connection_params() | {"connect_timeout": DATABASE_SECONDS}
    driver: Any = connection.Database  # type: ignore[attr-defined]
    try:
        driver.connect(**asked).close()
    except driver.errors.ConnectionTimeout:
        return False
    except driver.OperationalError:
        # Refused at once; asked without signing in, a server that is full says that it is there.
        place = {name: asked[name] for name in ("host", "port", "dbname", "user", "connect_timeout") if asked.get(name)}
        return bool(driver.pq.PGconn.ping(driver.conninfo.make_conninfo(**place).encode()) == driver.pq.Ping.OK)
    return True


def broker_answers() -> bool:
    """Whether the broker takes tasks, asked for a second at most. The embedded one is a folder that can be written."""
    if folder := settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_out"):
        return Path(str(folder)).is_dir() and os.access(str(folder), os.W_OK | os.X_OK)
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    # Kombu tells a refused connection as its own error; a name that is not found, or a folder, as the system's.
    except (KombuError, OSError):
        return False
    return True


def disk_has_room() -> bool:
    """Whether there is room where files lie, and SQLite its database. A folder that is away has none."""
    try:
        return shutil.disk_usage(settings.DATA_DIR).free >= LEAST_ROOM
    except OSError:
        return False


def database_has_room() -> bool:
    """Whether PostgreSQL can write a file of a megabyte where it keeps its own; asked once a minute by each process."""
    return connection.vendor != "postgresql" or room_in_minute(int(time.monotonic() // 60))


@lru_cache(maxsize=1)
def room_in_minute(minute: int) -> bool:
    """Ask PostgreSQL to sort what does not fit into memory."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64kB'")
            cursor.execute(
                "SELECT count(*) FROM (SELECT n FROM generate_series(1, 40000) AS n ORDER BY -n OFFSET 1) AS n"
            )
    except OperationalError as error:
        if nothing_can_be_stored(error) and connection.is_usable():
            return False
        raise
    return True


@only("GET")
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that this process is alive; nothing else is asked, so that a slow database kills no web server."""
    return JsonResponse({"alive": True})


@only("GET")
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served: the database answers, is whole and has every migration; else 503.

    A silent broker, late mail and a full disk are told and do not take the site away: the rows wait for the next sweep,
    and pages can be read.
    """
    try:
        if not database_answers():
            return JsonResponse(NO_DATABASE, status=503)
        if migrations_wait():
            return JsonResponse({"ready": False, "why": "migrations are waiting"}, status=503)
        if fault_lately():
            return JsonResponse({"ready": False, "why": "the database is not whole"}, status=503)
        age = oldest_due_age(timezone.now())
        has_room = disk_has_room() and database_has_room()
    except DatabaseError:
        return JsonResponse(NO_DATABASE, status=503)
    return JsonResponse(
        {
            "ready": True,
            "broker_answers": broker_answers(),
            "disk_has_room": has_room,
            "oldest_due_message_seconds": int(age.total_seconds()) if age else 0,
            "messages_late": bool(age and age > LATE),
        }
    )
