"""The bundle that somebody was given who asked to see what is held of them: how it opens, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from privacy.requests.models import Request

# So long a link opens the bundle, and so often a wrong code may be typed.
OPEN_FOR = timedelta(days=28)
WRONG_CODES = 5


class BundleQuerySet(models.QuerySet["Bundle"]):
    def open_by_link(self, at: datetime) -> BundleQuerySet:
        """Those that their links open at a moment, with programme and request."""
        opened = self.filter(link_expires_at__gt=at, link_revoked_at=None, wrong_codes__lt=WRONG_CODES)
        return opened.select_related("request__programme", "request__person")


class Bundle(models.Model):
    """What is held of somebody, given to them: the right to have it drawn, by a link with a code, or on paper.

    What is in it is not kept here: it is drawn from the rows, by what was decided, whenever it is opened. The code is
    made of the nonce, as the link is, and stands nowhere.
    """

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="bundle")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_email = models.BooleanField()
    link_nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    link_expires_at = models.DateTimeField()
    link_revoked_at = models.DateTimeField(null=True, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(link_expires_at__gt=F("given_at")), name="bundle_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"What is held, for {self.request}"

    def is_open(self, at: datetime) -> bool:
        """Whether its link opens it at a moment."""
        return self.link_revoked_at is None and self.link_expires_at > at and not self.is_locked

    @property
    def is_locked(self) -> bool:
        """Whether too many wrong codes were typed: it takes a new link, with a new code."""
        return self.wrong_codes >= WRONG_CODES
