"""Personal records: what each person said they would do, sent to them, and what they corrected in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Min, Q

from accounts.models import User
from actions.areas.models import Step
from actions.commitments.models import Commitment
from kit.model_fields import LineField
from programmes.models import Programme
from stakeholders.models import Person


class PersonalRecordQuerySet(models.QuerySet["PersonalRecord"]):
    def open_by_link(self, at: datetime) -> PersonalRecordQuerySet:
        """The records that their personal links open at a moment, with programme and person."""
        return self.filter(link_expires_at__gt=at, link_revoked_at=None).select_related("programme", "person")


class PersonalRecord(models.Model):
    """What one person said they would do in one programme, as it is theirs to read and correct by a personal link."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="personal_records")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="personal_records")
    link_nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    link_expires_at = models.DateTimeField()
    link_revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PersonalRecordQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "person"], name="personal_record_once")]

    def __str__(self) -> str:
        return f"Record of {self.person}"


class RecordChannel(models.TextChoices):
    """The way by which a personal record goes to somebody."""

    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"


class RecordSendingQuerySet(models.QuerySet["RecordSending"]):
    def letters(self) -> RecordSendingQuerySet:
        """Sendings that go on paper."""
        return self.filter(channel=RecordChannel.LETTER)

    def batches(self) -> models.QuerySet[Any, Any]:
        """Return of those made at one moment the key of the first, how many, and when; the latest first."""
        made = self.values("sent_at").annotate(first=Min("pk"), count=Count("pk")).order_by("-sent_at")
        return made.values_list("first", "count", "sent_at")


class RecordSending(models.Model):
    """One sending of a personal record with what it said, as it said it. Written once, never changed.

    `number` counts those of one person: two who send at the same moment cannot both send the next.
    """

    record = models.ForeignKey(PersonalRecord, on_delete=models.CASCADE, related_name="sendings")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=RecordChannel)
    content = models.JSONField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = RecordSendingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="record_sending_once"),
            models.CheckConstraint(condition=Q(channel__in=RecordChannel.values), name="record_sending_channel_known"),
        ]

    def __str__(self) -> str:
        return f"Sending {self.number}: {self.record}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def unsettled(self) -> CorrectionQuerySet:
        """Corrections that the team has yet to read, oldest first."""
        return self.filter(settled_at=None).order_by("given_at", "pk")

    def settled(self) -> CorrectionQuerySet:
        """Corrections that the team has read, the latest first."""
        return self.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")

    def with_names(self) -> CorrectionQuerySet:
        """Corrections with whose they are, what they are of, and who settled them."""
        return self.select_related("record__person", "commitment__area", "step__area", "settled_by")


class Correction(models.Model):
    """One thing that somebody put right in their record: their name, or a commitment or step of theirs.

    Every version is kept. New words wait for the team, and the public reads the earlier ones until it has taken them
    in; what somebody takes back is gone at once.
    """

    class Kind(models.TextChoices):
        """What they did."""

        WORDS = "words", "Other words"
        NAME = "name", "Their name"
        NOT_SAID = "not_said", "They did not say this"
        NO_LONGER = "no_longer", "They can no longer do it"
        RESTORED = "restored", "It stands after all"

    class Outcome(models.TextChoices):
        """What became of it."""

        TAKEN_IN = "taken_in", "Taken in"
        LEFT = "left", "Left as it was"
        REPLACED = "replaced", "Replaced by a later one"

    record = models.ForeignKey(PersonalRecord, on_delete=models.CASCADE, related_name="corrections")
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.CASCADE, related_name="corrections"
    )
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind)
    before = LineField(max_length=300)
    after = LineField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    # Nobody, where the person's own hand settled it: what is taken back waits for nobody.
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="name", commitment=None, step=None)
                | (~Q(kind="name") & Q(commitment__isnull=False, step=None))
                | (~Q(kind="name") & Q(commitment=None, step__isnull=False)),
                name="correction_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None) | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="correction_outcome_and_settled_at",
            ),
            *(
                models.UniqueConstraint(
                    fields=[of], condition=Q(outcome="", kind=kind), name=f"correction_one_{kind}_unsettled_{of}"
                )
                for of, kind in (("commitment", "words"), ("step", "words"), ("record", "name"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.record}"
