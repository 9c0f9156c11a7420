"""What the team writes about the wall: when posters may come, what each says, who agrees, why one is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from consultations.forms.handing_in import HEIC, PHOTOGRAPH, ConversationForm, PhotographField
from consultations.models import Conversation, Poster, PosterCall, PosterPrompt
from consultations.printed_poster import ConversationDetails, PosterDetails
from kit.days import beginning_of, end_of, last_day_before
from kit.form_fields import DayMonthYearField, LineField, WordsField
from kit.public_forms import KeyedForm
from kit.stale_edits import StaleEditForm
from stakeholders.models import StakeholderGroup

MOST_NUMBER = 9999


class PhotographForm(KeyedForm):
    """A photograph of a paper poster, and its title where there is time for it."""

    photograph = PhotographField(label="Photograph", help_text=f"{PHOTOGRAPH} {HEIC}")
    title = LineField(called="Title", label="Title", required=False, max_length=200)


class PosterForm(StaleEditForm):
    """Everything a poster says, and where it hangs."""

    number = forms.IntegerField(
        label="Number on the wall",
        required=False,
        min_value=1,
        max_value=MOST_NUMBER,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Enter the number on the wall in digits, for example 12."
        ),
    )
    title = LineField(called="Title", label="Title", required=False, max_length=200)
    group_name = LineField(called="Made by", label="Made by", required=False, max_length=200)
    place = LineField(called="Place", label="Place", required=False, max_length=120)
    speaking_for = forms.ChoiceField(
        label="Whose voice is it?",
        required=False,
        error_messages={"invalid_choice": "Choose one of these groups, or none."},
    )
    alt_text = LineField(
        called="What the picture shows",
        label="What the picture shows",
        help_text="For people who cannot see it. Needed before the poster is public.",
        required=False,
        max_length=500,
    )
    words = LineField(
        called="Its words in one line",
        label="Its words in one line",
        help_text="What people read beside its picture.",
        required=False,
        max_length=300,
    )
    transcript = WordsField(
        called="Everything that stands on it",
        label="Everything that stands on it",
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )
    artist_credit = LineField(called="Artist", label="Artist", required=False, max_length=200)

    def __init__(self, data: Mapping[str, Any] | None = None, *, poster: Poster) -> None:
        super().__init__(data)
        programme = poster.programme
        self.groups = {str(group.pk): group for group in StakeholderGroup.objects.filter(programme=programme)}
        by_name = sorted(self.groups.items(), key=lambda each: each[1].name.lower())
        voice: Any = self.fields["speaking_for"]
        voice.choices = [("", "Nobody’s in particular"), *((pk, group.name) for pk, group in by_name)]
        stands = PosterDetails.of(poster)
        self.initial = stands.by_box() | {"version": stands.version()}
        self.prompts: list[PosterPrompt] = list(programme.poster_prompts.order_by("position"))
        for prompt in self.prompts:
            self.fields[f"answer_{prompt.pk}"] = WordsField(
                called=prompt.text,
                label=prompt.text,
                required=False,
                widget=forms.Textarea({"rows": 3}),
            )

    @property
    def snapshot(self) -> PosterDetails:
        """What was typed, as it is to stand."""
        said = dict(self.cleaned_data)
        del said["version"]
        answers = tuple((prompt.pk, said.pop(f"answer_{prompt.pk}")) for prompt in self.prompts)
        group = self.groups.get(said.pop("speaking_for"))
        return PosterDetails(**said, speaking_for=group.pk if group else None, answers=answers)


class ConversationEditForm(StaleEditForm, ConversationForm):
    """A conversation as the team puts it right."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, at: datetime, conversation: Conversation) -> None:
        super().__init__(data, at=at, known=True)
        del self.fields["key"]
        stands = ConversationDetails.of(conversation)
        self.initial = vars(stands) | {"version": stands.version()}

    @property
    def snapshot(self) -> ConversationDetails:
        """What was typed, as it is to stand."""
        return ConversationDetails(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ExchangeForm(forms.Form):
    """Another photograph of the same poster."""

    photograph = PhotographField(label="Another photograph", help_text=f"{PHOTOGRAPH} {HEIC}")


class ConsentForm(forms.Form):
    """Who of the group agrees that the poster is shown."""

    given_by = LineField(
        called="Who agrees", missing="Write down who agrees.", label="Who agrees?", max_length=200,
        help_text="Somebody of the group that made it. Only the team sees this."
    )  # fmt: skip
    reached_by = LineField(called="How to reach them", label="How to reach them", required=False, max_length=200)


class WithdrawForm(forms.Form):
    """Why a poster is withdrawn."""

    reason = LineField(
        called="At whose word, and why",
        missing="Write down at whose word it is withdrawn.",
        label="At whose word, and why?",
        help_text="Only the team sees this.",
        max_length=500,
    )


class CallForm(forms.Form):
    """From which day until which day anybody may hand something in."""

    introduction = WordsField(
        called="What groups should know",
        missing="Write what groups should know before they begin.",
        label="What should groups know before they begin?",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )
    from_on = DayMonthYearField(label="From the beginning of this day", required=False)
    until_on = DayMonthYearField(
        label="Until the end of this day", help_text="Leave it empty if that is not known.", required=False
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, call: PosterCall | None) -> None:
        initial: dict[str, Any] = {}
        if call is not None:
            initial = {"introduction": call.introduction, "until_on": last_day_before(call.ends_at)}
            initial["from_on"] = call.starts_at and timezone.localdate(call.starts_at)
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if last and not first and "from_on" not in self.errors:
            self.add_error("from_on", "Enter the day on which it begins, too.")
        if first and last and last < first:
            self.add_error("until_on", "The last day must not be before the first.")
        return cleaned

    def for_service(self) -> dict[str, Any]:
        """Return the window as `set_poster_call` takes it."""
        cleaned = self.cleaned_data
        return {
            "introduction": cleaned["introduction"],
            "starts_at": beginning_of(cleaned["from_on"]),
            "ends_at": end_of(cleaned["until_on"]),
        }
