"""The e-mails of this room. Each text is complete on its own; its HTML says the same words. No link acts by itself."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import get_text_list

from accounts.models import LogEntry
from kit.fingerprints import fingerprint_of
from kit.text import one_line, plain_text
from outbox.models import About, Message, MessageQuerySet, State
from outbox.services import Email, queue_message
from programmes.models import Programme
from stakeholders import links
from stakeholders.models import Appointment, Invitation, Person

# The step of a reminder, before the number of days after which it goes.
REMINDER = "after-"


def welcome(appointment: Appointment, *, replaces: Appointment | None, at: datetime) -> Message | None:
    """Tell a new representative what happens now, how to sign in, and from whom they take over."""
    return _tell_person(
        "welcome",
        appointment,
        f"You now speak for {appointment.partnership.organisation}",
        about=About("appointment", appointment.pk, step="welcome", occasion=appointment.person.user_id or 0),
        at=at,
        replaces=replaces,
    )


def tell_predecessor(appointment: Appointment, *, successor: Appointment, at: datetime) -> Message | None:
    """Tell a representative who was replaced that somebody else speaks now, and thank them."""
    speaks_for = Appointment.objects.current(at).filter(person=appointment.person_id)
    names = speaks_for.order_by("partnership__organisation__name").values_list(
        "partnership__organisation__name", flat=True
    )
    return _tell_person(
        "replaced",
        appointment,
        f"{successor.person.name} now speaks for {appointment.partnership.organisation}",
        about=About("appointment", appointment.pk, step="replaced"),
        at=at,
        successor=successor,
        still_speaks_for=get_text_list(list(names.distinct()), "and"),
    )


def tell_of_new_identity(
    appointment: Appointment, *, old_address: str, changed: list[str], reason: str, entry: LogEntry, at: datetime
) -> None:
    """Tell a representative that their name or address is another now; at the address they had before, too."""
    person, programme = appointment.person, appointment.partnership.programme
    both = "Your name and e-mail address have changed"
    one = f"Your {'name' if 'name' in changed else 'e-mail address'} has changed"
    for address in filter(None, dict.fromkeys((person.address, old_address))):
        _queue(
            "identity_changed",
            about=About("identity", person.pk, step="new" if address == person.address else "old", occasion=entry.pk),
            to_address=address,
            to_name=person.name,
            subject=both if len(changed) == 2 else one,
            at=at,
            person=person,
            programme=programme,
            changed=changed,
            is_old=address != person.address,
            reason=reason,
            by_team="" if entry.by_id == person.user_id else str(entry.by),
            sign_in_url=_address("account_request_login_code"),
        )


def give_new_links(person: Person, programme: Programme, new: list[tuple[str, str]], *, at: datetime) -> Message:
    """Send somebody, at their new address, the links that take the place of those in their old mailbox.

    Of each it is given what it opens, and its address.
    """
    marks = fingerprint_of({link: called for called, link in new})
    return _queue(
        "links_renewed",
        about=About("links", programme.pk, recipient=person.pk, occasion=marks),
        to_address=person.email,
        to_name=person.name,
        subject=f"Your personal links are new: {programme.title}",
        at=at,
        options={"forgets_text": True},
        person=person,
        programme=programme,
        links=[(one_line(called), link) for called, link in new],
    )


def thank_for_having_spoken(appointment: Appointment, *, at: datetime) -> Message | None:
    """Thank a representative who stepped down, and say what happens to what they said and began."""
    return _tell_person(
        "stepped_down",
        appointment,
        f"Thank you for having spoken for {appointment.partnership.organisation}",
        about=About("appointment", appointment.pk, step="thanks"),
        at=at,
    )


def tell_team_of_stepping_down(
    appointment: Appointment, *, suggested_name: str, suggested_email: str, at: datetime
) -> Message:
    """Tell the programme's team that nobody speaks for an organisation any more, and who was suggested."""
    programme = appointment.partnership.programme
    return _queue(
        "team_stepped_down",
        about=About("appointment", appointment.pk, step="team"),
        to_address=programme.contact_email,
        to_name=programme.contact_name,
        subject=f"{appointment.person.name} no longer speaks for {appointment.partnership.organisation}",
        at=at,
        appointment=appointment,
        programme=programme,
        suggested_name=suggested_name,
        suggested_email=suggested_email,
        desk_url=_address("stakeholders:partnership-detail", programme.slug, appointment.partnership_id),
    )


def about_asking(invitation: Invitation, step: str) -> About:
    """Return what one step of asking somebody to speak for an organisation is about, of its newest sending."""
    return About("invitation", invitation.pk, step=step, occasion=_sending(invitation))


def asking_messages(invitation: Invitation) -> MessageQuerySet:
    """Return all messages that ask somebody to speak for an organisation: an answer stops them."""
    return Message.objects.about("invitation", invitation.pk)


