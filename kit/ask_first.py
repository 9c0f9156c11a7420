"""Whatever takes something from somebody, and no other press undoes, is taken only by a press that says it is `sure`.

A button alone asks by a page between:

back = reverse("phases:meeting-people", args=[programme.slug, attendance.meeting_id])
if asked := ask_first(request, f"{attendance.person} cannot come?", told, yes="They cannot come", back=back):
    return asked

A form with words asks in itself, by one box to tick, as `SureForm` and `ClosingForm`: no word of it can be lost then. A
page that says what comes of its one button, as that of a meeting that is cancelled, has asked.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kit.days import day
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


class SureForm(forms.Form):
    """A form that is taken in, where there is something to ask, only when its box is ticked."""

    def ask(self, label: str, *, missing: str, hint: str = "") -> None:
        """Ask for a tick: `missing` says what to do where there is none."""
        self.fields[SURE] = forms.BooleanField(label=label, help_text=hint, error_messages={"required": missing})

    def for_service(self) -> dict[str, Any]:
        """Return the clean values as a service takes them: that somebody was asked is no matter of its."""
        return {name: value for name, value in self.cleaned_data.items() if name != SURE}


class ClosingForm(SureForm):
    """Closes something. While its last day is still to come, it asks whether it is to be closed before that."""

    def __init__(self, data: Any = None, *, last_on: date | None, today: date, **kwargs: Any) -> None:
        """`last_on` is the last day that people were given; None where there is none."""
        super().__init__(data, **kwargs)
        if last_on is not None and today < last_on:
            missing = f"Its last day is {day(last_on)}. Tick that it is to be closed before that, or leave it open."
            self.ask(f"Close it now, although its last day is {day(last_on)}", missing=missing)
