"""Capturing an action area in the room, and keeping its words and its plan, whoever else writes at the same moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from actions.area_words import AreaWords
from actions.models import ActionArea, Proposer, Step
from actions.people import person_called
from kit.refusals import InvalidTransition, Refused
from kit.stale_edits import Snapshot
from programmes.models import Programme

# What the public reads of somebody who has not agreed to be named.
SOMEBODY = "Somebody who was there"
# Farther up than any step of a plan: where one waits while two change places.
ASIDE = 30_000


class WrittenMeanwhile(Refused):
    """Another window, or somebody else, has written since this one was opened; `words` is how it stands now."""

    def __init__(self, words: Snapshot) -> None:
        super().__init__("This was changed in another window, or by somebody else.")
        self.words: Any = words


@dataclass(frozen=True)
class PutForward:
    """Who puts an action area forward: a name, how to reach them if they said so, and whether the public reads it."""

    name: str
    email: str = ""
    telephone: str = ""
    may_name: bool = False


def capture_area(
    programme: Programme, *, key: UUID, words: AreaWords, proposer: PutForward | None, by: User, at: datetime
) -> ActionArea:
    """Take down an action area with the next number, and return it. The public sees it when it has been published.

    The same form sent twice is one area: what was written first stands.
    """
    with transaction.atomic():
        # Numbers are given one after the other; whoever presses twice waits here for their first press.
        Programme.objects.select_for_update().get(pk=programme.pk)
        known = ActionArea.objects.filter(captured_as=key, programme=programme).first()
        if known is not None:
            return known
        last = programme.action_areas.aggregate(last=Max("number"))["last"] or 0
        area = ActionArea(programme=programme, number=last + 1, captured_as=key)
        _write(area, words)
        if proposer is not None:
            _put_forward(area, proposer, at)
        record("captured", area, by=by, at=at, programme_id=programme.pk, proposer=int(proposer is not None))
    return area


def edit_area(area: ActionArea, *, words: AreaWords, version: str, by: User, at: datetime) -> ActionArea:
    """Let an action area stand as `words` say. `version` is that of the words which the window showed.

    Raises WrittenMeanwhile when that would undo what somebody else has written; the same words twice are one change.
    """
    with transaction.atomic():
        locked = ActionArea.objects.select_for_update().get(pk=area.pk)
        now = AreaWords.of(locked)
        changed = words.changed_from(now)
        if not changed:
            return locked
        if now.version() != version:
            raise WrittenMeanwhile(now)
        _write(locked, words)
        record("edited", locked, by=by, at=at, programme_id=locked.programme_id, fields=changed)
    return locked


def add_step(area: ActionArea, *, what: str, who: str, by_text: str, by: User, at: datetime) -> Step:
    """Put a step at the end of an action area's plan, and return it. The same step at the end twice is one."""
    with transaction.atomic():
        ActionArea.objects.select_for_update().get(pk=area.pk)
        last = area.steps.order_by("position").last()
        if last is not None and (last.what, last.who, last.by_text) == (what, who, by_text):
            return last
        position = last.position + 1 if last else 1
        step = Step.objects.create(area=area, position=position, what=what, who=who, by_text=by_text)
        record("added", step, by=by, at=at, programme_id=area.programme_id)
    return step


def edit_step(
    step: Step, *, what: str, who: str, by_text: str, done_on: date | None, version: str, by: User, at: datetime
) -> Step:
    """Let a step say something else, or say on which day it was done. `version` is that which the window showed.

    Refuses with InvalidTransition when somebody else has changed it meanwhile; the same words twice are one change.
    """
    given: dict[str, Any] = {"what": what, "who": who, "by_text": by_text, "done_on": done_on}
    with transaction.atomic():
        locked = Step.objects.select_for_update(of=("self",)).select_related("area").get(pk=step.pk)
        changed = [name for name, value in given.items() if getattr(locked, name) != value]
        if not changed:
            return locked
        if version != locked.version:
            raise InvalidTransition("Somebody else has changed this step meanwhile.")
        Step.objects.filter(pk=locked.pk).update(**given)
        record("edited", locked, by=by, at=at, programme_id=locked.area.programme_id, fields=changed)
    return Step.objects.get(pk=locked.pk)


def move_step(step: Step, *, up: bool, by: User, at: datetime) -> Step:
    """Let a step change places with the one before it, or after it. At the end of the plan it stays where it is."""
    with transaction.atomic():
        area = ActionArea.objects.select_for_update().get(pk=step.area_id)
        moved = Step.objects.get(pk=step.pk)
        if up:
            other = area.steps.filter(position__lt=moved.position).order_by("-position").first()
        else:
            other = area.steps.filter(position__gt=moved.position).order_by("position").first()
        if other is None:
            return moved
        here, there = moved.position, other.position
        for each, position in ((moved, ASIDE), (other, here), (moved, there)):
            Step.objects.filter(pk=each.pk).update(position=position)
        record("moved", moved, by=by, at=at, programme_id=area.programme_id, to=there)
    moved.position = there
    return moved


def _write(area: ActionArea, words: AreaWords) -> None:
    area.title, area.summary, area.taken_on_at_id = words.title, words.summary, words.taken_on_at
    area.save()
    area.posters.set(words.posters)
    area.findings.set(words.findings)


def _put_forward(area: ActionArea, proposer: PutForward, at: datetime) -> None:
    meeting = area.taken_on_at
    Proposer.objects.create(
        area=area,
        person=person_called(area.programme, name=proposer.name, email=proposer.email, telephone=proposer.telephone),
        public_name=proposer.name if proposer.may_name else SOMEBODY,
        from_on=timezone.localdate(meeting.starts_at if meeting else at),
    )
