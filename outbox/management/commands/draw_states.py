from typing import Any

from django.core.management.base import BaseCommand

from outbox.state_diagram import drawn


class Command(BaseCommand):
    help = "Prints the state diagram for docs/messages.md."

    def handle(self, **options: Any) -> None:
        self.stdout.write(drawn())
