"""GOV.UK Notify, played by a small server of our own on loopback."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.functions import Now
from pytest_django import Settings

from outbox import heartbeat, journal
from outbox.delivery.send import send_due_messages
from outbox.models import Attempt, Message
from outbox.release_guard import release_mail

pytestmark = pytest.mark.django_db
Queue = Callable[..., Message]
SERVICE, SECRET = "8b3aa916-ec82-434e-b0c5-d5d9b371d6a3", "5cf8a2a6-3f2e-4b53-9f7a-6f3f0c4b9f11"


class Notify(ThreadingHTTPServer):
    """Keeps what it is given; answers as the next of `faults` says: a status, or 0 for hanging up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: list[dict[str, object]] = []
        self.faults: list[tuple[int, bool]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    server: Notify

    def log_message(self, *args: object) -> None:
        pass

    def allowed(self) -> bool:
        head, claims, mark = self.headers["Authorization"].removeprefix("Bearer ").split(".")
        made = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
        issuer = json.loads(base64.urlsafe_b64decode(claims + "==="))["iss"]
        return (base64.urlsafe_b64encode(made).rstrip(b"=").decode(), issuer) == (mark, SERVICE)

    def say(self, status: int, body: dict[str, object]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, keeps = self.server.faults.pop(0) if self.server.faults else (201, True)
        if not self.allowed():
            status, keeps = 403, False
        if keeps:
            self.server.kept.append(body)
        if status == 201:
            self.say(201, {"id": "1", "reference": body["reference"]})
        elif status:
            self.say(status, {"errors": [{"error": "E", "message": f"said {status}"}]})

    def do_GET(self) -> None:
        reference = parse_qs(urlsplit(self.path).query)["reference"][0]
        self.say(200, {"notifications": [kept for kept in self.server.kept if kept["reference"] == reference]})


@pytest.fixture
def notify(settings: Settings, own_place: Path) -> Iterator[Notify]:
    server = Notify()
    settings.OUTBOX_TRANSPORTS = {"notify+http": "outbox.transports.notify.NotifyTransport"}
    settings.EMAIL_URL = f"notify+http://127.0.0.1:{server.server_port}?key=team-{SERVICE}-{SECRET}&template=t"
    settings.OUTBOX_REPLY_SECONDS = 2
    yield server
    server.shutdown()
    server.server_close()


def test_notify_is_given_the_message_under_its_reference(notify: Notify, queue: Queue, noon: datetime) -> None:
    message = queue(1)
    send_due_messages(at=noon)
    message.refresh_from_db()
    assert message.state == "accepted"
    assert notify.kept == [
        {
            "email_address": "person1@example.org",
            "template_id": "t",
            "reference": message.message_id,
            "personalisation": {"subject": message.subject, "body": message.text},
        }
    ]


@pytest.mark.parametrize(
    ("status", "keeps", "first", "copies"),
    [
        (400, False, "failed", 0),
        (403, False, "due", 1),
        (429, False, "due", 1),
        # In doubt, and settled by asking: never a second copy.
        (500, False, "uncertain", 1),
        (503, True, "uncertain", 1),
        (0, False, "uncertain", 1),
        (0, True, "uncertain", 1),
    ],
)
def test_notify_that_answers_otherwise(
    notify: Notify, queue: Queue, noon: datetime, settings: Settings, status: int, keeps: bool, first: str, copies: int
) -> None:
    settings.OUTBOX_UNCERTAIN = "hold"
    message = queue(1)
    notify.faults.append((status, keeps))
    send_due_messages(at=noon)
    message.refresh_from_db()
    assert message.state == first
    send_due_messages(at=noon + timedelta(minutes=2))
    message.refresh_from_db()
    assert (message.state, len(notify.kept)) == ("accepted" if copies else "failed", copies)


@pytest.mark.parametrize("kept", [True, False])
def test_notify_settles_what_a_lost_worker_left(notify: Notify, queue: Queue, noon: datetime, kept: bool) -> None:
    message = queue(1)
    Message.objects.update(state="data", claim="lost", lease_until=Now() - timedelta(seconds=1))
    if kept:
        notify.kept.append({"reference": message.message_id})
    send_due_messages(at=noon)
    message.refresh_from_db()
    assert (message.state, len(notify.kept)) == ("accepted", 1)


def test_notify_is_asked_after_a_release_about_what_no_journal_knows(
    notify: Notify, queue: Queue, noon: datetime, admin_user: AbstractBaseUser
) -> None:
    gone = queue(1)
    send_due_messages(at=noon)
    # Database and data folder of one backup, of before it went.
    Attempt.objects.all().delete()
    Message.objects.update(state="due", accepted_at=None, last_words="")
    journal.path().unlink()
    heartbeat.begin_anew()
    queue(2)
    assert send_due_messages(at=noon) == {}
    release_mail(by=admin_user, at=noon)
    assert send_due_messages(at=noon) == {"gone before": 1, "accepted": 1}
    gone.refresh_from_db()
    assert (gone.state, gone.last_words, len(notify.kept)) == ("accepted", "Notify has it under its reference.", 2)


def test_notify_that_is_not_there_leaves_the_message_due(
    notify: Notify, queue: Queue, noon: datetime, settings: Settings
) -> None:
    message = queue(1)
    settings.EMAIL_URL = f"notify+http://127.0.0.1:1?key=team-{SERVICE}-{SECRET}&template=t"
    send_due_messages(at=noon)
    message.refresh_from_db()
    assert (message.state, message.due_at) == ("due", noon + timedelta(minutes=1))
