"""What people have taken back since an edition was frozen: left out of everything that is given of it, with a day.

The frozen rows stay as they are, and the database refuses to change them; what is handed to people does not. Page,
spreadsheet and data are drawn without what was taken back, from the frozen data; the PDF, which holds it and takes a
worker to draw, is not given any more. A correcting edition brings a whole PDF again.

Left out is what somebody took back, each kind by a function of `KINDS`: a group its poster, or what is told of its
conversation; a person a promise, a step of a plan, or the name by which they were called, an artist's too. What the
team has taken down for reasons of its own (a theme, a whole action area) was its account, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from accounts.models import LogEntry
from actions.models import ActionArea, Commitment, Correction, FollowUp, Proposer, Step
from actions.verbs import Verb as ActionVerb
from consultations.models import Conversation, Poster
from consultations.verbs import Verb as ConsultationVerb
from kit.data_map import NO_NAME as ERASED
from kit.days import day
from kit.folds import identity
from programmes.nouns import in_words_of
from stocktakes.frozen_line import Data
from stocktakes.models import Stocktake

INSTEAD = "Withdrawn by its group"
TAKEN_BACK = "Taken back"
TAKEN_DOWN = "Taken down"
# What of an edition people said in words of their own.
SAID = {"title", "summary", "what", "latest_word", "headline", "happened", "helped", "hindered"}
NO_NAME = "Name no longer given"
# What was put right, by the name as it was.
Names = dict[str, Correction]


@dataclass(frozen=True)
class Withdrawal:
    """One thing that was taken back: in a sentence of the programme's words, and on which day, where that is known."""

    said: str
    at: datetime | None

    @property
    def on(self) -> str:
        """The day, as `2026-11-30`."""
        return timezone.localdate(self.at).isoformat() if self.at else ""

    def sentence(self, words: Data) -> str:
        """Return what was taken back, and when, as the programme of an edition calls it."""
        when = f" on {day(timezone.localdate(self.at))}" if self.at else " since"
        return in_words_of(words, f"{self.said}{when}.")


@dataclass(frozen=True)
class Given:
    """An edition as it is given now: its data without what was taken back, and what that was, in sentences."""

    data: Data
    withdrawn: list[str]


def as_given(stocktake: Stocktake) -> Given:
    """Return an edition without what was taken back since; where nothing was, its data are those that are frozen."""
    data = dict(stocktake.data)
    names = _names_put_right(stocktake)
    found = [each for kind in KINDS for each in kind(stocktake, data, names)]
    if not found:
        return Given(stocktake.data, [])
    found.sort(key=lambda each: (each.on, each.said))
    sentences = [each.sentence(data["programme"]) for each in found]
    notes = [{"on": each.on, "what": sentence} for each, sentence in zip(found, sentences, strict=True)]
    return Given(data | {"withdrawn": notes}, sentences)


def _posters(stocktake: Stocktake, data: Data, names: Names) -> Iterable[Withdrawal]:
    """Leave out what withdrawn posters say, show and are called, and artists whom the public reads by another name now.

    The number is that on the wall when it was frozen; what hangs there today may be another poster.
    """
    stand = _posters_now(stocktake, data)
    empty = {"title": INSTEAD, "group": "", "place": "", "words": "", "artist": ""}

    def artist(each: Data, number: int) -> str:
        row = stand.get(number)
        if row is None or not each["artist"] or row.artist_credit == each["artist"]:
            return str(each["artist"])
        return row.artist_credit if row.published_at else ""

    gone = {number: row.withdrawn_at for number, row in stand.items() if row.withdrawn_at}
    changed = _replaced(
        data,
        "posters",
        lambda row: row | (empty if row["number"] in gone else {"artist": artist(row, row["number"])}),
    )
    shown = [each for each in data["pictures"] if each["poster"] not in gone]
    data["pictures"] = [each | {"artist": artist(each, each["poster"])} for each in shown]
    for each in changed:
        number = each["number"]
        if number in gone:
            yield Withdrawal(f"{{Poster}} {number} was withdrawn by its group", gone[number])
        else:
            moment = _changed(stocktake, Poster, stand[number].pk, ConsultationVerb.CHANGED, "artist_credit")
            yield Withdrawal(f"The name of the artist of {{poster}} {number} was taken back or put right", moment)


