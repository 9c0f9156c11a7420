"""What a proposer may answer, by themselves or through the team."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.models import AnswerChannel, Standing
from actions.rounds.answer_state import AnswerSnapshot, AnswerState
from kit.form_fields import WordsField
from kit.form_layout import FormLayout, SubmitButton
from kit.stale_edits import StaleEditForm

FEW_LINES = forms.Textarea({"rows": 4})
MUST_BE_ANSWERED = ("standing", "what_happened")


class AnswerForm(StaleEditForm):
    """What a proposer tells us."""

    standing = forms.ChoiceField(
        label="Where does it stand?",
        choices=Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it stands.", "invalid_choice": "Choose where it stands."},
    )
    what_happened = WordsField(
        called="What has happened",
        label="What has happened?",
        help_text="A few lines are enough. “Nothing yet” is an answer too.",
        missing="Tell us what has happened, even if it is “nothing yet”.",
    )
    what_helped = WordsField(
        called="What helped",
        widget=FEW_LINES,
        required=False,
        label="What helped?",
        help_text="People, places, money, luck: whatever made it easier.",
    )
    what_hindered = WordsField(
        called="What hindered",
        widget=FEW_LINES,
        required=False,
        label="What got in the way?",
        help_text="This is how others learn where help is needed.",
    )
    helper = FormLayout(
        submit=[
            SubmitButton("{% if state.last %}Send the changes{% else %}Send your answer{% endif %}"),
            SubmitButton("Save and come back later", name="later", style="secondary"),
        ]
    )

    def __init__(self, data: Any = None, *, state: AnswerState) -> None:
        """`state` is what stands there so far; whoever will come back later need not have answered everything."""
        super().__init__(data, initial=state.by_box() | {"version": state.version()})
        for name in MUST_BE_ANSWERED:
            self.fields[name].required = self.complete

    @property
    def complete(self) -> bool:
        """Whether it is sent, and not kept for later."""
        return "later" not in self.data

    def clean(self) -> dict[str, Any]:
        """Let labels say again what must be answered in the end."""
        cleaned = super().clean() or self.cleaned_data
        for name in MUST_BE_ANSWERED:
            self.fields[name].required = True
        return cleaned

    @property
    def snapshot(self) -> AnswerSnapshot:
        """What was typed, as it is to stand."""
        said = self.cleaned_data
        return AnswerSnapshot(said["standing"], said["what_happened"], said["what_helped"], said["what_hindered"])


class AnswerEnterForm(AnswerForm):
    """An answer that somebody gave in another way, written down by staff."""

    channel = forms.ChoiceField(
        label="How did they tell us?",
        choices=[(each.value, each.label) for each in AnswerChannel if not each.is_by_own_hand],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they told us.", "invalid_choice": "Choose how they told us."},
    )
    field_order = ["channel"]
    helper = FormLayout(submit="Keep this answer")

    def __init__(self, data: Any = None, *, state: AnswerState) -> None:
        """The boxes begin empty: what was said by telephone is not an edit of the answer before."""
        super().__init__(data, state=state)
        self.initial = {"version": state.version()}

    @property
    def complete(self) -> bool:
        """Whether it is sent: what somebody told the team always is."""
        return True
