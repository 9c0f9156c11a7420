"""What may be typed in the room: an action area, on a telephone and in a hurry; a step of its plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from actions.areas.snapshots import AreaSnapshot, NewProposer, StepSnapshot
from actions.contact_forms import email_or_telephone
from actions.models import ActionArea
from kit.form_fields import DayMonthYearField, LineField, WordsField, refuse_days_to_come
from kit.form_layout import FormLayout
from kit.stale_edits import StaleEditForm, in_order
from phases.models import Meeting
from programmes.models import Programme
from programmes.nouns import reword, word_for
from stakeholders.models import Appointment, Person

MAX_NUMBERS = 60


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
        if not all(re.fullmatch(r"[0-9]{1,5}", word) for word in words) or len(words) > MAX_NUMBERS:
            raise forms.ValidationError("Enter numbers with commas between them, for example 3, 7, 12.")
        numbers = [int(word) for word in words]
        if missing := [str(number) for number in numbers if number not in self.keys]:
            raise forms.ValidationError(f"There is no {self.one} {', '.join(missing)}. Look at the number again.")
        return in_order({self.keys[number] for number in numbers})

    def in_words(self, keys: tuple[int, ...]) -> str:
        """Return the numbers of rows as they are typed."""
        return ", ".join(str(number) for number, key in self.keys.items() if key in keys)


class RowField(forms.ModelChoiceField):
    """One row of a few, or none."""

    def in_words(self, key: int | None) -> str:
        """Return what a row is called by its key."""
        return str(dict(cast(Any, self.choices)).get(key or "", ""))


class MeetingField(RowField):
    """One of a programme's meetings, or none."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid_choice": "Choose a meeting from the list."}
        super().__init__(
            Meeting.objects.none(), required=False, empty_label="No meeting", error_messages=wrong, **kwargs
        )

    def label_from_instance(self, obj: Meeting) -> str:
        """Name a meeting with its day."""
        return f"{obj.title}, {timezone.localdate(obj.starts_at):%-d %B %Y}"


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
        called="{Posters}", label="{Posters} it came from", help_text="Their numbers on the wall, for example 3, 7, 12."
    )
    findings = NumbersField(called="Findings", label="Priorities and gaps it came from", help_text="Their numbers.")
    taken_on_at = MeetingField(label="Taken on at")
    summary = WordsField(
        called="More about it",
        label="More about it",
        help_text="This can wait until after the day.",
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ["title", "posters", "findings", "taken_on_at", "summary"]
    helper = FormLayout(submit="Save")

    def __init__(self, data: Mapping[str, Any] | None = None, *, programme: Programme, details: AreaSnapshot) -> None:
        super().__init__(data)
        self.initial.update(details.by_box(), version=details.version())
        for name, rows, one in (
            ("posters", programme.posters, word_for(programme, "poster")),
            ("findings", programme.findings, "finding"),
        ):
            keys = dict(rows.filter(number__isnull=False).order_by("number").values_list("number", "pk"))
            field = cast(NumbersField, self.fields[name])
            field.choose_from(keys, one)
            self.initial[name] = field.in_words(self.initial[name])
            if not keys:
                del self.fields[name]
        cast(MeetingField, self.fields["taken_on_at"]).queryset = programme.meetings.order_by("-starts_at", "-pk")
        reword(self, programme)

    @property
    def snapshot(self) -> AreaSnapshot:
        """What was typed, as it is to stand."""
        said = self.cleaned_data
        meeting = said["taken_on_at"]
        return AreaSnapshot(
            said["title"],
            said["summary"],
            meeting.pk if meeting else None,
            said.get("posters", ()),
            said.get("findings", ()),
        )


class CaptureForm(AreaForm):
    """An action area as it is born, and who puts it forward."""

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
    field_order = ["title", "proposer", "reached_by", "may_name", "posters", "findings", "taken_on_at", "summary"]
    helper = FormLayout(submit="Take it down")

    def __init__(self, data: Mapping[str, Any] | None = None, *, programme: Programme, at: datetime) -> None:
        begun = programme.meetings.begun(at).order_by("starts_at", "pk").last()
        super().__init__(data, programme=programme, details=AreaSnapshot("", taken_on_at=begun.pk if begun else None))
        # A new one has no version that anybody else could have changed.
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
    def new_proposer(self) -> NewProposer | None:
        """Who puts it forward, as far as anybody does."""
        said = self.cleaned_data
        if not said["proposer"]:
            return None
        return NewProposer(said["proposer"], said["email"], said["telephone"], said["may_name"])


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
    due_on = DayMonthYearField(
        label="Due on",
        help_text="The last day. When it is past, and the step is not done, it is shown as overdue. "
        "Leave it empty if no day was agreed.",
        required=False,
    )
    owner = RowField(
        Person.objects.none(),
        label="Whose is it?",
        help_text="Only the team sees this. You can choose whoever put it forward or joined, and who speaks for an "
        "organisation.",
        required=False,
        empty_label="Nobody in particular",
        error_messages={"invalid_choice": "Choose a person from the list."},
    )
    helper = FormLayout(submit="Add the step")

    def __init__(self, data: Any = None, *, area: ActionArea, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast(RowField, self.fields["owner"]).queryset = owners_of(area, at).order_by("name", "pk")

    @property
    def snapshot(self) -> StepSnapshot:
        """What was typed, as it is to stand."""
        said = self.cleaned_data
        owner = said["owner"]
        return StepSnapshot(
            said["what"], said["who"], said["by_text"], said["due_on"], owner.pk if owner else None, said.get("done_on")
        )


def owners_of(area: ActionArea, at: datetime) -> QuerySet[Person]:
    """Return those whose a step can be: who put the area forward or joined it, who speaks now, and who has one."""
    speaks = Appointment.objects.current(at).filter(partnership__programme=area.programme_id)
    there = Q(proposals__area=area) | Q(commitments__area=area) | Q(steps__area=area) | Q(appointments__in=speaks)
    return Person.objects.filter(pk__in=Person.objects.filter(there).values("pk"))


class StepEditForm(StepForm, StaleEditForm):
    """A step as it stands, and the day on which it was done."""

    done_on = DayMonthYearField(
        label="Done on",
        help_text="Leave it empty until it is done.",
        required=False,
        error_messages={"to_come": "This day is still to come. Enter the day on which it was done."},
    )
    helper = FormLayout(submit="Save")

    def __init__(self, data: Any = None, *, area: ActionArea, details: StepSnapshot, at: datetime) -> None:
        super().__init__(data, area=area, at=at, initial=details.by_box() | {"version": details.version()})
        refuse_days_to_come(self, "done_on", today=timezone.localdate(at))
