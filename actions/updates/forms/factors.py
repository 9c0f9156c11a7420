"""What may be typed about something that helped or hindered."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.models import Factor
from kit.form_fields import LineField
from kit.form_layout import FormLayout, SubmitButton


class FactorNameForm(forms.Form):
    """Another name for something that helped or hindered."""

    name = LineField(called="The name", max_length=160, label="Name", missing="Enter a name.")
    helper = FormLayout(submit=SubmitButton("Rename", style="secondary"))


class FactorMergeForm(forms.Form):
    """Which factor one is to count as from now on."""

    into = forms.ChoiceField(
        label="Count it as",
        widget=forms.Select,
        error_messages={"required": "Choose one from the list.", "invalid_choice": "Choose one from the list."},
    )
    helper = FormLayout(
        action="{% url 'actions:factor-merge' programme.slug factor.pk %}",
        submit=SubmitButton("Merge", style="secondary"),
    )

    def __init__(self, data: Any = None, *, factor: Factor) -> None:
        super().__init__(data)
        alike = Factor.objects.current().filter(programme=factor.programme_id, kind=factor.kind).exclude(pk=factor.pk)
        self.others = {str(each.pk): each for each in alike.order_by("name", "pk")}
        choices = [("", "Choose one"), *((pk, each.name) for pk, each in self.others.items())]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Factor:
        """The factor that was chosen; to be asked of a valid form."""
        return self.others[self.cleaned_data["into"]]
