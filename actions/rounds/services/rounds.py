"""Planning, opening and closing a follow-up round, its reminders, and the personal links it gives out."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import before, changes, record
from accounts.models import User
from actions.models import FollowUp, FollowUpRound, MailStep, Proposer
from actions.rounds import emails, links
from actions.rounds.extension_recipients import extension_recipients
from actions.rounds.recipients import RoundRecipients, round_recipients
from actions.rounds.reminders import is_due
from actions.verbs import Verb
from kit.days import day
from kit.lifecycle import move, swap
from kit.name_keys import key_of
from kit.numbering import next_number
from kit.refusals import InvalidTransition, Refused
from outbox.models import Message
from outbox.services import cancel_messages
from programmes.models import Doing, Programme
from programmes.quiet_periods.checks import is_quiet, refuse_if_quiet
from stakeholders.contact_channels import has_email, wants_email


@dataclass(frozen=True)
class RoundPlan:
    """A round's name and days; each step is counted in days before the last one, and None: it does not go."""

    name: str
    planned_on: date
    answer_by_on: date
    first_reminder_days: int | None = None
    second_reminder_days: int | None = None
    last_call_days: int | None = None


def plan_round(programme: Programme, *, plan: RoundPlan, by: User | None, at: datetime) -> FollowUpRound:
    """Return a new round of `programme`, with the next number. Refuses a name that is taken."""
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        rounds = FollowUpRound.objects.filter(programme=programme)
        _refuse_taken_name(rounds, plan.name)
        number = next_number(rounds)
        planned = rounds.create(programme=programme, number=number, **asdict(plan))
        record(Verb.ADDED, planned, by=by, at=at, programme_id=programme.pk, number=number)
    return planned


def replan_round(round: FollowUpRound, *, plan: RoundPlan, by: User | None, at: datetime) -> FollowUpRound:
    """Change name, dates or steps of a round that nobody has been asked in yet.

    Refuses with InvalidTransition a round that has been opened, and a name that is taken.
    """
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=round.programme_id)
        rounds = FollowUpRound.objects.filter(programme=round.programme_id)
        _refuse_taken_name(rounds.exclude(pk=round.pk), plan.name)
        given = asdict(plan)
        was = changes(round, [name for name, value in given.items() if getattr(round, name) != value])
        new = given | {"name_key": key_of(plan.name)}
        swap(round, rounds.planned(), "The round has been opened: its dates stand.", **new)
        record(Verb.CHANGED, round, by=by, at=at, programme_id=round.programme_id, number=round.number, **was)
    return round


def _refuse_taken_name(rounds: QuerySet[FollowUpRound], name: str) -> None:
    if rounds.filter(name_key=key_of(name)).exists():
        raise Refused(f"There is already a round called “{name}”.", field="name")


def open_round(round: FollowUpRound, *, by: User, at: datetime, as_seen: str | None = None) -> FollowUpRound:
    """Ask every proposer who is to be asked, once each, by a message with a personal link where they have e-mail.

    `as_seen` is the fingerprint of the recipients that somebody confirmed. Refuses with InvalidTransition when the
    round is not planned, another is open, the day to answer by is past, nobody is to be asked, or the list is another
    by now.
    """
    with transaction.atomic():
        refuse_if_quiet(round.programme_id, Doing.OPENING, at=at)
        Programme.objects.select_for_update().get(pk=round.programme_id)
        _refuse_to_open(round, at)
        recipients = round_recipients(round, at)
        if not recipients.asked:
            raise InvalidTransition("There is nobody to ask.")
        if as_seen is not None and as_seen != recipients.fingerprint:
            raise InvalidTransition("The list of people has changed since you saw it. Look at it again, then confirm.")
        move(round, to=FollowUpRound.Status.OPEN, opened_at=at, opened_by=by)
        ask_proposers([each.proposer for each in recipients.asked], round=round, by=by, at=at)
        record(
            Verb.OPENED,
            round,
            by=by,
            at=at,
            programme_id=round.programme_id,
            by_email=len(recipients.by_email),
            by_telephone=len(recipients.by_telephone),
            not_asked=len(recipients.not_asked),
        )
    return round


def _refuse_to_open(round: FollowUpRound, at: datetime) -> None:
    if round.status != FollowUpRound.Status.PLANNED:
        raise InvalidTransition(f"The round is already {round.get_status_display().lower()}.")
    if FollowUpRound.objects.open().filter(programme=round.programme_id).exists():
        raise InvalidTransition("Another round is open. Close it first.")
    if round.answer_by_on < timezone.localdate(at):
        raise InvalidTransition(
            f"Answers were to be given by {day(round.answer_by_on)}, which is past. Plan a new round."
        )


def ask_proposers(proposers: list[Proposer], *, round: FollowUpRound, by: User | None, at: datetime) -> list[FollowUp]:
    """Make one follow-up for each proposer, and queue a message to those with e-mail, in the caller's transaction."""
    follow_ups = [FollowUp(round=round, proposer=proposer, asked_at=at) for proposer in proposers]
    written_to = [follow_up for follow_up in follow_ups if wants_email(follow_up.proposer.person)]
    for follow_up in written_to:
        links.give_link(follow_up)
    FollowUp.objects.bulk_create(follow_ups)
    for follow_up in written_to:
        emails.ask_proposer(follow_up, at=at)
    return follow_ups


