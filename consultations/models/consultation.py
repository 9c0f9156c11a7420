"""A call for input and its questions."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from kit.windows import Clock, WindowQuerySet, clock_at, window_constraint
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

    objects = WindowQuerySet["Consultation"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phase", "slug"], name="consultation_slug_once"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="consultation_audience_known"),
            window_constraint("consultation_window_in_order"),
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