def _posters_now(stocktake: Stocktake, data: Data) -> dict[int, Poster]:
    """Return how the posters of an edition stand now, by the number under which each was frozen."""
    columns = ("number", "artist_credit", "published_at", "withdrawn_at")
    rows = list(Poster.objects.filter(programme=stocktake.programme_id).only(*columns))
    by_id, by_number = {row.pk: row for row in rows}, {row.number: row for row in rows}
    # The first schema does not say which poster it was.
    found = {
        each["number"]: by_id.get(each["id"]) if "id" in each else by_number.get(each["number"])
        for each in data["posters"]
    }
    return {number: row for number, row in found.items() if row}


def _conversations(stocktake: Stocktake, data: Data, names: Names) -> Iterable[Withdrawal]:
    """Leave out what is told of conversations that are not public any more, whoever asked for that."""
    hidden = Conversation.objects.filter(programme=stocktake.programme_id, published_at=None, number__isnull=False)
    gone = dict(hidden.values_list("number", "pk"))
    empty = {"team": TAKEN_DOWN, "said": ""}
    for each in _replaced(data, "conversations", lambda row: row | empty if row["number"] in gone else row):
        entries = _entries(stocktake, Conversation, gone[each["number"]], ConsultationVerb.WITHDRAWN)
        yield Withdrawal(f"What is told of conversation {each['number']} was taken down", _latest(entries))


def _promises(stocktake: Stocktake, data: Data, names: Names) -> Iterable[Withdrawal]:
    """Leave out promises that were taken back, and names that the public no longer reads beside one."""
    stand = Commitment.objects.in_bulk([each["id"] for each in data["promises"] if "id" in each])

    def given(promise: Data) -> Data | None:
        if "id" not in promise:
            # Of the first schema: it does not say whose it is.
            return promise
        row = stand.get(promise["id"])
        if row is None or row.taken_back_at:
            return None
        name = row.public_name if row.published_at or row.public_name == promise["who"] else NO_NAME
        return promise | {"who": name}

    for each in _replaced(data, "promises", given):
        row = stand.get(each["id"])
        if row is None or row.taken_back_at:
            yield Withdrawal("A promise was taken back", row.taken_back_at if row else None)
        else:
            changed = _changed(stocktake, Commitment, row.pk, ActionVerb.CHANGED, "public_name")
            moment = _put_right(names, each["who"], row.public_name) or changed
            yield Withdrawal("The name beside a promise was taken back or put right", moment)


def _proposers(stocktake: Stocktake, data: Data, names: Names) -> Iterable[Withdrawal]:
    """Leave out the names of those whom the public reads by another now, or who said that it was never theirs."""
    frozen = [each["id"] for area in data["areas"] for each in area.get("proposers", [])]
    stand = Proposer.objects.select_related("area").in_bulk(frozen)

    def called(named: Data) -> str:
        row = stand.get(named["id"])
        if row is None or row.named_by_mistake:
            return NO_NAME
        return row.public_name if row.area.published_at or row.public_name == named["name"] else NO_NAME

    def given(area: Data) -> Data:
        proposers = [each | {"name": called(each)} for each in area.get("proposers", [])]
        borne = {each["name"] for each in proposers}
        # What another bears too stays wherever it does not say whose it is.
        now = {
            each["name"]: each["name"] if each["name"] in borne else called(each) for each in area.get("proposers", [])
        }
        now.pop("", None)
        return _with_names(area, now) | {"proposers": proposers} if now else area

    for area in _replaced(data, "areas", given):
        moments = []
        for each in area.get("proposers", []):
            if (row := stand.get(each["id"])) and called(each) != each["name"]:
                denied = row.follow_ups.filter(status=FollowUp.Status.NOT_ME).aggregate(at=Max("settled_at"))["at"]
                known = denied or _put_right(names, each["name"], row.public_name)
                changed = _changed(stocktake, ActionArea, row.area_id, ActionVerb.CHANGED, "public_name")
                moments.append(known or changed)
        yield Withdrawal(f"A name beside {{action area}} {area['number']} was taken back or put right", _last(moments))


