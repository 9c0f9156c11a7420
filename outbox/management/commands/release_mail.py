from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from outbox.release_guard import hold_reason, release_mail


class Command(BaseCommand):
    help = "Lets held mail go from this place, after a backup was restored or a copy was started."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who decides this (it is noted)")

    def handle(self, *, by: str, **options: Any) -> None:
        person = get_user_model().objects.filter(email__iexact=by, is_staff=True, is_active=True).first()
        if person is None or not person.has_perm("outbox.change_message"):
            raise CommandError(f"{by} may not release mail. Name somebody who may: --by EMAIL.")
        at = timezone.now()
        reason = hold_reason(at=at)
        if not reason:
            self.stdout.write("Mail is not held here.")
            return
        gone = release_mail(by=person, at=at)
        self.stdout.write(
            f"Was held: {reason}\nReleased. The sent journal showed {gone} messages that had gone already."
        )
