"""Capturing an action area in the room, and keeping its words and its plan, whoever else writes at the same moment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import changes, record
from accounts.models import User
from actions.areas.snapshots import AreaSnapshot, NewProposer, StepSnapshot
from actions.models import ActionArea, Proposer, Step
from actions.person_matching import find_or_add_person
from actions.verbs import Verb
from kit.lifecycle import publish, withdraw
from kit.numbering import next_number
from kit.refusals import StaleEdit
from kit.stale_edits import CHANGED_SINCE
from programmes.models import Doing, Programme
from programmes.quiet_periods.checks import refuse_if_quiet

# What the public reads of somebody who has not agreed to be named.
ANONYMOUS = "Somebody who was there"
# Farther up than any step of a plan: where one waits while two change places.
ASIDE = 30_000


def capture_area(
    programme: Programme, *, details: AreaSnapshot, proposer: NewProposer | None, by: User, at: datetime
) -> ActionArea:
    """Write an action area down with the next number, and return it. The public sees it when it has been published."""
    with transaction.atomic():
        # Numbers are given one after the other.
        Programme.objects.select_for_update().get(pk=programme.pk)
        number = next_number(programme.action_areas.all())
        area = ActionArea(programme=programme, number=number)
        _write(area, details)
        if proposer is not None:
            _put_forward(area, proposer, at)
        record(Verb.ADDED, area, by=by, at=at, programme_id=programme.pk, proposer=int(proposer is not None))
    return area


def edit_area(area: ActionArea, *, details: AreaSnapshot, version: str, by: User, at: datetime) -> ActionArea:
    """Let an action area stand as `details` say. `version` is that of the details which the window showed.

    Refuses with StaleEdit when that would undo what somebody else has written; the same words twice are one change.
    """
    with transaction.atomic():
        locked = ActionArea.objects.select_for_update().get(pk=area.pk)
        now = AreaSnapshot.of(locked)
        changed = details.changed_from(now)
        if not changed:
            return locked
        if now.version() != version:
            raise StaleEdit(CHANGED_SINCE, now)
        _write(locked, details)
        record(
            Verb.CHANGED,
            locked,
            by=by,
            at=at,
            programme_id=locked.programme_id,
            **changes(locked, changed, now.by_box()),
        )
    return locked


def publish_area(area: ActionArea, *, by: User, at: datetime) -> ActionArea:
    """Let the public read an action area. Refuses with InvalidTransition if it is public already."""
    with transaction.atomic():
        refuse_if_quiet(area.programme_id, Doing.PUBLISHING, at=at)
        publish(area, by=by, at=at)
        record(Verb.PUBLISHED, area, by=by, at=at, programme_id=area.programme_id)
    return area


def withdraw_area(area: ActionArea, *, by: User, at: datetime) -> ActionArea:
    """Take an action area back from the public. Refuses with InvalidTransition if it is not public."""
    with transaction.atomic():
        withdraw(area)
        record(Verb.WITHDRAWN, area, by=by, at=at, programme_id=area.programme_id)
    return area


def add_step(area: ActionArea, *, details: StepSnapshot, by: User, at: datetime) -> Step:
    """Put a step at the end of an action area's plan, and return it. The same step at the end twice is one."""
    with transaction.atomic():
        ActionArea.objects.select_for_update().get(pk=area.pk)
        last = area.steps.order_by("position").last()
        if last is not None and StepSnapshot.of(last) == details:
            return last
        step = Step(area=area, position=last.position + 1 if last else 1)
        _set(step, details)
        step.save()
        record(Verb.ADDED, step, by=by, at=at, programme_id=area.programme_id)
    return step


def edit_step(step: Step, *, details: StepSnapshot, version: str, by: User, at: datetime) -> Step:
    """Let a step stand as `details` say. `version` is that of the details which the window showed.

    Refuses with StaleEdit when somebody else has changed it meanwhile; the same words twice are one change.
    """
    with transaction.atomic():
        locked = Step.objects.select_for_update(of=("self",)).select_related("area").get(pk=step.pk)
        now = StepSnapshot.of(locked)
        changed = details.changed_from(now)
        if not changed:
            return locked
        if now.version() != version:
            raise StaleEdit(CHANGED_SINCE, now)
        _set(locked, details)
        locked.save(update_fields=changed)
        record(
            Verb.CHANGED,
            locked,
            by=by,
            at=at,
            programme_id=locked.area.programme_id,
            **changes(locked, changed, now.by_box()),
        )
    return locked


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
        record(Verb.MOVED, moved, by=by, at=at, programme_id=area.programme_id, to=there, was=here)
    moved.position = there
    return moved


def _set(step: Step, details: StepSnapshot) -> None:
    """Let a step, which is not saved by this, say what `details` say."""
    step.what, step.who, step.by_text = details.what, details.who, details.by_text
    step.due_on, step.owner_id, step.done_on = details.due_on, details.owner, details.done_on


def _write(area: ActionArea, details: AreaSnapshot) -> None:
    area.title, area.summary, area.taken_on_at_id = details.title, details.summary, details.taken_on_at
    area.save()
    area.posters.set(details.posters)
    area.findings.set(details.findings)


def _put_forward(area: ActionArea, proposer: NewProposer, at: datetime) -> None:
    meeting = area.taken_on_at
    Proposer.objects.create(
        area=area,
        person=find_or_add_person(
            area.programme, name=proposer.name, email=proposer.email, telephone=proposer.telephone
        ),
        public_name=proposer.name if proposer.may_name else ANONYMOUS,
        from_on=timezone.localdate(meeting.starts_at if meeting else at),
    )
