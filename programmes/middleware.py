"""What answers public pages from memory."""

from collections.abc import Callable, Hashable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from kit.kept_pages import KeptPage, KeptPages
from programmes.publication import Drawn

PAGES = KeptPages()


class KeptPagesMiddleware:
    """Answer a public page that was drawn already, as long as its version is that of the database and of the clock.

    It stands first, and keeps what all the others have left of an answer: a kept page has the headers it was drawn
    with. What is not answered here (a wrong host, a condition that fails) is answered as if nothing were kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = address_of(request)
        kept = PAGES.get(address) if request.method in ("GET", "HEAD") else None
        if kept is not None and may_be_answered(request, kept):
            answer = kept.answer(request)
            if answer is not None:
                return answer
        response = self.get_response(request)
        keep(address, response)
        return response


def address_of(request: HttpRequest) -> Hashable:
    """Return all of a request that a public page may depend on, but for conditions and encodings."""
    return request.is_secure(), request.path, request.META.get("QUERY_STRING", "")


def may_be_answered(request: HttpRequest, kept: KeptPage) -> bool:
    """Whether the request names one of the site's hosts, and the page is still what the site would draw."""
    try:
        request.get_host()
        return bool(kept.version.is_current)
    except (DisallowedHost, DatabaseError):
        return False


def keep(address: Hashable, response: HttpResponse) -> None:
    """Keep a page that says what it was drawn from, unless something on its way has made it somebody's own."""
    drawn: Drawn | None = getattr(response, "drawn", None)
    if drawn is None or response.cookies or response.headers.get("Vary") != "Accept-Encoding":
        return
    headers = {name: value for name, value in response.items() if name not in ("Content-Encoding", "Content-Length")}
    page = KeptPage(drawn.version, drawn.version.etag, headers, drawn.bodies)
    PAGES.keep(address, page, max_bytes=settings.KEPT_PAGES_MB * 1_000_000)
