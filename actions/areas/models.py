"""What people took on, who put it forward or has it now, and the steps of its plan."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.models import User
from consultations.models import Conversation, Poster
from findings.models import Finding
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from phases.models import Meeting
from programmes.models import Programme
from stakeholders.models import Person


class ActionAreaQuerySet(models.QuerySet["ActionArea"]):
    def published(self) -> ActionAreaQuerySet:
        """Action areas the public may read."""
        return self.filter(published_at__isnull=False)

    def without_proposer(self) -> ActionAreaQuerySet:
        """Action areas that nobody is named as having put forward: nobody can be asked about them."""
        return self.filter(proposers=None)

    def with_current_proposers(self, on: date) -> ActionAreaQuerySet:
        """Action areas with those who stand for them on a day, in `proposers`. One more query."""
        current = Proposer.objects.current(on).select_related("person").order_by("pk")
        return self.prefetch_related(models.Prefetch("proposers", current))

    def with_counts(self) -> ActionAreaQuerySet:
        """Action areas with how many steps are planned, and how many commitments stand and are not public yet."""
        stand = Q(commitments__taken_back_at=None)
        return self.annotate(
            step_count=Count("steps", distinct=True),
            commitment_count=Count("commitments", filter=stand, distinct=True),
            unpublished_count=Count("commitments", filter=stand & Q(commitments__published_at=None), distinct=True),
        )


class ActionArea(models.Model):
    """Something people took on: where it came from, who put it forward, who joined, its plan."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="action_areas")
    number = models.PositiveSmallIntegerField()
    title = LineField(max_length=200)
    summary = WordsField(blank=True)
    taken_on_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="action_areas"
    )
    # Where it came from. An area born in the room hangs straight from posters and has no finding.
    posters = models.ManyToManyField(Poster, blank=True, related_name="action_areas")
    conversations = models.ManyToManyField(Conversation, blank=True, related_name="action_areas")
    findings = models.ManyToManyField(Finding, blank=True, related_name="action_areas")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ActionAreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="action_area_number_once"),
            at_and_by("published", "action_area_published_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        """The action area's public page."""
        return reverse("public:area-detail", args=[self.programme.slug, self.number])


class ProposerQuerySet(models.QuerySet["Proposer"]):
    def current(self, on: date) -> ProposerQuerySet:
        """Those to whom an area belongs on a day, or will: they have not moved on by then."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on))

    def of(self, user: User) -> ProposerQuerySet:
        """The parts of whoever signs in as `user`, and of a person without an account who is written to at their login.

        Whoever signs in holds that mailbox, to which the personal link goes as well.
        """
        is_written_to = Q(person__user=None, person__email=user.email)
        return self.filter(Q(person__user=user) | is_written_to)


class Proposer(models.Model):
    """A person who put an action area forward, or to whom it was handed on. `public_name` is what the public reads."""

    area = models.ForeignKey(ActionArea, on_delete=models.PROTECT, related_name="proposers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    public_name = LineField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField("moved on", null=True, blank=True)
    # It was never theirs: somebody else was meant.
    named_by_mistake = models.BooleanField("named by mistake", default=False)
    took_over_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successor"
    )

    objects = ProposerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "person"], condition=Q(until_on__isnull=True), name="proposer_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="proposer_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_name} ({self.area})"

    def has_left(self, on: date) -> bool:
        """Whether they have moved on by a day."""
        return self.until_on is not None and self.until_on <= on


class StepQuerySet(models.QuerySet["Step"]):
    def dated(self) -> StepQuerySet:
        """Steps that are due on a day and not done, what is due first first."""
        return self.filter(due_on__isnull=False, done_on=None).order_by("due_on", "area__number", "position", "pk")

    def overdue(self, on: date) -> StepQuerySet:
        """Those of them whose day is past."""
        return self.dated().filter(due_on__lt=on)


class Step(models.Model):
    """One planned step of an action area: what, who, by when.

    `who` and `by_text` are the public's. The team knows as well whose it is, where that is a person it deals with.
    """

    area = models.ForeignKey(ActionArea, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    what = LineField(max_length=300)
    who = LineField(max_length=200)
    by_text = LineField("by when, in words", max_length=120)
    due_on = models.DateField("due on", null=True, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="steps")
    done_on = models.DateField(null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "position"], name="step_position_once")]

    def __str__(self) -> str:
        return self.what

    def is_overdue(self, on: date) -> bool:
        """Whether its day is past, and it was not done."""
        return self.due_on is not None and self.due_on < on and self.done_on is None
