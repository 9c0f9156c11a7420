from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kit.refusals import Refused
from outbox.backup import make_backup


class Command(BaseCommand):
    help = "Writes a backup of the site (database, files, journal of what was sent) into a new folder, while it runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            make_backup(folder, at=timezone.now())
        except (Refused, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"The backup is in {folder}. It holds personal details; SECRET_KEY and .env are not in it.")
