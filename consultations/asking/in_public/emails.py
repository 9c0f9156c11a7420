"""What whoever answers without an account is sent: the link to their own answers, where they ask for it."""

from datetime import datetime

from django.conf import settings

from consultations.hand_ins.models import HandIn
from kit.fingerprints import fingerprint_of
from kit.text import one_line, plain_text
from outbox.models import About
from outbox.services import Email, queue_message


def send_link(hand_in: HandIn, address: str, link: str, *, at: datetime) -> None:
    """Send the link to somebody's answers to an address that they typed; asked again in a minute, it goes once."""
    feedback = hand_in.feedback
    assert feedback is not None
    assert feedback.consultation is not None
    context = {
        "consultation": feedback.consultation,
        "programme": feedback.programme,
        "is_draft": feedback.status == feedback.Status.DRAFT,
        "link": link,
        "public_url": settings.SITE_URL + feedback.programme.get_absolute_url(),
    }
    email = Email(
        to_address=address,
        subject=one_line(f"Your answers to “{feedback.consultation}”"),
        text=plain_text("consultations/email/answers_link.txt", context),
        reply_to=feedback.programme.contact_email,
    )
    about = About(
        "answers",
        hand_in.pk,
        step="link",
        occasion=fingerprint_of({"to": address.lower(), "minute": f"{at:%Y-%m-%dT%H:%M}"})[:32],
    )
    queue_message(about, email, kind="answers_link", at=at)
