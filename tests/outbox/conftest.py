"""What the outbox's tests share: a relay on loopback, and messages to send through it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from outbox.models import About, Message
from outbox.services import Email, queue_message
from tests.outbox.relay import Relay

# A Wednesday noon in London: reminders may go.
NOON = datetime(2027, 3, 24, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def own_place(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of this test's own, with its own journal and identity."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def relay(settings: Settings, own_place: Path) -> Iterator[Relay]:
    """The relay that EMAIL_URL names, and time limits short enough to wait for, long enough for a busy machine."""
    with Relay() as relay:
        settings.EMAIL_URL = relay.url
        settings.OUTBOX_REPLY_SECONDS = 1.2
        settings.OUTBOX_MESSAGE_SECONDS = 6
        yield relay


@pytest.fixture
def queue() -> Callable[..., Message]:
    """Queue a message; every part of it has a usual value."""

    def queue(number: int = 1, **values: object) -> Message:
        usual = {
            "to_address": f"person{number}@example.org",
            "subject": f"How is it going, {number}?",
            "text": f"Tell us: https://example.org/f/{number}\n",
            "html": "",
        }
        about = values.pop("about", About("round", number, step="reminder"))
        told = {name: values.pop(name) for name in ("kind", "at", "due_at", "expires_at") if name in values}
        email = Email(**(usual | values))  # type: ignore[arg-type]
        return queue_message(about, email, **({"kind": "reminder", "at": NOON} | told))  # type: ignore[arg-type]

    return queue