def about_expiry(invitation: Invitation) -> About:
    """Return what the message is about that says that the newest sending expired."""
    return About("invitation-expired", invitation.pk, occasion=_sending(invitation))


def _sending(invitation: Invitation) -> str:
    return f"{invitation.last_sent_at.timestamp():.6f}"


def invite(invitation: Invitation, *, at: datetime) -> Message:
    """Ask somebody, by personal link, to speak for their organisation, to name a colleague, or to say no."""
    return _ask("invite", invitation, f"Will you speak for {invitation.partnership.organisation}?", "first", at)


def remind(invitation: Invitation, *, days: int, at: datetime) -> Message:
    """Remind somebody of an invitation that they have had for so many days."""
    subject = f"A reminder: will you speak for {invitation.partnership.organisation}?"
    return _ask("remind", invitation, subject, f"{REMINDER}{days}", at)


def tell_withdrawn(invitation: Invitation, *, at: datetime) -> Message:
    """Tell somebody who had an invitation that nothing is asked of them any more."""
    organisation, programme = invitation.partnership.organisation, invitation.partnership.programme
    return _queue(
        "withdrawn",
        about=About("invitation-withdrawn", invitation.pk),
        to_address=invitation.email,
        to_name=invitation.name,
        subject=f"You need not answer: who speaks for {organisation}",
        at=at,
        invitation=invitation,
        organisation=organisation,
        programme=programme,
    )


def tell_inviter_of_decline(invitation: Invitation, *, at: datetime) -> Message:
    """Tell whoever invited an organisation that it declined, and why."""
    subject = f"{invitation.partnership.organisation} will not appoint anybody for now"
    return _tell_inviter("team_declined", invitation, subject, About("invitation-declined", invitation.pk), at)


def tell_inviter_of_expiry(invitation: Invitation, *, at: datetime) -> Message:
    """Tell whoever invited an organisation that nobody answered in time."""
    subject = f"No answer from {invitation.partnership.organisation}"
    sent = asking_messages(invitation).filter(occasion=_sending(invitation), step__startswith=REMINDER)
    was_reminded = sent.exclude(state__in=(State.FAILED, State.CANCELLED)).exists()
    return _tell_inviter("team_expired", invitation, subject, about_expiry(invitation), at, was_reminded=was_reminded)


def _ask(template: str, invitation: Invitation, subject: str, step: str, at: datetime) -> Message:
    partnership = invitation.partnership
    return _queue(
        template,
        about=about_asking(invitation, step),
        to_address=invitation.email,
        to_name=invitation.name,
        subject=subject,
        at=at,
        # Nobody's telephone rings at night for a reminder; and the link in it opens the invitation.
        expires_at=invitation.expires_at,
        options={"forgets_text": True, "daytime_only": template == "remind"},
        invitation=invitation,
        named_by=invitation.named_by,
        organisation=partnership.organisation,
        programme=partnership.programme,
        link=links.address_for(invitation),
    )


def _tell_inviter(
    template: str, invitation: Invitation, subject: str, about: About, at: datetime, **more: Any
) -> Message:
    """Write to the member of staff who invited, or to the programme's team where they have left."""
    programme = invitation.partnership.programme
    inviter = next(each.invited_by for each in invitation.chain() if each.named_by is None)
    stays = inviter is not None and inviter.is_active
    return _queue(
        template,
        about=about,
        to_address=inviter.email if inviter and stays else programme.contact_email,
        to_name=str(inviter) if stays else programme.contact_name,
        subject=subject,
        at=at,
        invitation=invitation,
        organisation=invitation.partnership.organisation,
        programme=programme,
        desk_url=_address("stakeholders:partnership-detail", programme.slug, invitation.partnership_id),
        **more,
    )


def _tell_person(
    template: str, appointment: Appointment, subject: str, *, about: About, at: datetime, **more: Any
) -> Message | None:
    """Write to the person of an appointment; somebody without an address is told in another way."""
    person: Person = appointment.person
    if not person.address:
        return None
    return _queue(
        template,
        about=about,
        to_address=person.address,
        to_name=person.name,
        subject=subject,
        at=at,
        appointment=appointment,
        person=person,
        programme=appointment.partnership.programme,
        organisation=appointment.partnership.organisation,
        sign_in_url=_address("account_request_login_code"),
        **more,
    )


def _queue(
    template: str,
    *,
    about: About,
    to_address: str,
    to_name: str,
    subject: str,
    at: datetime,
    expires_at: datetime | None = None,
    options: dict[str, Any] | None = None,
    **context: Any,
) -> Message:
    email = Email(
        to_address=to_address,
        to_name=one_line(to_name),
        subject=one_line(subject),
        text=plain_text(f"stakeholders/email/{template}.txt", context),
        reply_to=context["programme"].contact_email,
        **(options or {}),
    )
    return queue_message(about, email, kind=template, at=at, expires_at=expires_at)


def _address(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
