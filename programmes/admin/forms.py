"""The form of every row of a programme in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from kit.refusals import SENT_DIFFERENTLY, Refused
from kit.windows import clock_at
from programmes.quiet_periods.checks import refuse_opening_if_quiet
from programmes.quiet_periods.openings import KINDS

if TYPE_CHECKING:
    from programmes.admin.scoped import ScopedAdmin


class ScopedForm(forms.ModelForm):
    """A row whose parts all belong to its own programme, which opens on no quiet day, and the database will take."""

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
        if own:
            self._refuse_opening_if_quiet(own, cleaned)
        return cleaned

    def _refuse_opening_if_quiet(self, programme_id: int, cleaned: dict[str, Any]) -> None:
        """Refuse days by which a window opens in a quiet period of its programme."""
        at = timezone.now()
        for kind in KINDS:
            if not kind.moves or kind.rows().model is not self._meta.model or kind.opens not in cleaned:
                continue
            was = clock_at(self.initial.get(kind.opens), self.initial.get(kind.ends), at)
            opens_at = cleaned[kind.opens]
            now = clock_at(opens_at, cleaned.get(kind.ends), at)
            try:
                if {kind.opens, kind.ends}.intersection(self.changed_data):
                    refuse_opening_if_quiet(programme_id, opens_at, was=was, now=now, at=at)
            except Refused as refusal:
                self.add_error(kind.opens, str(refusal))

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
