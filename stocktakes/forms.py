"""What may be typed when an edition is issued."""

from django import forms

from kit.form_fields import WordsField
from kit.form_layout import FormLayout
from stocktakes.models import Stocktake, StocktakeQuerySet


class IssueForm(forms.Form):
    """Title and foreword of an edition, and which edition it corrects, if it corrects one."""

    title = WordsField(
        called="Title",
        max_length=200,
        widget=forms.TextInput,
        help_text="For example “{Stocktake} 1: what has happened since June”.",
        missing="Give the edition a title.",
    )
    foreword = WordsField(
        called="Foreword",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="In your own words: what this account says, and what it does not. An empty line makes a paragraph.",
        missing="Write a foreword: people read it first.",
    )
    corrects = forms.ModelChoiceField(
        Stocktake.objects.none(),
        required=False,
        label="Does it correct an earlier edition?",
        empty_label="No, it is the next account",
        help_text="The earlier edition stays as it is, and its page says that this one corrects it.",
        error_messages={"invalid_choice": "Choose an edition from the list."},
    )
    # The number it is to have: sent twice, the form makes one edition.
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    helper = FormLayout("title", "foreword", "corrects", submit="Issue edition {{ number }}")

    def __init__(self, *args: object, editions: StocktakeQuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["corrects"].queryset = editions  # type: ignore[attr-defined]
        self.fields["corrects"].label_from_instance = lambda each: f"Edition {each.number}: {each.title}"  # type: ignore[attr-defined]
