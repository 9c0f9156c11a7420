"""How much there is of everything in one programme, for the areas of work on its desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from actions.models import ActionArea, FollowUpRound, ProgressUpdate
from consultations.models import Consultation, Conversation, Feedback, Poster
from kit.todo import count_of
from phases.models import Meeting, Phase
from privacy.models import Hold, Request
from programmes.models import Programme
from stakeholders.models import Invitation, MissingVoice, Partnership, StakeholderGroup
from stocktakes.models import Stocktake


def counts_of_work(programme: Programme, at: datetime) -> dict[str, int]:
    """Return how much there is of everything in a programme at a moment: one query, and one for its team."""
    on = timezone.localdate(at)
    own: dict[str, Any] = {
        "groups": StakeholderGroup.objects.all(),
        "voices": MissingVoice.objects.filter(status=MissingVoice.Status.SOUGHT),
        "organisations": Partnership.objects.members().current(on),
        "phases": Phase.objects.all(),
        "meetings": Meeting.objects.filter(cancelled_at=None),
        "meetings_to_come": Meeting.objects.to_come(at),
        "posters": Poster.objects.published(),
        "posters_pending": Poster.objects.pending(),
        "conversations": Conversation.objects.published(),
        "conversations_pending": Conversation.objects.to_review(),
        "feedback": Feedback.objects.published(),
        "feedback_pending": Feedback.objects.to_review(),
        "areas": ActionArea.objects.all(),
        "rounds": FollowUpRound.objects.all(),
        "stocktakes": Stocktake.objects.filter(status=Stocktake.Status.ISSUED),
        "stocktakes_in_the_making": Stocktake.objects.in_the_making(),
        "requests": Request.objects.open(),
        "holds": Hold.objects.on(on),
    }
    by_area = {
        "updates": ProgressUpdate.objects.published(),
        "updates_pending": ProgressUpdate.objects.awaiting_review(),
    }
    by_phase = {"consultations": Consultation.objects.all(), "consultations_open": Consultation.objects.open(at)}
    unresolved = Invitation.objects.unresolved(at)
    counts = {
        **{f"count_of_{name}": count_of(rows, "programme") for name, rows in own.items()},
        **{f"count_of_{name}": count_of(rows, "area__programme") for name, rows in by_area.items()},
        **{f"count_of_{name}": count_of(rows, "phase__programme") for name, rows in by_phase.items()},
        "count_of_invitations": count_of(unresolved, "partnership__programme"),
    }
    found = Programme.objects.filter(pk=programme.pk).annotate(**counts).values(*counts).get()
    team = programme.team.current(on).order_by().values("user").distinct().count()
    return {name.removeprefix("count_of_"): count for name, count in found.items()} | {"team": team}
