"""The way into every page of the team's desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import resolve
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from kit.pages import View
from programmes.models import Programme


def desk_page(permission: str = "programmes.view_work", *methods: str) -> Callable[[View], View]:
    """Make a page of the desk of `view(request, programme, ...)`, at an address with the programme's `slug`.

    Whoever has not signed in is sent to sign in; a programme on whose team somebody is not is not there (404); without
    the permission it is refused (403). It answers to `methods` (GET alone, unless said otherwise; HEAD goes with GET).
    """

    def decorate(view: View) -> View:
        @signed_in_page(*methods)
        @wraps(view)
        def page(request: SignedInRequest, slug: str, **kwargs: Any) -> HttpResponse:
            return view(request, desk_programme(request, slug, permission), **kwargs)

        page.opens_to = permission  # type: ignore[attr-defined]
        return page

    return decorate


def may_open(user: Any, address: str, programme: Programme | None) -> bool:
    """Whether a page of a programme's desk opens to somebody: it asks for the permission that its view names."""
    return bool(user.has_perm(resolve(address).func.opens_to, programme))  # type: ignore[attr-defined]


def public_now(words: str, *around: Any) -> str:
    """Return what to say of something that was published: `words` only where all that it belongs to is public too."""
    if all(each.published_at for each in around):
        return words
    return "It is published. Everybody can read it as soon as what it belongs to is public."


def desk_programme(request: SignedInRequest, slug: str, permission: str = "programmes.view_work") -> Programme:
    """Return the programme if the signed-in member of staff sees it (else 404) and has the permission (else 403)."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user, timezone.localdate()), slug=slug)
    if not request.user.has_perm(permission, programme):
        raise PermissionDenied
    return programme
