"""How the site talks to its database, whichever of the two it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SQLITE = "django.db.backends.sqlite3"


def with_options(database: dict[str, Any], *, test_file: Path, pool_size: int) -> dict[str, Any]:
    """Return what Django is to know of a database, as DATABASE_URL names it, with all that its kind needs."""
    if database["ENGINE"] == SQLITE:
        options: dict[str, Any] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # What is deleted is overwritten in the file, and not only let go of.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        }
        # Opening the file anew for each request costs as much as a page. Tests use a file too, as two processes do.
        return database | {"OPTIONS": options, "CONN_MAX_AGE": 600, "TEST": {"NAME": test_file}}
    options = {
        # Compiling a query of many parts costs more than it saves: the first page of the desk took six times as long.
        "options": "-c jit=off",
        # Connecting anew for each request halves throughput.
        "pool": {"min_size": 1, "max_size": pool_size, "timeout": 10},
    }
    # A connection that a restart of the server has cut is replaced before a request is given it.
    return database | {"OPTIONS": options, "CONN_HEALTH_CHECKS": True}
