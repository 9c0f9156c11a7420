"""Programmes at a glance, in five queries however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from actions.models import Commitment
from consultations.models import Conversation, Feedback, Poster
from findings.models import Decision, Finding, Theme
from kit.todo import count_of
from line.area_history import AreaHistory, area_histories
from line.queries import area_rows
from line.summary import Counts, big_number, large_thread
from programmes.models import Programme, ProgrammeQuerySet
from programmes.thread import Thread
from stakeholders.models import Partnership

# What is counted as rows, as the line counts it.
ROWS = ("posters", "conversations", "feedback", "themes", "findings", "decided", "commitments", "members")


# By what somebody may look for one.
PROGRAMMES_BY = ["title", "question", "summary", "place_text", "lead_body"]


@dataclass(frozen=True)
class Glance:
    """One programme in the list: how far its thread has come, and where it stands."""

    programme: Programme
    thread: Thread
    big: str
    of: str


def published_programmes(on: date) -> QuerySet[Any]:
    """Return every published programme with what is counted of it on a day, the latest begun first."""
    return counted(Programme.objects.published().order_by("-starts_on", "title", "pk"), on)


def counted(programmes: ProgrammeQuerySet, on: date) -> QuerySet[Any]:
    """Return programmes in their order, each with what the public sees of it on a day (or would, were it public)."""
    return programmes.annotate(
        posters_count=count_of(Poster.objects.published(), "programme"),
        conversations_count=count_of(Conversation.objects.published(), "programme"),
        feedback_count=count_of(Feedback.objects.published(), "programme"),
        themes_count=count_of(Theme.objects.published(), "programme"),
        findings_count=count_of(Finding.objects.published(), "programme"),
        decided_count=count_of(Finding.objects.published().exclude(decision=Decision.UNDECIDED), "programme"),
        commitments_count=count_of(
            Commitment.objects.published().filter(area__published_at__isnull=False), "programme"
        ),
        members_count=count_of(Partnership.objects.members().current(on), "programme"),
    )


def glances(programmes: Sequence[Any]) -> list[Glance]:
    """Return each of some programmes as it stands."""
    # Where areas stand is no matter of counting rows: it is worked out here as on their own pages.
    rows = area_rows(programmes)
    return [_glance(programme, area_histories(rows[programme.pk])) for programme in programmes]


def _glance(programme: Programme, histories: list[AreaHistory]) -> Glance:
    found = {name: getattr(programme, f"{name}_count") for name in ROWS}
    counts = Counts(**found).with_areas(histories)
    return Glance(programme, large_thread(programme, counts), *big_number(programme, counts))
