"""Personal links: one purpose, an end, revocable, and only the hash of the token stored.

The token is derived anew, from the site's secret and a random nonce beside the row it opens, whenever a message is
written: a reminder carries the same link as the first message, and the database alone opens nothing.

A room says once what its link opens, and makes pages of it:

    LINK = PersonalLink("phases.links", cookie="place", opens="phases:place-open", leads_to="phases:place-detail",
                        rows=Attendance.objects.open_by_link, gone_template="phases/place_gone.html",
                        subject=lambda attendance: f"{attendance.meeting_id}:{attendance.person_id}",
                        held_by=lambda person, address: Attendance.objects.filter(person=person))

    @LINK.opening
    def place_open(request, token): ...       # `return LINK.let_in(request, token)`

    @LINK.page("GET", "POST")
    def place_change(request, attendance): ...  # `request.by` is who signed in for it, or None
"""

from __future__ import annotations

import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kit.kept_words import words_kept, words_refused
from kit.pages import View, only
from kit.pressed import pressing
from kit.refusals import InvalidTransition

# How long one opening of a link lasts in a browser; the link itself can be opened again.
COOKIE_SECONDS = 24 * 60 * 60
# Of what was typed meanwhile: said where a link opens nothing any more, and where its row has moved on.
_LINK = re.compile(r"https?://[^\s/]+/[a-z]/[A-Za-z0-9_-]{43}/")
ENDED = "What this link was for ended before you sent this."
MOVED_ON = "This was settled already, by another answer or in another window, before you sent this."


_KINDS: list[PersonalLink] = []
# How a page of a link has `act` call a service: nobody is signed in, and the page answers what has moved on.
BY_LINK: dict[str, Any] = {"by": None, "passes_on": InvalidTransition}


class LinkRequest(HttpRequest):
    """A request for a page of a personal link; `by` is who signed in for it, None for whoever came by the link."""

    by: Any


