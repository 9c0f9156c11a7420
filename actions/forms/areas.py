"""What may be typed in the room: an action area, on a telephone and in a hurry; a step of its plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from actions.area_words import AreaWords
from actions.forms.reach import email_or_telephone
from actions.models import ActionArea, Step
from actions.services import PutForward
from kit.form_fields import DayMonthYearField, LineField, WordsField
from kit.public_forms import key_in
from kit.stale_edits import StaleEditForm, in_order
from programmes.models import Programme

MOST_NUMBERS = 60


class NumbersField(LineField):
    """Numbers of things on the wall as people say them: "3, 7, 12" or "3 7 and 12"; clean, the keys of their rows."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"autocomplete": "off"})
        super().__init__(required=False, max_length=300, widget=widget, **kwargs)
        self.keys: dict[int | None, int] = {}
        self.one = ""

    def choose_from(self, keys: Mapping[int | None, int], one: str) -> None:
        """Say which numbers there are, each with the key of its row, and what one of them is called."""
        self.keys, self.one = dict(keys), one

    def clean(self, value: Any) -> tuple[int, ...]:
        """Refuse what is no number, and numbers that nothing has."""
        typed = super().clean(value)
        words = [word for word in re.split(r"[\s,;.&+]+|\band\b", typed) if word]
        if not all(re.fullmatch(r"[0-9]{1,5}", word) for word in words) or len(words) > MOST_NUMBERS:
            raise forms.ValidationError("Enter numbers with commas between them, for example 3, 7, 12.")
        numbers = [int(word) for word in words]
        if missing := [str(number) for number in numbers if number not in self.keys]:
            raise forms.ValidationError(f"There is no {self.one} {', '.join(missing)}. Look at the number again.")
        return in_order({self.keys[number] for number in numbers})

    def numbers_of(self, keys: tuple[int, ...]) -> str:
        """Return the numbers of rows as they are typed."""
        return ", ".join(str(number) for number, key in self.keys.items() if key in keys)


