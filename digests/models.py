"""Who gets digests of what has happened since they spoke, and what they were sent: codes, and no words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from actions.models import Commitment, Proposer
from consultations.models import Feedback, HandIn
from kit.days import beginning_of
from programmes.models import Programme, PublicVersion
from stakeholders.models import Person

# How long a count of who waits is taken as it is, where nothing has been done since.
COUNTED_FOR = timedelta(hours=1)


class ReaderQuerySet(models.QuerySet["Reader"]):
    def same_as(self, reader: Reader, people: list[Person]) -> ReaderQuerySet:
        """One reader, and the other addresses in the programme at which the people who read there were written to."""
        theirs = self.filter(people__in=people).values("pk")
        return self.filter(Q(pk=reader.pk) | Q(pk__in=theirs), programme=reader.programme_id)

    def stopped(self) -> ReaderQuerySet:
        """Those who asked us to stop."""
        return self.filter(stopped_at__isnull=False)


class Reader(models.Model):
    """One e-mail address that is sent, in one programme, what has happened since somebody spoke; or no more.

    Of the address only a hash stays, so that what is stopped stays stopped when the people are erased; `people` are
    those who were written to at it. The database refuses to let `last_sent_on` move by less than a week (see the
    triggers).
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="readers")
    address_hash = models.CharField(max_length=64)
    people = models.ManyToManyField(Person, blank=True, related_name="+")
    # The link by which they stop it; its token is derived anew when a message is written (see links.py).
    link_nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    # The day on which the latest digest went, or goes.
    last_sent_on = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "address_hash"], name="reader_address_once"),
        ]

    def __str__(self) -> str:
        return f"Reader {self.pk}"


class NewsKind(models.TextChoices):
    """What may have become public."""

    FINDING = "finding", "a finding, before anything was decided on it"
    DECISION = "decision", "what was decided on a finding"
    AREA = "area", "an action area"
    PROGRESS = "progress", "progress of an action area"
    STOCKTAKE = "stocktake", "an edition of the stocktake"


class NewsKey(NamedTuple):
    """By what one piece of news is known: its kind, the row it is about, and of a decision which one that was."""

    kind: str
    object_id: int
    version: str = ""


class MessageKey(NamedTuple):
    """By what the one message to a reader of a day is found in the outbox, as it stands in its columns there."""

    recipient: str
    occasion: str

    @classmethod
    def of(cls, reader_id: int, on: date) -> MessageKey:
        """Return the key of the message to a reader of a day."""
        return cls(str(reader_id), on.isoformat())


class Contribution(NamedTuple):
    """By what one thing that somebody said, proposed or joined is known: its column in a digest's entry, and its row.

    The column is one of CONTRIBUTION_COLUMNS.
    """

    column: str
    pk: int


CONTRIBUTION_COLUMNS = ("hand_in", "feedback", "proposer", "commitment")


class WaitingReadersQuerySet(models.QuerySet["WaitingReaders"]):
    def true_at(self, at: datetime) -> WaitingReadersQuerySet:
        """Counts of which nothing says that they are another by now: counted today, within the hour, of what is public.

        What became of messages meanwhile changes them too, and is found by the next hour.
        """
        version = PublicVersion.objects.filter(programme=OuterRef("programme")).values("number")
        since = max(at - COUNTED_FOR, beginning_of(timezone.localdate(at)))
        return self.annotate(now=Coalesce(Subquery(version), 0)).filter(now=F("version"), counted_at__gt=since)


class DigestEntry(models.Model):
    """One piece of news that somebody was sent about one thing they said, proposed or joined: codes, and no words.

    It belongs to what they said, not to their address: who takes over from them, or writes from elsewhere, is not sent
    it again. The message that held it is that of `reader` of the day `sent_on`.
    """

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="entries")
    hand_in = models.ForeignKey(HandIn, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    feedback = models.ForeignKey(Feedback, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    proposer = models.ForeignKey(Proposer, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NewsKind)
    object_id = models.PositiveBigIntegerField("key of what it is about")
    # Of a decision, which it was and of which day: decided anew, it is news again. Compared as a whole.
    version = models.CharField(max_length=40, blank=True)
    sent_on = models.DateField()

    class Meta:
        verbose_name_plural = "digest entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(hand_in__isnull=False, feedback=None, proposer=None, commitment=None)
                | Q(hand_in=None, feedback__isnull=False, proposer=None, commitment=None)
                | Q(hand_in=None, feedback=None, proposer__isnull=False, commitment=None)
                | Q(hand_in=None, feedback=None, proposer=None, commitment__isnull=False),
                name="digest_entry_of_one_contribution",
            ),
            models.CheckConstraint(condition=Q(kind__in=NewsKind.values), name="digest_entry_kind_known"),
            models.UniqueConstraint(
                fields=["hand_in", "kind", "object_id", "version"], name="digest_entry_of_hand_in_once"
            ),
            models.UniqueConstraint(
                fields=["feedback", "kind", "object_id", "version"], name="digest_entry_of_feedback_once"
            ),
            models.UniqueConstraint(
                fields=["proposer", "kind", "object_id", "version"], name="digest_entry_of_proposer_once"
            ),
            models.UniqueConstraint(
                fields=["commitment", "kind", "object_id", "version"], name="digest_entry_of_commitment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.version}".strip()

    @property
    def key(self) -> NewsKey:
        """By what the news is known."""
        return NewsKey(self.kind, self.object_id, self.version)

    @property
    def contribution(self) -> Contribution:
        """About what the reader was sent it."""
        columns = ((column, getattr(self, f"{column}_id")) for column in CONTRIBUTION_COLUMNS)
        return next(Contribution(column, pk) for column, pk in columns if pk is not None)


class WaitingReaders(models.Model):
    """How many people waited to be told what has happened in one programme, when it was last counted.

    Counting reads the whole line, so it is done by the clock and not while somebody waits for a page. `version` is the
    programme's public version that was counted.
    """

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="waiting_readers")
    people = models.PositiveIntegerField()
    version = models.PositiveBigIntegerField()
    counted_at = models.DateTimeField()

    objects = WaitingReadersQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.people} of programme {self.programme_id}"
