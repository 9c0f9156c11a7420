"""Restored backups and copies: all mail waits for a person, and what the journal knows is not sent again."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from outbox import heartbeat, journal
from outbox.delivery.send import send_due_messages
from outbox.models import Attempt, Instance, Message, Release
from outbox.release_guard import COPIED, PUT_BACK, RESTORED, hold_reason, release_mail
from tests.outbox.relay import Relay

pytestmark = pytest.mark.django_db
Queue = Callable[..., Message]


@pytest.fixture
def operator(admin_user: AbstractUser) -> AbstractUser:
    admin_user.name, admin_user.email = "Ola Grant", "ola@example.org"  # type: ignore[attr-defined]
    admin_user.save()
    return admin_user


def restore_backup(*kept: int) -> None:
    """Put the database back to before these messages were sent; other messages had not been queued yet."""
    Attempt.objects.all().delete()
    Message.objects.filter(pk__in=kept).update(state="due", accepted_at=None, last_words="", tries=0)
    Message.objects.exclude(pk__in=kept).delete()


def test_first_place_needs_no_release(relay: Relay, noon: datetime) -> None:
    assert hold_reason(at=noon) == ""
    assert Instance.objects.get().released_at == noon


def test_restored_database_holds_all_mail_and_sends_nothing_twice_when_released(
    relay: Relay, queue: Queue, noon: datetime, operator: AbstractUser
) -> None:
    before, lost = queue(1), queue(2)
    send_due_messages(at=noon)
    restore_backup(before.pk)
    queue(3)
    assert send_due_messages(at=noon) == {}
    assert hold_reason(at=noon) == RESTORED
    assert release_mail(by=operator, at=noon) == 2
    assert Release.objects.values_list("at", "by", "because", "gone").get() == (
        noon,
        "Ola Grant (ola@example.org)",
        RESTORED,
        2,
    )
    # The room that had queued the lost message works out again that it is due.
    again = queue(2)
    send_due_messages(at=noon)
    send_due_messages(at=noon)
    assert (again.state, again.message_id) == ("accepted", lost.message_id)
    assert sorted(relay.copies().values()) == [1, 1, 1]
    assert hold_reason(at=noon) == ""


def test_restored_database_whose_message_was_in_hand_sends_nothing_twice(
    relay: Relay, queue: Queue, noon: datetime, operator: AbstractUser
) -> None:
    message = queue(1)
    send_due_messages(at=noon)
    Message.objects.update(state="claimed", claim="then", lease_until=noon, accepted_at=None)
    assert send_due_messages(at=noon) == {}
    release_mail(by=operator, at=noon)
    send_due_messages(at=noon)
    assert relay.copies() == {message.message_id: 1}


def test_copy_started_elsewhere_sends_nothing_until_released(
    relay: Relay, queue: Queue, noon: datetime, settings: Settings, tmp_path: Path, operator: AbstractUser
) -> None:
    queue(1)
    send_due_messages(at=noon)
    queue(2)
    settings.DATA_DIR = tmp_path / "elsewhere"
    assert send_due_messages(at=noon) == {}
    assert hold_reason(at=noon) == COPIED
    release_mail(by=operator, at=noon)
    assert send_due_messages(at=noon) == {"accepted": 1}


def test_copy_with_its_data_folder_under_another_address_sends_nothing(
    relay: Relay, queue: Queue, noon: datetime, settings: Settings
) -> None:
    queue(1)
    send_due_messages(at=noon)
    queue(2)
    settings.SITE_URL = "https://staging.example.org"
    assert (send_due_messages(at=noon), hold_reason(at=noon)) == ({}, COPIED)


def test_place_that_was_released_is_held_again_by_no_other_that_waits(
    relay: Relay, queue: Queue, noon: datetime, settings: Settings, tmp_path: Path, operator: AbstractUser
) -> None:
    queue(1)
    send_due_messages(at=noon)
    settings.DATA_DIR = tmp_path / "elsewhere"
    release_mail(by=operator, at=noon)
    settings.DATA_DIR = tmp_path
    heartbeat.begin_anew()
    send_due_messages(at=noon)
    assert list(Instance.objects.values_list("held_because", flat=True)) == [PUT_BACK, PUT_BACK]
    release_mail(by=operator, at=noon)
    settings.DATA_DIR = tmp_path / "elsewhere"
    queue(2)
    assert (send_due_messages(at=noon), hold_reason(at=noon)) == ({}, PUT_BACK)
    release_mail(by=operator, at=noon)
    settings.DATA_DIR = tmp_path
    assert (hold_reason(at=noon), send_due_messages(at=noon)) == ("", {"accepted": 1})


def test_backup_put_back_under_a_long_mailing_holds_it_from_the_next_batch_on(
    relay: Relay, queue: Queue, noon: datetime
) -> None:
    for number in range(51):
        queue(number)
    relay.watch = lambda event: event == "smtp dot" and len(relay.taken) == 20 and heartbeat.begin_anew()
    assert send_due_messages(at=noon) == {"accepted": 50}
    assert (hold_reason(at=noon), Message.objects.filter(state="due").count()) == (PUT_BACK, 1)


def test_message_in_doubt_is_no_sign_of_a_backup(relay: Relay, queue: Queue, noon: datetime) -> None:
    message = queue(1)
    Message.objects.update(state="data", claim="x", lease_until=noon)
    journal.write_line(message.message_id, message.to_address, noon)
    assert hold_reason(at=noon) == ""


def test_line_that_was_cut_short_is_no_line(relay: Relay, noon: datetime) -> None:
    assert (hold_reason(at=noon), list(journal.lines())) == ("", [])
    journal.path().write_text("2027-03-24T12:00:00.000+00:00 <cut")
    assert (list(journal.lines()), journal.last_message_id()) == ([], "")


def test_line_that_was_cut_short_does_not_swallow_the_next(own_place: Path, noon: datetime) -> None:
    journal.path().parent.mkdir(parents=True)
    journal.path().write_text("2027-03-24T12:00:00.000+00:00 <cut")
    journal.write_line("<next@example.org>", "a@example.org", noon)
    assert list(journal.lines()) == [(noon, "<next@example.org>")]


def test_release_mail_command_says_what_was_held(
    relay: Relay, queue: Queue, noon: datetime, capsys: pytest.CaptureFixture[str], operator: AbstractUser
) -> None:
    queue(1)
    call_command("release_mail", by="OLA@example.org")
    send_due_messages(at=noon)
    restore_backup()
    call_command("release_mail", by="OLA@example.org")
    assert capsys.readouterr().out.splitlines() == [
        "Mail is not held here.",
        f"Was held: {RESTORED}",
        "Released. The sent journal showed 1 messages that had gone already.",
    ]


def test_release_mail_command_wants_somebody_who_may(
    relay: Relay, noon: datetime, django_user_model: type[AbstractUser]
) -> None:
    django_user_model.objects.create(email="lead@example.org", is_staff=True)
    for by in ("nobody@example.org", "lead@example.org"):
        with pytest.raises(CommandError, match="may not release mail"):
            call_command("release_mail", by=by)
    with pytest.raises(CommandError, match="--by"):
        call_command("release_mail")
    assert Release.objects.count() == 0


def test_mail_that_is_not_held_needs_no_release(relay: Relay, noon: datetime, operator: AbstractUser) -> None:
    assert (release_mail(by=operator, at=noon), Release.objects.count()) == (0, 0)


def test_database_refuses_a_change_to_what_was_noted(queue: Queue, noon: datetime) -> None:
    instance = Instance.objects.create(identity="x", site_url="y", seen_at=noon, released_at=noon)
    Attempt.objects.create(message=queue(1), at=noon, outcome="due", words="Tried again.", by="Ola Grant")
    Release.objects.create(instance=instance, at=noon, by="Ola Grant", because=COPIED, gone=0)
    for rows in (Attempt.objects.all(), Release.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(by="Somebody else")
        assert rows.get().by == "Ola Grant"


def test_mail_release_is_a_button_for_staff(relay: Relay, queue: Queue, noon: datetime, admin_client: Client) -> None:
    queue(1)
    send_due_messages(at=noon)
    restore_backup()
    page = admin_client.get(reverse("outbox:message-list")).content.decode()
    assert page.count("All mail is held") == 1
    assert "No message waits so far. Release it only if" in page
    assert Client().post(reverse("outbox:mail-release")).status_code == 403
    assert hold_reason(at=noon) == RESTORED
    admin_client.post(reverse("outbox:mail-release"))
    assert hold_reason(at=noon) == ""
