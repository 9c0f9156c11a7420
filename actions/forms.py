"""What may be typed about follow-up: dates of a round, an answer, a successor, a review."""

from datetime import date, timedelta
from typing import Any

from django import forms

from actions.factors import likely_first
from actions.models import Factor, FactorKind, FollowUpRound, ProgressUpdate, Standing, Way
from actions.reminding import TIME_TO_ANSWER
from actions.written import Written
from programmes.choosing import RowsField
from programmes.dates import DayMonthYearField
from programmes.words import LineField, WordsField

FEW_LINES = forms.Textarea({"rows": 4})
LIKELY = "Used so far; those whose words stand in the answer come first. You choose: nothing is ticked for you."


class DaysField(forms.IntegerField):
    """So many days before the last day on which somebody can answer; empty for "not at all"."""

    def __init__(self, **kwargs: Any) -> None:
        whole = "Enter a whole number of days, for example 10, or leave it empty."
        widget = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"})
        few = "Enter 180 days or fewer."
        not_less = "Enter 0 or more days."
        super().__init__(
            required=False,
            min_value=0,
            max_value=180,
            widget=widget,
            error_messages={"invalid": whole, "max_value": few, "min_value": not_less},
            **kwargs,
        )


class RoundForm(forms.Form):
    """When proposers are asked and reminded, and by when they are to answer."""

    name = LineField(
        called="The name",
        max_length=80,
        label="What is this round called?",
        help_text="Proposers and the public read it, for example “September 2016”.",
        missing="Enter a name for the round, for example “September 2016”.",
    )
    planned_on = DayMonthYearField(label="When will you open it?", help_text="For example, 1 9 2016.")
    answer_by_on = DayMonthYearField(
        label="By when should people answer?", help_text="Three or four weeks give people time."
    )
    first_reminder_days = DaysField(
        label="First reminder: how many days before the last day?",
        help_text="Only to those who have not answered. Leave it empty to send none.",
    )
    second_reminder_days = DaysField(label="Second reminder: how many days before?")
    last_call_days = DaysField(
        label="Last call: how many days before?",
        help_text="It says that silence will be shown on the public page. 0 is the last day itself.",
    )

    def __init__(self, data: Any = None, *, today: date, round: FollowUpRound | None = None) -> None:
        """`round` is the one to be changed; a new one begins with the steps that have served well."""
        usual = {"first_reminder_days": 10, "second_reminder_days": 4, "last_call_days": 1}
        super().__init__(data, initial={name: getattr(round, name) for name in self.base_fields} if round else usual)
        self.today = today

    def clean_planned_on(self) -> date:
        """Refuse a day that is past, or so far away that it must be a slip."""
        planned_on = self.cleaned_data["planned_on"]
        if planned_on < self.today:
            raise forms.ValidationError("The day of opening must be today or later.")
        if planned_on > self.today + timedelta(days=5 * 366):
            raise forms.ValidationError("The day of opening must be within five years.")
        return planned_on

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean() or self.cleaned_data
        planned_on, answer_by_on = cleaned.get("planned_on"), cleaned.get("answer_by_on")
        if planned_on and answer_by_on:
            if answer_by_on < planned_on:
                self.add_error("answer_by_on", "The day to answer by must not be before the day of opening.")
            elif answer_by_on > planned_on + timedelta(days=366):
                self.add_error("answer_by_on", "The day to answer by must be within a year of opening.")
            else:
                self._see_that_steps_come_in_order((answer_by_on - planned_on).days)
        return cleaned

    def _see_that_steps_come_in_order(self, days: int) -> None:
        """Refuse a step that would come with the first message or before it, or not before the one after it."""
        before = most = days - TIME_TO_ANSWER.days + 1
        for name, what in (
            ("first_reminder_days", "first reminder"),
            ("second_reminder_days", "second reminder"),
            ("last_call_days", "last call"),
        ):
            value = self.cleaned_data.get(name)
            if value is not None and value >= before:
                after = f"{TIME_TO_ANSWER.days} days after opening" if before == most else "after the step before it"
                few = f"enter fewer than {before} days" if before > 0 else "leave it empty"
                self.add_error(name, f"The {what} must come {after}: {few}.")
            before = before if value is None else value


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


