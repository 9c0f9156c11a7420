"""What other rooms ask of the outbox."""

import os
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from outbox import services
from outbox.delivery.claim import Stopped, claim, pass_fence, record_not_now
from outbox.models import TRANSITIONS, About, Attempt, Message, State
from outbox.services import MessageRefused, cancel_messages, readdress_messages
from outbox.transports import Answer, Verdict

pytestmark = pytest.mark.django_db
Queue = Callable[..., Message]


def test_queue_message_about_the_same_returns_the_first_row_unchanged(queue: Queue, noon: datetime) -> None:
    first = queue(1)
    again = queue(1, to_address="other@example.org", subject="Other", at=noon + timedelta(days=1))
    assert (again.pk, again.to_address, again.subject, again.created_at) == (
        first.pk,
        "person1@example.org",
        "How is it going, 1?",
        noon,
    )
    assert Message.objects.count() == 1


def test_queue_message_goes_with_the_callers_transaction(queue: Queue) -> None:
    with transaction.atomic():
        queue(1)
        transaction.set_rollback(True)
    assert Message.objects.count() == 0


@pytest.mark.parametrize("name", ["subject", "to_name", "to_address", "reply_to", "unsubscribe_url"])
@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\0", "\x85", "\u2028"])
def test_queue_message_refuses_headers_of_two_lines(queue: Queue, name: str, sign: str) -> None:
    with pytest.raises(MessageRefused):
        queue(1, **{name: f"a@example.org{sign}Bcc: everyone@example.org"})
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a@example.org, b@example.org", "<a@example.org>", "a b@example.org"]
)
def test_queue_message_refuses_what_is_no_address(queue: Queue, address: str) -> None:
    with pytest.raises(MessageRefused):
        queue(1, to_address=address)


def test_database_refuses_headers_of_two_lines(queue: Queue) -> None:
    message = queue(1)
    for name in ("subject", "to_name", "to_address"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**{name: "a\nb"})


@pytest.mark.parametrize(
    "values",
    [
        {"state": "sent"},
        {"state": "claimed"},
        {"state": "data", "claim": "x"},
        {"claim": "x", "lease_until": Now()},
        {"state": "accepted"},
        {"accepted_at": Now()},
        {"state": "cancelled"},
        {"state": "failed"},
        {"state": "uncertain"},
    ],
)
def test_database_refuses_states_that_do_not_fit_their_facts(queue: Queue, values: dict[str, object]) -> None:
    message = queue(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**values)


def test_move_knows_no_other_ways_than_the_table(queue: Queue) -> None:
    queue(1)
    for source in State:
        for target in State:
            if (source, target) not in TRANSITIONS:
                with pytest.raises(KeyError):
                    Message.objects.move(source, target)
    assert Message.objects.get().state == State.DUE


