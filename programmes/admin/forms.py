"""The form of every row of a programme in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from kit.refusals import SENT_DIFFERENTLY

if TYPE_CHECKING:
    from programmes.admin.scoped import ScopedAdmin


class ScopedForm(forms.ModelForm):
    """A row whose parts all belong to its own programme, and which the database will take."""

    scoped_admin: ClassVar[ScopedAdmin]
    # Sent before with other words: it is shown with them, and pressed again it is another row.
    sent_differently: ClassVar[bool] = False

    def clean(self) -> dict[str, Any]:
        """Refuse what belongs to another programme."""
        cleaned = super().clean() or self.cleaned_data
        own = self._own_programme(cleaned)
        for name, chosen in [*cleaned.items()]:
            if own and self.scoped_admin.is_elsewhere(name, chosen, own):
                self.add_error(name, "This belongs to another programme.")
        if self.sent_differently:
            self.add_error(None, SENT_DIFFERENTLY)
        return cleaned

    def _own_programme(self, cleaned: dict[str, Any]) -> int | None:
        if len(self.scoped_admin.programme_paths) > 1:
            return None
        first, _, rest = self.scoped_admin.programme_paths[0].partition("__")
        parent = cleaned.get(first) or (getattr(self.instance, first, None) if self.instance.pk else None)
        if parent is None or not isinstance(parent, models.Model):
            return None
        parents = type(parent)._default_manager.filter(pk=parent.pk)
        return parents.values_list(rest or "pk", flat=True).first()

    def _post_clean(self) -> None:
        """Check constraints on fields that the form does not show, too; the database would refuse them."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error.messages)
        for refusal in self.non_field_errors().data:
            if isinstance(refusal, ValidationError):
                refusal.message = self.scoped_admin.sentence(str(refusal.message))
