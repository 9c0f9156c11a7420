"""A call for input: what can still change, what cannot, and when it can be answered."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import User
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from kit.windows import HOUR, Clock, WindowQuerySet, clock_at, on_the, window_constraint
from phases.models import Phase


class Audience(models.TextChoices):
    """Who is asked."""

    REPRESENTATIVES = "representatives", "Those who speak for organisations"
    EVERYBODY = "everybody", "Everybody"


class ConsultationQuerySet(WindowQuerySet["Consultation"]):
    def at_address(self, programme_slug: str, slug: str, at: datetime) -> ConsultationQuerySet:
        """The consultation that an address means, once it has begun; should two phases use one slug, the newer one."""
        begun = self.begun(at).filter(slug=slug, phase__programme__slug=programme_slug)
        return self.filter(pk__in=begun.order_by("-starts_at", "-pk").values("pk")[:1])


class Consultation(models.Model):
    """A call for input in a phase: what can still change and what cannot, its questions, its opening window."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="consultations")
    slug = models.SlugField(max_length=80)
    title = LineField(max_length=200)
    introduction = WordsField()
    can_change = WordsField("what can still change")
    cannot_change = WordsField("what cannot change, and why")
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.REPRESENTATIVES)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    # By hand, before it would have ended: `ends_at` is the same moment, until it is extended.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = ConsultationQuerySet.as_manager()

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

    def is_answered(self) -> bool:
        """Whether anybody has begun to answer: then its questions stay as they are (asks)."""
        return self.feedback.filter(answers__isnull=False).exists()

    def clock(self, at: datetime) -> Clock:
        """Whether it is upcoming, open or finished at a moment."""
        return clock_at(self.starts_at, self.ends_at, at)
