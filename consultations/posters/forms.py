"""What is typed of a poster: by the group that hands it in, and by the team that completes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.files.uploadedfile import UploadedFile

from consultations.posters.models import Poster, PosterPrompt
from consultations.posters.pictures import MAX_BYTES, TOO_HEAVY, NotAPicture, look_at
from consultations.posters.services.hand_in import PosterWords
from consultations.posters.snapshot import PosterSnapshot
from kit.form_fields import LineField, NumberField, WordsField
from kit.form_layout import FormLayout, Link, Partial, SubmitButton, TheRest
from kit.public_forms import KeyedForm
from kit.stale_edits import StaleEditForm
from kit.uploads import FileField, digest_of
from programmes.models import Programme
from programmes.nouns import in_words_of, reword
from stakeholders.models import StakeholderGroup

PHOTOGRAPH = "A JPEG, PNG or WebP picture of up to 25 MB, as telephones take them."
HEIC = "If your iPhone says HEIC: choose Settings, Camera, Formats, Most Compatible, and take it again."
MAX_NUMBER = 9999
LEAVE_IT = Link("Leave it as it is", "{% url 'consultations:poster-review' programme.slug poster.pk %}")


class PhotographField(FileField):
    """A photograph, refused by its size and its first bytes; nothing is unpacked while somebody waits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_bytes=MAX_BYTES,
            allow_empty_file=True,
            widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
            error_messages=dict.fromkeys(("required", "invalid", "missing"), "Choose a photograph.")
            | {"too_large": TOO_HEAVY},
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[Any] | None:
        """Refuse what is no picture, in words for whoever sent it."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if file:
            try:
                look_at(file)
            except NotAPicture as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return file or None


class PosterHandInForm(KeyedForm):
    """A poster. All that a group need not know, or has no time for, may be left out: the team completes it."""

    helper = FormLayout(
        HTML("<h2>The {% noun 'poster' %}</h2>"),
        Partial("consultations/_photograph_kept.html"),
        "photograph",
        "title",
        "group_name",
        "speaking_for",
        HTML("<h2>What it says</h2>"),
        Partial("consultations/_copy_the_poster.html"),
        TheRest(),
        "alt_text",
        "artist_credit",
        HTML("<h2>May we show it?</h2>"),
        "consent",
        "contact_name",
        "contact_details",
        submit="Send the {% noun 'poster' %}",
        csrf=False,
    )

    photograph = PhotographField(label="Photograph of the {poster}", required=False, help_text=f"{PHOTOGRAPH} {HEIC}")
    title = LineField(called="Title", missing="Give the {poster} a title.", label="Title", max_length=200)
    group_name = LineField(
        called="Made by",
        missing="Say who made the {poster}: the name of your group.",
        label="Made by",
        help_text="The name of your group, as people know it.",
        max_length=200,
    )
    speaking_for = forms.ChoiceField(
        label="Whose voice is it?",
        help_text="If the {poster} is shown, this stands beside it.",
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
        label="May we show this {poster} to everybody, on this site and in print?",
        help_text="You can change your mind at any time: write to us, and it is gone from here at once.",
        choices=[("yes", "Yes, our group agrees"), ("no", "No, only on the wall at the event")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether we may show this {poster} to everybody."},
    )
    contact_name = LineField(
        called="Your name",
        missing="Enter your name, so that we know who said yes or no.",
        label="Your name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    contact_details = LineField(
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
        self.programme = programme
        reword(self, programme)
        self.groups = offer_groups(self, programme)
        if not self.groups:
            del self.fields["speaking_for"]
        self.prompts: list[PosterPrompt] = list(programme.poster_prompts.order_by("position"))
        for prompt in self.prompts:
            self.fields[f"answer_{prompt.pk}"] = WordsField(
                called=prompt.text, label=prompt.text, required=False, widget=forms.Textarea({"rows": 3})
            )
        self.has_photograph(kept)

    def clean(self) -> dict[str, Any]:
        """See that there is something to look at or to read."""
        cleaned = super().clean() or {}
        self.digest = digest_of(file) if (file := cleaned.get("photograph")) else ""
        if "photograph" not in self.errors and not (cleaned.get("photograph") or self.kept or any(self._answers())):
            self.add_error(
                "photograph", in_words_of(self.programme, "Add a photograph, or write below what the {poster} says.")
            )
        return cleaned

    def has_photograph(self, kept: bool) -> None:
        """Say whether there is a photograph already, which another one would replace."""
        self.kept = kept
        self.fields["photograph"].label = (
            "Another photograph instead" if kept else in_words_of(self.programme, "Photograph of the {poster}")
        )

    @property
    def sent_photograph(self) -> UploadedFile[Any] | None:
        """The photograph that was sent, where it can be kept; also when something else must be put right."""
        return self.cleaned_data.get("photograph") if self.is_bound else None

    def words(self) -> PosterWords:
        """Return what was written, as `hand_in_poster` takes it."""
        cleaned = self.cleaned_data
        return PosterWords(
            title=cleaned["title"],
            group_name=cleaned["group_name"],
            speaking_for=self.groups.get(cleaned.get("speaking_for", "")),
            answers=dict(zip([prompt.pk for prompt in self.prompts], self._answers(), strict=True)),
            alt_text=cleaned["alt_text"],
            artist_credit=cleaned["artist_credit"],
            consent=cleaned["consent"] == "yes",
            contact_name=cleaned["contact_name"],
            contact_details=cleaned["contact_details"],
            photograph=self.digest,
        )

    def _answers(self) -> list[str]:
        return [self.cleaned_data.get(f"answer_{prompt.pk}", "") for prompt in self.prompts]


class PhotographForm(KeyedForm):
    """A photograph of a paper poster, and its title where there is time for it."""

    helper = FormLayout(submit="Add it")

    photograph = PhotographField(label="Photograph", help_text=f"{PHOTOGRAPH} {HEIC}")
    title = LineField(called="Title", label="Title", required=False, max_length=200)

    def for_service(self) -> dict[str, Any]:
        """Return the clean values as `add_photograph` takes them."""
        return {"file": self.cleaned_data["photograph"], "title": self.cleaned_data["title"]}


class PosterForm(StaleEditForm):
    """Everything a poster says, and where it hangs."""

    helper = FormLayout(submit="Keep what I wrote")

    number = NumberField(
        label="Number on the wall",
        required=False,
        min_value=1,
        max_value=MAX_NUMBER,
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
        help_text="For people who cannot see it. Needed before the {poster} is public.",
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
        reword(self, programme)
        self.groups = offer_groups(self, programme)
        stands = PosterSnapshot.of(poster)
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
    def snapshot(self) -> PosterSnapshot:
        """What was typed, as it is to stand."""
        typed = dict(self.cleaned_data)
        del typed["version"]
        answers = tuple((prompt.pk, typed.pop(f"answer_{prompt.pk}")) for prompt in self.prompts)
        group = self.groups.get(typed.pop("speaking_for"))
        return PosterSnapshot(**typed, speaking_for=group.pk if group else None, answers=answers)

    def for_service(self) -> dict[str, Any]:
        """Return what was typed as `edit_poster` takes it."""
        return {"details": self.snapshot, "version": self.cleaned_data["version"]}


class ExchangeForm(forms.Form):
    """Another photograph of the same poster."""

    helper = FormLayout(submit=[SubmitButton("Add it"), LEAVE_IT])

    photograph = PhotographField(label="Another photograph", help_text=f"{PHOTOGRAPH} {HEIC}")

    def for_service(self) -> dict[str, Any]:
        """Return the clean values as `exchange_photograph` takes them."""
        return {"file": self.cleaned_data["photograph"]}


class ConsentForm(forms.Form):
    """Who of the group agrees that the poster is shown."""

    helper = FormLayout(submit=[SubmitButton("Write it down"), LEAVE_IT])

    contact_name = LineField(
        called="Who agrees", missing="Write down who agrees.", label="Who agrees?", max_length=200,
        help_text="Somebody of the group that made it. Only the team sees this."
    )  # fmt: skip
    contact_details = LineField(called="How to reach them", label="How to reach them", required=False, max_length=200)


class WithdrawForm(forms.Form):
    """Why a poster is withdrawn."""

    helper = FormLayout(submit=[SubmitButton("Withdraw it"), LEAVE_IT])

    reason = LineField(
        called="At whose word, and why",
        missing="Write down at whose word it is withdrawn.",
        label="At whose word, and why?",
        help_text="Only the team sees this.",
        max_length=500,
    )


def offer_groups(form: forms.Form, programme: Programme) -> dict[str, StakeholderGroup]:
    """Offer the groups of a programme as the one whose voice a poster is, by name; return them by their choice."""
    groups = {str(group.pk): group for group in StakeholderGroup.objects.filter(programme=programme)}
    by_name = sorted(groups.items(), key=lambda each: each[1].name.lower())
    voice: Any = form.fields["speaking_for"]
    voice.choices = [("", "Nobody’s in particular"), *((pk, group.name) for pk, group in by_name)]
    return groups
