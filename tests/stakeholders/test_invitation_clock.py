"""What the clock does to an invitation: every message of it on its day, and none after an answer."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import LogEntry
from outbox.delivery.send import send_due_messages
from outbox.models import Message
from stakeholders.models import Invitation
from stakeholders.services import invite_to_appoint, remind_invited, resend_invitation, tell_of_expiry
from stakeholders.tasks import remind_and_tell
from tests.stakeholders.factories import PartnershipFactory
from tests.stakeholders.test_invitations import DAY, MONDAY, ROSA, SETTLING, accept, kinds


@pytest.fixture
def partnership(programme):
    return PartnershipFactory(programme=programme, organisation__name="Befrienders")


@pytest.fixture
def invitation(partnership, lead):
    return invite_to_appoint(partnership, **ROSA, by=lead, at=MONDAY)


def sent_by_day(days: int) -> dict[int, list[str]]:
    """Let the beat and the outbox work through so many days, four times in each; return what went out on which."""
    seen: set[int] = set()
    by_day: dict[int, list[str]] = {}
    for quarter in range(days * 4):
        moment = MONDAY + quarter * timedelta(hours=6)
        with time_machine.travel(moment, tick=False):
            remind_and_tell()
        send_due_messages(at=moment)
        for message in Message.objects.filter(state="accepted").exclude(pk__in=seen):
            seen.add(message.pk)
            by_day.setdefault((moment - MONDAY).days, []).append(message.kind)
    return by_day


def test_messages_go_on_the_day_of_asking_then_after_7_and_21_days_and_at_the_end(invitation, settings):
    settings.EMAIL_URL = "page:"
    assert sent_by_day(40) == {0: ["invite"], 7: ["remind"], 21: ["remind"], 28: ["team_expired"]}
    reminder = Message.objects.filter(kind="remind").earliest("pk")
    assert reminder.daytime_only is True
    assert LogEntry.objects.filter(verb__in=["reminded", "expired"]).count() == 3


@pytest.mark.parametrize(
    ("deed", "told"), [("accepted", "welcome"), ("declined", "team_declined"), ("withdrawn", "withdrawn")]
)
def test_nobody_is_reminded_after_an_answer(invitation, lead, settings, deed, told):
    settings.EMAIL_URL = "page:"
    assert sent_by_day(1) == {0: ["invite"]}
    SETTLING[deed](invitation, lead, MONDAY + DAY)
    assert [kind for kinds in sent_by_day(40).values() for kind in kinds] == ["invite", told]


def test_reminder_that_is_due_at_night_waits_for_the_morning(partnership, lead):
    night = MONDAY.replace(hour=23)
    invitation = invite_to_appoint(partnership, **ROSA, by=lead, at=night)
    reminder = remind_invited(invitation, at=night + 7 * DAY)
    assert reminder.due_at == datetime(2026, 1, 13, 8, tzinfo=UTC)


def test_reminder_already_queued_is_stopped_by_an_answer(partnership, lead):
    night = MONDAY.replace(hour=23)
    invitation = invite_to_appoint(partnership, **ROSA, by=lead, at=night)
    reminder = remind_invited(invitation, at=night + 7 * DAY)
    accept(invitation, at=night + 7 * DAY)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.text) == ("cancelled", "")


def test_a_beat_that_was_away_reminds_once(invitation):
    for _ in range(2):
        remind_invited(invitation, at=MONDAY + 22 * DAY)
    assert kinds(kind="remind") == ["remind"]
    assert Message.objects.get(kind="remind").step == "after-21"


def test_expiry_is_told_once_for_each_sending(invitation, lead):
    assert tell_of_expiry(invitation, at=invitation.expires_at - DAY) is None
    for _ in range(2):
        tell_of_expiry(invitation, at=invitation.expires_at)
    assert Message.objects.get(kind="team_expired").to_address == lead.email
    again = resend_invitation(invitation, by=lead, at=invitation.expires_at + DAY)
    tell_of_expiry(again, at=again.expires_at)
    assert Message.objects.filter(kind="team_expired").count() == 2


def test_open_and_expired_agree_at_the_boundary(invitation):
    end = invitation.expires_at
    for at, is_over in ((end - timedelta(microseconds=1), False), (end, True)):
        assert invitation.is_over(at) is is_over
        assert Invitation.objects.open(at).exists() is not is_over
        assert Invitation.objects.expired(at).exists() is is_over
