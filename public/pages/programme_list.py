"""Every published programme at a glance, in one query however many there are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Exists, OuterRef

from actions.models import ActionArea, Commitment, ProgressUpdate
from consultations.models import Conversation, Feedback, Poster
from findings.models import Decision, Finding, Theme
from kit.todo import count_of
from line.summary import Counts, big_number, large_thread
from programmes.models import Programme
from programmes.thread import Thread
from stakeholders.models import Partnership


@dataclass(frozen=True)
class Glance:
    """One programme in the list: how far its thread has come, and where it stands."""

    programme: Programme
    thread: Thread
    big: str
    of: str


def published_programmes(on: date) -> list[Glance]:
    """Return every published programme as it is on a day, the latest begun first."""
    areas = ActionArea.objects.published()
    published = ProgressUpdate.objects.published().filter(area=OuterRef("pk"))
    programmes = Programme.objects.published().annotate(
        posters_count=count_of(Poster.objects.published(), "programme"),
        conversations_count=count_of(Conversation.objects.published(), "programme"),
        feedback_count=count_of(Feedback.objects.published(), "programme"),
        themes_count=count_of(Theme.objects.published(), "programme"),
        findings_count=count_of(Finding.objects.published(), "programme"),
        decided_count=count_of(Finding.objects.published().exclude(decision=Decision.UNDECIDED), "programme"),
        areas_count=count_of(areas, "programme"),
        commitments_count=count_of(
            Commitment.objects.published().filter(area__published_at__isnull=False), "programme"
        ),
        areas_with_progress_count=count_of(areas.filter(Exists(published)), "programme"),
        members_count=count_of(Partnership.objects.members().current(on), "programme"),
    )
    return [_glance(programme) for programme in programmes.order_by("-starts_on", "title", "pk")]


def _glance(programme: Programme) -> Glance:
    counts = Counts(**{each.name: getattr(programme, f"{each.name}_count") for each in fields(Counts)})
    return Glance(programme, large_thread(programme, counts), *big_number(programme, counts))
