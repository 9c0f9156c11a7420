"""What people say of a meeting: anonymous, by link, code or on paper."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from kit.model_fields import WordsField
from phases.meetings.models.meeting import Meeting


class Overall(models.TextChoices):
    """How somebody found a meeting."""

    VERY_GOOD = "very_good", "Very good"
    GOOD = "good", "Good"
    MIXED = "mixed", "Neither good nor poor"
    POOR = "poor", "Poor"
    VERY_POOR = "very_poor", "Very poor"


class TookPart(models.TextChoices):
    """Whether somebody could take part as fully as they wanted."""

    FULLY = "fully", "Yes, fully"
    PARTLY = "partly", "In part"
    NOT = "not", "No"


class Evaluation(models.Model):
    """What one person said of one meeting, without their name. Private: its words are on no public page.

    The key comes with the form: however often it is sent, there is one row. `entered_by` is whoever keyed it from
    paper; without one, it came by the link.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="evaluations")
    key = models.UUIDField(unique=True, editable=False)
    overall = models.CharField("how it was", max_length=10, choices=Overall, blank=True)
    took_part = models.CharField("could take part", max_length=10, choices=TookPart, blank=True)
    in_the_way = WordsField("what stood in the way", blank=True)
    worked = WordsField("what worked well", blank=True)
    change = WordsField("what should be different", blank=True)
    other = WordsField("anything else", blank=True)
    said_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(overall__in=["", *Overall.values]), name="evaluation_overall_known"),
            models.CheckConstraint(
                condition=Q(took_part__in=["", *TookPart.values]), name="evaluation_took_part_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.said_at:%d %B %Y}"
