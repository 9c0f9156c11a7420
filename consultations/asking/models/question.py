"""What a consultation asks, and among what one may choose."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from consultations.asking.models.consultation import Consultation
from kit.model_fields import LineField


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    WORDS = "words", "In their own words"
    LINE = "line", "In a few words, on one line"
    ONE = "one", "By choosing one option"
    SEVERAL = "several", "By choosing any number of options"
    SCALE = "scale", "On a scale"
    RANKING = "ranking", "By putting options in order"
    NUMBER = "number", "With a number"
    DAY = "day", "With a date"
    STATEMENT = "statement", "Not at all: it tells something"


# Those that are answered by options, and those in which somebody finds words.
BY_OPTIONS = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.SCALE, QuestionKind.RANKING)
# Those on whose answer it can depend whether another question is asked.
DECIDES = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.SCALE)
IN_WORDS = (QuestionKind.WORDS, QuestionKind.LINE)
LEAST_OPTIONS = 2


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> QuestionQuerySet:
        """Those that are answered: all but what only tells something."""
        return self.exclude(kind=QuestionKind.STATEMENT)

    def in_order(self) -> QuestionQuerySet:
        """As they are asked, each with its options in order, and with what it depends on."""
        options = models.Prefetch("options", Option.objects.order_by("position"))
        return self.order_by("position").select_related("shown_when__question").prefetch_related(options)

    def asked_of(self, feedback: Any) -> QuestionQuerySet:
        """Those that whoever gave the answers of a piece of feedback is asked: some depend on what they chose."""
        chosen = Option.objects.filter(choices__answer__feedback=feedback)
        return self.asked().filter(Q(shown_when=None) | Q(shown_when__in=chosen))


class Question(models.Model):
    """One question of a consultation; at least one of them must be answered by everybody.

    `section` is the heading of the section that begins with it. Of a personal question one may say that one prefers
    not to say. One that is `shown_when` an option was chosen is asked of nobody else; the option is of an earlier
    question, which is asked of everybody.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=QuestionKind, default=QuestionKind.WORDS)
    section = LineField("heading of the section that begins here", max_length=120, blank=True)
    text = LineField(max_length=300)
    hint = LineField(max_length=300, blank=True)
    is_required = models.BooleanField("everybody is to answer it", default=False)
    is_personal = models.BooleanField("offers “prefer not to say”", default=False)
    shown_when = models.ForeignKey(
        "consultations.Option", null=True, blank=True, on_delete=models.RESTRICT, related_name="shows"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "position"], name="question_position_once"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.STATEMENT) | Q(is_required=False, is_personal=False),
                name="question_statement_asks_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_asked(self) -> bool:
        """Whether it is answered at all."""
        return self.kind != QuestionKind.STATEMENT

    @property
    def is_by_options(self) -> bool:
        """Whether it is answered by choosing."""
        return self.kind in BY_OPTIONS


class Option(models.Model):
    """One of those among which a question lets choose.

    Whoever chooses one that is `is_other` is asked to say what; one that `excludes` is chosen alone (none of these).
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = LineField(max_length=200)
    is_other = models.BooleanField("asks for words", default=False)
    excludes = models.BooleanField("is chosen alone", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="option_position_once"),
            models.UniqueConstraint(fields=["question", "text"], name="option_text_once"),
            models.CheckConstraint(condition=Q(is_other=False) | Q(excludes=False), name="option_other_or_alone"),
        ]

    def __str__(self) -> str:
        return self.text
