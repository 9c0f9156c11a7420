"""What one person or body said when they were asked."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from accounts.models import User
from consultations.asking.models.consultation import Consultation
from consultations.asking.models.question import IN_WORDS, Option, Question
from consultations.asking.snapshot import DraftSnapshot
from kit.model_fields import LineField, WordsField
from phases.models import Meeting
from programmes.models import Programme
from stakeholders.models import Appointment, Partnership, Person, StakeholderGroup


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

    def standing(self) -> FeedbackQuerySet:
        """What was sent and not taken back since: it speaks for somebody still."""
        return self.sent().exclude(status=Feedback.Status.WITHDRAWN)

    def in_order_of_review(self) -> FeedbackQuerySet:
        """Everything that was sent: first what waits to be read, the oldest first; then the last reviewed first."""
        waits = models.Case(models.When(status=Feedback.Status.RECEIVED, then=0), default=1)
        return self.sent().order_by(waits, models.F("reviewed_at").desc(nulls_last=True), "said_at", "pk")

    def of_representative(self, user: User, at: datetime) -> FeedbackQuerySet:
        """What was said on behalf of the partnerships for which `user` speaks at a moment, whoever spoke then."""
        appointments = Appointment.objects.of(user).current(at)
        return self.filter(on_behalf_of__in=appointments.values("partnership"))

    def of_partnership(self, partnership: Partnership) -> FeedbackQuerySet:
        """Everything said on behalf of one partnership."""
        return self.filter(on_behalf_of=partnership)


class Voice(models.TextChoices):
    """As whom somebody answers who does not represent an organisation in the programme."""

    OWN = "own", "For myself"
    ORGANISATION = "organisation", "For an organisation"
    GROUP = "group", "For a group of people"
    HELPED = "helped", "For myself, and somebody helps me"
    CARER = "carer", "For somebody I care for"


class Publication(models.TextChoices):
    """What somebody would like to become of their words; the team still reads them first."""

    NAMED = "named", "Publish them, with the name that I give"
    NAMELESS = "nameless", "Publish them, without a name"
    NOT = "not", "Read them, and do not publish them"


class GroupsTold(models.TextChoices):
    """What somebody told of the groups of the programme: `described_by` says which, where it is some."""

    SOME = "some", "Some of them"
    NONE = "none", "None of these"
    DECLINED = "declined", "Prefers not to say"


class Late(models.TextChoices):
    """Whether what came after the last day is taken in; why, stands beside it in public."""

    ACCEPTED = "accepted", "Came late, and is taken in"
    NOT = "not", "Came late, and is not taken in"


class Feedback(models.Model):
    """What was said, by whom, entered by whom, on behalf of which partnership and speaking for which group.

    Whoever answers by the public page has no partnership: a *hand-in* says how to reach them, `voice` as whom they
    speak, `voice_of` for which organisation or group, and `publication` what they would like to become of their words,
    with `signed` as the name to be published. `described_by` are the groups that they say describe them.

    What came on paper or by telephone is entered by the team: `late` and `late_reason` say what became of what came
    after the last day, `signatures` how many signed it, where it is a petition: it is one piece of feedback.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Being written"
        RECEIVED = "received", "Received, waiting for review"
        PUBLISHED = "published", "Reviewed and published"
        KEPT = "kept", "Reviewed, kept unpublished"
        WITHDRAWN = "withdrawn", "Withdrawn by whoever said it"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.RECEIVED: {Status.DRAFT},
        # A review can be revised: what became of it is often known only later.
        Status.PUBLISHED: {Status.RECEIVED, Status.KEPT, Status.PUBLISHED},
        Status.KEPT: {Status.RECEIVED, Status.KEPT, Status.PUBLISHED},
        Status.WITHDRAWN: {Status.RECEIVED, Status.KEPT, Status.PUBLISHED},
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
    voice = models.CharField(max_length=12, choices=Voice, blank=True)
    voice_of = LineField(max_length=200, blank=True)
    publication = models.CharField(max_length=8, choices=Publication, blank=True)
    signed = LineField(max_length=200, blank=True)
    groups_told = models.CharField(max_length=10, choices=GroupsTold, blank=True)
    described_by = models.ManyToManyField(StakeholderGroup, blank=True, related_name="describes")
    late = models.CharField(max_length=8, choices=Late, blank=True)
    late_reason = LineField("why, of what came late", max_length=300, blank=True)
    signatures = models.PositiveIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Of the team, who did it at their word; None where they did it themselves.
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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
                | Q(status__in=["received", "published", "kept", "withdrawn"], said_at__isnull=False),
                name="feedback_said_unless_draft",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "received"], reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(status__in=["published", "kept"], reviewed_at__isnull=False, reviewed_by__isnull=False)
                | Q(status="withdrawn", reviewed_at=None, reviewed_by=None)
                | Q(status="withdrawn", reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="feedback_reviewed_at_and_by",
            ),
            models.CheckConstraint(condition=Q(voice__in=["", *Voice.values]), name="feedback_voice_known"),
            models.CheckConstraint(
                condition=Q(publication__in=["", *Publication.values]), name="feedback_publication_known"
            ),
            models.CheckConstraint(
                condition=~Q(publication="not") | ~Q(status="published"), name="feedback_published_only_as_asked"
            ),
            models.CheckConstraint(
                condition=Q(publication="named") | Q(signed=""), name="feedback_signed_only_if_to_be_named"
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None)),
                name="feedback_withdrawn_at",
            ),
            models.CheckConstraint(
                condition=Q(late="", late_reason="") | (Q(late__in=Late.values) & ~Q(late_reason="")),
                name="feedback_late_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(late="not") | ~Q(status="published"), name="feedback_not_taken_in_is_not_published"
            ),
            models.CheckConstraint(condition=Q(signatures=None) | Q(signatures__gt=0), name="feedback_signatures_some"),
            models.CheckConstraint(
                condition=Q(groups_told__in=["", *GroupsTold.values]), name="feedback_groups_told_known"
            ),
            models.UniqueConstraint(
                fields=["consultation", "appointment"],
                condition=Q(status="draft"),
                name="feedback_one_draft",
            ),
        ]

    def __str__(self) -> str:
        whose = self.on_behalf_of.organisation if self.on_behalf_of else self.speaking_for or self.voice_of
        return f"{self.reference}: {whose}" if whose else self.reference

    @property
    def public_name(self) -> str:
        """Return who said it, as the public reads it: nobody's name but as they wish."""
        if self.on_behalf_of:
            return self.on_behalf_of.organisation.name
        if self.publication == Publication.NAMED:
            return self.signed
        if self.voice == Voice.ORGANISATION:
            return "An organisation"
        return "A group of people" if self.voice == Voice.GROUP else "Somebody who took part"

    @property
    def desk_name(self) -> str:
        """Return who said it, as the team reads it (reads the partnership, or who said it)."""
        if self.on_behalf_of:
            return self.on_behalf_of.organisation.name
        return self.voice_of or (self.said_by.name if self.said_by else "") or self.signed or "somebody"

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
    """What was said to one question (or after a meeting, to none). `published_text` is what the public reads.

    `text` is the whole answer in words, as it was given: of options their words, as they stood then. What is counted of
    it stands beside it: the options that were chosen, a number, a day, or that somebody prefers not to say.
    """

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    text = WordsField()
    published_text = WordsField(blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    declined = models.BooleanField("prefers not to say", default=False)

    objects = FeedbackAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "question"], name="feedback_answer_once"),
            models.CheckConstraint(
                condition=Q(declined=False) | Q(number=None, day=None), name="feedback_answer_declined_says_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"F{self.feedback_id:05d}: “{Truncator(self.text).words(12)}”"

    @property
    def is_in_own_words(self) -> bool:
        """Whether somebody wrote some of it: what was only chosen holds no words of theirs (reads its choices)."""
        if self.question is None or self.question.kind in IN_WORDS:
            return True
        return any(each.option.is_other for each in self.choices.all())


class Choice(models.Model):
    """An option that was chosen in an answer; in a ranking with its rank, 1 for the first."""

    answer = models.ForeignKey(FeedbackAnswer, on_delete=models.CASCADE, related_name="choices")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="choices")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "option"], name="choice_option_once"),
            models.UniqueConstraint(fields=["answer", "rank"], name="choice_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.option}" if self.rank else str(self.option)
