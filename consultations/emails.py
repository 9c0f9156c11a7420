"""What a representative is told by e-mail. Each text is complete on its own; no link in it changes anything."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from consultations.models import Feedback
from outbox.models import About
from outbox.services import Email, one_line, queue_message


def thank_for_feedback(feedback: Feedback, *, at: datetime) -> None:
    """Thank whoever sent feedback, with a copy of their words and what happens next."""
    subject = f"Thank you: we have what you said ({feedback.reference})"
    _queue("feedback_received", feedback, subject, step="received", at=at)


def tell_what_became_of_it(feedback: Feedback, *, at: datetime) -> None:
    """Tell whoever said it what became of it; the same words are never sent twice."""
    told = hashlib.sha256(feedback.what_became_of_it.encode()).hexdigest()[:16]
    subject = f"What became of what you said ({feedback.reference})"
    _queue("feedback_answered", feedback, subject, step="answered", occasion=told, at=at)


def _queue(name: str, feedback: Feedback, subject: str, *, step: str, occasion: str = "", at: datetime) -> None:
    """Render the letter and queue it; a person without an address is told in another way."""
    person = feedback.said_by
    address = person and (person.email or (person.user.email if person.user else ""))
    if person is None or not address:
        return
    context = {
        "feedback": feedback,
        "programme": feedback.programme,
        "person": person,
        "receipt_url": settings.SITE_URL + reverse("findings:feedback-receipt", args=[feedback.pk]),
        "public_url": settings.SITE_URL + feedback.programme.get_absolute_url(),
    }
    email = Email(
        to_address=address,
        to_name=one_line(person.name),
        subject=subject,
        text=render_to_string(f"consultations/email/{name}.txt", context),
        reply_to=feedback.programme.contact_email,
    )
    queue_message(About("feedback", feedback.pk, step=step, occasion=occasion), email, kind=name, at=at)
