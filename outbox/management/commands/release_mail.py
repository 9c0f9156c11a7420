from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from outbox.holding import hold_reason, release_mail


class Command(BaseCommand):
    help = "Lets held mail go from this place, after a backup was restored or a copy was started."

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        reason = hold_reason(at=at)
        if not reason:
            self.stdout.write("Mail is not held here.")
            return
        gone = release_mail(at=at)
        self.stdout.write(
            f"Was held: {reason}\nReleased. The sent journal showed {gone} messages that had gone already."
        )
