"""What a programme asks about equality, and what came of it: counts, never rows of people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from privacy.equality.wordings import Wording, wordings
from programmes.models import Document, Programme


class Occasion(models.TextChoices):
    """After what people are asked."""

    MEETINGS = "meetings", "registering for a meeting"
    HAND_INS = "hand-ins", "handing something in"
    ANSWERS = "answers", "answering a consultation"


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def open(self) -> QuestionnaireQuerySet:
        """Those that take answers."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True)


class Questionnaire(models.Model):
    """What one programme asks about equality after one kind of occasion, from its opening until it is closed.

    It opens only with its lawful basis, the condition for data of special categories, and the policy that the law asks
    for. `close_on` is the last day on which it is meant to take answers: the desk reminds of it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="questionnaires")
    occasion = models.CharField(max_length=12, choices=Occasion)
    lawful_basis = WordsField("lawful basis", blank=True)
    condition = WordsField("condition for data of special categories", blank=True)
    policy_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="policy document"
    )
    close_on = models.DateField("last day on which it is meant to take answers")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="questionnaire_occasion_known"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True)
                | (~Q(lawful_basis="") & ~Q(condition="") & Q(policy_document__isnull=False)),
                name="questionnaire_opens_with_its_basis",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="questionnaire_opened_before_closed",
            ),
            at_and_by("opened", "questionnaire_opened_at_and_by"),
            at_and_by("closed", "questionnaire_closed_at_and_by"),
            models.UniqueConstraint(
                fields=["programme", "occasion"],
                condition=Q(closed_at__isnull=True),
                name="questionnaire_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Equality questions after {self.get_occasion_display()}"

    def get_absolute_url(self) -> str:
        """The page on which people answer."""
        return reverse("privacy:equality-answer", args=[self.programme.slug, self.occasion])

    @property
    def lacking(self) -> list[str]:
        """What is missing before people may be asked."""
        named = {
            "the lawful basis": self.lawful_basis,
            "the condition for data of special categories": self.condition,
            "the appropriate policy document": self.policy_document_id,
        }
        return [words for words, there in named.items() if not there]

    @property
    def is_open(self) -> bool:
        """Whether it takes answers."""
        return self.opened_at is not None and self.closed_at is None


class AskedQuestion(models.Model):
    """One question of a questionnaire, in the words of one version (`wordings`)."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    wording_key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    # Where the population's shares are from, for the page that shows them beside the figures.
    population_source = LineField("where the population’s figures are from", max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "wording_key"], name="asked_question_once"),
            models.UniqueConstraint(fields=["questionnaire", "position"], name="asked_question_position_once"),
        ]

    def __str__(self) -> str:
        return self.wording.text

    @property
    def wording(self) -> Wording:
        """Its words."""
        return wordings()[self.wording_key]


class PendingAnswers(models.Model):
    """Answers to one question that wait to be folded into its totals: sealed counts (`pool.py`), in no backup."""

    question = models.OneToOneField(AskedQuestion, primary_key=True, on_delete=models.CASCADE, related_name="pending")
    sealed = models.BinaryField()

    # Read by `kit/database_copy.py`.
    left_out_of_copies = True

    def __str__(self) -> str:
        return f"{self.question_id}: sealed"


class AnswerCount(models.Model):
    """How many people gave one answer to one question, of those that were folded in so far.

    All rows of a question are there from its opening on, and written together: the order of rows, and when one was
    written last, tell of no answer.
    """

    question = models.ForeignKey(AskedQuestion, on_delete=models.CASCADE, related_name="counts")
    # The code of the answer in the wording of its question.
    code = models.CharField(max_length=40)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="answer_count_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.people}"


class PopulationFigure(models.Model):
    """Which share of the population gives one answer to one question, as the team found it at a source."""

    question = models.ForeignKey(AskedQuestion, on_delete=models.CASCADE, related_name="population")
    code = models.CharField(max_length=40)
    per_cent = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="population_figure_once"),
            models.CheckConstraint(condition=Q(per_cent__range=(0, 100)), name="population_figure_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.per_cent} %"


class FigureEdition(models.Model):
    """What the counts of a questionnaire were at one moment, as that may be shown; it never changes.

    Each is made with all before it in hand, so that two of them together tell no more. The team reads the latest; the
    public reads the latest of those that are published.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="figure_edition_number_once"),
            at_and_by("published", "figure_edition_published_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Figures {self.number}: {self.questionnaire}"

    @property
    def is_last(self) -> bool:
        """Whether nothing more can come: it was drawn after the questions were closed."""
        closed_at = self.questionnaire.closed_at
        return closed_at is not None and self.drawn_at >= closed_at


class EditionFigure(models.Model):
    """One figure of an edition as it is shown: how many gave one answer to a question, or (no code) any."""

    edition = models.ForeignKey(FigureEdition, on_delete=models.CASCADE, related_name="figures")
    question = models.ForeignKey(AskedQuestion, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    shown = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "question", "code"], name="edition_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.shown}"
