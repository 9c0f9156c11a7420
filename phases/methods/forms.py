"""How many people were reached."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from kit.form_fields import DayMonthYearField, LineField, NumberField, refuse_days_to_come
from kit.form_layout import FormLayout
from phases.methods.services import ReachDetails
from phases.models import Method, Phase
from programmes.models import Programme
from stakeholders.models import Partnership, StakeholderGroup

FROM_THE_LIST = "Choose from the list."


class OrganisationField(forms.ModelChoiceField):
    """One of the programme's organisations, by its name alone."""

    def label_from_instance(self, obj: Partnership) -> str:
        """Leave out its role."""
        return str(obj.organisation)


class MethodField(forms.ModelChoiceField):
    """One of the programme's methods, by its phase."""

    def label_from_instance(self, obj: Method) -> str:
        """Say of which phase it is."""
        return f"{obj.phase}: {obj}"


class ReachForm(forms.Form):
    """How many people of which group were reached, in which phase, how, when and by whom."""

    phase = forms.ModelChoiceField(
        Phase.objects.none(),
        label="In which phase?",
        empty_label="Choose a phase",
        error_messages={"required": "Choose the phase.", "invalid_choice": FROM_THE_LIST},
    )
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label="People of which group?",
        empty_label="Choose a group",
        error_messages={"required": "Choose the group.", "invalid_choice": FROM_THE_LIST},
    )
    people = NumberField(
        label="How many people?",
        help_text="As nearly as you know. Others see only rounded sums, and small ones not at all.",
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many people were reached.",
            "invalid": "Enter the number of people in figures, for example 12.",
            "min_value": "Enter 1 person or more.",
            "max_value": "Enter 1,000,000 people or fewer.",
        },
    )
    how = LineField(
        called="How they were reached",
        max_length=200,
        label="How were they reached?",
        help_text="For example “Talks over tea at the day centre”. Name no person.",
        missing="Say how they were reached.",
    )
    reached_on = DayMonthYearField(label="When?", help_text="The day, or the last of several. For example, 7 6 2021.")
    partnership = OrganisationField(
        Partnership.objects.none(),
        required=False,
        label="By which organisation?",
        empty_label="None, or not known",
        error_messages={"invalid_choice": FROM_THE_LIST},
    )
    method = MethodField(
        Method.objects.none(),
        required=False,
        label="By which method?",
        empty_label="None of the methods",
        error_messages={"invalid_choice": FROM_THE_LIST},
    )
    helper = FormLayout(submit="Write it down")

    def __init__(self, data: Any = None, *, programme: Programme, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        refuse_days_to_come(self, "reached_on", today=today)
        choices = {
            "phase": programme.phases.order_by("position"),
            "group": programme.stakeholder_groups.order_by("name"),
            "partnership": programme.partnerships.filter(merged_into=None)
            .select_related("organisation")
            .order_by("organisation__name", "pk"),
            "method": Method.objects.filter(phase__programme=programme)
            .select_related("phase")
            .order_by("phase__position", "name", "pk"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a method of another phase."""
        cleaned = super().clean() or self.cleaned_data
        phase, method = cleaned.get("phase"), cleaned.get("method")
        if phase and method and method.phase_id != phase.pk:
            self.add_error("method", f"“{method}” belongs to another phase. Choose one of {phase}.")
        return cleaned

    def for_service(self) -> dict[str, Any]:
        """Return what was typed as `enter_reach` takes it."""
        typed = dict(self.cleaned_data)
        return {"phase": typed.pop("phase"), "details": ReachDetails(**typed)}
