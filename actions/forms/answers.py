"""What a proposer may answer, by themselves or through the team."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.answer_state import Written
from actions.models import Standing, Way
from kit.form_fields import WordsField

FEW_LINES = forms.Textarea({"rows": 4})


class AnswerForm(forms.Form):
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
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(self, data: Any = None, *, written: Written, complete: bool = True) -> None:
        """`written` is what stands there so far; whoever comes back later need not have answered everything."""
        super().__init__(data, initial={**written.words, "seen": written.version})
        self.complete = complete
        for name in ("standing", "what_happened"):
            self.fields[name].required = complete

    def clean(self) -> dict[str, Any]:
        """Let labels say again what must be answered in the end."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("standing", "what_happened"):
            self.fields[name].required = True
        return cleaned

    def for_service(self) -> dict[str, Any]:
        """Return the clean values as `answer_follow_up` and `save_draft` take them."""
        cleaned = dict(self.cleaned_data)
        return {"as_seen": cleaned.pop("seen"), **cleaned}

    def overtaken_by(self, written: Written) -> None:
        """Keep what was typed here, show what came meanwhile beside it, and let the next press decide."""
        self.data = {**{name: self.data[name] for name in self.data}, "seen": written.version}
        self.add_error(
            None,
            "This was changed meanwhile, in another window or by somebody else. What was written there is shown below, "
            "and what you wrote here is in the boxes. Make them say what you mean, then press the button again.",
        )


class RecordForm(AnswerForm):
    """An answer that somebody gave in another way, written down by staff."""

    way = forms.ChoiceField(
        label="How did they tell us?",
        choices=[choice for choice in Way.choices if choice[0] not in (Way.LINK, Way.SIGNED_IN)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they told us.", "invalid_choice": "Choose how they told us."},
    )
    field_order = ["way"]

    def __init__(self, data: Any = None, *, written: Written) -> None:
        """The boxes begin empty: what was said by telephone is not an edit of the answer before."""
        super().__init__(data, written=written.without_draft)
        self.initial = {"seen": self.initial["seen"]}
