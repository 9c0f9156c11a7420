"""When and how a programme works: its stages, meetings and methods."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from programmes.lifecycle import at_and_by
from programmes.models import Programme
from programmes.window import WindowQuerySet, window_constraint
from stakeholders.models import MissingVoice, Partnership, Person, StakeholderGroup


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
    name = models.CharField(max_length=80)
    purpose = models.TextField()
    level = models.CharField("level of engagement", max_length=12, choices=Level)
    planned_start_on = models.DateField(null=True, blank=True)
    planned_end_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    window_text = models.CharField("when, in words", max_length=120, blank=True)
    closing_summary = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = WindowQuerySet["Phase"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "position"], name="phase_position_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="phase_level_known"),
            window_constraint("phase_window_in_order"),
            at_and_by("closed", "phase_closed_at_and_by"),
        ]

    def __str__(self) -> str:
        return self.name


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
    text = models.TextField()

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
    title = models.CharField(max_length=200)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "position"], name="key_task_position_once")]

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """People at a time and place, or online: a design session, a stakeholders' meeting, an event."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="meetings")
    phase = models.ForeignKey(Phase, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    venue = models.CharField(max_length=200)
    is_online = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    agenda = models.TextField(blank=True)
    attendance_text = models.CharField("how many came, in words", max_length=120, blank=True)
    summary = models.TextField("what happened", blank=True)
    feedback_summary = models.TextField("what people said of it", blank=True)

    objects = WindowQuerySet["Meeting"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "title", "starts_at"], name="meeting_once"),
            window_constraint("meeting_window_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class Presence(models.TextChoices):
    """How somebody stands to a meeting."""

    REGISTERED = "registered", "Registered"
    ATTENDED = "attended", "Attended"
    WALK_IN = "walk_in", "Walked in"
    APOLOGIES = "apologies", "Sent apologies"


class Attendance(models.Model):
    """One person at one meeting, for the partnership they spoke for (if any)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    presence = models.CharField(max_length=12, choices=Presence)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            models.CheckConstraint(condition=Q(presence__in=Presence.values), name="attendance_presence_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_presence_display()}"


class Method(models.Model):
    """How input was sought: the question, for whom, who delivered it, how many it reached and what worked."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="methods")
    name = models.CharField(max_length=120)
    framing_question = models.TextField()
    for_whom = models.CharField(max_length=200)
    delivered_by = models.CharField(max_length=200)
    dates_text = models.CharField("when, in words", max_length=120)
    reached_text = models.CharField("how many it reached, in words", max_length=120, blank=True)
    access_provision = models.TextField(blank=True)
    what_worked = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "name"], name="method_name_once")]

    def __str__(self) -> str:
        return self.name


class KeyGroup(models.Model):
    """A cluster of members made at a research meeting."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="key_groups")
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(Partnership, blank=True, related_name="key_groups")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "name"], name="key_group_name_once")]

    def __str__(self) -> str:
        return self.name


class Reach(models.Model):
    """How many people of one group were reached in a phase, by whom, and how: what lies behind “people reached”.

    A count about people: shown only through `stakeholders.disclosure`.
    """

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="reaches")
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="reaches")
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="reaches"
    )
    method = models.ForeignKey(Method, null=True, blank=True, on_delete=models.PROTECT, related_name="reaches")
    how = models.CharField("how they were reached", max_length=200)
    people = models.PositiveIntegerField("how many people", validators=[MinValueValidator(1)])
    reached_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "people reached"
        constraints = [models.CheckConstraint(condition=Q(people__gte=1), name="reach_at_least_one")]

    def __str__(self) -> str:
        return f"{self.group}: {self.how}"
