"""Saying what one will do by the code on a sheet: public pages that need no account, and set no cookie
before something is sent.

Nobody is signed in here, so that there is nothing a page of somebody else could misuse: no CSRF token is asked for,
which would turn away telephones that keep no cookies.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from actions.commitments.forms import CommitmentForm
from actions.commitments.services import make_commitment
from actions.models import CommitmentSheet, CommitmentSource
from kit.kept_words import words_refused
from kit.pages import act, posted
from kit.personal_links import kept_from_others
from kit.public_forms import SHOWN_FOR, is_thanked, may_send, may_write_at_once, open_page, thank
from programmes.publication import page


@kept_from_others
@open_page("GET", "POST")
def commitment_make(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what somebody will do and take it in; of an action area that is not public yet only the title is shown."""
    sheet = sheet_or_404(code)
    form = posted(request, CommitmentForm)
    if form.is_valid() and may_send(request, form):
        at_once = may_write_at_once(request, form.details.email)
        said: dict[str, Any] = {"key": form.form_key, "details": form.details}
        if act(request, make_commitment, sheet, form=form, by=None, told_at_once=at_once, **said):
            return thank("actions:commitment-thanks", code, form.form_key)
        # Perhaps it was closed while they wrote.
        sheet.refresh_from_db(fields=["closed_at"])
    if sheet.closed_at:
        write_to = f"{sheet.programme.contact_name}, {sheet.programme.contact_email}"
        why = f"Nothing can be said by its code any more. Write to {write_to}."
        return words_refused(request, why, title="This sheet is closed", form=form) or _page(
            "commitment_sheet_closed", sheet
        )
    return _page("commitment_make", sheet, form=form)


@kept_from_others
@open_page()
def commitment_thanks(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Show somebody what they said, for an hour, and how to reach them to their browser; then only thank them."""
    sheet = sheet_or_404(code)
    sources = CommitmentSource.objects.select_related("commitment__person")
    found = {"commitment__programme": sheet.programme_id, "commitment__area": sheet.area_id}
    source = get_object_or_404(sources, key=key, **found)
    fresh = timezone.now() - source.said_at < SHOWN_FOR
    return _page("commitment_thanks", sheet, source=source if fresh else None, is_thanked=is_thanked(request))


def sheet_or_404(code: str) -> CommitmentSheet:
    """Return the sheet of a code, of a published programme."""
    sheets = CommitmentSheet.objects.select_related("programme", "area").filter(programme__published_at__isnull=False)
    return get_object_or_404(sheets, code=code.lower())


def _page(template: str, sheet: CommitmentSheet, **context: object) -> HttpResponse:
    return page(
        f"actions/{template}.html", {"programme": sheet.programme, "sheet": sheet, "area": sheet.area, **context}
    )