@dataclass(frozen=True)
class PersonalLink:
    """The personal links of one purpose: the route that takes the token, and the page of one row that it leads to.

    All pages a link opens lie below that page: the cookie that stands for the token goes no further. `rows` returns the
    rows that a link opens at a moment, with what their pages show; each has a `token_hash` and a `link_nonce`.
    `subject` says what the token of a row is made of besides. `own` returns those of somebody who has signed in, and
    needs no link. `instead` answers in place of a page, where a row is not to be shown any more; None lets the page be
    shown.

    `held_by` returns the rows whose links lie in the mailbox that a person had at an address: they get new ones when
    that is no longer theirs; where the row says itself how they are reached, `follow` has it say the new address.
    `programme` says of which programme a row is, and `called` what its link opens, for
    the letter with the new one; one that is not `called` anything is in each later letter by itself.
    """

    purpose: str
    cookie: str
    opens: str
    leads_to: str
    rows: Callable[[datetime], QuerySet[Any]]
    gone_template: str
    subject: Callable[[Any], str]
    held_by: Callable[[Any, str], QuerySet[Any]]
    programme: Callable[[Any], Any] = lambda row: None
    called: Callable[[Any], str] = lambda row: ""
    follow: Callable[[Any, str], object] = lambda row, address: None
    own: Callable[[Any], QuerySet[Any]] | None = None
    instead: Callable[[HttpRequest, Any], HttpResponse | None] = lambda request, row: None

    def __post_init__(self) -> None:
        """Be known as one of the kinds there are."""
        _KINDS.append(self)

    def token_of(self, row: Any) -> str:
        """Return the 256 bits of a row's link, as 43 characters that an address can hold."""
        digest = salted_hmac(self.purpose, f"{self.subject(row)}:{row.link_nonce}", algorithm="sha256").digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def give(self, row: Any) -> None:
        """Give a row (saved or not) a new link; any it had opens nothing more. Until when it opens is not touched."""
        row.link_nonce = secrets.token_hex(16)
        row.token_hash = hash_of(self.token_of(row))

    def address_for(self, token: str) -> str:
        """Return the whole address of a link, for a message."""
        return f"{settings.SITE_URL}{reverse(self.opens, args=[token])}"

    def address_of(self, row: Any) -> str:
        """Return the whole address of a row's link, for a message."""
        return self.address_for(self.token_of(row))

    def let_in(self, request: HttpRequest, token: str) -> HttpResponse:
        """Lead the browser on with the right to one row, so that the token leaves the address bar.

        A token that opens nothing is answered with the page that says so. Nothing is written: a scanner that follows
        the link changes nothing.
        """
        row = self.rows(timezone.now()).filter(token_hash=hash_of(token)).first()
        if row is None:
            return self.gone(request)
        if (instead := self.instead(request, row)) is not None:
            return instead
        response = redirect(self.leads_to, pk=row.pk)
        response.set_signed_cookie(
            self.cookie,
            row.token_hash,
            salt=f"{self.purpose}:{row.pk}",
            max_age=COOKIE_SECONDS,
            path=reverse(self.leads_to, args=[row.pk]),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def let_in_hash(self, request: HttpRequest, pk: int) -> str:
        """Return the hash that the browser was let in with, or an empty string."""
        salt = f"{self.purpose}:{pk}"
        return str(request.get_signed_cookie(self.cookie, default="", salt=salt, max_age=COOKIE_SECONDS) or "")

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Say that a link opens nothing, and what to do, without a word on why; what was typed stands there."""
        return words_refused(request, ENDED, status=404) or render(request, self.gone_template, status=404)

    def opening(self, view: View) -> View:
        """Make the page of `view(request, token)` that a link's address leads to: it only looks.

        No other site learns the address.
        """

        @kept_from_others
        @only("GET")
        @wraps(view)
        def page(request: HttpRequest, token: str) -> HttpResponse:
            response = view(request, token)
            # Only here: a form's page that sends no referrer at all would post without an origin, and be refused.
            response.headers["Referrer-Policy"] = "no-referrer"
            return response

        page.opens_to = "link"  # type: ignore[attr-defined]
        return page

    def let_in_or_click(self, request: HttpRequest, token: str, *, clicked: Callable[..., Any]) -> HttpResponse:
        """Answer a link that stops messages: GET lets the browser in; POST is a mail program's one click (RFC 8058).

        `clicked` is called with the row and the moment, as a service is. No cookie and no CSRF token are asked of that,
        only the link itself: the view is an `open_page`.
        """
        if request.method != "POST":
            return self.opening(self.let_in)(request, token)
        return kept_from_others(self._click)(request, token, clicked)

    def _click(self, request: HttpRequest, token: str, clicked: Callable[..., Any]) -> HttpResponse:
        at = timezone.now()
        row = self.rows(at).filter(token_hash=hash_of(token)).first()
        if row is None:
            return HttpResponse("This link is not known.", status=404, content_type="text/plain; charset=utf-8")
        with pressing(row):
            clicked(row, at=at)
        return HttpResponse("Stopped.", content_type="text/plain; charset=utf-8")

    def page(self, *methods: str) -> Callable[[View], View]:
        """Make a page of `view(request, row, ...)` for whoever was let in to the row by its link, or owns it.

        Unknown, expired, revoked and not theirs are answered alike. What is answered by `instead`, and what a service
        refuses because the row has moved on, leads to where things stand; whoever typed something is shown it first,
        with why it is not taken in.
        """

        def decorate(view: View) -> View:
            @kept_from_others
            @only(*(methods or ("GET",)))
            @wraps(view)
            def page(request: LinkRequest, pk: int, **kwargs: Any) -> HttpResponse:
                row = self._row(request, pk)
                if row is None:
                    return words_kept(request, opens_to_all=True, status=404) if request.POST else self.gone(request)
                try:
                    if (instead := self.instead(request, row)) is not None:
                        return self._words_before(request, instead)
                    with pressing(row):
                        return view(request, row, **kwargs)
                except InvalidTransition as refusal:
                    return self._words_before(request, redirect(self.leads_to, pk=pk), why=str(refusal))

            page.opens_to = "link"  # type: ignore[attr-defined]
            return page

        return decorate

    def _words_before(self, request: HttpRequest, answer: HttpResponse, why: str = MOVED_ON) -> HttpResponse:
        """Return an answer that leads elsewhere, or says that there is nothing; before it, what was typed for it."""
        leads_to = answer.headers.get("Location", "")
        told = words_refused(request, why, leads_to=leads_to) if leads_to else words_refused(request, ENDED, status=404)
        return told or answer

    def _row(self, request: LinkRequest, pk: int) -> Any:
        """Return the row that this request may see, and note for whom; None where there is none."""
        request.by = None
        if self.own is not None and request.user.is_authenticated:
            mine = self.own(request.user).filter(pk=pk).first()
            if mine is not None:
                request.by = request.user
                return mine
        let_in = self.let_in_hash(request, pk)
        return self.rows(timezone.now()).filter(pk=pk, token_hash=let_in).first() if let_in else None


def every_link() -> list[PersonalLink]:
    """Return each kind of link of the site: its addresses import them all."""
    assert get_resolver().url_patterns
    return sorted(_KINDS, key=lambda link: link.purpose)


def links_in(words: str) -> set[str]:
    """Return the whole addresses of all personal links in the words of a letter, of whatever kind."""
    return set(_LINK.findall(words))


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
