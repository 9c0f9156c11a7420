"""The way into pages of somebody who has signed in, whoever they are."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest

from accounts.models import User
from kit.pages import View, only
from kit.personal_links import kept_from_others


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


def signed_in_page(*methods: str) -> Callable[[View], View]:
    """Make a page of `view(request, ...)` for whoever has signed in; others are sent to sign in.

    It answers to `methods` (GET alone, unless said otherwise; HEAD goes with GET).
    """

    def decorate(view: View) -> View:
        page = login_required(only(*(methods or ("GET",)))(view))
        page.opens_to = "signed in"  # type: ignore[attr-defined]
        return page

    return decorate


def own_page(*methods: str) -> Callable[[View], View]:
    """Make a page of `view(request, token)` for whoever has the letter that leads there; nobody else keeps it."""

    def decorate(view: View) -> View:
        page: View = kept_from_others(only(*methods)(view))
        page.opens_to = "link"  # type: ignore[attr-defined]
        return page

    return decorate
