"""What is arranged so that somebody can take part in a meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from kit.model_fields import LineField
from phases.meetings.models.attendance import Attendance
from phases.meetings.models.presence import PLACED
from programmes.models import TeamMember

# What has a last day waits for the team from so long before it, whoever sees to it.
SOON = timedelta(days=7)


class ArrangementKind(models.TextChoices):
    """What can be arranged."""

    INTERPRETER = "interpreter", "Interpreter"
    TRAVEL = "travel", "Travel"
    CARE = "care", "Replacement care"
    PAYMENT = "payment", "Payment"
    OTHER = "other", "Something else"


class ArrangementStatus(models.TextChoices):
    """How far it is. What is paid is claimed first; all else is booked, and then confirmed by whoever does it."""

    NOTED = "noted", "Not arranged yet"
    BOOKED = "booked", "Booked"
    CONFIRMED = "confirmed", "Confirmed"
    CLAIMED = "claimed", "Claimed"
    PAID = "paid", "Paid"


ARRANGED_BY = (ArrangementStatus.NOTED, ArrangementStatus.BOOKED, ArrangementStatus.CONFIRMED)
PAID_BY = (ArrangementStatus.NOTED, ArrangementStatus.CLAIMED, ArrangementStatus.PAID)
# They come, or are there.
COMES = Q(attendance__presence__in=PLACED, attendance__meeting__cancelled_at=None)
PAYMENT = Q(kind=ArrangementKind.PAYMENT)


class ArrangementQuerySet(models.QuerySet["Arrangement"]):
    def with_seen_to(self, on: date) -> ArrangementQuerySet:
        """With whether its owner is of the team on a day (`is_seen_to`)."""
        team = TeamMember.objects.current(on).filter(
            user=OuterRef("owner"), programme=OuterRef("attendance__meeting__programme")
        )
        return self.annotate(is_seen_to=Exists(team))

    def pressing(self, on: date) -> ArrangementQuerySet:
        """Those that nobody of the team sees to, or that are to be done soon, or were."""
        return self.with_seen_to(on).filter(Q(is_seen_to=False) | Q(arrange_by_on__lte=on + SOON))

    def to_arrange(self, at: datetime) -> ArrangementQuerySet:
        """What presses for somebody who comes to a meeting that has not begun, and is not confirmed."""
        return self._unarranged(at).pressing(timezone.localdate(at))

    def to_pay(self, at: datetime) -> ArrangementQuerySet:
        """Payments that press: of those who come or came, and of all who have claimed one."""
        return self._unpaid().pressing(timezone.localdate(at))

    def _unarranged(self, at: datetime) -> ArrangementQuerySet:
        return self.exclude(PAYMENT).exclude(status=ArrangementStatus.CONFIRMED).filter(COMES, _before(at))

    def _unpaid(self) -> ArrangementQuerySet:
        return self.filter(PAYMENT, COMES | Q(status=ArrangementStatus.CLAIMED)).exclude(status=ArrangementStatus.PAID)

    def open(self, at: datetime) -> ArrangementQuerySet:
        """What is to be arranged, called off or paid, now or later."""
        kinds = (self._unarranged(at), self._unpaid(), self.to_call_off(at))
        waits = reduce(or_, (Q(pk__in=each.values("pk")) for each in kinds))
        return self.filter(waits)

    def late(self, at: datetime) -> ArrangementQuerySet:
        """What was to be arranged or paid by a day that is past, and still is."""
        waits = Q(pk__in=self.to_arrange(at).values("pk")) | Q(pk__in=self.to_pay(at).values("pk"))
        return self.filter(waits, arrange_by_on__lt=timezone.localdate(at))

    def to_call_off(self, at: datetime) -> ArrangementQuerySet:
        """What is booked for somebody who does not come, or for a meeting that does not take place."""
        booked = self.filter(_before(at), status__in=[ArrangementStatus.BOOKED, ArrangementStatus.CONFIRMED])
        nobody_comes = Q(attendance__presence="apologies") | Q(attendance__meeting__cancelled_at__isnull=False)
        return booked.filter(nobody_comes)


def _before(at: datetime) -> Q:
    return Q(attendance__meeting__starts_at__gt=at)


class Arrangement(models.Model):
    """One thing that is arranged for one person at one meeting: who of the team sees to it, and until when.

    It belongs to their attendance, and goes with it. How somebody is paid is no part of it: no bank details are kept.
    """

    TRANSITIONS = {
        ArrangementStatus.NOTED: {ArrangementStatus.BOOKED, ArrangementStatus.CLAIMED},
        ArrangementStatus.BOOKED: {ArrangementStatus.NOTED, ArrangementStatus.CONFIRMED},
        ArrangementStatus.CONFIRMED: {ArrangementStatus.BOOKED},
        ArrangementStatus.CLAIMED: {ArrangementStatus.NOTED, ArrangementStatus.PAID},
        ArrangementStatus.PAID: {ArrangementStatus.CLAIMED},
    }

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="arrangements")
    kind = models.CharField(max_length=12, choices=ArrangementKind)
    language = LineField("language of the interpreter", max_length=80, blank=True)
    particulars = LineField(max_length=200, blank=True)
    owner = models.ForeignKey(
        User, verbose_name="who sees to it", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    arrange_by_on = models.DateField("to be done by")
    status = models.CharField(max_length=12, choices=ArrangementStatus, default=ArrangementStatus.NOTED)
    noted_at = models.DateTimeField(editable=False)

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ArrangementKind.values), name="arrangement_kind_known"),
            models.CheckConstraint(
                condition=Q(PAYMENT, status__in=PAID_BY) | Q(~PAYMENT, status__in=ARRANGED_BY),
                name="arrangement_status_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(~Q(language=""), kind=ArrangementKind.INTERPRETER)
                | Q(~Q(kind=ArrangementKind.INTERPRETER), language=""),
                name="arrangement_language_of_interpreter",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ArrangementKind.OTHER, particulars=""), name="arrangement_other_says_what"
            ),
        ]

    def __str__(self) -> str:
        # The log calls it so: nothing of the person.
        return str(self.get_kind_display())

    @property
    def what(self) -> str:
        """What is arranged, an interpreter with the language: "Interpreter, British Sign Language"."""
        if self.kind == ArrangementKind.OTHER:
            return self.particulars
        return f"{self}, {self.language}" if self.language else str(self)

    @property
    def more(self) -> str:
        """What else is known of it, where that is not what it is."""
        return "" if self.kind == ArrangementKind.OTHER else self.particulars

    @property
    def steps(self) -> tuple[ArrangementStatus, ...]:
        """The ways it goes, the last of which is its end."""
        return PAID_BY if self.kind == ArrangementKind.PAYMENT else ARRANGED_BY

    @property
    def stands(self) -> str:
        """How far it is, in words."""
        is_unclaimed = self.kind == ArrangementKind.PAYMENT and self.status == ArrangementStatus.NOTED
        return "Not claimed yet" if is_unclaimed else str(self.get_status_display())

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do: it is confirmed, or paid."""
        return self.status == self.steps[-1]

    @property
    def is_under_way(self) -> bool:
        """Whether somebody has begun: it is booked or claimed, or done."""
        return self.status != ArrangementStatus.NOTED

    @property
    def before(self) -> ArrangementStatus | None:
        """The step before the one at which it is; None at the first."""
        at = self.steps.index(ArrangementStatus(self.status))
        return self.steps[at - 1] if at else None

    @property
    def after(self) -> ArrangementStatus | None:
        """The step after the one at which it is; None at the last."""
        at = self.steps.index(ArrangementStatus(self.status)) + 1
        return self.steps[at] if at < len(self.steps) else None
