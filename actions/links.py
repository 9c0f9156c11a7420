"""Personal links: one purpose, an end, revocable, and only the hash of the token stored.

The token is derived anew, from the site's secret and a random nonce of the asking, whenever a message is written: a
reminder carries the same link as the first message, and the database alone opens nothing.
"""

import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from actions.models import FollowUp

# People come back to see what they wrote, and to what became of it.
VALID_AFTER_ANSWER_BY = timedelta(days=60)
# How long one opening of the link lasts in a browser; the link itself can be opened again.
COOKIE_SECONDS = 24 * 60 * 60
COOKIE = "follow-up"


def token_for(follow_up: FollowUp) -> str:
    """Return the 256 bits of the link, as 43 characters that an address can hold."""
    asking = f"{follow_up.round_id}:{follow_up.proposer_id}:{follow_up.link_nonce}"
    return urlsafe_b64encode(salted_hmac("actions.links", asking, algorithm="sha256").digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return sha256(token.encode()).hexdigest()


def give_link(follow_up: FollowUp) -> None:
    """Give the asking (saved or not, of a round and a proposer) a new link; any link it had opens nothing more."""
    last_day = follow_up.round.answer_by_on + VALID_AFTER_ANSWER_BY
    follow_up.link_nonce = secrets.token_hex(16)
    follow_up.token_hash = hash_of(token_for(follow_up))
    follow_up.link_expires_at = timezone.make_aware(datetime.combine(last_day, time.max))
    follow_up.link_revoked_at = None


def address_for(follow_up: FollowUp) -> str:
    """Return the whole address of the link, for a message."""
    return settings.SITE_URL + reverse("actions:follow-up-open", args=[token_for(follow_up)])


def let_in(response: HttpResponse, follow_up: FollowUp) -> None:
    """Put the right to this one asking into the browser, so that the token can leave the address bar."""
    response.set_signed_cookie(
        COOKIE,
        follow_up.token_hash or "",
        salt=f"actions.links:{follow_up.pk}",
        max_age=COOKIE_SECONDS,
        path=reverse("actions:follow-up-answer", args=[follow_up.pk]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def let_in_hash(request: HttpRequest, pk: int) -> str:
    """Return the hash that the browser was let in with, or an empty string."""
    return request.get_signed_cookie(COOKIE, default="", salt=f"actions.links:{pk}", max_age=COOKIE_SECONDS) or ""
