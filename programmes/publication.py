"""Public pages: they show one published programme, vary by nobody, and say which version of it they are.

Every write of consequence leaves a LogEntry in its own transaction, so the programme's newest entry is its version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import get_template
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page

from accounts.models import LogEntry
from programmes.context_processors import site
from programmes.models import Programme

View = Callable[..., HttpResponse]
KEEP = "public, max-age=0, must-revalidate"
KEEP_FOR_LONG = "public, max-age=31536000, immutable"


@cache
def release() -> str:
    """Return a fingerprint of the code, templates and styles that draw a page, read from disk once."""
    root = Path(settings.BASE_DIR)
    rooms = {app for app in settings.INSTALLED_APPS if (root / app).is_dir()}
    drawn = [path for room in [*rooms, "config"] for path in (root / room).rglob("*.py")]
    drawn += [path for folder in ("templates", "static/css") for path in (root / folder).rglob("*.*")]
    digest = hashlib.sha256()
    for path in sorted(drawn):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def page(template: str, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
    """Render a public page. No request is given to it, so that it cannot ask who is reading."""
    content = get_template(template).render({**site(), **context})
    return HttpResponse(content, **kwargs)


def versioned(request: HttpRequest, version: str, answer: Callable[[], HttpResponse], keep: str = KEEP) -> HttpResponse:
    """Answer 304 to whoever has this version already; otherwise `answer()`, named by its version."""
    etag = f'W/"{version}"'
    response = None if settings.DEBUG else get_conditional_response(request, etag=etag)
    if response is None:
        response = answer()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = keep
    return response


def public(view: View) -> View:
    """Make a public page of `view(request, ...)`: GET and HEAD only, compressed (nothing on it is secret)."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return view(request, **kwargs)

    return gzip_page(answer)


def published(view: View) -> View:
    """Make a public page of `view(request, programme, at, ...)`; without a published programme it is not there.

    The version is the programme's newest log entry, this release, and the hour in London: what the clock changes on a
    page (what is open, how late a target is) changes by then.
    """

    @public
    @wraps(view)
    def answer(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        newest = LogEntry.objects.filter(programme_id=OuterRef("pk")).order_by("-id").values("id")[:1]
        programme = Programme.objects.published().annotate(version=Subquery(newest)).filter(slug=slug).first()
        if programme is None:
            raise Http404("No published programme has this name.")
        at = timezone.now()
        version = f"{programme.pk}-{programme.version or 0}-{hour(at)}-{release()}"
        return versioned(request, version, lambda: view(request, programme, at, **kwargs))

    return answer


def hour(at: datetime) -> str:
    """Return the hour of a moment in London, as versions have it."""
    return timezone.localtime(at).strftime("%Y%m%d%H")
