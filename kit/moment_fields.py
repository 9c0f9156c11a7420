"""Fields of the web admin for moments in London, and for what ends: people read and write the last day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils import timezone

from kit.days import clock_change, day_before, end_of, last_day_before, moment_of


class MomentField(forms.SplitDateTimeField):
    """A day and a time. One that the change of the clocks skips, or makes come twice, is refused with its reason."""

    widget = AdminSplitDateTime

    def compress(self, data_list: Any) -> datetime | None:
        """Join day and time, each of which Django has read."""
        if not data_list or not any(data_list):
            return None
        on, clock = data_list
        if on is None:
            raise forms.ValidationError(self.error_messages["invalid_date"], code="invalid_date")
        if clock is None:
            return self.whole_day(on)
        if fault := clock_change(on, clock):
            raise forms.ValidationError(fault, code="clock_change")
        return moment_of(on, clock)

    def whole_day(self, on: date) -> datetime:
        """Return what a day without a time means: here nothing, and it is asked for."""
        raise forms.ValidationError(self.error_messages["invalid_time"], code="invalid_time")


class EndWidget(AdminSplitDateTime):
    """The day and the time at which a window ends; midnight is the whole day before it, without a time."""

    def decompress(self, value: datetime | None) -> tuple[date | None, time | None]:
        """Split an end into its last day and a time, or none."""
        if value is not None and timezone.localtime(value).time() == time():
            return last_day_before(value), None
        return super().decompress(value)


class EndField(MomentField):
    """When a window ends. A day alone is its last day, until midnight."""

    widget = EndWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or "The last day. Without a time it is whole."
        super().__init__(require_all_fields=False, **kwargs)
        self.fields[0].error_messages["incomplete"] = "Enter the day, too."
        self.fields[1].required = False

    def whole_day(self, on: date) -> datetime:
        """Return the end of the day."""
        try:
            return end_of(on)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid_date"], code="invalid_date") from error


class LastDayField(forms.DateField):
    """The last day of what is stored as the first day without it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "label": "Last day"})

    def prepare_value(self, value: Any) -> Any:
        """Show the day before; what was typed is shown as it was."""
        return day_before(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """Return the day after the one that was typed."""
        typed = super().to_python(value)
        try:
            return typed + timedelta(days=1) if typed else None
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