class AreaForm(StaleEditForm):
    """An action area's words and where it came from."""

    title = LineField(
        called="The title",
        missing="Write what is taken on, in a few words.",
        label="What is taken on?",
        help_text="A few words, as people said it.",
        max_length=200,
    )
    posters = NumbersField(
        called="Posters", label="Posters it came from", help_text="Their numbers on the wall, for example 3, 7, 12."
    )
    findings = NumbersField(called="Findings", label="Priorities and gaps it came from", help_text="Their numbers.")
    taken_on_at = forms.ChoiceField(
        label="Taken on at",
        required=False,
        error_messages={"invalid_choice": "Choose a meeting from the list."},
    )
    summary = WordsField(
        called="More about it",
        label="More about it",
        help_text="This can wait until after the day.",
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ["title", "posters", "findings", "taken_on_at", "summary"]

    def __init__(self, data: Mapping[str, Any] | None = None, *, programme: Programme, words: AreaWords) -> None:
        super().__init__(data)
        for name, rows, one in (("posters", programme.posters, "poster"), ("findings", programme.findings, "finding")):
            keys = dict(rows.filter(number__isnull=False).order_by("number").values_list("number", "pk"))
            self._numbers(name).choose_from(keys, one)
            self.initial[name] = self._numbers(name).numbers_of(getattr(words, name))
            if not keys:
                del self.fields[name]
        meetings = programme.meetings.order_by("-starts_at")
        choices = [("", "No meeting"), *((str(each.pk), _named(each)) for each in meetings)]
        self.fields["taken_on_at"].choices = choices  # type: ignore[attr-defined]
        for name in ("title", "summary", "taken_on_at"):
            self.initial[name] = getattr(words, name)
        self.initial["version"] = words.version()

    @property
    def snapshot(self) -> AreaWords:
        """What was typed, as it is to stand."""
        said = self.cleaned_data
        return AreaWords(
            said["title"],
            said["summary"],
            int(said["taken_on_at"]) if said["taken_on_at"] else None,
            said.get("posters", ()),
            said.get("findings", ()),
        )

    def overtaken_by(self, details: AreaWords) -> None:  # type: ignore[override]
        """Keep what was typed here beside how it stands now, with posters and findings by their numbers."""
        super().overtaken_by(details)
        words = {name: str(getattr(details, name)) for name in ("title", "summary")}
        words |= {
            name: self._numbers(name).numbers_of(getattr(details, name))
            for name in ("posters", "findings")
            if name in self.fields
        }
        meetings: Any = self.fields["taken_on_at"]
        words["taken_on_at"] = dict(meetings.choices).get(str(details.taken_on_at or ""), "")
        mine = self.snapshot
        self.stands_now = [
            (self.fields[name].label, words[name]) for name in details.changed_from(mine) if name in self.fields
        ]

    def _numbers(self, name: str) -> NumbersField:
        field = self.fields[name]
        assert isinstance(field, NumbersField)
        return field


class CaptureForm(AreaForm):
    """An action area as it is born: who puts it forward, and the key by which it is taken down once."""

    proposer = LineField(
        called="The name",
        label="Who puts it forward?",
        help_text="Their name. Leave it empty if nobody does.",
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reached_by = LineField(
        called="How to reach them",
        label="How can we reach them?",
        help_text="An e-mail address or a telephone number, or nothing.",
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    may_name = forms.BooleanField(label="They agree that everybody may read their name", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["title", "proposer", "reached_by", "may_name", "posters", "findings", "taken_on_at", "summary"]

    def __init__(self, data: Mapping[str, Any] | None = None, *, programme: Programme, at: datetime) -> None:
        begun = programme.meetings.filter(starts_at__lte=at).order_by("starts_at").last()
        super().__init__(data, programme=programme, words=AreaWords("", "", begun.pk if begun else None, (), ()))
        self.form_key: UUID = key_in(data)
        self.initial["key"] = str(self.form_key)
        del self.fields["version"]

    def clean(self) -> dict[str, Any]:
        """Tell an address from a number, and ask whose it is."""
        said = super().clean() or self.cleaned_data
        said["email"], said["telephone"] = "", ""
        typed = said.get("reached_by", "")
        if typed and not said.get("proposer"):
            self.add_error("proposer", "Whose address or number is this? Enter their name.")
        elif typed:
            try:
                said |= email_or_telephone(typed)
            except forms.ValidationError as refusal:
                self.add_error("reached_by", refusal)
        return said

    @property
    def put_forward(self) -> PutForward | None:
        """Who puts it forward, as far as anybody does."""
        said = self.cleaned_data
        if not said["proposer"]:
            return None
        return PutForward(said["proposer"], said["email"], said["telephone"], said["may_name"])


class StepForm(forms.Form):
    """One step of a plan."""

    what = LineField(called="The step", missing="Write what is to be done.", label="What?", max_length=300)
    who = LineField(called="Who does it", missing="Write who does it.", label="Who?", max_length=200)
    by_text = LineField(
        called="By when",
        missing="Write by when, for example “By August”.",
        label="By when?",
        help_text="In words, for example “By August”.",
        max_length=120,
    )


class StepEditForm(StepForm):
    """A step as it stands, and the day on which it was done."""

    done_on = DayMonthYearField(label="Done on", help_text="Leave it empty until it is done.", required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, step: Step, today: date) -> None:
        names = ("what", "who", "by_text", "done_on", "version")
        super().__init__(data, initial={name: getattr(step, name) for name in names})
        self.today = today

    def clean_done_on(self) -> date | None:
        """Refuse a day that is still to come."""
        done_on: date | None = self.cleaned_data["done_on"]
        if done_on and done_on > self.today:
            raise forms.ValidationError("This day is still to come. Enter the day on which it was done.")
        return done_on

    def overtaken_by(self, step: Step) -> None:
        """Keep what was typed here, and let the next press decide."""
        self.data = {**{name: self.data[name] for name in self.data}, "version": step.version}
        self.add_error(
            None,
            "Somebody else has changed this step meanwhile. How it stands now is shown below, and what you wrote is in "
            "the boxes. Make them say what you mean, then press the button again.",
        )


def words_for(area: ActionArea) -> dict[str, Any]:
    """Return what the form of an action area that stands begins with."""
    return {"programme": area.programme, "words": AreaWords.of(area)}


def _named(meeting: Any) -> str:
    return f"{meeting.title}, {timezone.localdate(meeting.starts_at):%-d %B %Y}"
