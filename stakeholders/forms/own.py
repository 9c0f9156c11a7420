"""What a representative may correct, of their organisation and of themselves; and what they say on stepping down."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from kit.form_fields import LineField, RowsField, WordsField
from programmes.models import Programme
from stakeholders.forms.invitations import ContactForm, NeedsForm
from stakeholders.models import Partnership, StakeholderGroup
from stakeholders.stale_forms import Details, OrganisationDetails, OwnDetails, in_order


class DetailsForm(forms.Form):
    """Things that are corrected together, with the version of them that this window was drawn from."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    elsewhere: Sequence[tuple[Any, str]] = ()

    @property
    def details(self) -> Details:
        """What was typed, as it is to stand."""
        raise NotImplementedError

    def overtaken_by(self, details: Details) -> None:
        """Keep what was typed here, say that it stands otherwise now, and let the next press decide."""
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = details.version()
        self.data = typed
        self.add_error(
            None,
            "This was changed in another window, or by somebody else, since you opened it. How it stands now is shown "
            "below, and what you wrote here is in the boxes. Make them say what you mean, then press the button again.",
        )
        # Called as the boxes are, so that the two can be read side by side.
        stands = details.by_box()
        self.elsewhere = [
            (self.fields[name].label, _in_words(self.fields[name], stands[name]))
            for name in details.changed_from(self.details)
        ]


class OrganisationForm(DetailsForm):
    """What is told of an organisation, and the groups it represents in one programme."""

    about = WordsField(
        called="What your organisation does",
        label="What your organisation does",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    website = forms.URLField(
        label="Website",
        required=False,
        assume_scheme="https",
        max_length=200,
        widget=forms.TextInput({"type": "text", "inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
        error_messages={"invalid": "That is not the address of a website. It should look like www.example.org."},
    )
    uniquely_placed = WordsField(
        called="Why it is uniquely placed",
        label="Why it is uniquely placed to speak for its groups",
        help_text="What it knows, and whom it reaches, that nobody else does.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    groups = RowsField(
        queryset=StakeholderGroup.objects.none(),
        label="Which groups does it speak for?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, partnership: Partnership) -> None:
        details = OrganisationDetails.of(partnership)
        super().__init__(data, initial=vars(details) | {"version": details.version()})
        self.fields["groups"].queryset = partnership.programme.stakeholder_groups.order_by("name")  # type: ignore[attr-defined]

    @property
    def details(self) -> OrganisationDetails:
        """What was typed, as it is to stand."""
        said = self.cleaned_data
        groups = in_order(group.pk for group in said["groups"])
        return OrganisationDetails(said["about"], said["website"], said["uniquely_placed"], groups)


class AboutMeForm(ContactForm, NeedsForm, DetailsForm):
    """How a representative is reached, what they need, and who else may see how to reach them.

    Asked in the words of the invitation.
    """

    shared_in = RowsField(
        queryset=Programme.objects.none(),
        label="May other representatives see your e-mail address and telephone?",
        help_text="They see your name and your organisation in any case. You can change your mind at any time. "
        "Nobody but the team sees your address and what you need.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = [
        "contact_by", "telephone", "postal_address", "communication_needs", "access_needs", "shared_in",
    ]  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, details: OwnDetails, programmes: list[int]) -> None:
        super().__init__(data, initial=vars(details) | {"version": details.version()})
        shared_in = self.fields["shared_in"]
        assert isinstance(shared_in, RowsField)
        shared_in.queryset = Programme.objects.filter(pk__in=programmes).order_by("title")
        shared_in.label_from_instance = lambda obj: f"Yes, those of {obj}"  # type: ignore[method-assign]

    @property
    def details(self) -> OwnDetails:
        """What was typed, as it is to stand."""
        said = self.cleaned_data
        words = {name: said[name] for name in ("telephone", "postal_address", "contact_by")}
        needs = {name: said[name] for name in ("communication_needs", "access_needs")}
        return OwnDetails(**words, **needs, shared_in=in_order(programme.pk for programme in said["shared_in"]))


class StepDownForm(forms.Form):
    """Why a representative steps down, and whom they suggest in their place: none of it has to be said."""

    reason = LineField(
        called="Why you step down",
        label="Why do you step down?",
        help_text="A few words, for the team alone.",
        required=False,
        max_length=200,
    )
    suggested_name = LineField(
        called="The name of your colleague",
        label="Who could take over? Their name",
        required=False,
        max_length=200,
    )
    suggested_email = forms.EmailField(
        label="Their e-mail address",
        help_text="The team decides whether to ask them.",
        required=False,
        max_length=254,
        error_messages={"invalid": "Enter an e-mail address like name@example.org."},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an address that belongs to nobody by name."""
        said = super().clean() or self.cleaned_data
        if said.get("suggested_email") and said.get("suggested_name") == "":
            self.add_error("suggested_name", "Whose e-mail address is this? Enter their name.")
        return said


def _in_words(field: forms.Field, value: Any) -> str:
    """Return what stands in a field as people read it."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(row) for row in field.queryset or () if row.pk in value)
    choices: Any = getattr(field, "choices", ())
    return str(dict(choices).get(value, value))
