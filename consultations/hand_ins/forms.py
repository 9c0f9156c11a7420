"""From when until when something can be handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from consultations.hand_ins.models import PosterCall
from kit.days import beginning_of, end_of, last_day_before
from kit.form_fields import DayMonthYearField, WordsField, check_days_in_order
from kit.form_layout import FormLayout


class CallForm(forms.Form):
    """From which day until which day anybody may hand something in."""

    helper = FormLayout(submit="Keep it")

    introduction = WordsField(
        called="What groups should know",
        missing="Write what groups should know before they begin.",
        label="What should groups know before they begin?",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )
    from_on = DayMonthYearField(label="From the beginning of this day", required=False)
    until_on = DayMonthYearField(
        label="Until the end of this day", help_text="Leave it empty if that is not known.", required=False
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, call: PosterCall | None) -> None:
        initial: dict[str, Any] = {}
        if call is not None:
            initial = {"introduction": call.introduction, "until_on": last_day_before(call.ends_at)}
            initial["from_on"] = call.starts_at and timezone.localdate(call.starts_at)
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Refuse an end without or before its beginning."""
        cleaned = super().clean() or {}
        check_days_in_order(self, "from_on", "until_on", missing="Enter the day on which it begins, too.")
        return cleaned

    def for_service(self) -> dict[str, Any]:
        """Return the window as `set_poster_call` takes it."""
        cleaned = self.cleaned_data
        return {
            "introduction": cleaned["introduction"],
            "starts_at": beginning_of(cleaned["from_on"]),
            "ends_at": end_of(cleaned["until_on"]),
        }
