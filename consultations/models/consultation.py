"""A call for input and its questions."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import User
from kit.lifecycle import at_and_by
from kit.windows import HOUR, Clock, WindowQuerySet, clock_at, on_the, window_constraint
from phases.models import Phase


class Audience(models.TextChoices):
    """Who is asked."""

    REPRESENTATIVES = "representatives", "Representatives of partner organisations"
    EVERYBODY = "everybody", "Everybody"


class Consultation(models.Model):
    """A call for input in a phase: what can still change and what cannot, its questions, its opening window."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="consultations")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    introduction = models.TextField()
    can_change = models.TextField("what can still change")
    cannot_change = models.TextField("what cannot change, and why")
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.REPRESENTATIVES)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    # By hand, before it would have ended: `ends_at` is the same moment, until it is extended.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = WindowQuerySet["Consultation"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phase", "slug"], name="consultation_slug_once"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="consultation_audience_known"),
            window_constraint("consultation_window_in_order"),
            on_the(HOUR, "starts_at", "ends_at", name="consultation_on_the_hour", or_at_once="closed_at"),
            at_and_by("closed", "consultation_closed_at_and_by"),
        ]

    def __str__(self) -> str:
        return self.title

    def clock(self, at: datetime) -> Clock:
        """Whether it is upcoming, open or finished at a moment."""
        return clock_at(self.starts_at, self.ends_at, at)


class Question(models.Model):
    """One question of a consultation; at least one of them must be answered by everybody."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    is_required = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "position"], name="question_position_once")]

    def __str__(self) -> str:
        return self.text
