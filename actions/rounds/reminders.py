"""What is due by now of what the clock sends: the newest step of a round, for whoever is still waited for.

It is worked out from what is due, never from when it was last looked: a clock that stood still for three days sends the
newest step alone. A step is due for somebody once its day has come, if what was sent to them before went out on an
earlier day, and if they were asked some days before: whoever takes over late is not reminded at once. While something
is on its way, or the relay has refused their address, nothing more is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils import timezone

from actions.models import FollowUp, FollowUpRound, MailStep
from actions.rounds.emails import messages_about
from outbox.models import Message
from outbox.reminding import by_recipient, has_bounced, has_had_time, in_order_written, not_stopped
from stakeholders.contact_channels import wants_email


def newest_step(round: FollowUpRound, on: date) -> tuple[MailStep, date] | None:
    """Return the last step of a round whose day has come, with its day; a reminder is of no use past the last day."""
    come = [(step, day) for step, day in round.reminders if day <= on]
    if not come or (come[-1][0] != MailStep.LAST_CALL and on > round.answer_by_on):
        return None
    return come[-1]


def due_reminders(at: datetime) -> Iterator[tuple[FollowUp, MailStep]]:
    """Yield every follow-up of which to remind somebody by now, with the step. Three queries for each open round."""
    for round in FollowUpRound.objects.open().order_by("pk"):
        if newest := newest_step(round, timezone.localdate(at)):
            step, day = newest
            messages = messages_of(round)
            for follow_up in round.follow_ups.unanswered().with_names().order_by("pk"):
                if may_be_reminded(follow_up, messages.get(str(follow_up.proposer_id), ()), day, at):
                    yield follow_up, step


def messages_of(round: FollowUpRound) -> dict[str, list[Message]]:
    """Return all messages of a round, by the proposer they went to, the oldest first. One query."""
    return by_recipient(Message.objects.about("follow-up", round.pk))


def is_due(follow_up: FollowUp, step: MailStep, at: datetime) -> bool:
    """Whether this step is what one follow-up is to be reminded by now, if it is still waited for. One query."""
    newest = newest_step(follow_up.round, timezone.localdate(at))
    if newest is None or newest[0] != step:
        return False
    return may_be_reminded(follow_up, in_order_written(messages_about(follow_up)), newest[1], at)


def may_be_reminded(follow_up: FollowUp, messages: Iterable[Message], step_on: date, at: datetime) -> bool:
    """Whether a step of that day may go to somebody to whom these messages were written before."""
    sent = not_stopped(messages)
    if why_not_written_to(follow_up, sent, timezone.localdate(at)):
        return False
    reminders = {step for step, _ in follow_up.round.reminders}
    return has_had_time(sent, asked_at=follow_up.asked_at, step_on=step_on, reminders=reminders)


def why_not_written_to(follow_up: FollowUp, sent: list[Message], on: date) -> str:
    """Return why nothing more goes by e-mail to somebody who is waited for, or an empty string.

    `sent` is what was written to them about it before and not stopped, the oldest first.
    """
    proposer = follow_up.proposer
    if not wants_email(proposer.person):
        return "They have no e-mail address, or would rather not have e-mail."
    if follow_up.token_hash is None or follow_up.link_revoked_at is not None:
        return "They have no personal link that works."
    if proposer.area.published_at is None or proposer.has_left(on):
        return "It is no longer public, or no longer theirs."
    if has_bounced(sent, proposer.person.email):
        return "The last message did not arrive at the address we have."
    return ""
