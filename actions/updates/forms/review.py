"""What the public is to read of an answer."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.models import Factor, FactorKind, ProgressUpdate
from actions.rounds.forms.answers import FEW_LINES
from actions.updates.factor_summaries import by_likeness
from actions.updates.services.review import Review
from kit.form_fields import LineField, RowsField, WordsField
from kit.form_layout import FormLayout, SubmitButton

WORDS = ("headline", "happened", "helped", "hindered", "redaction_reason", "new_helped", "new_hindered")
LIKELY = "Used so far; those whose words stand in the answer come first. You choose: nothing is ticked for you."


class ReviewForm(forms.Form):
    """What the public reads of an answer, and what it says about help and hindrance across action areas."""

    headline = WordsField(
        called="The line for the public",
        max_length=300,
        widget=FEW_LINES,
        label="In one line",
        help_text="Shown wherever there is room for one sentence only.",
        missing="Write one line for the public.",
    )
    happened = WordsField(called="What has happened", label="What has happened", missing="Write what has happened.")
    helped = WordsField(called="What helped", widget=FEW_LINES, required=False, label="What helped")
    hindered = WordsField(called="What got in the way", widget=FEW_LINES, required=False, label="What got in the way")
    redaction_reason = LineField(
        called="The reason for changes",
        max_length=200,
        required=False,
        label="Why the words were changed",
        help_text="For example “a patient’s name left out”. Only needed where what was said was changed.",
    )
    helped_factors = RowsField(
        Factor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="It was helped by",
        help_text=LIKELY,
    )
    new_helped = LineField(
        called="What also helped",
        max_length=160,
        required=False,
        label="Something else that helped",
    )
    hindered_factors = RowsField(
        Factor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="It was hindered by",
        help_text=LIKELY,
    )
    new_hindered = LineField(
        called="What also hindered",
        max_length=160,
        required=False,
        label="Something else that hindered",
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    helper = FormLayout(
        submit=[
            SubmitButton("Publish", name="decision", value="publish"),
            SubmitButton("Keep unpublished", name="decision", value="keep", style="secondary"),
        ]
    )

    def __init__(self, data: Any = None, *, update: ProgressUpdate) -> None:
        coded = [factor.merged_into_id or factor.pk for factor in update.factors.all()]
        initial = {
            "headline": update.headline,
            "happened": update.published_happened or update.what_happened,
            "helped": update.published_helped or update.what_helped,
            "hindered": update.published_hindered or update.what_hindered,
            "redaction_reason": update.redaction_reason,
            "helped_factors": coded,
            "hindered_factors": coded,
            "version": update.review_version,
        }
        super().__init__(data, initial=initial)
        self.update = update
        # What stays unpublished needs no words for the public.
        self.fields["headline"].required = self.fields["happened"].required = not self.is_bound or self.publishes
        for name, kind, said in (
            ("helped_factors", FactorKind.HELPED, update.what_helped),
            ("hindered_factors", FactorKind.HINDERED, update.what_hindered),
        ):
            used = Factor.objects.current().filter(programme=update.area.programme_id, kind=kind)
            if used:
                self.fields[name].queryset = used  # type: ignore[attr-defined]
                self.fields[name].choices = [(each.pk, each.name) for each in by_likeness(used, said)]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    @property
    def publishes(self) -> bool:
        """Whether the button that was pressed makes the answer public."""
        return self.data.get("decision") == "publish"

    @property
    def review(self) -> Review:
        """What was typed and chosen, as it is to stand."""
        said = {name: self.cleaned_data[name] for name in WORDS}
        factors = [*self.cleaned_data.get("helped_factors", []), *self.cleaned_data.get("hindered_factors", [])]
        return Review(**said, factors=factors)

    def clean(self) -> dict[str, Any]:
        """Ask for what publishing needs: a line, what happened, and the reason where words were changed."""
        cleaned = super().clean() or self.cleaned_data
        if self.data.get("decision") not in ("publish", "keep"):
            self.add_error(None, "Choose “Publish” or “Keep unpublished”.")
        if self.publishes and not self.errors and self._words_changed(cleaned) and not cleaned["redaction_reason"]:
            self.add_error("redaction_reason", "Say why the words were changed.")
        return cleaned

    def _words_changed(self, cleaned: dict[str, Any]) -> bool:
        said = (self.update.what_happened, self.update.what_helped, self.update.what_hindered)
        return said != (cleaned["happened"], cleaned["helped"], cleaned["hindered"])
