"""Asking an organisation to appoint somebody: invited, reminded, and taken up, passed on, declined or withdrawn."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from kit.cleaning import clean_line
from kit.folds import same_person
from kit.lifecycle import move
from kit.refusals import InvalidTransition, Refused
from outbox.daytime import next_daytime
from outbox.models import Message
from outbox.services import cancel_messages
from programmes.models import Doing
from programmes.quiet_periods.checks import is_quiet
from stakeholders import emails, links
from stakeholders.addresses import AddressRefused, checked_address
from stakeholders.models import Invitation, Partnership
from stakeholders.models.invitation import REMIND_AFTER
from stakeholders.verbs import Verb

# The one whom the team asked, a colleague, and one more.
LONGEST_CHAIN = 3


def invite_to_appoint(partnership: Partnership, *, name: str, email: str, by: User, at: datetime) -> Invitation:
    """Ask a person of an organisation, by a personal link that is valid for 28 days, to speak for it or name who does.

    An earlier invitation that nobody answered in time is closed. Raises InvalidTransition when one is still open, or
    the organisation is no longer part of the programme, and AddressRefused for what is no address.
    """
    with transaction.atomic():
        held = Partnership.objects.lock_lasting(partnership.pk, at)
        for earlier in Invitation.objects.filter(partnership=held, status=Invitation.Status.OPEN):
            if earlier.expires_at > at:
                raise InvalidTransition(f"{earlier.name} has been asked already. Send it again, or withdraw it first.")
            settle_invitation(earlier, Invitation.Status.WITHDRAWN, by=by, at=at, expired=True)
        return _invite(partnership, name=name, email=email, invited_by=by, by=by, at=at)


def resend_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Send an invitation once more, with the same link, valid for another 28 days.

    Raises InvalidTransition when it is settled, or the organisation is no longer part of the programme.
    """
    with transaction.atomic():
        Partnership.objects.lock_lasting(invitation.partnership_id, at)
        held = Invitation.objects.lock_unsettled(invitation)
        cancel_messages(emails.asking_messages(held), reason="The invitation was sent again.", at=at)
        held.last_sent_at, held.expires_at = at, links.expires_at(at)
        held.save(update_fields=["last_sent_at", "expires_at"])
        emails.invite(held, at=at)
        record(Verb.SENT_AGAIN, held, by=by, at=at, programme_id=held.partnership.programme_id)
    return held


def readdress_invitation(invitation: Invitation, *, name: str, email: str, by: User, at: datetime) -> Invitation:
    """Send an invitation to another person or address: the old link opens nothing more, what was typed is forgotten.

    Under another name it is another person, whom `by` named, and no colleague. What comes of it is told to `by` then.
    Raises InvalidTransition when it is settled or the organisation is no longer part of the programme, and
    AddressRefused for what is no address.
    """
    name, email = clean_line(name), checked_address(email)
    with transaction.atomic():
        Partnership.objects.lock_lasting(invitation.partnership_id, at)
        held = Invitation.objects.lock_unsettled(invitation)
        cancel_messages(emails.asking_messages(held), reason="The invitation goes to another address.", at=at)
        links.give_link(held, at)
        if not same_person(name, held.name):
            held.invited_by = by
        held.name, held.email, held.typed, held.opened_at = name, email, {}, None
        held.save()
        emails.invite(held, at=at)
        record(Verb.READDRESSED, held, by=by, at=at, programme_id=held.partnership.programme_id)
    return held


