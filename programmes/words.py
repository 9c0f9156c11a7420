"""Words that are kept as they were typed, refused with a sentence that says what to do."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

MOST = 4000


class WordsField(forms.CharField):
    """Several lines of plain text. Its messages name it by `called`; a line break counts as one character."""

    widget = forms.Textarea

    def __init__(self, *, called: str, missing: str = "", max_length: int = MOST, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["required"] = missing or f"Write something for “{called}”."
        self.called = called
        # Ours say how long it is, and what to do.
        self.validators = [self.check_length, self.check_characters]

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def check_length(self, value: str) -> None:
        """Refuse what is too long with both numbers."""
        if len(value) > (self.max_length or MOST):
            raise forms.ValidationError(
                f"“{self.called}” is {len(value):,} characters long. Shorten it to {self.max_length:,} or fewer."
            )

    def check_characters(self, value: str) -> None:
        """Refuse the one character that databases do not keep."""
        try:
            ProhibitNullCharactersValidator()(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                f"“{self.called}” held an invisible character that cannot be kept. We have taken it out: "
                "read your words through and send them again."
            ) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show again what was typed, without the character that nobody sees."""
        data = super().bound_data(data, initial)
        return data.replace("\x00", "") if isinstance(data, str) else data


class LineField(WordsField):
    """Words on one line."""

    widget = forms.TextInput  # type: ignore[assignment]
