"""The e-mail itself, as a relay and a reader see it."""

from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.policy import default

import pytest

from outbox.delivery.send import send_due_messages
from outbox.mime import email_of
from outbox.models import Message
from tests.outbox.relay import Relay

pytestmark = pytest.mark.django_db
Queue = Callable[..., Message]


def read(message: Message):  # type: ignore[no-untyped-def]
    return message_from_bytes(email_of(message).as_bytes(), policy=default)


@pytest.mark.parametrize(
    "name", ["Siân Jones", "Zoë, of the Café", "Олена Шевченко", "李小龍", "عائشة", 'Pat "Pip" O\'Neil']
)
def test_letter_carries_names_in_any_script(queue: Queue, name: str) -> None:
    letter = read(queue(to_name=name, subject=f"For {name}", text=f"Dear {name}\n"))
    assert letter["To"].addresses[0].display_name == name
    assert letter["Subject"] == f"For {name}"
    assert letter.get_content() == f"Dear {name}\r\n"


def test_letter_says_who_it_is_from_and_that_a_machine_wrote_it(queue: Queue) -> None:
    message = queue(reply_to="The team <team@example.org>")
    letter = read(message)
    assert {
        name: letter[name] for name in ("From", "Reply-To", "Auto-Submitted", "Message-ID", "List-Unsubscribe")
    } == {
        "From": "Throughline <throughline@example.org>",
        "Reply-To": "The team <team@example.org>",
        "Auto-Submitted": "auto-generated",
        "Message-ID": message.message_id,
        "List-Unsubscribe": None,
    }
    assert letter["Date"].datetime == message.created_at


def test_letter_of_a_mailing_can_be_left_with_one_click_however_long_the_address(queue: Queue) -> None:
    url = f"https://example.org/leave/{'x' * 150}/"
    raw = email_of(queue(unsubscribe_url=url)).as_bytes()
    assert f"List-Unsubscribe: <{url}>\r\n".encode() in raw
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


def test_letter_has_its_text_first_and_html_beside_it(queue: Queue) -> None:
    letter = read(queue(text="In full.\n", html="<p>In full.</p>"))
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_letter_is_the_same_bytes_each_time(queue: Queue) -> None:
    message = queue(text="Twice.\n", html="<p>Twice.</p>", to_name="Siân")
    assert email_of(message).as_bytes() == email_of(Message.objects.get()).as_bytes()


def test_letter_goes_to_a_domain_in_any_script(relay: Relay, queue: Queue, noon: datetime) -> None:
    queue(to_address="info@bücher.example")
    send_due_messages(at=noon)
    assert relay.taken[0].to_address == "info@xn--bcher-kva.example"


def test_text_arrives_as_it_was_written(relay: Relay, queue: Queue, noon: datetime) -> None:
    text = "Dear Siân\n\n.\n..dots\n.\nhttps://example.org/f/" + "x" * 1200 + "\n– end\n"
    queue(text=text)
    send_due_messages(at=noon)
    letter = message_from_bytes(relay.taken[0].content, policy=default)
    assert letter.get_content().replace("\r\n", "\n") == text
    assert max(len(line) for line in relay.taken[0].content.split(b"\r\n")) < 998
    assert relay.taken[0].content.isascii()
