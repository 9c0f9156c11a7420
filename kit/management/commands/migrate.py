from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from kit.refusals import Refused
from kit.site_lock import standing_still


class Command(migrate.Command):
    help = f"{migrate.Command.help} Refuses while the site runs: the old version knows nothing of the new columns."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate with nothing of the site beside it, if there is anything to do. What only looks may look."""
        looks = options["plan"] or options["check_unapplied"]
        if looks or not (options["app_label"] or self._something_waits(options["database"])):
            super().handle(*args, **options)
            return
        try:
            with standing_still():
                super().handle(*args, **options)
        except Refused as error:
            raise CommandError(f"Nothing was migrated. {error}") from error

    def _something_waits(self, database: str) -> bool:
        executor = MigrationExecutor(connections[database])
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
