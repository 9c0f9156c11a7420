"""A form that was overtaken says how things stand now, each in the words of its box."""

from dataclasses import dataclass
from datetime import date

from django import forms

from kit.form_fields import DayMonthYearField
from kit.stale_edits import CHANGED_SINCE, Snapshot, StaleEditForm


@dataclass(frozen=True)
class TaskSnapshot(Snapshot):
    what: str
    state: str
    done_on: date | None
    numbers: tuple[int, ...]
    hidden: str = ""


class NumbersField(forms.CharField):
    def in_words(self, value: tuple[int, ...]) -> str:
        return " and ".join(map(str, value))


class TaskForm(StaleEditForm):
    what = forms.CharField(label="What?")
    state = forms.ChoiceField(label="How far?", choices=[("a", "Begun"), ("b", "Done")])
    done_on = DayMonthYearField(label="Done on", required=False)
    numbers = NumbersField(label="Numbers")

    @property
    def snapshot(self) -> TaskSnapshot:
        said = self.cleaned_data
        return TaskSnapshot(said["what"], said["state"], said["done_on"], (1,))


TYPED = {"what": "Paint", "state": "a", "done_on_0": "1", "done_on_1": "3", "done_on_2": "2020", "numbers": "1"}


def overtaken(current: TaskSnapshot) -> TaskForm:
    form = TaskForm(TYPED)
    assert form.is_valid()
    form.overtaken_by(current)
    return form


def test_what_stands_now_is_said_in_words_where_it_differs():
    form = overtaken(TaskSnapshot("Paint", "b", date(2021, 5, 2), (2, 3)))
    assert form.stands_now == [("How far?", "Done"), ("Done on", "2 May 2021"), ("Numbers", "2 and 3")]
    assert form.non_field_errors() == [CHANGED_SINCE]


def test_day_that_was_taken_out_reads_as_nothing():
    assert overtaken(TaskSnapshot("Paint", "a", None, (1,))).stands_now == [("Done on", "")]


def test_what_has_no_box_in_this_form_is_not_shown():
    assert overtaken(TaskSnapshot("Paint", "a", date(2020, 3, 1), (1,), hidden="x")).stands_now == []


def test_next_press_is_of_the_version_that_was_shown():
    current = TaskSnapshot("Sand", "a", None, (1,))
    assert overtaken(current).data["version"] == current.version()
