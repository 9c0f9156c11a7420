"""The dated asking of proposers, and each single asking."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from actions.models.area import Proposer
from programmes.lifecycle import WrongState
from programmes.models import Programme


class FollowUpRound(models.Model):
    """A dated asking of proposers: what has happened, what helped, what hindered, and where it stands."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.PLANNED},
        Status.CLOSED: {Status.OPEN},
    }

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="follow_up_rounds")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, help_text="For example “September 2016”.")
    planned_on = models.DateField("to be opened on")
    answer_by_on = models.DateField("answers asked for by")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["programme", "name"], name="round_name_once"),
            models.UniqueConstraint(fields=["programme"], condition=Q(status="open"), name="round_one_open_at_a_time"),
            models.CheckConstraint(condition=Q(answer_by_on__gte=F("planned_on")), name="round_dates_in_order"),
            models.CheckConstraint(
                condition=(
                    Q(status="planned", opened_at__isnull=True, opened_by__isnull=True)
                    & Q(closed_at__isnull=True, closed_by__isnull=True)
                )
                | (
                    Q(status="open", opened_at__isnull=False, opened_by__isnull=False)
                    & Q(closed_at__isnull=True, closed_by__isnull=True)
                )
                | (
                    Q(status="closed", opened_at__isnull=False, opened_by__isnull=False)
                    & Q(closed_at__isnull=False, closed_by__isnull=False)
                ),
                name="round_status_has_its_moments",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def by_token_hash(self, token_hash: str, at: datetime) -> FollowUpQuerySet:
        """The asking a personal link opens, while the link is valid."""
        return self.filter(token_hash=token_hash, link_expires_at__gt=at, link_revoked_at__isnull=True)

    def with_names(self) -> FollowUpQuerySet:
        """Askings with all that is read of them: round, programme, area, person, and whom they took over from."""
        return self.select_related("round__programme", "proposer__area", "proposer__person", "proposer__took_over_from")

    def lock_in_open_round(self, pk: int) -> FollowUp:
        """Return one asking, held together with its round until the transaction ends.

        Refuses with WrongState when the round is not open: nothing slips in while somebody closes it.
        """
        locked = self.select_for_update(of=("self", "round")).with_names().get(pk=pk)
        if locked.round.status != FollowUpRound.Status.OPEN:
            raise WrongState("This round has closed.")
        return locked


class FollowUp(models.Model):
    """One person asked about one area in one round. Silence is recorded, and shown as silence."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        ANSWERED = "answered", "Answered"
        MOVED_ON = "moved_on", "Has moved on"
        NO_REPLY = "no_reply", "No reply"
        UNREACHABLE = "unreachable", "Could not be reached"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ANSWERED: {Status.ASKED, Status.ANSWERED, Status.UNREACHABLE},
        Status.MOVED_ON: {Status.ASKED, Status.UNREACHABLE},
        Status.NO_REPLY: {Status.ASKED},
        Status.UNREACHABLE: {Status.ASKED},
    }

    round = models.ForeignKey(FollowUpRound, on_delete=models.PROTECT, related_name="follow_ups")
    proposer = models.ForeignKey(Proposer, on_delete=models.PROTECT, related_name="follow_ups")
    status = models.CharField(max_length=12, choices=Status, default=Status.ASKED)
    asked_at = models.DateTimeField()
    # The link's token is derived anew when a message is written (see links.py); only its hash is kept.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    link_nonce = models.CharField(max_length=32, blank=True)
    link_expires_at = models.DateTimeField(null=True, blank=True)
    link_revoked_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField("answered, or given up, at", null=True, blank=True)
    # For the programme's team alone: who might take the area over, in the words of the one who moved on.
    successor_suggested = models.TextField(blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "proposer"], name="follow_up_once_a_round"),
            models.CheckConstraint(
                condition=Q(status="asked", settled_at__isnull=True)
                | Q(status__in=["answered", "moved_on", "no_reply", "unreachable"], settled_at__isnull=False),
                name="follow_up_settled_unless_asked",
            ),
            models.CheckConstraint(
                condition=Q(token_hash__isnull=True, link_expires_at__isnull=True)
                | Q(token_hash__isnull=False, link_expires_at__isnull=False),
                name="follow_up_link_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposer.public_name}, {self.round}"
