"""The e-mails of follow-up rounds, each rendered and put into the outbox."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from actions.models import AnswerDraft, FollowUp, FollowUpRound, MailStep, Proposer
from actions.rounds import links
from kit.days import end_of, moment_of
from kit.text import one_line, plain_text
from outbox.daytime import next_daytime
from outbox.models import About, Message, MessageQuerySet
from outbox.services import Email, queue_message

SUBJECTS = {
    MailStep.FIRST: "“{}”: how is it going?",
    MailStep.FIRST_REMINDER: "We would still like to hear about “{}”",
    MailStep.SECOND_REMINDER: "A few lines about “{}”?",
    MailStep.LAST_CALL: "Before we close: “{}”",
    MailStep.MORE_TIME: "More time to tell us about “{}”",
}
OWN_LINK = "(here stands the link to their own page)"


def messages_about(follow_up: FollowUp) -> MessageQuerySet:
    """Return all messages about one follow-up."""
    return Message.objects.about("follow-up", follow_up.round_id, follow_up.proposer_id)


def about_follow_up(follow_up: FollowUp, step: MailStep, occasion: str = "") -> About:
    """Return what a message of one step about one follow-up is about."""
    return About("follow-up", follow_up.round_id, follow_up.proposer_id, step, occasion)


def ask_proposer(follow_up: FollowUp, *, again: str = "", at: datetime) -> Message:
    """Ask a proposer, by personal link, what has happened, what helped and what hindered.

    It goes at once, because somebody pressed a button for it; `again` tells one sending anew from the next.
    """
    step = MailStep.NEW_LINK if again else MailStep.FIRST
    about = about_follow_up(follow_up, step, again)
    return _queue(follow_up, MailStep.FIRST, about=about, at=at, expires_at=follow_up.link_expires_at)


def remind_proposer(follow_up: FollowUp, step: MailStep, *, at: datetime) -> Message:
    """Remind a proposer who has not answered, with the same link, and say the last day. By day only, and not after it.

    The last call says what the public will read, and is of use until the round closes.
    """
    is_last_call = step == MailStep.LAST_CALL
    expires_at = follow_up.link_expires_at if is_last_call else end_of(follow_up.round.answer_by_on)
    about = about_follow_up(follow_up, step)
    return _queue(follow_up, step, about=about, at=at, expires_at=expires_at, daytime_only=True)


def tell_of_more_time(follow_up: FollowUp, *, at: datetime) -> Message:
    """Tell a proposer who has not answered that the last day is a later one; once for each new last day."""
    about = about_follow_up(follow_up, MailStep.MORE_TIME, f"{follow_up.round.answer_by_on}")
    return _queue(follow_up, MailStep.MORE_TIME, about=about, at=at, expires_at=follow_up.link_expires_at)


def preview(round: FollowUpRound, proposer: Proposer, step: MailStep, *, on: date) -> dict[str, str]:
    """Return subject and text of a message as this proposer would read it on the day it goes, without a link."""
    opens_at, goes_at = (moment_of(day, time(12)) for day in (round.schedule[0][1], on))
    follow_up = FollowUp(round=round, proposer=proposer, asked_at=opens_at)
    context = _context(follow_up, step, goes_at) | {"link": OWN_LINK}
    return {"subject": _subject(follow_up, step), "text": plain_text(_template(step), context)}


def _queue(
    follow_up: FollowUp,
    step: MailStep,
    *,
    about: About,
    at: datetime,
    expires_at: datetime | None,
    daytime_only: bool = False,
) -> Message:
    goes_at = next_daytime(at) if daytime_only else at
    context = _context(follow_up, step, goes_at) | {"link": links.address_for(follow_up)}
    person = follow_up.proposer.person
    email = Email(
        to_address=person.email,
        to_name=one_line(person.name),
        subject=_subject(follow_up, step),
        text=plain_text(_template(step), context),
        reply_to=follow_up.round.programme.contact_email,
        daytime_only=daytime_only,
        # The link in it opens the follow-up; only its hash stays with us.
        forgets_text=True,
    )
    return queue_message(about, email, kind="follow-up", at=at, expires_at=expires_at)


def _context(follow_up: FollowUp, step: MailStep, goes_at: datetime) -> dict[str, Any]:
    """Return what the texts speak of, as it will be on the day on which the message goes."""
    proposer, on = follow_up.proposer, timezone.localdate(goes_at)
    before = proposer.took_over_from
    return {
        "proposer": proposer,
        "area": proposer.area,
        "round": follow_up.round,
        "programme": follow_up.round.programme,
        "asked_on": timezone.localdate(follow_up.asked_at),
        # Whoever comes in the place of somebody named by mistake took nothing over from them.
        "before": None if before is None or before.named_by_mistake else before,
        "instead_of_mistaken": before is not None and before.named_by_mistake,
        "has_begun": follow_up.pk is not None and AnswerDraft.objects.filter(follow_up=follow_up).exists(),
        "is_late": on > follow_up.round.answer_by_on,
        "is_last_day": on == follow_up.round.answer_by_on,
        "step": step,
    }


def _subject(follow_up: FollowUp, step: MailStep) -> str:
    # A header holds 250 characters at most; the longest title fits.
    return SUBJECTS[step].format(one_line(follow_up.proposer.area.title))


def _template(step: MailStep) -> str:
    names = {MailStep.FIRST: "ask_proposer", MailStep.LAST_CALL: "last_call", MailStep.MORE_TIME: "more_time"}
    name = names.get(step, "remind_proposer")
    return f"actions/email/{name}.txt"
