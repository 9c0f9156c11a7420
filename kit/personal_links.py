"""Personal links: one purpose, an end, revocable, and only the hash of the token stored.

The token is derived anew, from the site's secret and a random nonce beside the row it opens, whenever a message is
written: a reminder carries the same link as the first message, and the database alone opens nothing.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
# How long one opening of a link lasts in a browser; the link itself can be opened again.
COOKIE_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Links:
    """The personal links of one purpose: the route that takes the token, and the page of one row that it leads to.

    All pages a link opens lie below that page: the cookie that stands for the token goes no further.
    """

    purpose: str
    cookie: str
    opens: str
    leads_to: str

    def token_for(self, subject: str, nonce: str) -> str:
        """Return the 256 bits of a link, as 43 characters that an address can hold."""
        digest = salted_hmac(self.purpose, f"{subject}:{nonce}", algorithm="sha256").digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def address_for(self, token: str) -> str:
        """Return the whole address of a link, for a message."""
        return settings.SITE_URL + reverse(self.opens, args=[token])

    def let_in(self, pk: int, token_hash: str) -> HttpResponse:
        """Lead the browser on with the right to this one row, so that the token leaves the address bar."""
        response = redirect(self.leads_to, pk=pk)
        response.set_signed_cookie(
            self.cookie,
            token_hash,
            salt=f"{self.purpose}:{pk}",
            max_age=COOKIE_SECONDS,
            path=reverse(self.leads_to, args=[pk]),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def let_in_hash(self, request: HttpRequest, pk: int) -> str:
        """Return the hash that the browser was let in with, or an empty string."""
        given = request.get_signed_cookie(self.cookie, default="", salt=f"{self.purpose}:{pk}", max_age=COOKIE_SECONDS)
        return given or ""


def new_nonce() -> str:
    """Return what makes a new link of a row differ from any it had."""
    return secrets.token_hex(16)


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return sha256(token.encode()).hexdigest()


def kept_from_others(view: View) -> View:
    """No shared computer, proxy or search engine keeps the page of a link."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


def takes_token(view: View) -> View:
    """Wrap the view that a link's address leads to: it only looks, and no other site learns the address."""

    @require_safe
    @kept_from_others
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        # Only here: a form's page that sends no referrer at all would post without an origin, and be refused.
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer
