"""All that is held of whoever asks, at the desk: looked for, read, and decided about row by row."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.pages import SignedInRequest
from kit.data_map import Heading
from kit.looks import look
from kit.pages import act, page_of, posted, sent_once
from privacy.access import forms
from privacy.access.found import LOOKS, groups_of, in_reading_order, items_of, progress_of, under
from privacy.finding.services import decide, decide_all, look_for
from privacy.finding.sought import sought_by
from privacy.requests.views.register import ANSWER, request_or_404
from programmes.desk import desk_page
from programmes.models import Programme

# Which of them are shown, by `?show=`.
SHOWN = {"waiting": "Waiting for a decision", "all": "All"}


@desk_page(ANSWER, "GET", "POST")
@sent_once
def request_look(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Look for all that is held of whoever a request is about, by what else they go by too."""
    asked = request_or_404(programme, number, *LOOKS)
    look(request, asked, programme.pk)
    form = posted(request, forms.LookForm)
    if form.is_valid() and act(request, look_for, asked, form=form, done=_found, also=form.lines()) is not None:
        return redirect("privacy:request-found", programme.slug, number)
    context = {"programme": programme, "asked": asked, "form": form, "progress": progress_of(asked)}
    return render(request, "privacy/request_look.html", context)


@desk_page(ANSWER)
def request_found(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """List what was found, under the headings of people, what waits first; narrowed and looked through."""
    asked = request_or_404(programme, number, *LOOKS)
    groups = groups_of(asked)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else "waiting" if any(group.waiting for group in groups) else "all"
    heading = _heading(request.GET.get("under", ""))
    rows = in_reading_order(asked.found.all())
    rows = rows.undecided() if shown == "waiting" else rows
    rows = under(rows, heading) if heading else rows
    sought = sought_by(asked)
    # Words are looked for in the rows themselves; without any, those of one page alone are read.
    if request.GET.get("q"):
        page = page_of(request, items_of(rows, sought, asked), find=lambda item: item.words)
    else:
        page = page_of(request, rows, find=["table"])
        page.object_list = items_of(page.object_list, sought, asked)
    context = {
        "programme": programme,
        "asked": asked,
        "page": page,
        "groups": groups,
        "decisions": forms.decisions_of(asked.kind),
        "shown": shown,
        "shows": SHOWN.items(),
        "heading": heading,
        "waiting": sum(group.waiting for group in groups),
    }
    return render(look(request, asked, programme.pk), "privacy/request_found.html", context)


@desk_page(ANSWER, "GET", "POST")
def request_decide(request: SignedInRequest, programme: Programme, number: int, pk: int) -> HttpResponse:
    """Read one row that was found, decide what becomes of it, and go on to the next that waits."""
    asked = request_or_404(programme, number, *LOOKS)
    found = get_object_or_404(asked.found.select_related("request", "decided_by"), pk=pk)
    look(request, asked, programme.pk)
    initial = {"decision": found.decision, "hidden": found.hidden, "reason": found.reason}
    form = posted(request, forms.DecideForm, found=found, initial=initial)
    if form.is_valid() and act(request, decide, found, form=form, **form.cleaned_data):
        following = in_reading_order(asked.found.undecided()).first()
        if following is None:
            return redirect("privacy:request-found", programme.slug, number)
        return redirect("privacy:request-decide", programme.slug, number, following.pk)
    item = items_of([found], sought_by(asked), asked)[0]
    context = {"programme": programme, "asked": asked, "found": found, "item": item, "form": form}
    context["decisions"] = forms.decisions_of(asked.kind)
    return render(request, "privacy/request_decide.html", context)


@desk_page(ANSWER, "GET", "POST")
def request_decide_all(request: SignedInRequest, programme: Programme, number: int, heading: str) -> HttpResponse:
    """Decide the same about all that wait under one heading."""
    asked = request_or_404(programme, number, *LOOKS)
    under_it = _heading(heading)
    if under_it is None:
        raise Http404
    rows = under(asked.found.undecided(), under_it)
    form = posted(request, forms.DecideAllForm, kind=asked.kind)
    given: dict[str, Any] = {"request": asked, "done": _decided}
    if form.is_valid() and act(request, decide_all, rows, form=form, **given, **form.cleaned_data) is not None:
        return redirect("privacy:request-found", programme.slug, number)
    context = {"programme": programme, "asked": asked, "heading": under_it, "count": rows.count(), "form": form}
    return render(look(request, asked, programme.pk), "privacy/request_decide_all.html", context)


def _heading(name: str) -> Heading | None:
    return Heading.__members__.get(name)


def _found(new: int) -> str:
    if not new:
        return "Nothing was found that had not been found before."
    return f"{new} row was found." if new == 1 else f"{new} rows were found."


def _decided(count: int) -> str:
    return f"Decided about {count} row." if count == 1 else f"Decided about {count} rows."
