"""Who is missed, and why phases were closed all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, QuerySet, When

from consultations.coverage.matrix import Coverage
from phases.models import ClosingExplanation, Phase
from programmes.models import Programme
from stakeholders.models import (
    MissingVoice,
    StakeholderGroup,
)


def missing_voices(programme: Programme) -> QuerySet[MissingVoice]:
    """Return who is missed: those looked for first, then what came of looking, the newest first."""
    sought = Q(status=MissingVoice.Status.SOUGHT)
    return programme.missing_voices.select_related("group").order_by(
        Case(When(sought, then=0), default=1), "-settled_at", "look_by_on", "pk"
    )


def explanations(programme: Programme) -> QuerySet[ClosingExplanation]:
    """Return why phases were closed although somebody was missing, phase by phase; of those that are closed still."""
    closed = ClosingExplanation.objects.filter(phase__programme=programme, phase__closed_at__isnull=False)
    return closed.select_related("phase", "group", "voice").order_by("phase__position", "pk")


@dataclass(frozen=True)
class Gap:
    """A group of which nobody took part in a phase, or somebody who is still looked for."""

    group: StakeholderGroup | None = None
    voice: MissingVoice | None = None

    @property
    def code(self) -> str:
        """What the explanation of it is filed under."""
        return f"group-{self.group.pk}" if self.group else f"voice-{self.voice.pk}" if self.voice else ""

    def __str__(self) -> str:
        return str(self.group or self.voice)


def gaps_of(phase: Phase, at: datetime) -> list[Gap]:
    """Return what has to be explained where a phase is closed at a moment.

    A voice that is missed in a group of which nobody took part is explained with that group.
    """
    groups = Coverage.read(phase.programme, at).gaps_in(phase)
    sought = missing_voices(phase.programme).filter(status=MissingVoice.Status.SOUGHT).exclude(group__in=groups)
    return [*(Gap(group=group) for group in groups), *(Gap(voice=voice) for voice in sought)]
