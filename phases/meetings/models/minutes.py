"""What was decided at a meeting."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from kit.lifecycle import at_and_by
from kit.model_fields import WordsField
from kit.papers import Paper
from phases.meetings.models.meeting import Meeting
from programmes.models import Programme


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def published(self) -> MinutesQuerySet:
        """Minutes that the public may read, of programmes that it may read."""
        return self.filter(published_at__isnull=False, meeting__programme__in=Programme.objects.published())


class Minutes(models.Model):
    """What was decided at one meeting. The public reads it once it is published."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    decided = WordsField("what was decided", blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [at_and_by("published", "minutes_published_at_and_by")]

    def __str__(self) -> str:
        return f"{self.meeting}, minutes"


class MeetingPaperQuerySet(models.QuerySet["MeetingPaper"]):
    def listed(self) -> MeetingPaperQuerySet:
        """Papers in the order in which they were added, without what is in them."""
        return self.defer("content").order_by("pk")

    def published(self) -> MeetingPaperQuerySet:
        """Papers of minutes that the public may read."""
        return self.filter(minutes__in=Minutes.objects.published())


class MeetingPaper(Paper):
    """A paper that belongs to the minutes of a meeting, and is public with them."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="papers")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = MeetingPaperQuerySet.as_manager()
