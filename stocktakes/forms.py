"""What may be typed when an edition is issued."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from actions.models import FollowUpRound
from kit.ask_first import SureForm
from kit.days import day
from kit.form_fields import LineField, NumberField, WordsField
from kit.form_layout import FormLayout, TheRest
from kit.numbering import next_number
from programmes.models import Programme
from stocktakes.models import Stocktake


class IssueForm(SureForm):
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
    number = NumberField(widget=forms.HiddenInput, min_value=1)
    helper = FormLayout("title", "foreword", "corrects", TheRest(), submit="Issue edition {{ number }}")

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        self.programme = programme
        super().__init__(data, initial={"number": next_number(programme.stocktakes.all())})
        corrects = cast(forms.ModelChoiceField, self.fields["corrects"])
        corrects.queryset = programme.stocktakes.listed().issued()
        corrects.label_from_instance = lambda each: f"Edition {each.number}: {each.title}"  # type: ignore[assignment,method-assign]

        self._ask_about_round(programme.follow_up_rounds.open().first())

    def _ask_about_round(self, round: FollowUpRound | None) -> None:
        """Have it said that the edition is to be issued while a round is open, if one is."""
        if round is not None:
            is_open = f"{round.name} is open until {day(round.answer_by_on)}"
            self.ask(
                f"Issue it now, although {is_open}",
                hint="What we are told until then will not be in it: an edition never changes.",
                missing=f"{is_open}, and answers are on their way. Wait for them, or tick that you do not want to.",
            )

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
