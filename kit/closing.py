"""Closing something before its last day: it asks first, and says which day that is."""

from datetime import date
from typing import Any

from django import forms

from kit.days import day


class ClosingForm(forms.Form):
    """Closes something. While its last day is still to come, it asks whether it is to be closed before that."""

    def __init__(self, data: Any = None, *, last_on: date | None, today: date, **kwargs: Any) -> None:
        """`last_on` is the last day that people were given; None where there is none."""
        super().__init__(data, **kwargs)
        if last_on is not None and today < last_on:
            missing = f"Its last day is {day(last_on)}. Tick that it is to be closed before that, or leave it open."
            self.fields["before_last_day"] = forms.BooleanField(
                label=f"Close it now, although its last day is {day(last_on)}", error_messages={"required": missing}
            )

    def for_service(self) -> dict[str, Any]:
        """Return the clean values as a service takes them: that somebody was asked is no matter of its."""
        return {name: value for name, value in self.cleaned_data.items() if name != "before_last_day"}
