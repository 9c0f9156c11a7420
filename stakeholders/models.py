"""Who is in a programme, and for whom they speak."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.models import User
from programmes.lifecycle import at_and_by
from programmes.models import Programme


class Organisation(models.Model):
    """A body. It is never a login; people appointed by it sign in as themselves."""

    name = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    website = models.URLField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="organisation_name_whatever_case")]

    def __str__(self) -> str:
        return self.name


class StakeholderGroup(models.Model):
    """People whose voice a programme needs: a protected characteristic, or a local group."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="stakeholder_groups")
    name = models.CharField(max_length=120)
    is_protected_characteristic = models.BooleanField(
        default=False, help_text="One of the nine of the Equality Act 2010."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("programme", Lower("name"), name="stakeholder_group_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone the programme deals with. May have no e-mail and no account, only a telephone or an address."""

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    postal_address = models.TextField(blank=True)
    communication_needs = models.TextField(blank=True)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="person")

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What part an organisation has in a programme."""

    LEAD_BODY = "lead_body", "Lead body"
    FACILITATOR = "facilitator", "Facilitator"
    DELIVERY_PARTNER = "delivery_partner", "Delivery partner"
    MEMBER = "member", "Member"


class Partnership(models.Model):
    """An organisation's part in one programme. For a member: why it is uniquely placed, and whom it represents."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=20, choices=Role)
    part = models.TextField("what it does in the programme", blank=True)
    uniquely_placed = models.TextField(blank=True)
    identified_by = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    groups = models.ManyToManyField(StakeholderGroup, blank=True, related_name="partnerships")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="partnership_role_known"),
            models.UniqueConstraint(
                fields=["programme", "organisation", "role"],
                condition=Q(until_on__isnull=True),
                name="partnership_role_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="partnership_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, at: datetime) -> AppointmentQuerySet:
        """Appointments in force at a moment."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), started_at__lte=at)

    def of(self, user: User) -> AppointmentQuerySet:
        """Appointments of the person who signed in as `user`."""
        return self.filter(person__user=user)


class Appointment(models.Model):
    """One person speaks for one partnership from … until, having made both declarations. Ended, never edited away."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    started_at = models.DateTimeField()
    declared_can_decide_at = models.DateTimeField("declared: can decide for the organisation")
    declared_can_engage_at = models.DateTimeField("declared: can engage people with lived experience")
    appointed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=200, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.partnership.organisation}"