def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Take an invitation back: its link opens nothing more. Whoever had its message is told. Refuses a settled one."""
    with transaction.atomic():
        held = Invitation.objects.lock_unsettled(invitation)
        expired = held.expires_at <= at
        settle_invitation(held, Invitation.Status.WITHDRAWN, by=by, at=at, expired=expired)
        gone = emails.asking_messages(held).filter(accepted_at__isnull=False)
        if gone.exists() and not expired:
            emails.tell_withdrawn(held, at=at)
    return held


def begin_answer(invitation: Invitation, *, by: None = None, at: datetime) -> Invitation:
    """Note that somebody read the invitation and went on. Refuses with InvalidTransition what is no longer open."""
    with transaction.atomic():
        held = Invitation.objects.lock_open(invitation, at)
        if held.opened_at is None:
            held.opened_at = at
            held.save(update_fields=["opened_at"])
            record(Verb.OPENED, held, by=by, at=at, programme_id=held.partnership.programme_id)
    return held


def keep_typed(invitation: Invitation, *, typed: dict[str, Any], by: None = None, at: datetime) -> Invitation:
    """Keep what somebody has typed on one page of the invitation, beside what they typed on others.

    It is not an answer yet, and is forgotten with it. Refuses with InvalidTransition what is no longer open.
    """
    with transaction.atomic():
        held = Invitation.objects.lock_open(invitation, at)
        held.typed = held.typed | typed
        held.save(update_fields=["typed"])
    return held


def pass_on_invitation(invitation: Invitation, *, name: str, email: str, by: None = None, at: datetime) -> Invitation:
    """Ask the colleague whom the invited person named, who learns who named them; the old link opens nothing more.

    Refuses an invitation that has been passed on often enough. Raises InvalidTransition when it is no longer open, and
    AddressRefused for what is no address, or the address of somebody in the chain.
    """
    name, email = clean_line(name), checked_address(email)
    with transaction.atomic():
        Partnership.objects.lock_lasting(invitation.partnership_id, at)
        held = Invitation.objects.lock_open(invitation, at)
        chain = held.chain()
        if len(chain) >= LONGEST_CHAIN:
            raise Refused("This invitation has been passed on twice already. Please tell us whom to ask.")
        if email in {each.email for each in chain}:
            raise AddressRefused(f"{email} has had this invitation already. Give your colleague’s own address.")
        settle_invitation(held, Invitation.Status.PASSED_ON, by=by, at=at)
        return _invite(held.partnership, name=name, email=email, passed_on_from=held, by=by, at=at)


def decline_invitation(invitation: Invitation, *, reason: str, by: User | None = None, at: datetime) -> Invitation:
    """Record that nobody of the organisation will speak for it, and why; tell whoever asked.

    `by` is the member of staff who was told so, or nobody where it came by the link. Raises InvalidTransition when the
    invitation is settled, or has expired and the answer comes by its link.
    """
    with transaction.atomic():
        held = (
            Invitation.objects.lock_open(invitation, at)
            if by is None
            else Invitation.objects.lock_unsettled(invitation)
        )
        settle_invitation(held, Invitation.Status.DECLINED, by=by, at=at, decline_reason=reason)
        emails.tell_inviter_of_decline(held, at=at)
    return held


def remind_invited(invitation: Invitation, *, by: None = None, at: datetime) -> Message | None:
    """Remind somebody who has had an invitation for 7 or 21 days; return the message, or None where none is due.

    Each reminder goes once for each sending, by day, and none after an answer. One that was missed is not made up for
    beside the next.
    """
    with transaction.atomic():
        held = Invitation.objects.open(at).with_names().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
        passed = [after for after in REMIND_AFTER if held is not None and held.last_sent_at + after <= at]
        if held is None or not passed:
            return None
        if is_quiet(held.partnership.programme_id, Doing.REMINDING, at=next_daytime(at)):
            return None
        if Message.objects.filter(**emails.about_asking(held, f"after-{passed[-1].days}").columns()).exists():
            return None
        message = emails.remind(held, days=passed[-1].days, at=at)
        record(
            Verb.REMINDED, held, by=by, at=at, programme_id=held.partnership.programme_id, after_days=passed[-1].days
        )
    return message


def tell_of_expiry(invitation: Invitation, *, by: None = None, at: datetime) -> Message | None:
    """Tell whoever asked that an invitation expired without an answer, once for each sending; None if they know."""
    with transaction.atomic():
        held = (
            Invitation.objects.expired(at).with_names().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
        )
        if held is None or Message.objects.filter(**emails.about_expiry(held).columns()).exists():
            return None
        message = emails.tell_inviter_of_expiry(held, at=at)
        record(Verb.EXPIRED, held, by=by, at=at, programme_id=held.partnership.programme_id)
    return message


def _invite(
    partnership: Partnership, *, name: str, email: str, by: User | None, at: datetime, **more: Any
) -> Invitation:
    name, email = clean_line(name), checked_address(email)
    invitation = Invitation(partnership=partnership, name=name, email=email, invited_at=at, **more)
    links.give_link(invitation, at)
    invitation.save()
    emails.invite(invitation, at=at)
    record(Verb.INVITED, invitation, by=by, at=at, programme_id=partnership.programme_id)
    return invitation


def settle_invitation(
    invitation: Invitation, status: str, *, by: User | None, at: datetime, expired: bool = False, **changes: Any
) -> None:
    """Move an open invitation to its end; what was typed is forgotten, and nobody is reminded any more."""
    move(invitation, to=status, settled_at=at, typed={}, **changes)
    cancel_messages(emails.asking_messages(invitation), reason=f"The invitation is {status}.", at=at)
    details = {"expired": True} if expired else {}
    record(Verb(status), invitation, by=by, at=at, programme_id=invitation.partnership.programme_id, **details)
