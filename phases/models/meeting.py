"""People at a time and place: who registered, who waits for a place, who came."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.models import User
from phases.models.phase import Phase
from programmes.lifecycle import at_and_by
from programmes.models import Programme
from programmes.window import Clock, WindowQuerySet, clock_at, window_constraint
from stakeholders.models import Partnership, Person

# People come back to their page after the meeting, for what came of it.
LINK_AFTER_MEETING = timedelta(days=60)


class Presence(models.TextChoices):
    """How somebody stands to a meeting."""

    REGISTERED = "registered", "Registered"
    WAITING = "waiting", "Waits for a place"
    ATTENDED = "attended", "Attended"
    WALK_IN = "walk_in", "Walked in"
    APOLOGIES = "apologies", "Sent apologies"


CAME = (Presence.ATTENDED, Presence.WALK_IN)
HAS_A_PLACE = (Presence.REGISTERED, *CAME)


class MeetingQuerySet(WindowQuerySet["Meeting"]):
    def with_counts(self) -> MeetingQuerySet:
        """With how many have a place, wait, came and sent apologies (`placed`, `waiting`, `came`, `apologies`)."""
        counted = {"placed": HAS_A_PLACE, "waiting": [Presence.WAITING], "came": CAME}
        counted["apologies"] = [Presence.APOLOGIES]
        return self.annotate(
            **{name: Count("attendances", filter=Q(attendances__presence__in=which)) for name, which in counted.items()}
        )


class Meeting(models.Model):
    """People at a time and place, or online: a design session, a stakeholders' meeting, an event.

    Anybody can register from `registration_opens_at` until `registration_closes_at`, or until it begins; where the
    first is empty, only the team adds people.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="meetings")
    phase = models.ForeignKey(Phase, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    venue = models.CharField(max_length=200)
    is_online = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    agenda = models.TextField(blank=True)
    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    joining_details = models.TextField("how to join, for those who have a place", blank=True)
    attendance_text = models.CharField("how many came, in words", max_length=120, blank=True)
    summary = models.TextField("what happened", blank=True)
    feedback_summary = models.TextField("what people said of it", blank=True)

    objects = MeetingQuerySet.as_manager()

    # Counted by `with_counts`.
    placed: int
    waiting: int
    came: int
    apologies: int

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "title", "starts_at"], name="meeting_once"),
            window_constraint("meeting_window_in_order"),
            models.CheckConstraint(
                condition=Q(registration_closes_at__isnull=True)
                | Q(registration_opens_at__isnull=False, registration_closes_at__gt=F("registration_opens_at")),
                name="meeting_registration_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("phases:meeting-detail", args=[self.programme.slug, self.pk])

    @property
    def registration_ends_at(self) -> datetime:
        """The moment at which registration ends: the day it was given, at the latest when the meeting begins."""
        return min(self.registration_closes_at or self.starts_at, self.starts_at)

    def registration(self, at: datetime) -> Clock | None:
        """Say where registration stands at `at`; None where the public cannot register at all."""
        if self.registration_opens_at is None:
            return None
        if at >= self.registration_ends_at:
            return Clock.PAST
        return clock_at(self.registration_opens_at, self.registration_ends_at, at)

    def clock(self, at: datetime) -> Clock:
        """Say where the meeting stands at `at`."""
        return clock_at(self.starts_at, self.ends_at, at)


class NeedsMet(models.TextChoices):
    """Whether somebody had at a meeting what they said they need."""

    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def having_a_place(self) -> AttendanceQuerySet:
        """Those who take one of the places."""
        return self.filter(presence__in=HAS_A_PLACE)

    def waiting(self) -> AttendanceQuerySet:
        """Those who wait for a place, the first who waits first."""
        return self.filter(presence=Presence.WAITING).order_by("registered_at", "pk")

    def came(self) -> AttendanceQuerySet:
        """Those who were there."""
        return self.filter(presence__in=CAME)

    def by_token_hash(self, token_hash: str, at: datetime) -> AttendanceQuerySet:
        """The one that a personal link opens at `at`, if any, with its meeting, programme and person."""
        opened = self.filter(token_hash=token_hash, meeting__starts_at__gt=at - LINK_AFTER_MEETING)
        return opened.select_related("meeting__programme", "person")


class Attendance(models.Model):
    """One person at one meeting, for the partnership they spoke for (if any).

    What somebody needs is of this meeting alone: it is never written over what they said of themselves elsewhere.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    presence = models.CharField(max_length=12, choices=Presence)
    # The key of the form by which somebody registered: however often it is sent, they have one place.
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    registered_at = models.DateTimeField(null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    comes_from = models.CharField("organisation or group, in words", max_length=200, blank=True)
    access_needs = models.TextField(blank=True)
    communication_needs = models.TextField(blank=True)
    needs_met = models.CharField(max_length=8, choices=NeedsMet, blank=True)
    needs_note = models.TextField("how, or why not", blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_in_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # What they were before they were checked in, so that it can be undone.
    before_check_in = models.CharField(max_length=12, choices=Presence, blank=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    link_nonce = models.CharField(max_length=32, blank=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            models.CheckConstraint(condition=Q(presence__in=Presence.values), name="attendance_presence_known"),
            models.CheckConstraint(
                condition=Q(needs_met__in=["", *NeedsMet.values]), name="attendance_needs_met_known"
            ),
            models.CheckConstraint(
                condition=~Q(needs_met=NeedsMet.NOT_MET, needs_note=""), name="attendance_not_met_says_why"
            ),
            at_and_by("checked_in", "attendance_checked_in_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_presence_display()}"

    @property
    def of_whom(self) -> str:
        """The organisation or group that somebody comes from, as far as we know (reads the partnership)."""
        return self.comes_from or (str(self.partnership.organisation) if self.partnership else "")

    @property
    def has_place(self) -> bool:
        """Whether one of the places is theirs."""
        return self.presence in HAS_A_PLACE

    @property
    def can_be_given_up(self) -> bool:
        """Whether there is a place, or a wait for one, that can be given up."""
        return self.presence in (Presence.REGISTERED, Presence.WAITING)
