"""What a member of the team is told by e-mail. The text is complete on its own; no link in it changes anything."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import second_factor
from accounts.models import User
from kit.text import one_line, plain_text
from outbox.models import About, Message
from outbox.services import Email, queue_message
from programmes.models import TeamMember


def tell_of_hat(member: TeamMember, *, is_new: bool, by: User, at: datetime) -> Message:
    """Tell a colleague what they may do on a programme now; to somebody new, how to sign in."""
    programme, user = member.programme, member.user
    on = timezone.localdate(at)
    others = programme.team.current(on).filter(user=user).exclude(pk=member.pk)
    context = {
        "member": member,
        "is_on_team": others.exists(),
        "begins_later": member.from_on > on,
        "programme": programme,
        "is_new": is_new,
        "by": by,
        "needs_second_step": second_factor.is_required(),
        "sign_in_url": settings.SITE_URL + reverse("account_request_login_code"),
        "desk_url": settings.SITE_URL + reverse("desk:programme-detail", args=[programme.slug]),
    }
    email = Email(
        to_address=user.email,
        to_name=one_line(str(user)),
        subject="You can sign in to Throughline" if is_new else one_line(f"You have a new part in {programme.title}"),
        text=plain_text("programmes/email/hat_given.txt", context),
        reply_to=programme.contact_email,
    )
    return queue_message(About("hat", member.pk, step="given"), email, kind="hat", at=at)
