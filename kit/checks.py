"""What is looked at before anything is changed."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.migrations.loader import MigrationLoader


def database_is_of_these_migrations(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a database that holds migrations which this release does not have; `migrate` asks before it begins.

    Raises ImproperlyConfigured, which every command ends with as one sentence.
    """
    for alias in databases or []:
        loader = MigrationLoader(connections[alias])
        unknown = sorted(
            f"{app}.{name}"
            for app, name in loader.applied_migrations
            if app in loader.migrated_apps
            and (app, name) not in loader.disk_migrations
            and not any((app, name) in migration.replaces for migration in loader.disk_migrations.values())
        )
        if unknown:
            raise ImproperlyConfigured(
                f"The database was made by another release (it knows {unknown[0]}, which this one does not): start "
                "with an empty database, or run the release that made it."
            )
    return []
