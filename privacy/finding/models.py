"""What was found of somebody for a request, and what a person decided about each row of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from kit.data_map import Held
from kit.lifecycle import at_and_by
from kit.model_fields import WordsField
from privacy.finding.search import How, held_of
from privacy.requests.models import Request


class Decision(models.TextChoices):
    """What becomes of a row that was found: given or erased with the request, in part, or not."""

    WHOLE = "whole", "Yes"
    PART = "part", "In part: some words are left out of it"
    NOT = "not", "No"
    NOT_THEIRS = "not_theirs", "It is about somebody else"


class FoundRowQuerySet(models.QuerySet["FoundRow"]):
    def undecided(self) -> FoundRowQuerySet:
        """Those about which nobody has decided yet."""
        return self.filter(decision="")

    def taken(self) -> FoundRowQuerySet:
        """Those that are given or erased, whole or in part."""
        return self.filter(decision__in=[Decision.WHOLE, Decision.PART])

    def in_order(self) -> FoundRowQuerySet:
        """First what waits for a decision, then by table and row."""
        waits = models.Case(models.When(decision="", then=0), default=1)
        return self.order_by(waits, "table", "pk")


class FoundRow(models.Model):
    """One row in which something of somebody is held, as it was found for their request, and what becomes of it.

    `table` and `row` name it ("phases.attendance", its key). `columns` are those in which they are named. `hidden` are
    words that are left out of what is given, or taken out of what stays: one on each line.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="found")
    table = models.CharField(max_length=80)
    row = models.CharField(max_length=60)
    how = models.CharField(max_length=8, choices=How)
    columns = models.JSONField(default=list, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    hidden = WordsField(blank=True)
    reason = WordsField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FoundRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "table", "row"], name="found_row_once"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="found_row_how_known"),
            models.CheckConstraint(condition=Q(decision__in=["", *Decision.values]), name="found_row_decision_known"),
            models.CheckConstraint(
                condition=~Q(decision__in=[Decision.PART, Decision.NOT]) | ~Q(reason=""), name="found_row_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.PART) | ~Q(hidden=""), name="found_row_part_says_which"
            ),
            at_and_by("decided", "found_row_decided_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"

    @property
    def held(self) -> Held:
        """What the data map says of its table."""
        return held_of(self.table)

    @property
    def hidden_words(self) -> list[str]:
        """The words that are left out, each whole, the longest first: a name before a part of it."""
        return sorted(filter(None, (line.strip() for line in self.hidden.splitlines())), key=len, reverse=True)

    def stands(self) -> models.Model | None:
        """Return the row as it stands; None where it has gone since (reads it)."""
        return self.held.model._default_manager.filter(pk=self.row).first()
