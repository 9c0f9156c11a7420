"""What waits for a programme's team in this room: answers to review, steps that are overdue, and rounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from actions.models import FollowUp, FollowUpRound, ProgressUpdate, Step
from kit.text import several
from kit.todo import TodoItem, count_of, first_of
from programmes.nouns import counted


def todo_counts(on: date) -> dict[str, Any]:
    """Return the annotations of a programme that the others here read."""
    rounds = FollowUpRound.objects.filter(programme=OuterRef("pk"))
    open_rounds = rounds.open()
    due = rounds.planned().filter(planned_on__lte=on).order_by("planned_on", "number")
    asked = FollowUp.objects.filter(round__status=FollowUpRound.Status.OPEN)
    updates = ProgressUpdate.objects.awaiting_review()
    steps = Step.objects.overdue(on)
    return {
        "updates_to_review": count_of(updates, "area__programme"),
        "updates_to_review_since": first_of(updates, "area__programme", "given_at"),
        "steps_overdue": count_of(steps, "area__programme"),
        "steps_overdue_since": first_of(steps, "area__programme", "due_on"),
        **{f"open_round_{each}": Subquery(open_rounds.values(each)[:1]) for each in ("number", "name", "answer_by_on")},
        **{f"due_round_{each}": Subquery(due.values(each)[:1]) for each in ("number", "name", "planned_on")},
        "follow_ups_asked": count_of(asked, "round__programme"),
        "follow_ups_answered": count_of(asked.filter(status=FollowUp.Status.ANSWERED), "round__programme"),
        "follow_ups_silent": count_of(asked.filter(status=FollowUp.Status.ASKED), "round__programme"),
        "follow_ups_to_hand_on": count_of(asked.to_hand_on(on), "round__programme"),
    }


def updates_to_review(programme: Any) -> list[TodoItem]:
    """Say how many answers wait for review in a programme that was counted by `todo_counts`."""
    count = programme.updates_to_review
    if not count:
        return []
    words = f"Review {several(count, 'answer to a follow-up', 'answers to follow-ups')}"
    url = reverse("actions:update-review-list", args=[programme.slug])
    return [TodoItem(words, url, "actions.review_update", count=count, since=programme.updates_to_review_since)]


def steps_to_see_to(programme: Any) -> list[TodoItem]:
    """Say how many steps are overdue in a programme that was counted by `todo_counts`, and since when."""
    count = programme.steps_overdue
    if not count:
        return []
    words = f"See to {several(count, 'overdue step')}"
    url = reverse("actions:step-list", args=[programme.slug])
    return [TodoItem(words, url, "actions.keep_areas", count=count, last_on=programme.steps_overdue_since)]


def rounds_to_see_to(programme: Any, on: date) -> list[TodoItem]:
    """Say what the open round asks for, or which is due to be opened, in a programme counted by `todo_counts`."""

    def item(words: str, number: int, last_on: date, count: int = 1) -> TodoItem:
        url = reverse("actions:round-detail", args=[programme.slug, number])
        return TodoItem(words, url, "actions.run_rounds", count=count, last_on=last_on)

    items = []
    number, last_on = programme.open_round_number, programme.open_round_answer_by_on
    if count := programme.follow_ups_to_hand_on:
        items.append(item(f"Hand on {counted(programme, 'action area', count)}", number, last_on, count))
    if number:
        silent, name = programme.follow_ups_silent, programme.open_round_name
        answered = f"{programme.follow_ups_answered} of {programme.follow_ups_asked} answered"
        verb = "See who is silent in" if silent and on <= last_on else "Close"
        items.append(item(f"{verb} {name}: {answered}, {silent} silent", number, last_on))
    elif programme.due_round_number:
        due_on = programme.due_round_planned_on
        items.append(item(f"Open {programme.due_round_name}", programme.due_round_number, due_on))
    return items
