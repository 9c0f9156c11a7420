"""What may be typed about an organisation's part in a programme."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.layout import ButtonHolder, Div
from django import forms

from kit.days import day
from kit.form_fields import AddressField, DayMonthYearField, LineField, RowsField, TelephoneField, WordsField
from kit.form_layout import FormLayout, Link, Partial, SubmitButton, TheRest
from programmes.models import Programme
from programmes.nouns import reword
from stakeholders.models import Partnership, Role, StakeholderGroup
from stakeholders.name_matching import KnownOrganisations
from stakeholders.services import NewPartnership

FEW_LINES = forms.Textarea({"rows": 4})
ANOTHER = "another"
# The list of names that the page offers while somebody types.
NAME_SUGGESTIONS = forms.TextInput({"list": "organisations", "autocomplete": "off"})
NOT_NOW = Link("Not now", "{% url 'stakeholders:partnership-detail' programme.slug partnership.pk %}")
WRONG_ADDRESS = "Enter an e-mail address in the right form, like name@example.org."


class FilterForm(forms.Form):
    """Which of a programme's organisations somebody wants to see; `wanted` is what is asked for.

    What makes no sense is left aside, without a word.
    """

    q = LineField(called="Name", label="Name", required=False, max_length=200)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any role"), *Role.choices])
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(), label="Represents", required=False, empty_label="Any group"
    )
    speaks = forms.ChoiceField(
        label="Who speaks for it",
        required=False,
        choices=[("", "Anybody or nobody"), ("somebody", "Somebody"), ("nobody", "Nobody now")],
    )
    when = forms.ChoiceField(
        label="Taking part",
        required=False,
        choices=[("", "Now or later"), ("ended", "No longer"), ("all", "At any time")],
    )
    helper = FormLayout(
        Div(TheRest(), css_class="tl-two"),
        ButtonHolder(SubmitButton("Look", style="secondary"), Partial("stakeholders/_show_all.html")),
        method="get",
        attrs={"role": "search"},
    )

    def __init__(self, data: Any, *, programme: Programme) -> None:
        super().__init__(data)
        groups = StakeholderGroup.objects.filter(programme=programme).order_by("name")
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        self.full_clean()
        self.wanted = {name: value for name, value in self.cleaned_data.items() if value}
        self.errors.clear()


class PartnershipContactForm(forms.Form):
    """Whom the team writes to at an organisation."""

    contact_name = LineField(called="The name", max_length=200, required=False, label="Name of the contact")
    contact_email = AddressField(
        label="E-mail address of the contact",
        required=False,
        error_messages={"invalid": WRONG_ADDRESS},
    )
    contact_telephone = TelephoneField(
        called="The telephone number", max_length=40, required=False, label="Telephone of the contact"
    )
    helper = FormLayout(submit=SubmitButton("Keep this", name="save"))

    @classmethod
    def of(cls, partnership: Partnership) -> PartnershipContactForm:
        """Return the form as it stands for one partnership."""
        return cls(initial={name: getattr(partnership, name) for name in cls.base_fields})


class PartForm(forms.Form):
    """An organisation's part in a programme."""

    uniquely_placed = WordsField(
        called="Why it is uniquely placed",
        required=False,
        widget=FEW_LINES,
        label="Why is it uniquely placed?",
        help_text="For example “Run by carers, and known to most of them”. "
        "{Representatives} and the public may read it.",
    )
    identified_by = LineField(
        called="Identified by",
        max_length=200,
        required=False,
        widget=NAME_SUGGESTIONS,
        label="Which organisation identified it?",
        help_text="The name of an organisation that is known here.",
    )
    groups = RowsField(
        StakeholderGroup.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Whom it represents"
    )
    part = WordsField(
        called="What it does",
        required=False,
        widget=FEW_LINES,
        label="What does it do in the {programme}?",
    )
    from_on = DayMonthYearField(label="From when does it take part?", help_text="For example, 7 6 2016.")

    def __init__(self, data: Any = None, *, programme: Programme, known: KnownOrganisations, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        reword(self, programme)
        self.known = known
        groups = StakeholderGroup.objects.filter(programme=programme).order_by("name")
        if groups:
            self.fields["groups"].queryset = groups  # type: ignore[attr-defined]
        else:
            del self.fields["groups"]

    def clean_identified_by(self) -> int | None:
        """Return the key of the organisation of this name."""
        name = self.cleaned_data["identified_by"]
        if not name:
            return None
        if pk := self.known.exactly(name):
            return pk
        alike = " or ".join(f"“{self.known.names[pk]}”" for pk in self.known.like(name))
        meant = f"Do you mean {alike}?" if alike else "Add that organisation first, or leave this empty."
        raise forms.ValidationError(f"No organisation is called “{name}”. {meant}")


class PartnershipForm(PartForm, PartnershipContactForm):
    """An organisation, known or new, and its part in a programme."""

    organisation = LineField(
        called="The name of the organisation",
        max_length=200,
        widget=NAME_SUGGESTIONS,
        label="Name of the organisation",
        help_text="As you type, organisations that are known here already are offered.",
        missing="Enter the name of the organisation.",
    )
    role = forms.ChoiceField(
        label="Its role",
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose its role.", "invalid_choice": "Choose its role."},
    )
    helper = FormLayout(
        submit=[
            SubmitButton("Add it"),
            Link("Not now", "{% url 'stakeholders:partnership-list' programme.slug %}"),
        ]
    )
    field_order = ["organisation", "same", "role", "uniquely_placed", "identified_by", "groups", "part", "from_on"]

    def __init__(self, data: Any = None, *, known: KnownOrganisations, **kwargs: Any) -> None:
        super().__init__(data, known=known, **kwargs)
        name = str(data.get("organisation", "")) if data else ""
        alike = known.like(name) if name.strip() and not known.exactly(name) else []
        if alike:
            is_there = "This name is like that of an organisation that is known here. Choose whether it is the same."
            self.fields["same"] = forms.ChoiceField(
                label="Is it one of these?",
                choices=[*((str(pk), f"It is {known.label(pk)}") for pk in alike), (ANOTHER, "It is another one")],
                widget=forms.RadioSelect,
                error_messages={"required": is_there, "invalid_choice": is_there},
            )
            self.order_fields(self.field_order)

    def for_service(self) -> NewPartnership:
        """Return the clean values as `add_partnership` takes them."""
        cleaned = dict(self.cleaned_data)
        name, same = cleaned.pop("organisation"), cleaned.pop("same", ANOTHER)
        known = self.known.exactly(name) or (None if same == ANOTHER else int(same))
        return NewPartnership(name=name, organisation_id=known, **cleaned)


class PartnershipEditForm(PartForm):
    """An organisation's part in a programme, put right."""

    helper = FormLayout(submit=[SubmitButton("Keep this"), NOT_NOW])

    def __init__(self, data: Any = None, *, partnership: Partnership, known: KnownOrganisations) -> None:
        identified_by = partnership.identified_by
        initial = {
            "uniquely_placed": partnership.uniquely_placed,
            "identified_by": identified_by.name if identified_by else "",
            "groups": [group.pk for group in partnership.groups.all()],
            "part": partnership.part,
            "from_on": partnership.from_on,
        }
        super().__init__(data, programme=partnership.programme, known=known, initial=initial)
        self.partnership = partnership

    def clean_from_on(self) -> date:
        """Refuse a first day that is after the last."""
        from_on: date = self.cleaned_data["from_on"]
        last_on = self.partnership.last_on
        if last_on and from_on > last_on:
            raise forms.ValidationError(f"The first day must not be after {day(last_on)}, its last day.")
        return from_on


class EndPartnershipForm(forms.Form):
    """The day on which an organisation's part ends."""

    until_on = DayMonthYearField(
        label="The first day without it", help_text="Its last day is the day before. For example, 7 6 2016."
    )
    helper = FormLayout("until_on", submit=[SubmitButton("End its part"), NOT_NOW])

    def __init__(self, data: Any = None, *, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.from_on = partnership.from_on

    def clean_until_on(self) -> date:
        """Refuse a day that is not after the first."""
        until_on: date = self.cleaned_data["until_on"]
        if until_on <= self.from_on:
            raise forms.ValidationError(f"The day must be after {day(self.from_on)}, when its part began.")
        return until_on


class MergeForm(forms.Form):
    """Two organisations by name: the one that stays, and the one that becomes it."""

    gone = LineField(
        called="The name of the organisation that goes",
        max_length=200,
        widget=NAME_SUGGESTIONS,
        label="Which organisation is there twice?",
        missing="Enter the name of the organisation that is there twice.",
    )
    kept = LineField(
        called="The name of the organisation that stays",
        max_length=200,
        widget=NAME_SUGGESTIONS,
        label="Which one is it really?",
        help_text="This name stays. The other is kept as its old name.",
        missing="Enter the name of the organisation that stays.",
    )
    helper = FormLayout("gone", "kept", submit=SubmitButton("See what would move", style="secondary"), method="get")

    def __init__(self, data: Any = None, *, known: KnownOrganisations) -> None:
        super().__init__(data)
        self.known = known

    def clean_gone(self) -> int:
        """Return the key of the organisation that goes."""
        return self._known("gone")

    def clean_kept(self) -> int:
        """Return the key of the organisation that stays; refuse the same one."""
        kept = self._known("kept")
        if kept == self.cleaned_data.get("gone"):
            raise forms.ValidationError("These are one organisation already.")
        return kept

    def _known(self, key: str) -> int:
        name = self.cleaned_data[key]
        pk = self.known.exactly(name)
        if pk is None:
            raise forms.ValidationError(f"No organisation is called “{name}”.")
        return pk
