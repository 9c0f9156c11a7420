"""Everything a relay can do wrong, at every step: each case ends in its written state, and the next message goes."""

import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from outbox.delivery.send import send_due_messages
from outbox.models import Attempt, Message
from outbox.transports import Answer
from outbox.transports.smtp import SMTPTransport
from tests.outbox.certificates import make_certificates
from tests.outbox.relay import DELAY, DROP, GARBAGE, SILENCE, TAKE_AND_DROP, TARPIT, Relay

pytestmark = pytest.mark.django_db

TEMPORARY = ["421 closing", "450 busy", "451 local error", "452 full"]
OURS = ["535 who are you?"]
PERMANENT = ["550 no such person", "552 too much", "554 no"]
ODD = ["251 will forward"]
BROKEN = [GARBAGE, SILENCE, TARPIT, DROP]
ALL = [*TEMPORARY, *OURS, *PERMANENT, *ODD, *BROKEN, DELAY]

# The written states: what becomes of the message that the fault meets. All others are `due`.
WRITTEN = (
    {(step, DELAY): "accepted" for step in ("connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "dot")}
    | {(step, fault): "failed" for step in ("mail", "rcpt", "data", "dot") for fault in PERMANENT}
    | {(step, fault): "accepted" for step in ("mail", "rcpt", "dot") for fault in ODD}
    # After the dot a 535 is about the message, and what cannot be understood leaves a doubt.
    | {("dot", fault): "failed" for fault in OURS}
    | {("dot", fault): "uncertain" for fault in [*BROKEN, TAKE_AND_DROP]}
)
CASES = [
    *[
        (step, fault)
        for step in ("connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "dot")
        for fault in ALL
    ],
    ("dot", TAKE_AND_DROP),
]
# MAIL and RCPT in one breath change what is heard at these two steps.
ONE_BREATH = [(step, fault) for step in ("mail", "rcpt") for fault in ALL]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(params=[False])
def secure_relay(
    certificates: Path, settings: Settings, relay: Relay, request: pytest.FixtureRequest
) -> Iterator[Relay]:
    """A relay with STARTTLS, whose certificate is verified, and a password; with PIPELINING for the parameter True."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates / "localhost.pem")
    with Relay(tls=context, auth=True, insists=request.param) as secure:
        settings.EMAIL_URL = secure.url
        settings.OUTBOX_CA_FILE = str(certificates / "authority.pem")
        yield secure


@pytest.mark.parametrize(
    ("step", "fault", "secure_relay"),
    [*[(*case, False) for case in CASES], *[(*case, True) for case in ONE_BREATH]],
    indirect=["secure_relay"],
)
def test_fault_ends_in_its_written_state(
    step: str, fault: str, secure_relay: Relay, queue: Callable[..., Message], noon: datetime
) -> None:
    met, after = queue(1), queue(2)
    # An EHLO that is refused is followed by HELO.
    twice = step == "ehlo" and fault in [*TEMPORARY, *OURS, *PERMANENT, GARBAGE]
    secure_relay.faults[step].extend([fault] * (2 if twice else 1))
    send_due_messages(at=noon)
    met.refresh_from_db()
    written = WRITTEN.get((step, fault), "due")
    assert met.state == written
    assert met.attempts.count() == 1
    spoke = fault[:3].isdigit() and not (step in ("ehlo", "dot", "mail", "rcpt") and fault in ODD)
    if spoke and (step, fault) != ("data", ODD[0]):
        assert Attempt.objects.get(message=met).code == int(fault[:3])
    # Whatever it was, it was this message's affair, or has passed by the next beat.
    send_due_messages(at=noon + timedelta(minutes=2))
    after.refresh_from_db()
    met.refresh_from_db()
    assert after.state == "accepted"
    assert met.state == ("failed" if written == "failed" else "accepted")
    assert met.may_have_gone_twice == (written == "uncertain")
    copies = secure_relay.copies()
    assert copies.get(met.message_id, 0) == (0 if written == "failed" else 2 if fault == TAKE_AND_DROP else 1)
    assert copies[after.message_id] == 1


@pytest.mark.parametrize("fault", ["500 what?", *BROKEN])
def test_quit_that_goes_wrong_changes_nothing(
    fault: str, relay: Relay, queue: Callable[..., Message], noon: datetime
) -> None:
    message = queue()
    relay.faults["quit"].append(fault)
    send_due_messages(at=noon)
    message.refresh_from_db()
    assert (message.state, relay.copies()) == ("accepted", {message.message_id: 1})


@pytest.mark.parametrize("fault", ["421 enough for one conversation", DROP])
def test_conversation_that_the_relay_ends_between_messages_is_begun_again_at_once(
    fault: str, relay: Relay, queue: Callable[..., Message], noon: datetime
) -> None:
    for number in (1, 2, 3):
        queue(number)
    relay.faults["mail"].extend(["", fault])
    send_due_messages(at=noon)
    assert list(Message.objects.values_list("state", "tries")) == [("accepted", 1)] * 3
    assert relay.connections == 2


class Noting(SMTPTransport):
    """Notes what the relay has heard whenever the fence is passed."""

    def __init__(self, relay: Relay) -> None:
        super().__init__(relay.url)
        self.relay, self.heard = relay, list[list[str]]()

    def send(self, message: Message, *, fence: Callable[[], None]) -> Answer:
        return super().send(message, fence=lambda: (self.heard.append(self.relay.steps[-2:]), fence())[1])


@pytest.mark.parametrize("insists", [False, True])
def test_fence_stands_between_rcpt_and_data_in_one_breath_or_two(
    settings: Settings, own_place: Path, queue: Callable[..., Message], noon: datetime, insists: bool
) -> None:
    queue(1), queue(2)
    with Relay(insists=insists) as relay:
        settings.EMAIL_URL = relay.url
        transport = Noting(relay)
        send_due_messages(at=noon, transport=transport)
    assert transport.heard == [["mail", "rcpt"]] * 2
    assert relay.steps == ["connect", "ehlo", *["mail", "rcpt", "data", "dot"] * 2, "quit"]
    assert set(relay.copies().values()) == {1}


def test_connection_is_reused_over_a_batch(relay: Relay, queue: Callable[..., Message], noon: datetime) -> None:
    for number in range(60):
        queue(number)
    send_due_messages(at=noon)
    assert (len(relay.taken), relay.connections) == (60, 1)


def test_relay_that_is_not_there_puts_off_one_message_for_a_minute_and_the_rest_not_at_all(
    settings: Settings, relay: Relay, queue: Callable[..., Message], noon: datetime
) -> None:
    queue(1), queue(2)
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    send_due_messages(at=noon)
    assert list(Message.objects.order_by("pk").values_list("state", "due_at", "tries")) == [
        ("due", noon + timedelta(minutes=1), 1),
        ("due", noon, 0),
    ]


def test_certificate_of_nobody_we_know_is_refused(
    settings: Settings, secure_relay: Relay, queue: Callable[..., Message], noon: datetime
) -> None:
    message = queue()
    settings.OUTBOX_CA_FILE = ""
    send_due_messages(at=noon)
    message.refresh_from_db()
    assert (message.state, secure_relay.taken) == ("due", [])
    assert "certificate verify failed" in message.last_words


def test_certificate_of_another_name_is_refused(
    settings: Settings, secure_relay: Relay, queue: Callable[..., Message], noon: datetime
) -> None:
    message = queue()
    settings.EMAIL_URL = secure_relay.url.replace("localhost", "127.0.0.1")
    send_due_messages(at=noon)
    message.refresh_from_db()
    assert (message.state, secure_relay.taken) == ("due", [])
    assert "certificate verify failed" in message.last_words


def test_relay_without_starttls_gets_nothing_in_clear(
    settings: Settings, relay: Relay, queue: Callable[..., Message], noon: datetime
) -> None:
    message = queue()
    settings.EMAIL_URL = relay.url.replace("smtp:", "smtp+tls:")
    send_due_messages(at=noon)
    message.refresh_from_db()
    assert (message.state, relay.taken, "mail" in relay.steps) == ("due", [], False)
