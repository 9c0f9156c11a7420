"""Every published programme at a glance, in one query however many there are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from actions.models import ActionArea, Commitment, ProgressUpdate
from consultations.models import Conversation, Feedback, Poster
from findings.models import Decision, Finding, Theme
from line.summary import Counts, big_number, large_thread
from programmes.models import Programme
from programmes.thread import Thread
from stakeholders.models import Partnership, Role


@dataclass(frozen=True)
class Glance:
    """One programme in the list: how far its thread has come, and where it stands."""

    programme: Programme
    thread: Thread
    big: str
    of: str


def _count(queryset: QuerySet[Any], what: str = "pk") -> Coalesce:
    mine = queryset.filter(programme_id=OuterRef("pk")).order_by().values("programme_id")
    counted = mine.annotate(count=Count(what, distinct=True)).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def published_programmes(on: date) -> list[Glance]:
    """Return every published programme as it is on a day, the latest begun first."""
    areas = ActionArea.objects.published()
    with_progress = areas.filter(updates__status=ProgressUpdate.Status.PUBLISHED)
    current = Partnership.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
    programmes = Programme.objects.published().annotate(
        posters_count=_count(Poster.objects.published()),
        conversations_count=_count(Conversation.objects.published()),
        feedback_count=_count(Feedback.objects.published()),
        themes_count=_count(Theme.objects.published()),
        findings_count=_count(Finding.objects.published()),
        decided_count=_count(Finding.objects.published().exclude(decision=Decision.UNDECIDED)),
        areas_count=_count(areas),
        commitments_count=_count(Commitment.objects.published().filter(area__published_at__isnull=False)),
        areas_with_progress_count=_count(with_progress),
        members_count=_count(current.filter(role=Role.MEMBER)),
    )
    return [_glance(programme) for programme in programmes.order_by("-starts_on", "title", "pk")]


def _glance(programme: Programme) -> Glance:
    counts = Counts(**{each.name: getattr(programme, f"{each.name}_count") for each in fields(Counts)})
    return Glance(programme, large_thread(programme, counts), *big_number(programme, counts))
