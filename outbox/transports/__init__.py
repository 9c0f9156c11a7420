"""The seam between the outbox and whatever carries a message away."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from outbox.models import Message


class Verdict(Enum):
    """What became of one message, as far as the transport can tell."""

    TAKEN = "the relay answers for it now"
    NOT_NOW = "the relay does not take it now"
    REFUSED = "the relay will never take it"
    UNKNOWN = "it may or may not have been taken"


@dataclass(frozen=True)
class Answer:
    """The relay's answer about one message: a verdict, its code if it gave one, and its words."""

    verdict: Verdict
    code: int | None
    words: str


class RelayTrouble(Exception):
    """The relay cannot be talked to. It says nothing about any message; the rest of the batch waits too."""

    def __init__(self, code: int | None, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class Transport(Protocol):
    """One conversation with a relay, opened when it is first needed and kept for a batch."""

    # Whether mail really goes out: then it is kept in the journal, and held where nobody has released it.
    leaves_site: bool

    def send(self, message: Message, *, fence: Callable[[], None]) -> Answer:
        """Hand over `message`. Call `fence` once, before the step that cannot be taken back, and let it raise.

        Raises RelayTrouble where the relay, not the message, is at fault.
        """
        ...

    def find(self, message: Message) -> Answer | None:
        """Say what became of a message that is in doubt, or None if this transport cannot tell."""
        ...

    def close(self) -> None:
        """End the conversation, politely if possible. Never raises."""
        ...


def open_transport() -> Transport:
    """Return the transport that EMAIL_URL names. OUTBOX_TRANSPORTS maps a scheme to the class that speaks it."""
    scheme = urlsplit(settings.EMAIL_URL).scheme
    transport: Transport = import_string(settings.OUTBOX_TRANSPORTS[scheme])(settings.EMAIL_URL)
    return transport
