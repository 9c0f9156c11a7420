"""What waits for a programme's team in this room: answers to review, and rounds that are open or due."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from actions.models import FollowUp, FollowUpRound, ProgressUpdate
from kit.text import several
from kit.todo import TodoItem, count_of
from programmes.nouns import counted

LEFT = (FollowUp.Status.MOVED_ON, FollowUp.Status.NOT_ME)


def todo_counts(on: date) -> dict[str, Any]:
    """Return the annotations of a programme that `updates_to_review` and `rounds_to_see_to` read."""
    rounds = FollowUpRound.objects.filter(programme=OuterRef("pk"))
    open_rounds = rounds.filter(status=FollowUpRound.Status.OPEN)
    due = rounds.filter(status=FollowUpRound.Status.PLANNED, planned_on__lte=on).order_by("planned_on", "number")
    asked = FollowUp.objects.filter(round__status=FollowUpRound.Status.OPEN)
    return {
        "updates_to_review": count_of(
            ProgressUpdate.objects.filter(status=ProgressUpdate.Status.WAITING), "area__programme"
        ),
        "open_round": Subquery(open_rounds.values("number")[:1]),
        "open_round_name": Subquery(open_rounds.values("name")[:1]),
        "due_round": Subquery(due.values("number")[:1]),
        "due_round_name": Subquery(due.values("name")[:1]),
        "follow_ups_asked": count_of(asked, "round__programme"),
        "follow_ups_answered": count_of(asked.filter(status=FollowUp.Status.ANSWERED), "round__programme"),
        "follow_ups_silent": count_of(asked.filter(status=FollowUp.Status.ASKED), "round__programme"),
        "follow_ups_to_hand_on": count_of(asked.filter(status__in=LEFT, proposer__successor=None), "round__programme"),
    }


def updates_to_review(programme: Any) -> list[TodoItem]:
    """Say how many answers wait for review in a programme that was counted by `todo_counts`."""
    if not programme.updates_to_review:
        return []
    words = f"{several(programme.updates_to_review, 'answer')} to a follow-up to review"
    return [TodoItem(words, reverse("actions:update-review-list", args=[programme.slug]))]


def rounds_to_see_to(programme: Any) -> list[TodoItem]:
    """Say how the open round stands, or which is due to be opened, in a programme counted by `todo_counts`."""

    def item(words: str, number: int) -> TodoItem:
        return TodoItem(words, reverse("actions:round-detail", args=[programme.slug, number]))

    items = []
    if programme.follow_ups_to_hand_on:
        areas = counted(programme, "action area", programme.follow_ups_to_hand_on)
        items.append(item(f"{areas} to be handed on", programme.open_round))
    if programme.open_round:
        answered = f"{programme.follow_ups_answered} of {programme.follow_ups_asked} answered"
        words = f"{programme.open_round_name} is open: {answered}, {programme.follow_ups_silent} silent so far"
        items.append(item(words, programme.open_round))
    elif programme.due_round:
        items.append(item(f"{programme.due_round_name} is due to be opened", programme.due_round))
    return items
