"""Holds: what must not be deleted yet, and why."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from accounts.models import User
from kit.data_map import Heading
from kit.days import day_before
from kit.lifecycle import at_and_by
from kit.model_fields import WordsField
from privacy.holds.kinds import EVERYTHING, in_words
from privacy.requests.models import Request
from programmes.models import Programme
from programmes.nouns import in_words_of


class HoldQuerySet(models.QuerySet["Hold"]):
    def on(self, day: date) -> HoldQuerySet:
        """Those that hold on a day: not released, and not past their last."""
        return self.filter(self._standing(day))

    def in_order(self, day: date) -> HoldQuerySet:
        """All of them: first those that hold on a day; the newest first."""
        return self.order_by(models.Case(models.When(self._standing(day), then=0), default=1), "-set_at", "-pk")

    @staticmethod
    def _standing(day: date) -> Q:
        return Q(released_at=None) & (Q(until_on=None) | Q(until_on__gt=day))


class Hold(models.Model):
    """What a programme holds is not deleted, by the clock or by an erasure, while this stands: why, and until when.

    It keeps everything, or the `kinds` of records that somebody has chosen, by the names of their headings.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="holds")
    reason = WordsField()
    kinds = models.JSONField(default=list, blank=True)
    request = models.ForeignKey(Request, null=True, blank=True, on_delete=models.SET_NULL, related_name="holds")
    until_on = models.DateField("first day without it", null=True, blank=True)
    set_at = models.DateTimeField()
    # None: the request came by the form on the privacy page.
    set_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why"),
            at_and_by("released", "hold_released_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Hold {self.pk}"

    def stands(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.released_at is None and (self.until_on is None or self.until_on > on)

    @property
    def headings(self) -> frozenset[Heading]:
        """The headings under which what it keeps stands."""
        return frozenset(Heading[name] for name in self.kinds) or EVERYTHING

    @property
    def what(self) -> str:
        """What it keeps, as a sentence’s part in the programme’s words."""
        return in_words_of(self.programme, in_words(self.kinds) or "everything that this {programme} holds")

    @property
    def last_on(self) -> date | None:
        """The last day on which it holds: `until_on` is the first day without it. None while no end is known."""
        return day_before(self.until_on)
