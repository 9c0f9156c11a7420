"""Quiet periods, and what a lead has let go on in them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from kit.days import day_before
from kit.model_fields import LineField, WordsField
from kit.name_keys import KeyField


class Doing(models.TextChoices):
    """What waits in a quiet period. What is open stays open, and closing or taking back never waits."""

    OPENING = "opening", "opening"
    PUBLISHING = "publishing", "publishing"
    ISSUING = "issuing", "issuing editions"
    TELLING = "telling", "telling people what has happened"
    REMINDING = "reminding", "reminders that go out by themselves"


class QuietPeriodQuerySet(models.QuerySet["QuietPeriod"]):
    def on(self, day: date) -> QuietPeriodQuerySet:
        """Those that a day lies in."""
        return self.filter(from_on__lte=day, until_on__gt=day)

    def holding(self, doing: str, day: date) -> QuietPeriodQuerySet:
        """Those in which something waits on a day: nobody has let it go on."""
        let = QuietException.objects.filter(period=models.OuterRef("pk"), doing=doing)
        return self.on(day).exclude(models.Exists(let.filter(from_on__lte=day, until_on__gt=day)))


class QuietPeriod(models.Model):
    """Days on which nothing new is opened, published, issued or sent by the clock, unless a lead writes why."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="quiet_periods")
    name = LineField(max_length=200)
    name_key = KeyField()
    from_on = models.DateField()
    until_on = models.DateField("first day after it")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = QuietPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="quiet_period_dates_in_order"),
            models.UniqueConstraint(fields=["programme", "name_key", "from_on"], name="quiet_period_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_on(self) -> date:
        """The last quiet day: `until_on` is the first one after it."""
        return day_before(self.until_on)


class QuietException(models.Model):
    """One kind of doing that goes on in a quiet period, from a day until a day, and why."""

    period = models.ForeignKey(QuietPeriod, on_delete=models.CASCADE, related_name="exceptions")
    doing = models.CharField("what goes on", max_length=12, choices=Doing)
    reason = WordsField()
    from_on = models.DateField()
    until_on = models.DateField("first day on which it waits again")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(doing__in=Doing.values), name="quiet_exception_doing_known"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="quiet_exception_dates_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="quiet_exception_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.get_doing_display()}"

    @property
    def last_on(self) -> date:
        """The last day on which it goes on: `until_on` is the first one on which it waits again."""
        return day_before(self.until_on)
