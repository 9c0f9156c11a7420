"""What was heard: themes, the excerpts tied to them, and the priorities and gaps drawn from them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from consultations.asking.models import FeedbackAnswer
from consultations.conversations.models import Conversation
from consultations.posters.models import Poster
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from programmes.models import Programme


class ThemeQuerySet(models.QuerySet["Theme"]):
    def published(self) -> ThemeQuerySet:
        """Themes the public may read: published, and not merged away."""
        return self.filter(published_at__isnull=False, merged_into__isnull=True)


class Theme(models.Model):
    """A named idea in the codebook. A merged theme stays, pointing at the one it went into."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="themes")
    number = models.PositiveSmallIntegerField()
    name = LineField(max_length=160)
    description = WordsField()
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="theme_number_once"),
            at_and_by("published", "theme_published_at_and_by"),
        ]

    def __str__(self) -> str:
        return self.name


class Coding(models.Model):
    """The tie of an excerpt of one piece of input to a theme: the stored link from Said to Heard."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    poster = models.ForeignKey(Poster, null=True, blank=True, on_delete=models.CASCADE, related_name="codings")
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.CASCADE, related_name="codings"
    )
    answer = models.ForeignKey(FeedbackAnswer, null=True, blank=True, on_delete=models.CASCADE, related_name="codings")
    excerpt = WordsField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(poster__isnull=False, conversation__isnull=True, answer__isnull=True)
                | Q(poster__isnull=True, conversation__isnull=False, answer__isnull=True)
                | Q(poster__isnull=True, conversation__isnull=True, answer__isnull=False),
                name="coding_of_one_piece_of_input",
            ),
            models.UniqueConstraint(fields=["theme", "poster", "excerpt"], name="coding_of_poster_once"),
            models.UniqueConstraint(fields=["theme", "conversation", "excerpt"], name="coding_of_conversation_once"),
            models.UniqueConstraint(fields=["theme", "answer", "excerpt"], name="coding_of_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.excerpt[:40]}"


class FindingKind(models.TextChoices):
    """What was drawn from themes."""

    PRIORITY = "priority", "Priority"
    GAP = "gap", "Gap"


class Decision(models.TextChoices):
    """What the lead body decided about a finding: "we did", or "we could not, because"."""

    UNDECIDED = "undecided", "Not decided yet"
    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Accepted in part"
    NOT_TAKEN_FORWARD = "not_taken_forward", "Not taken forward"


class FindingQuerySet(models.QuerySet["Finding"]):
    def published(self) -> FindingQuerySet:
        """Findings the public may read."""
        return self.filter(published_at__isnull=False)


class Finding(models.Model):
    """A priority or a gap drawn from themes, with the decision and its reason."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Decision.ACCEPTED: {Decision.UNDECIDED, Decision.PARTLY, Decision.NOT_TAKEN_FORWARD},
        Decision.PARTLY: {Decision.UNDECIDED, Decision.ACCEPTED, Decision.NOT_TAKEN_FORWARD},
        Decision.NOT_TAKEN_FORWARD: {Decision.UNDECIDED, Decision.ACCEPTED, Decision.PARTLY},
    }

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=FindingKind)
    title = LineField(max_length=200)
    text = WordsField()
    themes = models.ManyToManyField(Theme, blank=True, related_name="findings")
    decision = models.CharField(max_length=20, choices=Decision, default=Decision.UNDECIDED)
    reason = WordsField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="finding_number_once"),
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="finding_kind_known"),
            models.CheckConstraint(
                condition=Q(decision="undecided", decided_at__isnull=True, decided_by__isnull=True)
                | (
                    Q(decision__in=["accepted", "partly", "not_taken_forward"])
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="finding_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["partly", "not_taken_forward"]) | ~Q(reason=""),
                name="finding_refusal_has_reason",
            ),
            at_and_by("published", "finding_published_at_and_by"),
        ]

    def __str__(self) -> str:
        return self.title
