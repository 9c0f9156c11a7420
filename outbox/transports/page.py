"""The demonstration's transport: a message has arrived once it can be read on the mail page."""

from collections.abc import Callable

from outbox.models import Message
from outbox.transports import Answer, Verdict


class PageTransport:
    """Takes everything. The mail page reads the rows themselves."""

    leaves_site = False

    def __init__(self, url: str) -> None:
        pass

    def send(self, message: Message, *, fence: Callable[[], None]) -> Answer:
        fence()
        return Answer(Verdict.TAKEN, None, "Kept on this site's mail page.")

    def find(self, message: Message) -> Answer | None:
        # Nothing can have left.
        return Answer(Verdict.NOT_NOW, None, "It is not on the mail page.")

    def close(self) -> None:
        pass
