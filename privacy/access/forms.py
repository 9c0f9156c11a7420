"""What is typed while looking for all that is held of somebody, and deciding about each row of it."""

from __future__ import annotations

from typing import Any

from django import forms

from kit.ask_first import SureForm
from kit.form_fields import LineField, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton
from privacy.finding.models import Decision, FoundRow
from privacy.finding.search import How
from privacy.requests.models import RequestKind

BACK = Link("Not now", "{% url 'privacy:request-detail' programme.slug asked.number %}")
TO_LIST = Link("Back to what was found", "{% url 'privacy:request-found' programme.slug asked.number %}")
# What each decision is called where something is to be erased; elsewhere it is given, or read before it is put right.
ERASING = {
    Decision.WHOLE: "Erase it, as far as the data map says",
    Decision.PART: "Take some words out of it, and leave the rest",
    Decision.NOT: "It stays as it is",
    Decision.NOT_THEIRS: "It is about somebody else",
}
GIVING = {
    Decision.WHOLE: "Give all of it",
    Decision.PART: "Give it without some words",
    Decision.NOT: "Leave it out",
    Decision.NOT_THEIRS: "It is about somebody else",
}


def decisions_of(kind: str) -> dict[str, str]:
    """Return what may be decided about a row, in the words for such a request."""
    said = ERASING if kind == RequestKind.ERASURE else GIVING
    return {decision.value: words for decision, words in said.items()}


class LookForm(forms.Form):
    """By what else somebody may be found."""

    also = WordsField(
        called="What else they go by",
        label="What else do they go by?",
        help_text="Other names, e-mail addresses and telephone numbers, each on a line. What the request "
        "says, and what we hold of the person whom it is about, is looked for anyway.",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )
    helper = FormLayout(submit=[SubmitButton("Look for all that is held"), BACK])

    def lines(self) -> list[str]:
        """Return what was typed, line by line."""
        return [line.strip() for line in self.cleaned_data["also"].splitlines() if line.strip()]


class DecideAllForm(forms.Form):
    """The same decision about all that wait under one heading."""

    decision = forms.ChoiceField(
        label="What becomes of all of them?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it.", "invalid_choice": "Choose one of these."},
    )
    reason = WordsField(
        called="Why",
        label="Why?",
        help_text="Needed where something is left out or stays: they are told so in these words.",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    helper = FormLayout(submit=[SubmitButton("Decide about all of these"), TO_LIST])

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {value: words for value, words in decisions_of(kind).items() if value != Decision.PART}
        self.fields["decision"].choices = list(choices.items())  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """What becomes of one row."""

    field_order = ["decision", "hidden", "reason"]
    decision = forms.ChoiceField(
        label="What becomes of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it.", "invalid_choice": "Choose one of these."},
    )
    hidden = WordsField(
        called="Words that are left out",
        label="If some words are left out: which?",
        help_text="Each on a line, as they stand in it. A file or picture is given with the whole alone.",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
    reason = WordsField(
        called="Why",
        label="Why?",
        help_text="Needed where something is left out or stays: they are told so in these words.",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    helper = FormLayout(submit=[SubmitButton("Keep it, and go on to the next"), TO_LIST])

    def __init__(self, *args: Any, found: FoundRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = found.request.kind
        choices = decisions_of(kind)
        if kind == RequestKind.ERASURE and found.how == How.WORDS:
            # It is somebody else's: their name is taken out of its words, or it stays.
            del choices[Decision.WHOLE]
        if kind == RequestKind.ERASURE:
            self.fields["hidden"].label = "If some words are taken out: which?"
            self.fields["hidden"].help_text = "Each on a line, as they stand in it, besides what they are found by."
        self.fields["decision"].choices = list(choices.items())  # type: ignore[attr-defined]


class GiveForm(SureForm):
    """Gives what was found, once somebody has read it."""

    helper = FormLayout(
        submit=[SubmitButton("{% if bundle %}Give it again, with a new link{% else %}Give it to them{% endif %}"), BACK]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = "Tick that you have read what they are given."
        self.ask("I have read what they are given: all of it is theirs, and nothing of anybody else", missing=missing)


class CodeForm(forms.Form):
    """The code that came another way than the link."""

    code = LineField(
        called="The code",
        label="Your code",
        help_text="Eight digits, which we told you by telephone, in a letter or in person.",
        missing="Enter the code that we told you.",
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    helper = FormLayout(submit="Show me what you hold of me")
