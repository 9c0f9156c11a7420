"""Public pages: they vary by nobody, show only what is published, and say which version they are."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, wraps
from pathlib import Path
from typing import Any, overload

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac

from kit.kept_pages import accepted_encoding, encodings_of
from kit.pages import View, only
from programmes.context_processors import site
from programmes.models import Programme

KEEP = "public, max-age=0, must-revalidate"
KEEP_FOR_LONG = "public, max-age=31536000, immutable"
# For how many seconds a page stays the same unless somebody does something: what the clock opens and closes, it opens
# and closes on the hour, and meetings on the quarter (see the constraints).
HOUR_SECONDS, QUARTER_SECONDS = 3600, 900


@cache
def release() -> str:
    """Return a fingerprint of what draws a page, read once: code, templates, styles, and settings that pages show."""
    root = Path(settings.BASE_DIR)
    rooms = {app for app in settings.INSTALLED_APPS if (root / app).is_dir()}
    drawn = [path for room in [*rooms, "config"] for path in (root / room).rglob("*.py")]
    drawn += [path for folder in ("templates", "static/css") for path in (root / folder).rglob("*.*")]
    digest = hashlib.sha256()
    for path in sorted(drawn):
        digest.update(path.read_bytes())
    digest.update(repr([site(), settings.SITE_URL, settings.HAND_IN_KEPT_MONTHS, settings.SMALL_NUMBERS]).encode())
    return digest.hexdigest()[:12]


@dataclass(frozen=True)
class Version:
    """What a public page is drawn from: the programmes on it, as often as they were written, in a span of time.

    `slug` is that of the programme on the page; None where the page shows every published one, or (`programmes` is
    None) nothing of any.
    """

    slug: str | None
    programmes: tuple[tuple[int, int | None], ...] | None
    span: int
    seconds: int

    @property
    def is_current(self) -> bool:
        """Whether the page would be drawn from the same now; asks the database once, or not at all."""
        if int(time.time()) // self.seconds != self.span:
            return False
        return self.programmes is None or self.programmes == programmes_written(self.slug)

    @cached_property
    def etag(self) -> str:
        """Return the version as everybody may see it: a keyed hash, so that nobody learns how much is being written."""
        said = repr([self.programmes, self.span * self.seconds, release()])
        return f'W/"{salted_hmac("programmes.publication", said, algorithm="sha256").hexdigest()[:32]}"'


@dataclass(frozen=True)
class Drawn:
    """What a page leaves for whoever keeps it: its version, and its body in every encoding."""

    version: Version
    bodies: dict[str, bytes]


def programmes_written(slug: str | None) -> tuple[tuple[int, int | None], ...]:
    """Return the published programme of this name, or every one, each with its version; in one query."""
    with connection.cursor() as cursor:
        cursor.execute(versions_sql(slug), [] if slug is None else [slug])
        return tuple(cursor.fetchall())


def versions_sql(slug: str | None) -> str:
    """Return the SQL by which the versions of one published programme, or of every one, are asked."""
    return _versions_sql(slug is not None)


@cache
def _versions_sql(one: bool) -> str:
    """Let Django write the SQL once: writing it takes longer than the database takes to answer it."""
    programmes = Programme.objects.published()
    if one:
        programmes = programmes.filter(slug="")
    rows = programmes.order_by("pk").values_list("pk", "public_version__number")
    return rows.query.sql_with_params()[0]


def page(template: str, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
    """Render a public page. No request is given to it, so that it cannot ask who is reading."""
    content = get_template(template).render({**site(), **context})
    return HttpResponse(content, **kwargs)


@overload
def public_page(view: View, /) -> View: ...
@overload
def public_page(
    *, asks: Iterable[str] = (), seconds: int = HOUR_SECONDS, shows_all: bool = False, own_version: bool = False
) -> Callable[[View], View]: ...
def public_page(
    view: View | None = None,
    /,
    *,
    asks: Iterable[str] = (),
    seconds: int = HOUR_SECONDS,
    shows_all: bool = False,
    own_version: bool = False,
) -> Any:
    """Make a public page of a view: GET and HEAD only, compressed (nothing on it is secret), named by its version.

    Where the address names a programme (`slug`), it is not there unless the programme is published, and the view is
    `view(request, programme, at, ...)`; elsewhere it is `view(request, at, ...)`. `asks` names the `?` parameters that
    the page reads: the view sees no other, and with any other the page is drawn, and not kept. `seconds` is how long it
    stays the same by the clock; `shows_all` says that it shows every published programme. A file with a version of its
    own (`own_version`) is given as the view gives it, and so is what would show all programmes where there is none:
    nothing would tell that it is out of date.
    """

    names = frozenset(asks)

    def decorate(view: View) -> View:
        @only("GET")
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            at, slug = timezone.now(), kwargs.pop("slug", None)
            programmes: tuple[tuple[int, int | None], ...] | None = None
            shown: list[Any] = []
            if slug is not None:
                programme = _published_or_404(slug)
                programmes, shown = ((programme.pk, programme.version),), [programme]
            elif shows_all:
                programmes = programmes_written(None)
            version = Version(slug, programmes, int(at.timestamp()) // seconds, seconds)
            is_known = _is_known(request, names)

            def draw() -> HttpResponse:
                return view(request, *shown, at, **kwargs)

            _leave(request, names)
            return draw() if own_version or programmes == () else _versioned(request, version, is_known, draw)

        answer.is_public_page = True  # type: ignore[attr-defined]
        answer.asks = names  # type: ignore[attr-defined]
        answer.seconds = seconds  # type: ignore[attr-defined]
        answer.own_version = own_version  # type: ignore[attr-defined]
        answer.opens_to = "everybody"  # type: ignore[attr-defined]
        return answer

    return decorate if view is None else decorate(view)


def _published_or_404(slug: str) -> Any:
    programmes = Programme.objects.published().annotate(version=F("public_version__number"))
    programme = programmes.filter(slug=slug).first()
    if programme is None:
        raise Http404("No published programme has this name.")
    return programme


def _versioned(
    request: HttpRequest, version: Version, is_known: bool, draw: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer 304 to whoever has this version already; otherwise draw it, and compress it as the reader can read it."""
    response = None if settings.DEBUG else get_conditional_response(request, etag=version.etag)
    if response is None:
        response = draw()
        if response.status_code != 200:
            return response
        encoding = accepted_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if is_known and not settings.DEBUG:
            bodies = encodings_of(response.content)
            response.drawn = Drawn(version, bodies)  # type: ignore[attr-defined]
        else:
            bodies = encodings_of(response.content, [encoding])
        if encoding and encoding in bodies:
            response.content = bodies[encoding]
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = version.etag
    response.headers["Vary"] = "Accept-Encoding"
    response.headers.setdefault("Cache-Control", KEEP)
    return response


def _leave(request: HttpRequest, asks: frozenset[str]) -> None:
    """Leave of an address's parameters those that the page says it reads, so that none is read and not said."""
    if not request.GET.keys() <= asks:
        read = request.GET.copy()
        for name in request.GET.keys() - asks:
            del read[name]
        request.GET = read  # type: ignore[assignment]  # Django's own stubs take an immutable one alone.


def _is_known(request: HttpRequest, asks: frozenset[str]) -> bool:
    """Whether an address asks for nothing but what the page reads, and says each thing once and as it is written."""
    asked, written = request.GET, request.META.get("QUERY_STRING", "")
    once = all(len(values) == 1 for _, values in asked.lists())
    return once and asked.keys() <= asks and written == asked.urlencode()


def versioned(request: HttpRequest, etag: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Give a file with a version of its own, written as an ETag: 304 to whoever has it, otherwise `answer()`."""
    response = None if settings.DEBUG else get_conditional_response(request, etag=etag)
    if response is None:
        response = answer()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEEP
    return response