def _with_names(value: Any, now: dict[str, str]) -> Any:
    """Return data with each name as it is now, in lists and sentences too; a name within a longer one is no name.

    In what people said, a name of one word is a word: May and Hope are no names there.
    """
    if not now:
        return value
    if isinstance(value, dict):
        whole = {name: called for name, called in now.items() if " " in name}
        return {
            key: each if key == "url" else _with_names(each, whole if key in SAID else now)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_with_names(each, now) for each in value]
    if not isinstance(value, str):
        return value
    longest_first = "|".join(map(re.escape, sorted(now, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", lambda found: now[found[0]], value)


def _steps(stocktake: Stocktake, data: Data, names: Names) -> Iterable[Withdrawal]:
    """Leave out who was to do a step and took that back, and names that were put right."""
    steps = [step for area in data["areas"] for step in area["steps"] if "id" in step]
    kinds = (Correction.Kind.NOT_SAID, Correction.Kind.NO_LONGER)
    gone = Correction.objects.filter(kind__in=kinds, step__in=[step["id"] for step in steps])
    taken_back = dict(gone.filter(settled_at__gt=stocktake.as_at).values_list("step", "settled_at"))
    stand = Step.objects.in_bulk([step["id"] for step in steps])

    def given(step: Data) -> Data:
        if step.get("id") in taken_back:
            return step | {"who": TAKEN_BACK}
        row = stand.get(step.get("id"))
        if row and row.who == ERASED:
            return step | {"who": NO_NAME}
        return step | {"who": row.who} if row and _put_right(names, step["who"], row.who) else step

    for area in _replaced(data, "areas", lambda area: area | {"steps": [given(step) for step in area["steps"]]}):
        moments = [
            taken_back.get(step.get("id")) or _put_right(names, step["who"], given(step)["who"])
            for step in area["steps"]
        ]
        said = f"Who does a step of {{action area}} {area['number']} was taken back or put right"
        yield Withdrawal(said, _last(moments))


KINDS: tuple[Callable[[Stocktake, Data, Names], Iterable[Withdrawal]], ...] = (
    _posters,
    _conversations,
    _promises,
    _proposers,
    _steps,
)


def _replaced(data: Data, key: str, given: Callable[[Data], Data | None]) -> list[Data]:
    """Replace the rows of one kind by what is given of them (None: nothing); return those, as frozen, that changed."""
    before = data[key]
    after = [given(row) for row in before]
    data[key] = [row for row in after if row is not None]
    return [row for row, now in zip(before, after, strict=True) if row != now]


def _names_put_right(stocktake: Stocktake) -> Names:
    """Return the names that people have put right since an edition, as they were, folded.

    Those of other programmes too: whether a row is called by one now is asked of the row.
    """
    taken_in = Correction.objects.filter(kind=Correction.Kind.NAME, outcome=Correction.Outcome.TAKEN_IN)
    since = taken_in.filter(settled_at__gt=stocktake.as_at).order_by("settled_at", "pk")
    return {identity(each.before): each for each in since}


def _put_right(names: Names, old: str, new: str) -> datetime | None:
    """Return when somebody put one name right as another, by way of others too; None where it came about otherwise."""
    moment, followed = None, set[int]()
    while (correction := names.get(identity(old))) and correction.pk not in followed:
        followed.add(correction.pk)
        moment, old = correction.settled_at, correction.after
    return moment if old == new else None


def _entries(stocktake: Stocktake, model: Any, pk: int, verb: str) -> Any:
    mine = LogEntry.objects.filter(programme_id=stocktake.programme_id, verb=verb)
    return mine.filter(object_type=model._meta.label_lower, object_id=str(pk))


def _latest(entries: Any) -> datetime | None:
    moment: datetime | None = entries.aggregate(at=Max("at"))["at"]
    return moment


def _changed(stocktake: Stocktake, model: Any, pk: int, verb: str, column: str) -> datetime | None:
    """Return when a column was last changed, as desk or web admin name it; where no entry does, when any was."""
    entries = _entries(stocktake, model, pk, verb)
    said = {column, column.replace("_", " ").capitalize()}
    named = [at for at, details in entries.values_list("at", "details") if said.intersection(details.get("fields", []))]
    return _last(named) or _latest(entries)


def _last(moments: Iterable[datetime | None]) -> datetime | None:
    return max(filter(None, moments), default=None)
