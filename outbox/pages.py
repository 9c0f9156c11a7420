"""The way into the pages of messages: for those who look after mail, and in a demonstration for its staff."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from kit.pages import View, only


def operator_page(*methods: str) -> Callable[[View], View]:
    """Make a page of `view(request, ...)` for whoever has Django's own permission on messages.

    The outbox knows no programmes, so a programme's hat is not enough: addresses of all programmes stand here. Whoever
    has not signed in is sent to sign in; without the permission (to view, or for a POST to change) the page is not
    there (404). It answers to `methods` (GET alone, unless said otherwise; HEAD goes with GET).
    """

    def decorate(view: View) -> View:
        @login_required
        @only(*(methods or ("GET",)))
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            needed = "outbox.view_message" if request.method in ("GET", "HEAD") else "outbox.change_message"
            if not request.user.is_staff or not request.user.has_perm(needed):
                raise Http404
            return view(request, *args, **kwargs)

        page.opens_to = "operators"  # type: ignore[attr-defined]
        return page

    return decorate


def demo_mail_page(view: View) -> View:
    """Make a page of the demonstration's mail: for its staff, and for whoever sits at the machine it runs on."""

    @only("GET")
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_local = request.META["REMOTE_ADDR"] in {"127.0.0.1", "::1"}
        is_forwarded = bool({"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & set(request.META))
        if not settings.DEMO or not (request.user.is_staff or (is_local and not is_forwarded)):
            raise Http404
        return view(request, *args, **kwargs)

    page.opens_to = "demonstration"  # type: ignore[attr-defined]
    return page
