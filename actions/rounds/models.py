"""The dated asking of proposers, and each single follow-up."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import User
from actions.areas.models import Proposer
from kit.model_fields import AddressField, LineField, TelephoneField, WordsField
from kit.name_keys import KeyField
from kit.refusals import InvalidTransition
from programmes.models import Programme


class MailStep(models.TextChoices):
    """The messages of one follow-up. The first goes when the round is opened, the next three by the clock.

    The next goes when the team puts off the last day of a round that is open, the last when it sends a new link.
    """

    FIRST = "first", "First message"
    FIRST_REMINDER = "first-reminder", "First reminder"
    SECOND_REMINDER = "second-reminder", "Second reminder"
    LAST_CALL = "last-call", "Last call"
    MORE_TIME = "more-time", "More time"
    NEW_LINK = "new-link", "New link"


def later_step_later(earlier: str, later: str) -> Q:
    """Return the condition that of two steps, so many days before the last day, the later comes later."""
    return Q(**{f"{earlier}__isnull": True}) | Q(**{f"{later}__isnull": True}) | Q(**{f"{earlier}__gt": F(later)})


class FollowUpRoundQuerySet(models.QuerySet["FollowUpRound"]):
    def planned(self) -> FollowUpRoundQuerySet:
        """The rounds in which nobody has been asked yet."""
        return self.filter(status=FollowUpRound.Status.PLANNED)

    def open(self) -> FollowUpRoundQuerySet:
        """The rounds in which proposers are asked now: one in each programme, or none."""
        return self.filter(status=FollowUpRound.Status.OPEN)

    def with_counts(self) -> FollowUpRoundQuerySet:
        """Rounds with how many were asked in them, and how many of those have answered."""
        answered = Q(follow_ups__status=FollowUp.Status.ANSWERED)
        return self.annotate(asked=Count("follow_ups"), answered=Count("follow_ups", filter=answered))


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
    # Where it is kept how many days before the last day each of them goes.
    STEPS: ClassVar[dict[MailStep, str]] = {
        MailStep.FIRST_REMINDER: "first_reminder_days",
        MailStep.SECOND_REMINDER: "second_reminder_days",
        MailStep.LAST_CALL: "last_call_days",
    }

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="follow_up_rounds")
    number = models.PositiveSmallIntegerField()
    name = LineField(max_length=80, help_text="For example “September 2016”.")
    name_key = KeyField()
    planned_on = models.DateField("to be opened on")
    answer_by_on = models.DateField("answers asked for by")
    # How many days before the last day each step goes out to whoever has not answered; empty: it does not.
    first_reminder_days = models.PositiveSmallIntegerField("first reminder, days before", null=True, blank=True)
    second_reminder_days = models.PositiveSmallIntegerField("second reminder, days before", null=True, blank=True)
    last_call_days = models.PositiveSmallIntegerField("last call, days before", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FollowUpRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["programme", "name_key"], name="round_name_once"),
            models.UniqueConstraint(fields=["programme"], condition=Q(status="open"), name="round_one_open_at_a_time"),
            models.CheckConstraint(condition=Q(answer_by_on__gte=F("planned_on")), name="round_dates_in_order"),
            models.CheckConstraint(
                condition=later_step_later("first_reminder_days", "second_reminder_days")
                & later_step_later("first_reminder_days", "last_call_days")
                & later_step_later("second_reminder_days", "last_call_days"),
                name="round_steps_in_order",
            ),
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

    @property
    def reminders(self) -> list[tuple[MailStep, date]]:
        """What goes out by the clock, in its order, each with its day."""
        days = [(step, getattr(self, name)) for step, name in self.STEPS.items()]
        return [(step, self.answer_by_on - timedelta(days=n)) for step, n in days if n is not None]

    def extended_to(self, answer_by_on: date, *, on: date) -> FollowUpRound:
        """Return a copy with a later last day, to be looked at and not to be saved.

        Steps that have come by `on` keep their day; the others move along, as many days before the new last day as
        before the old.
        """
        extended, later = copy(self), answer_by_on - self.answer_by_on
        extended.answer_by_on = answer_by_on
        for step, day in self.reminders:
            if day <= on:
                setattr(extended, self.STEPS[step], getattr(self, self.STEPS[step]) + later.days)
        return extended

    @property
    def schedule(self) -> list[tuple[MailStep, date]]:
        """All that goes out, the first message before all; until the round is opened that has its planned day."""
        opened_on = timezone.localdate(self.opened_at) if self.opened_at else self.planned_on
        return [(MailStep.FIRST, opened_on), *self.reminders]


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open_by_link(self, at: datetime) -> FollowUpQuerySet:
        """The follow-ups that their personal links open at a moment."""
        return self.filter(link_expires_at__gt=at, link_revoked_at__isnull=True)

    def of_person(self, user: User) -> FollowUpQuerySet:
        """The follow-ups of whoever signs in as `user`."""
        return self.filter(proposer__in=Proposer.objects.of(user))

    def silent(self) -> FollowUpQuerySet:
        """Follow-ups that nobody has answered, with who and what they are about, in the order of the areas."""
        asked = self.filter(status=FollowUp.Status.ASKED).select_related("proposer__area", "proposer__person")
        return asked.order_by("proposer__area__number", "pk")

    def unanswered(self) -> FollowUpQuerySet:
        """Follow-ups in an open round that have come to nothing yet."""
        return self.filter(round__status=FollowUpRound.Status.OPEN, status=FollowUp.Status.ASKED)

    def to_hand_on(self, on: date) -> FollowUpQuerySet:
        """Follow-ups of somebody to whom the area belongs no more, while nobody has taken it over."""
        gone = Q(status__in=FollowUp.GONE)
        left = Q(status__in=FollowUp.OPEN_ENDED, proposer__until_on__lte=on)
        return self.filter(gone | left, proposer__successor=None)

    def with_names(self) -> FollowUpQuerySet:
        """Follow-ups with all that is read of them: round, programme, area, person, and whom they took over from."""
        return self.select_related("round__programme", "proposer__area", "proposer__person", "proposer__took_over_from")

    def lock_in_open_round(self, pk: int) -> FollowUp:
        """Return one follow-up, held together with its round until the transaction ends.

        Refuses with InvalidTransition when the round is not open: nothing slips in while somebody closes it. Whoever
        holds both takes the round first, as closing does.
        """
        FollowUpRound.objects.select_for_update().get(follow_ups=pk)
        locked = self.select_for_update(of=("self",)).with_names().get(pk=pk)
        if locked.round.status != FollowUpRound.Status.OPEN:
            raise InvalidTransition("This round has closed.")
        return locked


class FollowUp(models.Model):
    """One person asked about one area in one round. Silence is recorded, and shown as silence."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        ANSWERED = "answered", "Answered"
        MOVED_ON = "moved_on", "Has moved on"
        NO_REPLY = "no_reply", "No reply"
        UNREACHABLE = "unreachable", "Could not be reached"
        NOT_ME = "not_me", "Was not theirs"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ANSWERED: {Status.ASKED, Status.ANSWERED, Status.UNREACHABLE},
        Status.MOVED_ON: {Status.ASKED, Status.UNREACHABLE},
        Status.NO_REPLY: {Status.ASKED},
        Status.UNREACHABLE: {Status.ASKED},
        Status.NOT_ME: {Status.ASKED, Status.UNREACHABLE},
    }
    # After these it belongs to somebody else, or to nobody yet.
    GONE: ClassVar[tuple[str, ...]] = (Status.MOVED_ON, Status.NOT_ME)
    # In these an answer may still come.
    OPEN_ENDED: ClassVar[tuple[str, ...]] = (Status.ASKED, Status.UNREACHABLE)

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
    # For the programme's team alone: who might take the area over, named by the one who moved on.
    successor_name = LineField(max_length=200, blank=True)
    successor_email = AddressField(blank=True)
    successor_telephone = TelephoneField(max_length=40, blank=True)
    successor_note = WordsField(blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "proposer"], name="follow_up_once_a_round"),
            models.CheckConstraint(
                condition=Q(status="asked", settled_at__isnull=True)
                | Q(status__in=["answered", "moved_on", "no_reply", "unreachable", "not_me"], settled_at__isnull=False),
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

    @property
    def can_be_answered(self) -> bool:
        """Whether an answer to it can still be given, or changed."""
        return self.round.status == FollowUpRound.Status.OPEN and self.status in self.TRANSITIONS[self.Status.ANSWERED]

    @property
    def link_version(self) -> str:
        """Tells one link of this follow-up from the next, and opens nothing: a button pressed twice is known by it."""
        return sha256(f"{self.pk} {self.link_nonce}".encode()).hexdigest()[:12]


class AnswerDraft(models.Model):
    """What somebody has begun to write and has not sent. It is theirs alone: nobody reviews it, nothing shows it."""

    follow_up = models.OneToOneField(FollowUp, on_delete=models.CASCADE, related_name="draft")
    standing = models.CharField("where it stands", max_length=12, blank=True)
    what_happened = WordsField(blank=True)
    what_helped = WordsField(blank=True)
    what_hindered = WordsField(blank=True)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Begun by {self.follow_up}"
