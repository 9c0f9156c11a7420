from typing import Any

from django.core.management.base import BaseCommand

from kit.site_lock import running
from outbox.delivery.send import send_due_messages


class Command(BaseCommand):
    help = "Sends the messages that are due, by hand or from cron. Any number may run at once."

    def handle(self, **options: Any) -> None:
        with running():
            tally = send_due_messages()
        self.stdout.write(", ".join(f"{count} {state}" for state, count in sorted(tally.items())) or "Nothing sent.")
