"""Looks at personal details: a page that shows how somebody is reached, or what they need, says that it does.

`look(request, meeting, programme.pk)` in a view is all: the log keeps who looked (accounts.middleware.LooksMiddleware),
and the page tells its reader so.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest


@dataclass(frozen=True)
class Look:
    """What was looked at: a row, or (its model) a list of all of its kind; and the programme whose log says so."""

    thing: models.Model | type[models.Model]
    programme_id: int | None


def look(
    request: HttpRequest, thing: models.Model | type[models.Model], programme_id: int | None = None
) -> HttpRequest:
    """Say that the answer to a request shows personal details of `thing`. Returns the request, to render with."""
    request.looks = [*looks_of(request), Look(thing, programme_id)]  # type: ignore[attr-defined]
    return request


def looks_of(request: HttpRequest) -> list[Look]:
    """Return the looks of a request so far."""
    return getattr(request, "looks", [])


def looked(request: HttpRequest) -> dict[str, bool]:
    """Tell a template whether its page is a look that the log keeps (a context processor)."""
    return {"looked": bool(looks_of(request))}