def extend_round(
    round: FollowUpRound, *, answer_by_on: date, by: User, at: datetime, as_seen: str | None = None
) -> FollowUpRound:
    """Put off the last day of an open round, and tell by e-mail those who are still waited for.

    Steps that have not come yet move along, links live as much longer, and what is in the outbox with the day that was
    is stopped. The same day twice is one change. `as_seen` is the fingerprint of `extension_recipients` that somebody
    confirmed. Refuses with InvalidTransition a round that is not open, a day that is past or not later than the one
    that stands, and when other people are to be told by now.
    """
    on = timezone.localdate(at)
    with transaction.atomic():
        locked = FollowUpRound.objects.select_for_update().get(pk=round.pk)
        if locked.answer_by_on == answer_by_on:
            return locked
        if locked.status != FollowUpRound.Status.OPEN:
            raise InvalidTransition(f"The round is {locked.get_status_display().lower()}: its last day stands.")
        if answer_by_on < max(locked.answer_by_on, on):
            raise InvalidTransition(f"The new last day must be later than {day(locked.answer_by_on)}, and not past.")
        told = extension_recipients(locked, at)
        if as_seen is not None and as_seen != told.fingerprint:
            raise InvalidTransition(
                "Somebody has answered, or else is to be told, since you saw it. Look again, then confirm."
            )
        was = before(locked, ["answer_by_on"])
        locked = locked.extended_to(answer_by_on, on=on)
        locked.save(update_fields=["answer_by_on", *FollowUpRound.STEPS.values()])
        locked.follow_ups.filter(token_hash__isnull=False).update(link_expires_at=links.expires_at(locked))
        _tell_of_more_time(locked, told, at)
        record(Verb.EXTENDED, locked, by=by, at=at, programme_id=locked.programme_id, told=len(told.by_email), was=was)
    return locked


def _tell_of_more_time(round: FollowUpRound, told: RoundRecipients, at: datetime) -> None:
    proposers = [each.proposer for each in told.by_email]
    for follow_up in round.follow_ups.filter(proposer__in=proposers).with_names().order_by("pk"):
        cancel_messages(emails.messages_about(follow_up), reason="The last day was put off.", at=at)
        emails.tell_of_more_time(follow_up, at=at)


def close_round(round: FollowUpRound, *, by: User, at: datetime) -> FollowUpRound:
    """End the follow-up and record silence: whoever was asked and has not answered becomes "no reply".

    Links stay, to read what was written. Refuses with InvalidTransition a round that is not open.
    """
    with transaction.atomic():
        move(round, to=FollowUpRound.Status.CLOSED, closed_at=at, closed_by=by)
        asked = FollowUp.objects.filter(round=round, status=FollowUp.Status.ASKED)
        silent = asked.update(status=FollowUp.Status.NO_REPLY, settled_at=at)
        cancel_messages(Message.objects.about("follow-up", round.pk), reason="The round has closed.", at=at)
        record(Verb.CLOSED, round, by=by, at=at, programme_id=round.programme_id, silent=silent)
    return round


def revoke_link(follow_up: FollowUp, *, by: User, at: datetime) -> FollowUp:
    """Make the personal link open nothing from now on, and stop what would carry it. Refuses where there is none."""
    with transaction.atomic():
        # A reminder that is being queued at this moment comes first, and is stopped, or comes after, and sees it.
        FollowUpRound.objects.select_for_update().get(pk=follow_up.round_id)
        live = FollowUp.objects.filter(token_hash__isnull=False, link_revoked_at__isnull=True)
        swap(follow_up, live, "There is no personal link to revoke.", link_revoked_at=at)
        cancel_messages(emails.messages_about(follow_up), reason="The personal link was revoked.", at=at)
        record(Verb.LINK_REVOKED, follow_up, by=by, at=at, programme_id=follow_up.round.programme_id)
    return follow_up


def send_new_link(follow_up: FollowUp, *, by: User, at: datetime, as_seen: str | None = None) -> FollowUp:
    """Send a new personal link to the address we have now; the old link opens nothing more.

    `as_seen` is the `link_version` that somebody looked at: if a newer link has been sent since, that one stands, and
    the button pressed twice sends once. Refuses with InvalidTransition when the round is not open, the person has
    answered or moved on, or has no e-mail.
    """
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        if as_seen is not None and as_seen != locked.link_version:
            return locked
        if locked.status not in FollowUp.OPEN_ENDED:
            raise InvalidTransition(f"This is already “{locked.get_status_display()}”.")
        if locked.proposer.has_left(timezone.localdate(at)):
            raise InvalidTransition("It is theirs no more: hand it on, and whoever takes it over is asked.")
        if not has_email(locked.proposer.person):
            raise InvalidTransition("There is no e-mail address to send a link to.")
        links.give_link(locked)
        locked.save(update_fields=["link_nonce", "token_hash", "link_expires_at", "link_revoked_at"])
        cancel_messages(emails.messages_about(locked), reason="A new personal link was sent.", at=at)
        emails.ask_proposer(locked, again=locked.link_version, at=at)
        record(Verb.LINK_SENT, locked, by=by, at=at, programme_id=locked.round.programme_id)
    return locked


def remind(follow_up: FollowUp, step: MailStep, *, by: User | None, at: datetime) -> bool:
    """Queue one step of a round for somebody who is still waited for, and return whether it was still due.

    Everything is asked once more with the follow-up held: an answer that was first leaves nothing to remind of, one
    that comes after stops the message.
    """
    with transaction.atomic():
        try:
            locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        except InvalidTransition:
            return False
        if locked.status != FollowUp.Status.ASKED or not is_due(locked, step, at):
            return False
        if by is None and is_quiet(locked.round.programme_id, Doing.REMINDING, at=at):
            return False
        emails.remind_proposer(locked, step, at=at)
        record(Verb.REMINDED, locked, by=by, at=at, programme_id=locked.round.programme_id, step=step.value)
    return True
