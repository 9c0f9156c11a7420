"""One person speaks for one partnership."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from kit.days import beginning_of, end_of
from kit.lifecycle import at_and_by
from kit.model_fields import LineField
from stakeholders.models.partnership import Partnership
from stakeholders.models.person import Person


class Channel(models.TextChoices):
    """How the team came to know of something that a person said or decided."""

    LINK = "link", "By their own link"
    TELEPHONE = "telephone", "By telephone"
    PAPER = "paper", "On paper"
    IN_PERSON = "in_person", "In person"


class Ending(models.TextChoices):
    """Why an appointment ended."""

    STEPPED_DOWN = "stepped_down", "Stepped down"
    REPLACED = "replaced", "Replaced"
    SILENT = "silent", "Could no longer be reached"
    OTHER = "other", "Another reason"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, at: datetime) -> AppointmentQuerySet:
        """Appointments in force at a moment, past or present: who spoke then."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), started_at__lte=at)

    def on_day(self, day: date) -> AppointmentQuerySet:
        """Appointments in force at any moment of a day in London."""
        lasting = Q(ended_at__isnull=True) | Q(ended_at__gt=beginning_of(day))
        return self.filter(lasting, started_at__lt=end_of(day))

    def with_names(self) -> AppointmentQuerySet:
        """Appointments with all that is read of them: the person, the organisation and the programme."""
        return self.select_related("person", "partnership__organisation", "partnership__programme")

    def of(self, user: User) -> AppointmentQuerySet:
        """Appointments of the person who signed in as `user`."""
        return self.filter(person__user=user)


class Appointment(models.Model):
    """One person speaks for one partnership from … until, having made both declarations. Ended, never edited away.

    `channel` and `said_by` (a name) say how the team learnt of it; `appointed_by` entered it: the person themself when
    they came by their link. `contact_shared_at` is when they agreed that other representatives may see their e-mail
    address and telephone.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    started_at = models.DateTimeField()
    declared_can_decide_at = models.DateTimeField("declared: can decide for the organisation")
    declared_can_engage_at = models.DateTimeField("declared: can engage people with lived experience")
    channel = models.CharField("how the team learnt of it", max_length=10, choices=Channel, default=Channel.LINK)
    said_by = LineField("who said so", max_length=200, blank=True)
    appointed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    contact_shared_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ending = models.CharField("why it ended", max_length=12, choices=Ending, blank=True)
    end_reason = LineField("why, in words", max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(ended_at__isnull=True), name="appointment_one_current"
            ),
            at_and_by("ended", "appointment_ended_at_and_by"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("started_at")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="appointment_channel_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | Q(ended_at__isnull=False, ending__in=Ending.values),
                name="appointment_ending_once_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.partnership.organisation}"
