from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.formats import date_format

from kit.refusals import Refused
from outbox import heartbeat
from outbox.backup import restore_backup


class Command(BaseCommand):
    help = "Puts the site back from a backup, in the place of what is here, and holds all mail until it is released."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            made_at = restore_backup(folder)
        except Refused as error:
            held = " All mail is held." if heartbeat.is_begun_anew() else ""
            raise CommandError(f"Nothing was restored.{held} {error}") from error
        except OSError as error:
            raise CommandError(
                f"The backup is not restored, or in part; all mail is held. Try again. {error}"
            ) from error
        when = date_format(timezone.localtime(made_at), "j F Y, H:i")
        self.stdout.write(
            f"Restored as of {when}. All mail is held.\n"
            "Run `manage.py migrate`, start the site, look at what is due, then `manage.py release_mail --by EMAIL`."
        )
