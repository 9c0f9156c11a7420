"""One press that takes something from somebody, and that no other press undoes, asks first.

back = reverse("phases:meeting-people", args=[programme.slug, attendance.meeting_id])
if asked := ask_first(request, f"{attendance.person} cannot come?", told, yes="They cannot come", back=back):
    return asked
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kit.form_layout import FormLayout, Link, SubmitButton
from kit.kept_words import KeptForm

SURE = "sure"


def ask_first(request: HttpRequest, title: str, told: str, *, yes: str, back: str) -> HttpResponse | None:
    """Return the page that asks, for a press that has not said yet that it is sure; None for one that has.

    `told` says what comes of it, `yes` is the button that does it, `back` where whoever would rather not goes.
    """
    if SURE in request.POST:
        return None
    form = KeptForm(request, may_send=True)
    button = SubmitButton(yes, name=SURE, value="yes", style="warning")
    form.helper = FormLayout(submit=[button, Link("Not now", back)], csrf=False)
    return render(request, "kit/ask_first.html", {"title": title, "told": told, "kept": form})
