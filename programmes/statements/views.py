"""The privacy and the accessibility page: of the whole site, and of each programme."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kit.pages import page_of
from programmes.models import Programme, Statement
from programmes.publication import page, public_page


@public_page(shows_all=True, asks=["page", "q"])
def accessibility(request: HttpRequest, at: datetime) -> HttpResponse:
    """Say how accessible the site is, and whom to tell what does not work."""
    return page("programmes/accessibility.html", _of_site(request))


@public_page(shows_all=True, asks=["page", "q"])
def privacy(request: HttpRequest, at: datetime) -> HttpResponse:
    """Say what is kept about people, why, by whom, and for how long."""
    return page("programmes/privacy.html", _of_site(request))


@public_page
def programme_accessibility(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Say how accessible a programme's pages are, and whom to tell what does not work."""
    return page("programmes/programme_accessibility.html", _of(programme))


@public_page
def programme_privacy(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Say what a programme keeps about people, why, by whom, and for how long."""
    return page("programmes/programme_privacy.html", _of(programme))


def _of_site(request: HttpRequest) -> dict[str, Any]:
    programmes = Programme.objects.published().order_by("-starts_on", "title", "pk")
    return _of(None) | {"page": page_of(request, programmes, find=["title", "lead_body", "place_text"])}


def _of(programme: Programme | None) -> dict[str, Any]:
    return {
        "programme": programme,
        "statement": Statement.objects.of(programme),
        "site": settings.SITE_URL,
    }
