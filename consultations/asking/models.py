"""A call for input with its questions, and what one person or body said in it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from accounts.models import User
from consultations.asking.snapshot import DraftSnapshot
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from kit.windows import HOUR, Clock, WindowQuerySet, clock_at, on_the, window_constraint
from phases.models import Meeting, Phase
from programmes.models import Programme
from stakeholders.models import Appointment, Partnership, Person, StakeholderGroup


class Audience(models.TextChoices):
    """Who is asked."""

    REPRESENTATIVES = "representatives", "Representatives of partner organisations"
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

    def clock(self, at: datetime) -> Clock:
        """Whether it is upcoming, open or finished at a moment."""
        return clock_at(self.starts_at, self.ends_at, at)


class Question(models.Model):
    """One question of a consultation; at least one of them must be answered by everybody."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = LineField(max_length=300)
    hint = LineField(max_length=300, blank=True)
    is_required = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "position"], name="question_position_once")]

    def __str__(self) -> str:
        return self.text


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def published(self) -> FeedbackQuerySet:
        """Feedback the public may read."""
        return self.filter(status=Feedback.Status.PUBLISHED)

    def to_review(self) -> FeedbackQuerySet:
        """Feedback that staff have yet to review, oldest first."""
        return self.filter(status=Feedback.Status.RECEIVED).order_by("said_at", "pk")

    def sent(self) -> FeedbackQuerySet:
        """Everything that was sent, reviewed or not, newest first. What is being written is nobody's to see."""
        return self.exclude(status=Feedback.Status.DRAFT).order_by("-said_at", "-pk")

    def in_order_of_review(self) -> FeedbackQuerySet:
        """Everything that was sent: first what waits to be read, the oldest first; then the last reviewed first."""
        return self.sent().order_by(models.F("reviewed_at").desc(nulls_first=True), "said_at", "pk")

    def of_representative(self, user: User, at: datetime) -> FeedbackQuerySet:
        """What was said on behalf of the partnerships for which `user` speaks at a moment, whoever spoke then."""
        appointments = Appointment.objects.of(user).current(at)
        return self.filter(on_behalf_of__in=appointments.values("partnership"))

    def of_partnership(self, partnership: Partnership) -> FeedbackQuerySet:
        """Everything said on behalf of one partnership."""
        return self.filter(on_behalf_of=partnership)


class Feedback(models.Model):
    """What was said, by whom, entered by whom, on behalf of which partnership and speaking for which group."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being written"
        RECEIVED = "received", "Received, waiting for review"
        PUBLISHED = "published", "Reviewed and published"
        KEPT = "kept", "Reviewed, kept unpublished"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.RECEIVED: {Status.DRAFT},
        # A review can be revised: what became of it is often known only later.
        Status.PUBLISHED: {Status.RECEIVED, Status.KEPT, Status.PUBLISHED},
        Status.KEPT: {Status.RECEIVED, Status.KEPT, Status.PUBLISHED},
    }

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="feedback")
    consultation = models.ForeignKey(
        Consultation, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    said_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    on_behalf_of = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    speaking_for = models.ForeignKey(
        StakeholderGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    started_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what_became_of_it = WordsField(blank=True, help_text="Told to whoever said it.")

    objects = FeedbackQuerySet.as_manager()

    # Whether the review just made sends whoever said it a letter; set by `review_feedback`.
    is_told = False

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation__isnull=False, meeting__isnull=True)
                | Q(consultation__isnull=True, meeting__isnull=False),
                name="feedback_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", said_at__isnull=True)
                | Q(status__in=["received", "published", "kept"], said_at__isnull=False),
                name="feedback_said_unless_draft",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "received"], reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(status__in=["published", "kept"], reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="feedback_reviewed_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["consultation", "appointment"],
                condition=Q(status="draft"),
                name="feedback_one_draft",
            ),
        ]

    def __str__(self) -> str:
        whose = self.on_behalf_of.organisation if self.on_behalf_of else self.speaking_for
        return f"{self.reference}: {whose or 'somebody'}"

    @property
    def reference(self) -> str:
        """What people quote when they ask about it."""
        return f"F{self.pk:05d}"

    def version(self) -> str:
        """Return what changes when the words or the group change: how one window knows that another has written."""
        return DraftSnapshot.of(self).version()


class FeedbackAnswerQuerySet(models.QuerySet["FeedbackAnswer"]):
    def in_order(self) -> FeedbackAnswerQuerySet:
        """Answers with their questions, as the questions were asked."""
        return self.select_related("question").order_by("question__position", "pk")


class FeedbackAnswer(models.Model):
    """What was said to one question (or after a meeting, to none). `published_text` is what the public reads."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    text = WordsField()
    published_text = WordsField(blank=True)

    objects = FeedbackAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "question"], name="feedback_answer_once")]

    def __str__(self) -> str:
        return f"F{self.feedback_id:05d}: “{Truncator(self.text).words(12)}”"
