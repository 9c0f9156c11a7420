"""What those public pages share on which something is handed in: they need no account."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from consultations.hand_ins.models import PosterCall
from programmes.publication import page


def call_or_404(slug: str) -> PosterCall:
    """Return the poster call of a published programme; raises Http404 where there is none."""
    calls = PosterCall.objects.published().select_related("programme")
    return get_object_or_404(calls, programme__slug=slug)


def hand_in_page(template: str, call: PosterCall, at: datetime, status: int = 200, **context: object) -> HttpResponse:
    """Draw one of these pages, with the call and where it stands."""
    context |= {"programme": call.programme, "call": call, "clock": call.clock(at)}
    return page(f"consultations/{template}.html", context, status=status)
