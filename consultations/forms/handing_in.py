"""What a group hands in: words that are kept as they were typed, and a photograph that is looked at first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from consultations.models import PosterPrompt
from consultations.pictures import NotAPicture, look_at
from consultations.services import ConversationWords, PosterWords
from kit.form_fields import DayMonthYearField, LineField, WordsField
from kit.public_forms import KeyedForm
from programmes.models import Programme
from stakeholders.models import StakeholderGroup

PHOTOGRAPH = "A JPEG, PNG or WebP picture of up to 25 MB, as telephones take them."
HEIC = "If your iPhone says HEIC: choose Settings, Camera, Formats, Most Compatible, and take it again."
MOST_PEOPLE = 100_000


class PhotographField(forms.FileField):
    """A photograph, refused by its size and its first bytes; nothing is unpacked while somebody waits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            allow_empty_file=True,
            widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
            error_messages=dict.fromkeys(("required", "invalid", "missing"), "Choose a photograph."),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """Refuse what is no picture, in words for whoever sent it."""
        file: UploadedFile | None = super().clean(data, initial)
        if file:
            try:
                look_at(file)
            except NotAPicture as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return file or None


class HandInForm(KeyedForm):
    """A poster. All that a group need not know, or has no time for, may be left out: the team completes it."""

    photograph = PhotographField(label="Photograph of the poster", required=False, help_text=f"{PHOTOGRAPH} {HEIC}")
    title = LineField(called="Title", missing="Give the poster a title.", label="Title", max_length=200)
    group_name = LineField(
        called="Made by",
        missing="Say who made the poster: the name of your group.",
        label="Made by",
        help_text="The name of your group, as people know it.",
        max_length=200,
    )
    speaking_for = forms.ChoiceField(
        label="Whose voice is it?",
        help_text="If the poster is shown, this stands beside it.",
        required=False,
        error_messages={"invalid_choice": "Choose one of these groups, or none."},
    )
    alt_text = LineField(
        called="What the picture shows",
        label="What the picture shows",
        help_text="One sentence for people who cannot see it.",
        required=False,
        max_length=500,
    )
    artist_credit = LineField(
        called="Artist", label="Made with an artist? Name them here", required=False, max_length=200
    )
    consent = forms.ChoiceField(
        label="May we show this poster to everybody, on this site and in print?",
        help_text="You can change your mind at any time: write to us, and it is gone from here at once.",
        choices=[("yes", "Yes, our group agrees"), ("no", "No, only on the wall at the event")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether we may show this poster to everybody."},
    )
    given_by = LineField(
        called="Your name",
        missing="Enter your name, so that we know who said yes or no.",
        label="Your name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    reached_by = LineField(
        called="How to reach you",
        missing="Enter an e-mail address or a telephone number.",
        label="How to reach you",
        help_text="An e-mail address or a telephone number. Only the team sees your name and this.",
        max_length=200,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *, programme: Programme, kept: bool = False
    ) -> None:
        """`kept`: the photograph came with an earlier press."""
        super().__init__(data, files)
        self.groups = {str(group.pk): group for group in StakeholderGroup.objects.filter(programme=programme)}
        by_name = sorted(self.groups.items(), key=lambda each: each[1].name.lower())
        voice: Any = self.fields["speaking_for"]
        voice.choices = [("", "Nobody’s in particular"), *((pk, group.name) for pk, group in by_name)]
        self.prompts: list[PosterPrompt] = list(programme.poster_prompts.order_by("position"))
        for prompt in self.prompts:
            self.fields[f"answer_{prompt.pk}"] = WordsField(
                called=prompt.text, label=prompt.text, required=False, widget=forms.Textarea({"rows": 3})
            )
        self.is_kept(kept)

    def clean(self) -> dict[str, Any]:
        """See that there is something to look at or to read."""
        cleaned = super().clean() or {}
        if "photograph" not in self.errors and not (cleaned.get("photograph") or self.kept or any(self._answers())):
            self.add_error("photograph", "Add a photograph, or write below what the poster says.")
        return cleaned

    def is_kept(self, kept: bool) -> None:
        """Say whether there is a photograph already, which another one would replace."""
        self.kept = kept
        self.fields["photograph"].label = "Another photograph instead" if kept else "Photograph of the poster"

    @property
    def came(self) -> UploadedFile | None:
        """The photograph that came, where it can be kept; also when something else must be put right."""
        return self.cleaned_data.get("photograph")

    @property
    def asked(self) -> list[forms.BoundField]:
        """The boxes for what the poster says to each prompt."""
        return [self[f"answer_{prompt.pk}"] for prompt in self.prompts]

    def words(self) -> PosterWords:
        """Return what was written, as `hand_in_poster` takes it."""
        cleaned = self.cleaned_data
        return PosterWords(
            title=cleaned["title"],
            group_name=cleaned["group_name"],
            speaking_for=self.groups.get(cleaned["speaking_for"]),
            answers=dict(zip([prompt.pk for prompt in self.prompts], self._answers(), strict=True)),
            alt_text=cleaned["alt_text"],
            artist_credit=cleaned["artist_credit"],
            consent=cleaned["consent"] == "yes",
            given_by=cleaned["given_by"],
            reached_by=cleaned["reached_by"],
        )

    def _answers(self) -> list[str]:
        return [self.cleaned_data.get(f"answer_{prompt.pk}", "") for prompt in self.prompts]


class ConversationForm(KeyedForm):
    """What was said in a conversation beforehand, in a team or a network."""

    team = LineField(
        called="Who talked",
        missing="Say who talked: the team or the network.",
        label="Who talked?",
        help_text="The team or the network, for example district nurses, or a lunch club. No names of people.",
        max_length=200,
    )
    held_on = DayMonthYearField(label="When?")
    people_count = forms.IntegerField(
        label="How many took part?",
        help_text="A rough number will do. Small numbers are never shown.",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Enter how many took part as a number, for example 12."
        ),
    )
    said = WordsField(
        called="What was said",
        missing="Write what was said.",
        label="What was said?",
        help_text="As people said it. The team reads it first, and takes out whatever could point at a person.",
        widget=forms.Textarea({"rows": 8}),
    )
    given_by = LineField(
        called="Your name",
        missing="Enter your name.",
        label="Your name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    reached_by = LineField(
        called="How to reach you",
        label="How to reach you",
        help_text="An e-mail address or a telephone number, should we have a question. Only the team sees it.",
        required=False,
        max_length=200,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        at: datetime,
        known: bool = False,
    ) -> None:
        """`known`: whoever writes has signed in, and need not say who they are."""
        super().__init__(data)
        self.today = timezone.localdate(at)
        if known:
            del self.fields["given_by"], self.fields["reached_by"]

    def clean_held_on(self) -> date:
        """Refuse a day that is still to come."""
        held_on: date = self.cleaned_data["held_on"]
        if held_on > self.today:
            raise forms.ValidationError("This day is still to come. Enter the day on which you talked.")
        return held_on

    def words(self) -> ConversationWords:
        """Return what was written, as `log_conversation` takes it."""
        return ConversationWords(**{name: value for name, value in self.cleaned_data.items() if name != "key"})