class ReachForm(forms.Form):
    """How somebody can be reached."""

    email = forms.EmailField(
        label="E-mail address",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "Enter an e-mail address in the right form, like name@example.org.",
            "max_length": "The e-mail address must be 254 characters or fewer.",
        },
    )
    telephone = LineField(called="The telephone number", max_length=40, required=False, label="Telephone")


class MoveOnForm(ReachForm):
    """Who carries it on, as far as the one who has moved on knows and they agree."""

    name = LineField(
        called="The name",
        max_length=200,
        required=False,
        label="Who carries it on?",
        help_text="Their name, if you know.",
    )
    agreed = forms.BooleanField(label="They know about it, and agree that you give us their name", required=False)
    suggestion = WordsField(
        called="Anything else",
        max_length=1000,
        widget=FEW_LINES,
        required=False,
        label="Anything else that we should know?",
        help_text="Only the team reads this.",
    )
    field_order = ["name", "email", "telephone", "agreed", "suggestion"]

    def clean(self) -> dict[str, Any]:
        """Ask for a name with an address, and for the agreement of whoever is named."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            if (cleaned["email"] or cleaned["telephone"]) and not cleaned["name"]:
                self.add_error("name", "Enter the name of whoever carries it on.")
            elif cleaned["name"] and not cleaned.pop("agreed"):
                self.add_error(
                    "agreed", "Tick the box if they agree. If you have not asked them, leave their name out for now."
                )
        cleaned.pop("agreed", None)
        return cleaned


class NotMeForm(forms.Form):
    """What somebody who was asked by mistake says of whose it may be."""

    suggestion = WordsField(
        called="Whose it may be",
        max_length=1000,
        widget=FEW_LINES,
        required=False,
        label="Do you know whose it is?",
        help_text="If you do. Only the team reads this.",
    )


class HandOnForm(ReachForm):
    """Who takes an action area over."""

    name = LineField(called="The name", max_length=200, label="Name", missing="Enter the person’s name.")
    public_name = LineField(
        called="The name for the public",
        max_length=200,
        label="How the public reads it",
        help_text="For example “A librarian in Gateshead”. Use the person’s own name only if they agreed.",
        missing="Enter what the public reads, for example “A librarian in Gateshead”.",
    )
    field_order = ["name", "public_name", "email", "telephone"]

    def clean(self) -> dict[str, Any]:
        """Ask for one way of reaching them."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned["email"] or cleaned["telephone"]):
            self.add_error("email", "Enter an e-mail address or a telephone number, so that we can reach them.")
        return cleaned


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
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

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
            "seen": update.review_state,
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
                self.fields[name].choices = [(each.pk, each.name) for each in likely_first(used, said)]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    @property
    def publishes(self) -> bool:
        """Whether the button that was pressed makes the answer public."""
        return self.data.get("decision") == "publish"

    def for_service(self) -> dict[str, Any]:
        """Return the clean values as `review_update` takes them."""
        cleaned = dict(self.cleaned_data)
        factors = [*cleaned.pop("helped_factors", []), *cleaned.pop("hindered_factors", [])]
        return {"publish": self.publishes, "factors": factors, "as_seen": cleaned.pop("seen"), **cleaned}

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


class FactorNameForm(forms.Form):
    """Another name for something that helped or hindered."""

    name = LineField(called="The name", max_length=160, label="Name", missing="Enter a name.")


class FactorMergeForm(forms.Form):
    """Which factor one is to count as from now on."""

    into = forms.ChoiceField(
        label="Count it as",
        widget=forms.Select,
        error_messages={"required": "Choose one from the list.", "invalid_choice": "Choose one from the list."},
    )

    def __init__(self, data: Any = None, *, factor: Factor) -> None:
        super().__init__(data)
        alike = Factor.objects.current().filter(programme=factor.programme_id, kind=factor.kind).exclude(pk=factor.pk)
        self.others = {str(each.pk): each for each in alike.order_by("name")}
        choices = [("", "Choose one"), *((pk, each.name) for pk, each in self.others.items())]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Factor:
        """The factor that was chosen; to be asked of a valid form."""
        return self.others[self.cleaned_data["into"]]
