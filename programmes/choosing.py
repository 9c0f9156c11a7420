"""Choosing several rows from a list."""

from typing import Any

from django import forms


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of a list. A number larger than any row's is refused like any other that is not there."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            # SQLite is asked for all of them at once, where Django does not look at how large they are.
            raise forms.ValidationError("Choose from the list.", code="invalid_choice") from error
