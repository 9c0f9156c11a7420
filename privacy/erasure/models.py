"""Erasures: proposed by one person, confirmed by another; and which lines of the ledger this database has followed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from kit.lifecycle import at_and_by
from privacy.requests.models import Request


class Erasure(models.Model):
    """The erasure for one request: proposed, confirmed by somebody else, and then done in the same moment.

    `receipt` says what went, what lost a name and what stayed, in counts by table and reasons: nobody's own data.
    """

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="erasure")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    receipt = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            at_and_by("confirmed", "erasure_confirmed_at_and_by"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")), name="erasure_by_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"Erasure for {self.request}"


class LedgerLine(models.Model):
    """One line of the ledger of erasures that this database has followed: it erased so itself, or has done it again.

    The ledger is a file beside the database, which a restore does not put back: a line that is missing here was erased
    after the backup was made. `words` are the line itself, until it is in the file.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    words = models.JSONField(default=dict, blank=True)
    followed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.key)
