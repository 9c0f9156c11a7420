"""What a representative is told by e-mail. Each text is complete on its own; no link in it changes anything."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from consultations.asking.models import Feedback
from kit.text import one_line, plain_text
from outbox.models import About, Message, MessageQuerySet
from outbox.services import Email, queue_message


def thank_for_feedback(feedback: Feedback, *, at: datetime) -> None:
    """Thank whoever sent feedback, with a copy of their words and what happens next."""
    subject = f"Thank you: we have what you said ({feedback.reference})"
    _queue("feedback_received", feedback, subject, step="received", at=at)


def tell_what_became_of_it(feedback: Feedback, *, at: datetime) -> bool:
    """Tell whoever said it what became of it, and return whether a letter goes; the same words are never sent twice."""
    told = hashlib.sha256(feedback.what_became_of_it.encode()).hexdigest()[:16]
    subject = f"What became of what you said ({feedback.reference})"
    return _queue("feedback_answered", feedback, subject, step="answered", occasion=told, at=at)


def about_asking(consultation_id: int, appointment_id: int, step: str, occasion: str = "") -> About:
    """Return what one letter is about that tells a representative of a consultation."""
    return About("consultation", consultation_id, appointment_id, step, occasion)


def asking_messages(consultation_id: int, appointment_id: int | None = None) -> MessageQuerySet:
    """Return the letters that tell of a consultation, to all representatives or to one."""
    return Message.objects.about("consultation", consultation_id, appointment_id)


def _queue(name: str, feedback: Feedback, subject: str, *, step: str, occasion: str = "", at: datetime) -> bool:
    """Render the letter and queue it, and return whether it is new; whoever has no address is told in another way."""
    person = feedback.said_by
    address = person.address if person else ""
    if person is None or not address:
        return False
    context = {
        "feedback": feedback,
        "programme": feedback.programme,
        "person": person,
        "has_page": person.user is not None and Feedback.objects.of_representative(person.user, at).contains(feedback),
        "receipt_url": settings.SITE_URL + reverse("findings:feedback-receipt", args=[feedback.pk]),
        "public_url": settings.SITE_URL + feedback.programme.get_absolute_url(),
    }
    email = Email(
        to_address=address,
        to_name=one_line(person.name),
        subject=subject,
        text=plain_text(f"consultations/email/{name}.txt", context),
        reply_to=feedback.programme.contact_email,
    )
    about = About("feedback", feedback.pk, step=step, occasion=occasion)
    # What was queued about the same before is returned unchanged.
    return queue_message(about, email, kind=name, at=at).created_at == at
