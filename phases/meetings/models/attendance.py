"""Who registered for a meeting, who waits for a place, who came; and the spreadsheets by which many arrive at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Lower

from accounts.audit import record
from accounts.models import User
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, TelephoneField, WordsField
from kit.sheet_import.models import SheetImport
from phases.meetings.models.meeting import Meeting
from phases.meetings.models.presence import PLACED, PRESENT, Presence
from programmes.models import Programme
from stakeholders.models import Partnership, Person

# People come back to their page after the meeting, for what came of it.
LINK_AFTER_MEETING = timedelta(days=60)


class NeedsMet(models.TextChoices):
    """Whether somebody had at a meeting what they said they need."""

    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def placed(self) -> AttendanceQuerySet:
        """Those who take one of the places."""
        return self.filter(presence__in=PLACED)

    def waiting(self) -> AttendanceQuerySet:
        """Those who wait for a place, the first who waits first."""
        return self.filter(presence=Presence.WAITING).order_by("registered_at", "pk")

    def uninformed(self, meeting: Meeting) -> AttendanceQuerySet:
        """Those who expect to come to a meeting and do not know yet of its newest time and place, by name."""
        expect = self.filter(presence__in=[Presence.REGISTERED, Presence.WAITING])
        return expect.filter(informed_revision__lt=meeting.revision).order_by("person__name", "pk")

    def present(self) -> AttendanceQuerySet:
        """Those who were there."""
        return self.filter(presence__in=PRESENT)

    def of_person(self, pk: Any, name: Any, email: Any) -> AttendanceQuerySet:
        """Those of one person (or of whom an outer query names), also where the public form wrote them down anew."""
        same = Q(person__name=name, person__email=email) & ~Q(person__email="")
        return self.filter(Q(person=pk) | same).order_by("pk")

    def listed(self) -> AttendanceQuerySet:
        """Everybody: who has a place, by name; who waits for one, in that order; and who cannot come, by name."""
        waits = Q(presence=Presence.WAITING)
        section = Case(When(presence__in=PLACED, then=0), When(waits, then=1), default=2)
        by_name = Case(When(~waits, then=Lower("person__name")))
        people = self.select_related("person", "partnership__organisation", "entered_by")
        return people.order_by(section, Case(When(waits, then="registered_at")), by_name, "pk")

    def open_by_link(self, at: datetime) -> AttendanceQuerySet:
        """Those that their personal links open at a moment, with meeting, programme and person."""
        opened = self.filter(meeting__starts_at__gt=at - LINK_AFTER_MEETING)
        return opened.select_related("meeting__programme", "person")


class Attendance(models.Model):
    """One person at one meeting, for the partnership they spoke for (if any).

    What somebody needs is of this meeting alone, and so is a telephone number that was given for it when it was known
    otherwise: it is never written over what they said of themselves elsewhere.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    presence = models.CharField(max_length=12, choices=Presence)
    # The key of the form by which somebody registered: however often it is sent, they have one place.
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    # What that form said, to tell one that is sent again from one that says something else (see `kit.fingerprints`).
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    registered_at = models.DateTimeField(null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    comes_from = LineField("organisation or group, in words", max_length=200, blank=True)
    # A default in the database: rows written by the program of before have it too.
    telephone = TelephoneField(max_length=40, blank=True, default="", db_default="")
    access_needs = WordsField(blank=True)
    communication_needs = WordsField(blank=True)
    needs_met = models.CharField(max_length=8, choices=NeedsMet, blank=True)
    needs_note = WordsField("how, or why not", blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_in_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # What they were before they were checked in, so that it can be undone.
    before_check_in = models.CharField(max_length=12, choices=Presence, blank=True, editable=False)
    # Which of the meeting's revisions they know: what is newer, they are told of once.
    informed_revision = models.PositiveIntegerField(default=0, editable=False)
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
    def affiliation(self) -> str:
        """The organisation or group that somebody comes from, as far as we know (reads the partnership)."""
        return self.comes_from or (str(self.partnership.organisation) if self.partnership else "")

    @property
    def has_place(self) -> bool:
        """Whether one of the places is theirs."""
        return self.presence in PLACED

    @property
    def is_told_how_to_join(self) -> bool:
        """Whether page, letter and calendar file say how to join: a place is theirs, and the meeting takes place."""
        return self.has_place and not self.meeting.cancelled_at

    @property
    def gets_email(self) -> bool:
        """Whether e-mail goes to them: with an address, and a link that was not closed (reads the person)."""
        return bool(self.person.email and self.token_hash)

    @property
    def number(self) -> str:
        """The telephone number at which they are reached for this meeting (reads the person)."""
        return self.telephone or self.person.telephone

    @property
    def can_be_given_up(self) -> bool:
        """Whether there is a place, or a wait for one, that can be given up."""
        return self.presence in (Presence.REGISTERED, Presence.WAITING)


class AttendanceImport(SheetImport):
    """One spreadsheet of people for one meeting: read, looked over, then imported whole or not at all."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="imports")

    class Meta:
        constraints = [at_and_by("imported", "attendance_import_imported_at_and_by")]

    @property
    def programme(self) -> Programme:
        """The meeting's programme."""
        return self.meeting.programme

    @property
    def programme_id(self) -> int:
        """The key of the meeting's programme."""
        return self.meeting.programme_id

    @property
    def added(self) -> int:
        """How many people came of it."""
        return int(self.outcome.get("added", 0))

    def log(self, verb: str, *, by: User | None, at: datetime, **details: Any) -> None:
        """Write into the programme's log what was done to it."""
        record(verb, self, by=by, at=at, programme_id=self.programme_id, **details)
