"""The account that is given: editions, frozen at a moment, and the files that are made of them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from kit.model_fields import LineField, WordsField
from programmes.models import Programme


class StocktakeQuerySet(models.QuerySet["Stocktake"]):
    def issued(self) -> StocktakeQuerySet:
        """Editions the public may read."""
        return self.filter(status=Stocktake.Status.ISSUED)

    def listed(self) -> StocktakeQuerySet:
        """Editions newest first, without the account itself, which no list shows."""
        return self.defer("data", "foreword").order_by("-number")

    def in_the_making(self) -> StocktakeQuerySet:
        """Editions whose files are still to be made."""
        return self.filter(status=Stocktake.Status.RENDERING)

    def due(self, at: datetime) -> StocktakeQuerySet:
        """Editions waiting for their files that no worker has in hand, oldest first: the row is the queue."""
        taken = Making.objects.filter(claimed_until__gt=at)
        return self.in_the_making().exclude(pk__in=taken.values("pk")).order_by("pk")

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
    title = LineField(max_length=200)
    foreword = WordsField()
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    status = models.CharField(max_length=10, choices=Status, default=Status.RENDERING)
    problem = models.CharField(max_length=300, blank=True)
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
        return reverse("public:stocktake-detail", args=[self.programme.slug, self.number])


class Making(models.Model):
    """How far the files of one edition have come, and until when a worker has it in hand.

    Written often and read by the team alone; so it stands beside the edition, which public pages read.
    """

    stocktake = models.OneToOneField(Stocktake, primary_key=True, on_delete=models.CASCADE, related_name="making")
    # For the page that shows it: 0 to 100.
    done_percent = models.PositiveSmallIntegerField(default=0)
    # A worker that was lost gives it back by the clock.
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(done_percent__lte=100), name="stocktake_percent")]

    def __str__(self) -> str:
        return f"{self.stocktake_id}: {self.done_percent} %"


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
