"""People at a time and place, or online."""

from __future__ import annotations

from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from kit.days import beginning_of, end_of
from kit.disclosure.rounding import disclosed, in_words
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from kit.name_keys import KeyField
from kit.windows import HOUR, QUARTER, Clock, WindowQuerySet, clock_at, on_the, window_constraint
from phases.meetings.models.presence import PLACED, PRESENT, Presence
from programmes.models import Programme


class MeetingQuerySet(WindowQuerySet["Meeting"]):
    def published(self) -> MeetingQuerySet:
        """Meetings of programmes that the public may read."""
        return self.filter(programme__in=Programme.objects.published())

    def to_come(self, at: datetime) -> MeetingQuerySet:
        """Meetings that have not begun at a moment and take place, the soonest first."""
        return self.upcoming(at).filter(cancelled_at=None).order_by("starts_at", "pk")

    def in_order_of_desk(self, at: datetime) -> MeetingQuerySet:
        """Those that are not over first, the next on top; then those that are (`clock`), the newest first."""
        midnight = beginning_of(timezone.localdate(at))
        over = Q(ends_at__lte=at) | Q(ends_at=None, starts_at__lt=midnight)
        coming = Case(When(over, then=None), default=F("starts_at"))
        return self.order_by(Case(When(over, then=1), default=0), coming, "-starts_at", "pk")

    def with_counts(self) -> MeetingQuerySet:
        """With how many are `placed` (have a place), `waiting`, `present` (were there), and sent `apologies`."""
        counted = {"placed": PLACED, "waiting": [Presence.WAITING], "present": PRESENT}
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
    phase = models.ForeignKey("phases.Phase", null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    title = LineField(max_length=200)
    title_key = KeyField(of="title")
    purpose = WordsField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    venue = LineField(max_length=200)
    is_online = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    agenda = WordsField(blank=True)
    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    joining_details = WordsField("how to join, for those who have a place", blank=True)
    attendance_text = LineField("how many came, in words", max_length=120, blank=True)
    summary = WordsField("what happened", blank=True)
    feedback_summary = WordsField("what people said of it", blank=True)
    # For the team, which is shown them when it sets the next one up.
    # A default in the database: rows written by the program of before have it too.
    lessons = WordsField("what to do otherwise next time", blank=True, default="", db_default="")
    # Anybody can say how it was from its beginning until then; nobody is asked where it is empty.
    evaluation_closes_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How often time or place have changed: calendars know a newer file by it, and people are told of each once.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # How often its calendar files have changed otherwise: how to join, a place given up, taken again or fallen free.
    # A default in the database: rows written by the program of before have it too.
    calendar_revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = MeetingQuerySet.as_manager()

    # Counted by `with_counts`.
    placed: int
    waiting: int
    present: int
    apologies: int

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "title_key", "starts_at"], name="meeting_once"),
            window_constraint("meeting_window_in_order"),
            on_the(QUARTER, "starts_at", "ends_at", name="meeting_on_the_quarter"),
            on_the(
                HOUR,
                "registration_opens_at",
                "registration_closes_at",
                "evaluation_closes_at",
                name="meeting_registration_on_the_hour",
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__isnull=True)
                | Q(registration_opens_at__isnull=False, registration_closes_at__gte=F("registration_opens_at")),
                name="meeting_registration_in_order",
            ),
            at_and_by("cancelled", "meeting_cancelled_at_and_by"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("phases:meeting-detail", args=[self.programme.slug, self.pk])

    @property
    def room_in_words(self) -> str:
        """How many people there is room for, as a count of people: where all places are taken, it is one."""
        return in_words(disclosed(self.capacity or 0))

    @property
    def calendar_sequence(self) -> int:
        """How often anything in its calendar file has changed (SEQUENCE, RFC 5545 §3.8.7.4)."""
        return self.revision + self.calendar_revision

    @property
    def registration_ends_at(self) -> datetime:
        """The moment at which registration ends: the day it was given, at the latest when the meeting begins."""
        return min(self.registration_closes_at or self.starts_at, self.starts_at)

    def registration(self, at: datetime) -> Clock | None:
        """Say where registration stands at `at`; None where the public cannot register at all."""
        if self.registration_opens_at is None:
            return None
        if self.cancelled_at or at >= self.registration_ends_at:
            return Clock.PAST
        return clock_at(self.registration_opens_at, self.registration_ends_at, at)

    def answering(self, at: datetime) -> Clock:
        """Say whether representatives can say at `at` that they come.

        They can while anybody can register; where only the team adds people, until the meeting begins.
        """
        if self.cancelled_at or at >= self.starts_at:
            return Clock.PAST
        return self.registration(at) or Clock.OPEN

    def evaluation(self, at: datetime) -> Clock | None:
        """Say whether people can say how it was at `at`; None where nobody is asked."""
        if self.evaluation_closes_at is None or self.cancelled_at:
            return None
        return clock_at(self.starts_at, self.evaluation_closes_at, at)

    def clock(self, at: datetime) -> Clock:
        """Say where the meeting stands at `at`; one without an end is over when its day is."""
        return clock_at(self.starts_at, self.ends_at or end_of(timezone.localdate(self.starts_at)), at)
