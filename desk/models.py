"""Who of the staff has the daily list of what waits by e-mail."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from accounts.models import User


class DailyListQuerySet(models.QuerySet["DailyList"]):
    def wanted(self) -> DailyListQuerySet:
        """Those that are wanted by members of staff who can sign in."""
        return self.filter(is_wanted=True, user__is_active=True, user__is_staff=True)

    def due(self, on: date) -> DailyListQuerySet:
        """Those for which nobody has looked yet on a day what waits."""
        return self.wanted().filter(Q(looked_on=None) | Q(looked_on__lt=on))


class DailyList(models.Model):
    """Whether one member of staff wants what waits for them by e-mail each working day."""

    is_wanted = models.BooleanField(default=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    # The link by which they stop it; its token is derived anew when a message is written (see links.py).
    link_nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    # The day on which it was last looked what waits: where nothing did, nothing was sent.
    looked_on = models.DateField(null=True, blank=True)

    objects = DailyListQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Daily list {self.pk}"
