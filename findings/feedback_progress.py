"""How far what somebody said has come, as far as this room knows: said, heard, agreed."""

from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from consultations.models import Conversation, Feedback
from findings.models import Coding, Decision, Finding, Theme
from programmes.thread import Thread

# What was taken on and what came of it is for the public page to tell.
LATER_STATIONS = ("taken-on", "came-of-it")
Input = TypeVar("Input", Feedback, Conversation)


def with_progress(rows: QuerySet[Input]) -> QuerySet[Input]:
    """Say of each whether a published theme holds words of it, and what was decided of published findings from there.

    Adds `was_heard`, `was_agreed`, and `refusal` (the reason for which one was not taken forward).
    """
    source = "answer__feedback" if rows.model is Feedback else "conversation"
    codings = Coding.objects.filter(**{source: OuterRef("pk")}, theme__in=Theme.objects.published())
    themes = Theme.objects.published().filter(**{f"codings__{source}": OuterRef(OuterRef("pk"))})
    findings = Finding.objects.published().filter(themes__in=themes)
    agreed = findings.filter(decision__in=[Decision.ACCEPTED, Decision.PARTLY])
    refused = findings.filter(decision=Decision.NOT_TAKEN_FORWARD).order_by("number")
    return rows.annotate(
        was_heard=Exists(codings), was_agreed=Exists(agreed), refusal=Subquery(refused.values("reason")[:1])
    )


def thread_of(row: Feedback | Conversation) -> Thread:
    """Return the thread of what was read `with_progress`."""
    heard, agreed, refusal = (getattr(row, name) for name in ("was_heard", "was_agreed", "refusal"))
    if agreed:
        return Thread.drawn_to("agreed", now=True, without=LATER_STATIONS)
    if heard:
        return Thread.drawn_to("heard", now=True, without=LATER_STATIONS, reason=refusal or "")
    return Thread.drawn_to("said", now=True, without=LATER_STATIONS)
