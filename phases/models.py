"""The stages of a programme, and what is to be done in each; with the models of meetings and methods."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from accounts.models import User
from kit.days import day, last_day_before
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from kit.name_keys import KeyField
from kit.windows import HOUR, WindowQuerySet, on_the, window_constraint
from phases.meetings.models import (
    PRESENT,
    Attendance,
    AttendanceImport,
    Evaluation,
    Meeting,
    MeetingPaper,
    Minutes,
    NeedsMet,
    Overall,
    Presence,
    TookPart,
)
from phases.meetings.support.models import Arrangement, ArrangementKind, ArrangementStatus
from phases.methods.models import Method, Reach
from programmes.models import Programme
from stakeholders.models import MissingVoice, Partnership, StakeholderGroup

__all__ = [
    "PRESENT",
    "Arrangement",
    "ArrangementKind",
    "ArrangementStatus",
    "Attendance",
    "AttendanceImport",
    "ClosingExplanation",
    "Evaluation",
    "KeyGroup",
    "KeyTask",
    "Level",
    "Meeting",
    "MeetingPaper",
    "Method",
    "Minutes",
    "NeedsMet",
    "Overall",
    "Phase",
    "Presence",
    "Reach",
    "TookPart",
]


class Level(models.TextChoices):
    """How much say people have: the spectrum of public participation."""

    INFORM = "inform", "Inform"
    CONSULT = "consult", "Consult"
    INVOLVE = "involve", "Involve"
    COLLABORATE = "collaborate", "Collaborate"
    EMPOWER = "empower", "Empower"


class Phase(models.Model):
    """A stage with a purpose and a window. The clock says whether it is upcoming, open or past."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    name = LineField(max_length=80)
    purpose = WordsField()
    level = models.CharField("level of engagement", max_length=12, choices=Level)
    planned_start_on = models.DateField(null=True, blank=True)
    planned_end_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    window_text = LineField("when, in words", max_length=120, blank=True)
    closing_summary = WordsField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Of one that is open again: the summary is that of the earlier closing.
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WindowQuerySet["Phase"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "position"], name="phase_position_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="phase_level_known"),
            window_constraint("phase_window_in_order"),
            on_the(HOUR, "starts_at", "ends_at", name="phase_on_the_hour", or_at_once="closed_at"),
            at_and_by("closed", "phase_closed_at_and_by"),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | Q(closed_at__isnull=True), name="phase_reopened_is_not_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_on(self) -> date | None:
        """The last day on which it is open, as it was set or else as it is planned; None while none is known."""
        return last_day_before(self.ends_at) or self.planned_end_on

    @property
    def when(self) -> str:
        """When it is, in words: as it was written, as it was, or as it is planned."""
        if self.window_text:
            return self.window_text
        if self.starts_at is None:
            return capfirst(_planned(self.planned_start_on, self.planned_end_on)) or "No date yet"
        begun = _month(self.starts_at)
        if self.ends_at is not None:
            ended = _month(self.ends_at)
            return begun if begun == ended else f"{begun} to {ended}"
        planned = _planned(None, self.planned_end_on)
        return f"From {begun}, {planned}" if planned else f"From {begun}"


def _month(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "F Y")


def _planned(first: date | None, last: date | None) -> str:
    if first is None:
        return f"planned until {day(last)}" if last else ""
    return f"planned from {day(first)} to {day(last)}" if last else f"planned from {day(first)}"


class ClosingExplanation(models.Model):
    """Why a phase was closed although a group had nobody in it, or somebody was still missed.

    Published with the phase while it is closed; kept when the phase is opened again, for the next closing.
    """

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="closing_explanations")
    group = models.ForeignKey(
        StakeholderGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="closing_explanations"
    )
    voice = models.ForeignKey(
        MissingVoice, null=True, blank=True, on_delete=models.PROTECT, related_name="closing_explanations"
    )
    text = WordsField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phase", "group"], name="closing_explanation_once"),
            models.UniqueConstraint(fields=["phase", "voice"], name="closing_explanation_voice_once"),
            models.CheckConstraint(
                condition=Q(group__isnull=False, voice__isnull=True) | Q(group__isnull=True, voice__isnull=False),
                name="closing_explanation_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase}: {self.group or self.voice}"


class KeyTask(models.Model):
    """Something the group must do in a phase, and what came of it."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="key_tasks")
    position = models.PositiveSmallIntegerField()
    title = LineField(max_length=200)
    outcome = WordsField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "position"], name="key_task_position_once")]

    def __str__(self) -> str:
        return self.title


class KeyGroup(models.Model):
    """A cluster of members made at a research meeting."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="key_groups")
    name = LineField(max_length=120)
    name_key = KeyField()
    members = models.ManyToManyField(Partnership, blank=True, related_name="key_groups")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "name_key"], name="key_group_name_once")]

    def __str__(self) -> str:
        return self.name
