"""The account that is given: editions, frozen at a moment; and who was told what has happened since they spoke."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from actions.models import Commitment, Proposer
from consultations.models import Feedback, HandIn
from programmes.models import Programme
from stakeholders.models import Person


class StocktakeQuerySet(models.QuerySet["Stocktake"]):
    def issued(self) -> StocktakeQuerySet:
        """Editions the public may read."""
        return self.filter(status=Stocktake.Status.ISSUED)

    def listed(self) -> StocktakeQuerySet:
        """Editions newest first, without the account itself, which no list shows."""
        return self.defer("data", "foreword").order_by("-number")

    def due(self, at: datetime) -> StocktakeQuerySet:
        """Editions waiting for their files that no worker has in hand, oldest first: the row is the queue."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
        return self.filter(free, status=Stocktake.Status.RENDERING).order_by("pk")

    def lacking_pdf(self) -> StocktakeQuerySet:
        """Editions issued on a machine that could not draw PDFs, oldest first."""
        return self.issued().exclude(files__kind=FileKind.PDF).order_by("pk")


class Stocktake(models.Model):
    """One edition of the account of progress: gathered in one consistent read, issued, citable, never changed.

    The database itself refuses a change to an issued edition; a correction is a new edition.
    """

    class Status(models.TextChoices):
        RENDERING = "rendering", "Being made"
        ISSUED = "issued", "Issued"
        FAILED = "failed", "Could not be made"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ISSUED: {Status.RENDERING},
        Status.FAILED: {Status.RENDERING},
        Status.RENDERING: {Status.FAILED},
    }

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="stocktakes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    foreword = models.TextField()
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    status = models.CharField(max_length=10, choices=Status, default=Status.RENDERING)
    # What has been done of the making, for the page that shows it: 0 to 100.
    done_percent = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    # A worker has it in hand until then; a worker that was lost gives it back by the clock.
    claimed_until = models.DateTimeField(null=True, blank=True)
    as_at = models.DateTimeField()
    # The whole account; docs/stocktakes.md says what is in it. Everything that is issued is drawn from this alone.
    data = models.JSONField()
    data_sha256 = models.CharField(max_length=64)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = StocktakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="stocktake_number_once"),
            models.CheckConstraint(condition=Q(done_percent__lte=100), name="stocktake_percent"),
            models.CheckConstraint(
                condition=Q(status="issued", issued_at__isnull=False)
                | Q(status__in=["rendering", "failed"], issued_at__isnull=True),
                name="stocktake_issued_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The edition's public page."""
        return reverse("stocktakes:stocktake-detail", args=[self.programme.slug, self.number])


class StocktakePicture(models.Model):
    """A poster's picture as it was when the edition was gathered, at the size it is printed."""

    stocktake = models.ForeignKey(Stocktake, on_delete=models.PROTECT, related_name="pictures")
    poster_number = models.PositiveSmallIntegerField()
    content = models.BinaryField("JPEG")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stocktake", "poster_number"], name="stocktake_picture_once")]

    def __str__(self) -> str:
        return f"{self.stocktake} (poster {self.poster_number})"


class FileKind(models.TextChoices):
    """In what form an edition can be had."""

    HTML = "html", "Web page"
    PDF = "pdf", "PDF"
    CSV = "csv", "Spreadsheet (CSV)"


class StocktakeFile(models.Model):
    """One form of an edition, byte for byte as issued. Kept in the database, so that a backup holds row and file."""

    stocktake = models.ForeignKey(Stocktake, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=FileKind)
    content = models.BinaryField()
    size = models.PositiveIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stocktake", "kind"], name="stocktake_file_once"),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="stocktake_file_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stocktake} ({self.get_kind_display()})"


class ReaderQuerySet(models.QuerySet["Reader"]):
    def same_as(self, reader: Reader) -> ReaderQuerySet:
        """One reader, and the other addresses in the programme at which the same people were told."""
        theirs = self.filter(people__in=reader.people.all()).values("pk")
        return self.filter(Q(pk=reader.pk) | Q(pk__in=theirs), programme=reader.programme_id)

    def stopped(self) -> ReaderQuerySet:
        """Those who asked us to stop."""
        return self.filter(stopped_at__isnull=False)


class Reader(models.Model):
    """One e-mail address that is told, in one programme, what has happened since somebody spoke; or is told no more.

    Of the address only a hash stays, so that what is stopped stays stopped when the people are erased; `people` are
    those who were told at it. The database refuses to let `told_on` move by less than a week: see 0003.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="readers")
    address_hash = models.CharField(max_length=64)
    people = models.ManyToManyField(Person, blank=True, related_name="+")
    # The link by which they stop it; its token is derived anew when a message is written (see links.py).
    link_nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    # The day on which the latest message went, or goes.
    told_on = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "address_hash"], name="reader_address_once"),
        ]

    def __str__(self) -> str:
        return f"Reader {self.pk}"


# What somebody may have said, proposed or joined.
TOLD_OF = ("hand_in", "feedback", "proposer", "commitment")


class Told(models.Model):
    """One thing that somebody was told of one thing they said, proposed or joined: a code, and no words.

    It belongs to what they said, not to their address: who takes over from them, or writes from elsewhere, is not told
    it again. The message that told it is that of `reader` of the day `told_on`.
    """

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="told")
    hand_in = models.ForeignKey(HandIn, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    feedback = models.ForeignKey(Feedback, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    proposer = models.ForeignKey(Proposer, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=80)
    told_on = models.DateField()

    class Meta:
        verbose_name_plural = "told"
        constraints = [
            models.CheckConstraint(
                condition=Q(hand_in__isnull=False, feedback=None, proposer=None, commitment=None)
                | Q(hand_in=None, feedback__isnull=False, proposer=None, commitment=None)
                | Q(hand_in=None, feedback=None, proposer__isnull=False, commitment=None)
                | Q(hand_in=None, feedback=None, proposer=None, commitment__isnull=False),
                name="told_of_one_thing",
            ),
            models.UniqueConstraint(fields=["hand_in", "what"], name="told_of_hand_in_once"),
            models.UniqueConstraint(fields=["feedback", "what"], name="told_of_feedback_once"),
            models.UniqueConstraint(fields=["proposer", "what"], name="told_of_proposal_once"),
            models.UniqueConstraint(fields=["commitment", "what"], name="told_of_commitment_once"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def said(self) -> tuple[str, int]:
        """What was said: the name of its column, and its key."""
        columns = ((kind, getattr(self, f"{kind}_id")) for kind in TOLD_OF)
        return next((kind, pk) for kind, pk in columns if pk is not None)
