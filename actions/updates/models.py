"""The answers: what has happened, what helped, what hindered, where it stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Q, Value, When

from accounts.models import User
from actions.areas.models import ActionArea
from actions.rounds.models import FollowUp
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from kit.name_keys import KeyField
from programmes.models import Programme


class Standing(models.TextChoices):
    """Where an action area stands, in the words of whoever answers for it."""

    NOT_STARTED = "not_started", "Not started yet"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"
    HANDED_ON = "handed_on", "Handed on, starting again"


class AnswerChannel(models.TextChoices):
    """How an answer reached us."""

    LINK = "link", "By personal link"
    TELEPHONE = "telephone", "By telephone"
    PAPER = "paper", "On paper"
    MEETING = "meeting", "In a meeting"
    SIGNED_IN = "signed_in", "Signed in"

    @property
    def is_by_own_hand(self) -> bool:
        """Whether the proposer wrote it, and not the team for them."""
        return self in (AnswerChannel.LINK, AnswerChannel.SIGNED_IN)


class FactorKind(models.TextChoices):
    """Which way a factor worked."""

    HELPED = "helped", "Helped"
    HINDERED = "hindered", "Hindered"


class FactorQuerySet(models.QuerySet["Factor"]):
    def current(self) -> FactorQuerySet:
        """Factors that answers are coded to: not those that went into another, nor names given up."""
        return self.filter(merged_into=None)


class Factor(models.Model):
    """Something that helped or hindered, named once for all areas of a programme.

    One that was merged into another stays, under its name, with the answers coded to it: the trace. So does a name that
    was given up, as a factor to which no answer was ever coded.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="factors")
    kind = models.CharField(max_length=10, choices=FactorKind)
    name = LineField(max_length=160)
    name_key = KeyField()
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")

    objects = FactorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "name_key"], name="factor_name_once"),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="factor_not_merged_into_itself"),
            models.CheckConstraint(condition=Q(kind__in=FactorKind.values), name="factor_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def published(self) -> ProgressUpdateQuerySet:
        """Answers the public may read."""
        return self.filter(status=ProgressUpdate.Status.PUBLISHED)

    def in_order_given(self) -> ProgressUpdateQuerySet:
        """Answers in the order of their rounds, the newest last: that is the one by which an area stands."""
        return self.order_by("follow_up__round__number", "given_at", "pk")

    def told_before(self, follow_up: FollowUp) -> ProgressUpdate | None:
        """What the same proposer told of the same area the last time, in an earlier round; None the first time."""
        theirs = self.filter(follow_up__proposer=follow_up.proposer_id, area=follow_up.proposer.area_id)
        return theirs.filter(follow_up__round__number__lt=follow_up.round.number).with_names().in_order_given().last()

    def with_names(self) -> ProgressUpdateQuerySet:
        """Answers with what they are about, the round, and who gave them."""
        return self.select_related("area", "follow_up__round", "follow_up__proposer__person")

    def awaiting_review_first(self) -> ProgressUpdateQuerySet:
        """Answers that stand: those that staff have yet to review, oldest first, then the others, the latest first."""
        standing = self.exclude(status=ProgressUpdate.Status.REPLACED)
        awaits = Case(When(status=ProgressUpdate.Status.WAITING, then=Value(0)), default=Value(1))
        return standing.order_by(awaits, F("reviewed_at").desc(nulls_first=True), "given_at", "pk")

    def awaiting_review(self) -> ProgressUpdateQuerySet:
        """Answers that staff have yet to review, oldest first."""
        return self.filter(status=ProgressUpdate.Status.WAITING).order_by("given_at", "pk")


class ProgressUpdate(models.Model):
    """One version of one answer to a follow-up. The public reads the `published_*` words, after review."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting for review"
        PUBLISHED = "published", "Published"
        KEPT = "kept", "Kept unpublished"
        REPLACED = "replaced", "Replaced by a later answer"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.PUBLISHED: {Status.WAITING, Status.KEPT},
        Status.KEPT: {Status.WAITING, Status.PUBLISHED},
        Status.REPLACED: {Status.WAITING, Status.PUBLISHED, Status.KEPT},
    }

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="updates")
    area = models.ForeignKey(ActionArea, on_delete=models.PROTECT, related_name="updates")
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    standing = models.CharField("where it stands", max_length=12, choices=Standing)
    what_happened = WordsField()
    what_helped = WordsField(blank=True)
    what_hindered = WordsField(blank=True)
    channel = models.CharField("how it reached us", max_length=10, choices=AnswerChannel)
    given_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    headline = LineField("in one line, for the public", max_length=300, blank=True)
    published_happened = WordsField(blank=True)
    published_helped = WordsField(blank=True)
    published_hindered = WordsField(blank=True)
    redaction_reason = LineField(max_length=200, blank=True)
    factors = models.ManyToManyField(Factor, blank=True, related_name="updates")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "version"], name="progress_version_once"),
            models.UniqueConstraint(fields=["follow_up"], condition=Q(status="waiting"), name="progress_one_waiting"),
            models.UniqueConstraint(
                fields=["follow_up"], condition=Q(status="published"), name="progress_one_published"
            ),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="progress_standing_known"),
            models.CheckConstraint(condition=Q(channel__in=AnswerChannel.values), name="progress_channel_known"),
            at_and_by("reviewed", "progress_reviewed_at_and_by"),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "kept"]) | Q(reviewed_at__isnull=False),
                name="progress_public_only_after_review",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.version} of {self.follow_up}"

    @property
    def awaits_review(self) -> bool:
        """Whether staff have yet to review it."""
        return self.status == self.Status.WAITING

    @property
    def review_version(self) -> str:
        """Where its review stands, in one line: tells a reviewer that somebody else was faster."""
        return f"{self.status} {self.reviewed_at.isoformat() if self.reviewed_at else 'never'}"
