"""Asking and complaining by a public page: no account, no cookie before something is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kit.pages import act, posted
from kit.public_forms import SHOWN_FOR, is_thanked, may_send, open_page, thank
from privacy.models import Channel, Request
from privacy.requests.forms import AskForm
from privacy.requests.services import record_request
from programmes.models import Programme, Statement
from programmes.publication import page


@open_page("GET", "POST")
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in what somebody asks of what is held of them, a complaint about it, or a request for information."""
    programme = _programme_or_404(slug)
    form = posted(request, AskForm)
    if form.is_valid() and may_send(request, form):
        details = form.details(channel=Channel.FORM, received_on=timezone.localdate())
        given: dict[str, Any] = {"key": form.form_key, "details": details}
        if act(request, record_request, programme, form=form, by=None, **given):
            return thank("privacy:asked", slug, form.form_key)
    context = {"programme": programme, "form": form, "statement": Statement.objects.of(programme)}
    return page("privacy/ask.html", context)


@open_page()
def asked(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Thank somebody with the number of their request; for an hour, show what they asked to their browser."""
    programme = _programme_or_404(slug)
    made = get_object_or_404(Request, programme=programme, key=key)
    fresh = timezone.now() - made.recorded_at < SHOWN_FOR
    context = {"programme": programme, "asked": made, "shown": fresh and is_thanked(request)}
    return page("privacy/asked.html", context)


def _programme_or_404(slug: str) -> Programme:
    return get_object_or_404(Programme.objects.published(), slug=slug)
