import secrets
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from outbox.delivery.send import send_due_messages
from outbox.models import OPEN, About, Message
from outbox.services import Email, MessageRefused, queue_message


class Command(BaseCommand):
    help = "Queues numbered test messages to one address, sends them, and says what became of each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--count", type=int, default=1, metavar="N", help="how many (default: 1)")
        parser.add_argument("--wait", type=int, default=30, metavar="SECONDS", help="how long to wait for the last")

    def handle(self, *, address: str, count: int, wait: int, **options: Any) -> None:
        series = secrets.token_hex(4)
        for number in range(1, count + 1):
            try:
                email = Email(
                    to_address=address,
                    subject=f"Test message {number} of {count}",
                    text=f"This is test message {number} of {count}. There is nothing to do.\n",
                )
                queue_message(About("test", series, step=str(number)), email, kind="test", at=timezone.now())
            except MessageRefused as error:
                raise CommandError(str(error)) from error
        messages = Message.objects.about("test", series)
        until = time.monotonic() + wait
        send_due_messages()
        # Another worker may have some of them in hand.
        while messages.filter(state__in=OPEN).exists() and time.monotonic() < until:
            time.sleep(1)
            send_due_messages()
        for message in messages.order_by("pk"):
            words = f": {message.last_words}" if message.last_words else ""
            self.stdout.write(f"{message.subject}, {message.message_id}: {message.get_state_display()}{words}")
