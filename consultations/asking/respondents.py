"""Who answers without representing an organisation of the programme: as whom, and what may become of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from consultations.asking.models import Feedback, GroupsTold, Publication, Voice
from kit.form_fields import LineField
from kit.refusals import Refused
from stakeholders.models import StakeholderGroup

FOR_OTHERS = (Voice.ORGANISATION, Voice.GROUP)
CHOOSE = "Choose one of these."
# What is ticked alone, beside the groups.
ALONE = {GroupsTold.NONE.value: "None of these", GroupsTold.DECLINED.value: "Prefer not to say"}
# How the fields stand on a page.
WHO = (
    "voice",
    "voice_of",
    "groups",
    Fieldset("What becomes of it", "publication", "signed"),
    Fieldset("How we reach you, if you like", "contact_name", "contact_details"),
)


@dataclass(frozen=True)
class Respondent:
    """Who answers: as whom, for which organisation or group, what may become of it, and how to reach them.

    `groups` are those of the programme that describe them, or `groups_told` says that none does, or that they prefer
    not to say.
    """

    voice: str = ""
    publication: str = ""
    voice_of: str = ""
    signed: str = ""
    contact_name: str = ""
    contact_details: str = ""
    groups_told: str = ""
    groups: tuple[StakeholderGroup, ...] = ()


def write_respondent(feedback: Feedback, who: Respondent) -> None:
    """Store in feedback (saved before) who answers. Refuses groups of another programme."""
    if any(group.programme_id != feedback.programme_id for group in who.groups):
        raise Refused("Choose from the groups that are there.", field="groups")
    for name in ("voice", "voice_of", "publication", "signed"):
        setattr(feedback, name, getattr(who, name))
    feedback.groups_told = GroupsTold.SOME if who.groups else who.groups_told
    feedback.save()
    feedback.described_by.set(who.groups)


class RespondentForm(forms.Form):
    """As whom somebody answers, which groups describe them, and what may become of their words."""

    voice = forms.ChoiceField(
        label="As whom do you answer?",
        choices=Voice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose as whom you answer.", "invalid_choice": CHOOSE},
    )
    voice_of = LineField(
        called="Which organisation or group",
        label="Which organisation or group, if you answer for one?",
        help_text="No names of people.",
        required=False,
        max_length=200,
    )
    groups = forms.MultipleChoiceField(
        label="Do any of these describe you, or those you answer for?",
        help_text="The team reads this together with your answers. What is published of it are counts alone, and no "
        "small ones.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose from the groups that are there."},
    )
    publication = forms.ChoiceField(
        label="What may become of your words?",
        help_text="The team reads all of them. Somebody takes out what could point at a person before they are public.",
        choices=Publication.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what may become of your words.", "invalid_choice": CHOOSE},
    )
    signed = LineField(
        called="The name to be published",
        label="Which name is to be published, if you would like one to be?",
        required=False,
        max_length=200,
    )
    contact_name = LineField(
        called="Your name",
        label="Your name",
        help_text="For the team alone.",
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    contact_details = LineField(
        called="How to reach you",
        label="How can we reach you?",
        help_text="An e-mail address or a telephone number, in case we have a question. Only the team sees it.",
        required=False,
        max_length=200,
    )

    by_key: dict[str, StakeholderGroup]

    def offer(self, groups: Sequence[StakeholderGroup]) -> None:
        """Offer the groups of the programme; where it has none, nothing is asked of them."""
        self.by_key = {str(each.pk): each for each in groups}
        if not groups:
            del self.fields["groups"]
            return
        asked = self.fields["groups"]
        assert isinstance(asked, forms.MultipleChoiceField)
        asked.choices = [*((key, each.name) for key, each in self.by_key.items()), *ALONE.items()]

    def clean_groups(self) -> list[str]:
        """Return what was ticked. Refuses what stands alone beside others."""
        ticked: list[str] = self.cleaned_data["groups"]
        for value, label in ALONE.items():
            if value in ticked and len(ticked) > 1:
                raise forms.ValidationError(f"“{label}” stands alone: untick it, or the others.")
        return ticked

    def clean(self) -> dict[str, Any]:
        """See that it is said for whom, and under which name."""
        cleaned = super().clean() or {}
        self._check_beside("voice", FOR_OTHERS, "voice_of", "Say for which organisation or group you answer.")
        self._check_beside("publication", (Publication.NAMED,), "signed", "Enter the name that is to be published.")
        return cleaned

    @property
    def who(self) -> Respondent:
        """Who answers."""
        names = ("voice", "publication", "voice_of", "signed", "contact_name", "contact_details")
        ticked = self.cleaned_data.get("groups", [])
        groups = tuple(self.by_key[key] for key in ticked if key in self.by_key)
        told = "" if groups or not ticked else ticked[0]
        return Respondent(**{name: self.cleaned_data[name] for name in names}, groups_told=told, groups=groups)

    def _check_beside(self, choice: str, asks: Collection[str], box: str, missing: str) -> None:
        """See that a box is filled where what was chosen asks for it, and only there: no word of it is dropped."""
        chosen, typed = self.cleaned_data.get(choice), self.cleaned_data.get(box)
        if chosen in asks and typed == "":
            self.add_error(box, missing)
        elif chosen and chosen not in asks and typed:
            choices = dict(Voice.choices) | dict(Publication.choices)
            labels = " or ".join(f"“{choices[each]}”" for each in asks)
            self.add_error(choice, f"You wrote “{typed}”: choose {labels}, or empty the box.")
