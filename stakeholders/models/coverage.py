"""What counts as enough, and whose voice is missing."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from kit.name_keys import KeyField
from programmes.models import Programme
from stakeholders.models.partnership import StakeholderGroup


class CoverageThresholds(models.Model):
    """From how many organisations, and from how many people, one programme calls a group covered; below it is thin."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="coverage_thresholds")
    organisations = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1)])
    people = models.PositiveSmallIntegerField(default=20, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name_plural = "coverage thresholds"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisations__gte=1, people__gte=1), name="coverage_thresholds_at_least_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisations} organisations, {self.people} people"


class MissingVoice(models.Model):
    """Somebody who is not here and should be: whom the programme misses, who looks for them, and by when."""

    class Status(models.TextChoices):
        SOUGHT = "sought", "Being looked for"
        FOUND = "found", "Found"
        GIVEN_UP = "given_up", "No longer looked for"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.FOUND: {Status.SOUGHT},
        Status.GIVEN_UP: {Status.SOUGHT},
        Status.SOUGHT: {Status.FOUND, Status.GIVEN_UP},
    }

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="missing_voices")
    group = models.ForeignKey(
        StakeholderGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="missing_voices"
    )
    who = LineField("who is not here that should be", max_length=200)
    who_key = KeyField(of="who")
    why = WordsField("what is known of why", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.SOUGHT)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    look_by_on = models.DateField("to be found by")
    noticed_at = models.DateTimeField()
    noticed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = WordsField("what came of it", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "who_key"], name="missing_voice_once"),
            at_and_by("settled", "missing_voice_settled_at_and_by"),
            models.CheckConstraint(
                condition=Q(status="sought", settled_at__isnull=True)
                | Q(status__in=["found", "given_up"], settled_at__isnull=False),
                name="missing_voice_settled_unless_sought",
            ),
        ]

    def __str__(self) -> str:
        return self.who