def test_queue_message_rings_once_for_many_messages(
    queue: Queue, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks() as rung, transaction.atomic():
        queue(1), queue(2)
        with transaction.atomic():
            queue(3)
    assert rung == [services.ring]


def test_queue_message_rings_again_when_the_first_ring_was_rolled_back(
    queue: Queue, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks() as rung, transaction.atomic():
        with transaction.atomic():
            queue(1)
            transaction.set_rollback(True)
        queue(2)
    assert rung == [services.ring]


def test_queue_message_for_later_does_not_ring(
    queue: Queue, noon: datetime, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks() as rung:
        queue(1, due_at=noon + timedelta(hours=1))
    assert rung == []


def test_doorbell_that_nobody_hears_costs_the_caller_less_than_a_second(tmp_path) -> None:
    """In a process of its own, whose broker is a port where nobody listens."""
    code = (
        "import django, time; django.setup(); from outbox.services import ring\n"
        "began = time.monotonic(); ring(); ring(); print(time.monotonic() - began < 1)"
    )
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DATA_DIR": str(tmp_path),
    }
    run = subprocess.run(
        [".venv/bin/python", "-c", code],
        env=env,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "True"
    assert run.stderr.count("did not ring") == 2


def test_cancel_messages_stops_what_has_not_gone(queue: Queue, noon: datetime) -> None:
    queue(1), queue(2), queue(3, about=About("other", 3))
    assert cancel_messages(Message.objects.about("round"), reason="The person has answered.", at=noon) == 2
    assert list(Message.objects.order_by("pk").values_list("state", "stop_reason")) == [
        ("cancelled", "The person has answered."),
        ("cancelled", "The person has answered."),
        ("due", ""),
    ]
    assert (
        list(Attempt.objects.values_list("outcome", "words", "at"))
        == [("cancelled", "The person has answered.", noon)] * 2
    )
    assert cancel_messages(Message.objects.about("round", 1), reason="Again.", at=noon) == 0
    assert cancel_messages(Message.objects.none(), reason="None.", at=noon) == 0


def test_cancelled_message_forgets_the_secret_in_its_text(queue: Queue, noon: datetime) -> None:
    queue(1, text="secret", html="<p>secret", forgets_text=True), queue(2, text="Hello", html="<p>Hello")
    assert cancel_messages(Message.objects.about("round"), reason="Answered.", at=noon) == 2
    assert list(Message.objects.order_by("pk").values_list("text", "html")) == [("", ""), ("Hello", "<p>Hello")]


def test_cancel_messages_wants_to_know_why(queue: Queue, noon: datetime) -> None:
    queue(1)
    with pytest.raises(ValueError, match="Say why"):
        cancel_messages(Message.objects.all(), reason="", at=noon)
    assert Message.objects.get().state == "due"


def test_messages_about_a_topic_are_narrowed_part_by_part(queue: Queue) -> None:
    """A part that begins like another, or that is empty, is not taken for it."""
    first = queue(1, about=About("round", 1, 7, "first"))
    again = queue(2, about=About("round", 1, 7, "again", "b"))
    queue(3, about=About("round", 11, 7, "first")), queue(4, about=About("rounds", 1, 7, "first"))
    of = Message.objects.about
    assert list(of("round", 1, 7).order_by("pk")) == [first, again]
    assert (list(of("round", 1, step="again")), list(of("round", 1, occasion=""))) == ([again], [first])
    assert (of("round").count(), of("round", recipient="").count()) == (3, 0)


def test_cancel_messages_reaches_a_message_that_a_worker_has_in_hand(queue: Queue, noon: datetime) -> None:
    queue(1)
    [held] = claim(at=noon, limit=1)
    assert cancel_messages(Message.objects.filter(pk=held.pk), reason="Answered.", at=noon) == 1
    with pytest.raises(Stopped):
        pass_fence(held)


def test_cancel_messages_beyond_the_fence_keeps_it_from_a_second_try(queue: Queue, noon: datetime) -> None:
    queue(1)
    [held] = claim(at=noon, limit=1)
    pass_fence(held)
    assert cancel_messages(Message.objects.filter(pk=held.pk), reason="Answered.", at=noon) == 0
    record_not_now(held, Answer(Verdict.NOT_NOW, 451, "later"), at=noon)
    held.refresh_from_db()
    assert (held.state, held.stop_reason) == ("cancelled", "Answered.")


def test_readdress_messages_sends_what_is_unsent_elsewhere(queue: Queue, noon: datetime) -> None:
    due, sent, failed, held = queue(1), queue(2), queue(3), queue(4)
    Message.objects.update(to_address="old@example.org")
    Message.objects.filter(pk=sent.pk).update(state="accepted", accepted_at=noon)
    Message.objects.filter(pk=failed.pk).update(state="failed", last_words="550 no")
    Message.objects.filter(pk=held.pk).update(state="claimed", claim="x", lease_until=Now() + timedelta(hours=1))
    moved = readdress_messages(
        Message.objects.to("OLD@example.org"), new_address="new@example.org", new_name="Nia", at=noon
    )
    assert moved == 3
    assert list(Message.objects.order_by("pk").values_list("state", "to_address", "to_name")) == [
        ("due", "new@example.org", "Nia"),
        ("accepted", "old@example.org", ""),
        ("failed", "new@example.org", "Nia"),
        ("due", "new@example.org", "Nia"),
    ]
    due.refresh_from_db()
    assert due.message_id == services.message_id_for(About("round", 1, step="reminder"))


def test_backend_queues_sign_in_mail_in_the_fast_lane(mailoutbox, settings, noon: datetime) -> None:
    settings.EMAIL_BACKEND = "outbox.backend.OutboxEmailBackend"
    email = EmailMultiAlternatives("Sign-in code", "Your code is 123-456", to=["Siân <sian@example.org>"])
    email.attach_alternative("<p>Your code</p>", "text/html")
    assert email.send() == 1
    message = Message.objects.get()
    assert (
        message.kind,
        message.fast_lane,
        message.forgets_text,
        message.to_name,
        message.to_address,
        message.text,
        message.html,
    ) == (
        "sign-in",
        True,
        True,
        "Siân",
        "sian@example.org",
        "Your code is 123-456",
        "<p>Your code</p>",
    )
    assert message.expires_at == message.created_at + timedelta(minutes=15)


def test_message_id_is_that_of_what_it_is_about(queue: Queue) -> None:
    message = queue(1)
    Message.objects.all().delete()
    assert queue(1).message_id == message.message_id
    assert queue(2).message_id != message.message_id


def test_claims_of_two_workers_never_meet(queue: Queue, noon: datetime) -> None:
    for number in range(5):
        queue(number)
    first, second = claim(at=noon, limit=3), claim(at=noon, limit=3)
    assert (len(first), len(second)) == (3, 2)
    assert {m.pk for m in first} & {m.pk for m in second} == set()
    assert Message.objects.filter(state="claimed", tries=1, lease_until__gt=Now()).count() == 5
