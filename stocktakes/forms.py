"""What may be typed when an edition is issued."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from kit.form_fields import LineField, WordsField
from kit.form_layout import FormLayout
from kit.numbering import next_number
from programmes.models import Programme
from stocktakes.models import Stocktake


class IssueForm(forms.Form):
    """Title and foreword of an edition, and which edition it corrects, if it corrects one."""

    title = LineField(
        called="Title",
        max_length=200,
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

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        self.programme = programme
        super().__init__(data, initial={"number": next_number(programme.stocktakes.all())})
        corrects = cast(forms.ModelChoiceField, self.fields["corrects"])
        corrects.queryset = programme.stocktakes.listed().issued()
        corrects.label_from_instance = lambda each: f"Edition {each.number}: {each.title}"  # type: ignore[assignment,method-assign]

    def already_sent(self) -> None:
        """Say that this edition was asked for with other words, and keep what was typed: it can be the next one."""
        data = cast(QueryDict, self.data).copy()
        asked_for, data["number"] = data["number"], str(next_number(self.programme.stocktakes.all()))
        self.data = data
        self.add_error(
            None,
            f"Edition {asked_for} has been asked for already, with other words. Press again if this is to be edition "
            f"{data['number']}.",
        )
