"""Who was told that a consultation asks them, how, and what they are told after that."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from consultations.asking.models import Consultation, Feedback
from kit.days import last_day_before
from kit.model_fields import WordsField
from stakeholders.contact_channels import is_address
from stakeholders.models import Appointment, ContactBy, Person


class Step(models.TextChoices):
    """The letters of one consultation. The first goes as it opens, the reminders by the clock, the last as it closes.

    The others go when the team puts off its end, and when it sends the first one again.
    """

    OPENS = "opens", "It opens"
    FIRST_REMINDER = "first-reminder", "First reminder"
    SECOND_REMINDER = "second-reminder", "Second reminder"
    MORE_TIME = "more-time", "More time"
    AGAIN = "again", "Sent again"
    CLOSED = "closed", "It has closed"


class TellingPlan(models.Model):
    """When those who are asked and have not answered are reminded, and what they are told as a consultation closes.

    A reminder counts in days before the last one; none: it does not go. `told_of_end` is the end of which they were
    told: after another one they are told again.
    """

    # Where it is kept how many days before the last day each of them goes.
    STEPS: ClassVar[dict[Step, str]] = {
        Step.FIRST_REMINDER: "first_reminder_days",
        Step.SECOND_REMINDER: "second_reminder_days",
    }

    consultation = models.OneToOneField(Consultation, on_delete=models.CASCADE, related_name="telling")
    first_reminder_days = models.PositiveSmallIntegerField(null=True, blank=True, default=7)
    second_reminder_days = models.PositiveSmallIntegerField(null=True, blank=True, default=2)
    what_happens_next = WordsField(blank=True)
    told_of_end = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_reminder_days=None)
                | Q(second_reminder_days=None)
                | Q(first_reminder_days__gt=F("second_reminder_days")),
                name="telling_plan_reminders_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"What is told about “{self.consultation}”"

    @property
    def reminders(self) -> list[tuple[Step, date]]:
        """The reminders that go, each with its day; none while there is no last day."""
        last_on = last_day_before(self.consultation.ends_at)
        days = [(step, getattr(self, name)) for step, name in self.STEPS.items()]
        return [(step, last_on - timedelta(days=count)) for step, count in days if last_on and count is not None]


def plan_of(consultation: Consultation) -> TellingPlan:
    """Return the plan of a consultation: the usual one, which is not stored, where nobody has made another."""
    return TellingPlan.objects.filter(consultation=consultation).first() or TellingPlan(consultation=consultation)


class Way(models.TextChoices):
    """How somebody is told."""

    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    TELEPHONE = "telephone", "Telephone"


def way_to(person: Person) -> Way:
    """Return how somebody is told (reads their account): by e-mail if they want it, else by letter, else by ringing."""
    if person.contact_by == ContactBy.EMAIL and is_address(person.address):
        return Way.EMAIL
    rings = person.telephone and person.contact_by in (ContactBy.TELEPHONE, ContactBy.TEXT)
    return Way.LETTER if person.postal_address and not rings else Way.TELEPHONE


def has_answered(partnership: str) -> Exists:
    """Return the condition that a partnership, to which the path leads, has sent its answer to `consultation`."""
    sent = Feedback.objects.exclude(status=Feedback.Status.DRAFT)
    return Exists(sent.filter(consultation=OuterRef("consultation"), on_behalf_of=OuterRef(partnership)))


class AskedRepresentativeQuerySet(models.QuerySet["AskedRepresentative"]):
    def standing(self) -> AskedRepresentativeQuerySet:
        """The one of each partnership who was asked last: whoever spoke for it before is asked no more."""
        same = AskedRepresentative.objects.filter(
            consultation=OuterRef("consultation"), appointment__partnership=OuterRef("appointment__partnership")
        )
        return self.filter(~Exists(same.filter(pk__gt=OuterRef("pk"))))

    def speaking(self, at: datetime) -> AskedRepresentativeQuerySet:
        """Those who speak at a moment."""
        return self.filter(appointment__in=Appointment.objects.current(at))

    def answered(self) -> AskedRepresentativeQuerySet:
        """Those whose partnership has answered, whoever wrote for it."""
        return self.filter(has_answered("appointment__partnership"))

    def waited_for(self, at: datetime) -> AskedRepresentativeQuerySet:
        """Those who speak at a moment, and whose partnership has not answered."""
        return self.speaking(at).filter(~has_answered("appointment__partnership"))

    def with_names(self) -> AskedRepresentativeQuerySet:
        """With all that is read of them: the person, the organisation, the consultation and its programme."""
        return self.select_related(
            "appointment__person__user", "appointment__partnership__organisation", "consultation__phase__programme"
        )


class AskedRepresentative(models.Model):
    """One who speaks for a partnership is asked by a consultation: when they were told so, and in which way.

    A letter goes once somebody has printed it.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="asked_representatives")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="asked_in")
    way = models.CharField("how they are told", max_length=10, choices=Way)
    asked_at = models.DateTimeField()
    printed_at = models.DateTimeField("letter printed", null=True, blank=True)

    objects = AskedRepresentativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "appointment"], name="asked_representative_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="asked_representative_way_known"),
            models.CheckConstraint(
                condition=Q(printed_at=None) | Q(way="letter"), name="asked_representative_printed_only_letters"
            ),
        ]

    def __str__(self) -> str:
        return str(self.appointment)
