"""Planning, opening and closing a follow-up round, and the personal links it gives out."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from actions import emails, links
from actions.models import FollowUp, FollowUpRound, Proposer
from actions.recipients import day, has_email, recipients_of
from outbox.services import cancel_messages
from programmes.lifecycle import WrongState, move
from programmes.models import Programme


def plan_round(
    programme: Programme, *, name: str, planned_on: date, answer_by_on: date, by: User | None, at: datetime
) -> FollowUpRound:
    """Return a new round of `programme`, with the next number. Refuses with WrongState a name that is taken."""
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        rounds = FollowUpRound.objects.filter(programme=programme)
        if rounds.filter(name=name).exists():
            raise WrongState(f"There is already a round called “{name}”.")
        number = (rounds.aggregate(last=Max("number"))["last"] or 0) + 1
        planned = rounds.create(
            programme=programme, number=number, name=name, planned_on=planned_on, answer_by_on=answer_by_on
        )
        record("planned", planned, by=by, at=at, programme_id=programme.pk, number=number)
    return planned


def open_round(round: FollowUpRound, *, by: User, at: datetime, as_seen: str | None = None) -> FollowUpRound:
    """Ask every proposer who is to be asked, once each, by a message with a personal link where they have e-mail.

    `as_seen` is the fingerprint of the recipients that somebody confirmed. Refuses with WrongState when the round is
    not planned, another is open, the day to answer by is past, nobody is to be asked, or the list is another by now.
    """
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=round.programme_id)
        _refuse_to_open(round, at)
        recipients = recipients_of(round, at)
        if not recipients.asked:
            raise WrongState("There is nobody to ask.")
        if as_seen is not None and as_seen != recipients.fingerprint:
            raise WrongState("The list of people has changed since you saw it. Look at it again, then confirm.")
        move(round, to=FollowUpRound.Status.OPEN, opened_at=at, opened_by=by)
        ask([each.proposer for each in recipients.asked], round=round, by=by, at=at)
        record(
            "opened",
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
        raise WrongState(f"The round is already {round.get_status_display().lower()}.")
    if FollowUpRound.objects.filter(programme=round.programme_id, status=FollowUpRound.Status.OPEN).exists():
        raise WrongState("Another round is open. Close it first.")
    if round.answer_by_on < timezone.localdate(at):
        raise WrongState(f"Answers were to be given by {day(round.answer_by_on)}, which is past. Plan a new round.")


def ask(proposers: list[Proposer], *, round: FollowUpRound, by: User | None, at: datetime) -> list[FollowUp]:
    """Make one asking for each proposer, and queue a message to those with e-mail, in the caller's transaction."""
    follow_ups = [FollowUp(round=round, proposer=proposer, asked_at=at) for proposer in proposers]
    written_to = [follow_up for follow_up in follow_ups if has_email(follow_up.proposer)]
    for follow_up in written_to:
        links.give_link(follow_up)
    FollowUp.objects.bulk_create(follow_ups)
    for follow_up in written_to:
        emails.ask_proposer(follow_up, at=at)
    return follow_ups


def close_round(round: FollowUpRound, *, by: User, at: datetime) -> FollowUpRound:
    """End the asking and record silence: whoever was asked and has not answered becomes "no reply".

    Links stay, to read what was written. Refuses with WrongState a round that is not open.
    """
    with transaction.atomic():
        move(round, to=FollowUpRound.Status.CLOSED, closed_at=at, closed_by=by)
        asked = FollowUp.objects.filter(round=round, status=FollowUp.Status.ASKED)
        silent = asked.update(status=FollowUp.Status.NO_REPLY, settled_at=at)
        cancel_messages(key_prefix=f"follow-up:{round.pk}:", reason="The round has closed.", at=at)
        record("closed", round, by=by, at=at, programme_id=round.programme_id, silent=silent)
    return round


def revoke_link(follow_up: FollowUp, *, by: User, at: datetime) -> FollowUp:
    """Make the personal link open nothing from now on, and stop what would carry it. Refuses where there is none."""
    with transaction.atomic():
        live = FollowUp.objects.filter(pk=follow_up.pk, token_hash__isnull=False, link_revoked_at__isnull=True)
        if not live.update(link_revoked_at=at):
            raise WrongState("There is no personal link to revoke.")
        follow_up.link_revoked_at = at
        cancel_messages(key_prefix=emails.key_prefix(follow_up), reason="The personal link was revoked.", at=at)
        record("revoked_link", follow_up, by=by, at=at, programme_id=follow_up.round.programme_id)
    return follow_up


def send_new_link(follow_up: FollowUp, *, by: User, at: datetime) -> FollowUp:
    """Send a new personal link to the address we have now; the old link opens nothing more.

    Refuses with WrongState when the round is not open, the person has answered or moved on, or has no e-mail.
    """
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        if locked.status not in (FollowUp.Status.ASKED, FollowUp.Status.UNREACHABLE):
            raise WrongState(f"This is already “{locked.get_status_display()}”.")
        if not has_email(locked.proposer):
            raise WrongState("There is no e-mail address to send a link to.")
        links.give_link(locked)
        locked.save(update_fields=["link_nonce", "token_hash", "link_expires_at", "link_revoked_at"])
        cancel_messages(key_prefix=emails.key_prefix(locked), reason="A new personal link was sent.", at=at)
        emails.ask_proposer(locked, step=f"again-{locked.link_nonce[:8]}", at=at)
        record("sent_new_link", locked, by=by, at=at, programme_id=locked.round.programme_id)
    return locked
