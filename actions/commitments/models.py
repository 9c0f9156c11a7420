"""What people said they would do, the sheets with a code on the table, and how each commitment reached us."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from actions.areas.models import ActionArea
from kit.lifecycle import at_and_by
from kit.model_fields import LineField
from programmes.models import Programme
from stakeholders.models import Person


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def published(self) -> CommitmentQuerySet:
        """Commitments the public may read."""
        return self.filter(published_at__isnull=False)

    def current(self) -> CommitmentQuerySet:
        """Commitments that whoever made them has not taken back."""
        return self.filter(taken_back_at=None)

    def taken_back(self) -> CommitmentQuerySet:
        """Commitments that whoever made them has taken back."""
        return self.filter(taken_back_at__isnull=False)

    def unpublished(self) -> CommitmentQuerySet:
        """Commitments that stand and are not public yet: for the team to read."""
        return self.current().filter(published_at=None)

    def unpublished_first(self) -> CommitmentQuerySet:
        """Commitments in the order of their `reading`: not public, oldest first; then public, then taken back, newest
        first.
        """
        newest_first = (F(name).desc(nulls_first=True) for name in ("taken_back_at", "published_at"))
        return self.order_by(*newest_first, "pk")


class Commitment(models.Model):
    """What one person said they would do: in an action area's plan, or ad hoc (then it has no area)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="commitments")
    area = models.ForeignKey(ActionArea, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    public_name = LineField("who, as the public reads it", max_length=200)
    what = LineField(max_length=300)
    made_on = models.DateField()
    # Whoever made it has taken it back; nobody but the team reads it any more.
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            at_and_by("published", "commitment_published_at_and_by"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(published_at=None), name="commitment_taken_back_is_not_public"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def reading(self) -> str:
        """Who reads it, in words."""
        if self.taken_back_at:
            return "Taken back by whoever said it"
        return "Public" if self.published_at else "Not public"

    @property
    def is_ad_hoc(self) -> bool:
        """Whether it was made outside any action area's plan."""
        return self.area_id is None


class CommitmentSheetQuerySet(models.QuerySet["CommitmentSheet"]):
    def open(self) -> CommitmentSheetQuerySet:
        """Sheets by whose codes something can be said."""
        return self.filter(closed_at=None)


class CommitmentSheet(models.Model):
    """A sheet of paper with a code, by which anybody says without an account what they will do.

    It is of one action area or, without one, of the programme: then what comes by it is a pledge outside any plan.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="commitment_sheets")
    area = models.OneToOneField(
        ActionArea, null=True, blank=True, on_delete=models.CASCADE, related_name="commitment_sheet"
    )
    code = models.CharField(max_length=12, unique=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CommitmentSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(area=None), name="commitment_sheet_of_programme_once"
            ),
            at_and_by("closed", "commitment_sheet_closed_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Sheet of {self.area or self.programme}"

    def get_absolute_url(self) -> str:
        """Where somebody says what they will do: what the QR code says."""
        return reverse("actions:commitment-make", args=[self.code])


class CommitmentChannel(models.TextChoices):
    """The way by which a commitment reached us."""

    SHEET = "sheet", "By the code on a sheet"
    PAPER = "paper", "On paper"
    SPOKEN = "spoken", "Told the team"


class CommitmentSource(models.Model):
    """How one commitment reached us, and who wrote it down. Private: on no public page.

    The key comes with the form: however often it is sent, there is one row, and one commitment.
    """

    key = models.UUIDField(unique=True, editable=False)
    # What that form said: sent again with other words, it is another one.
    version = models.CharField(max_length=16, editable=False)
    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="source")
    channel = models.CharField("how it was said", max_length=10, choices=CommitmentChannel)
    said_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    may_name = models.BooleanField("the public may read their name", default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=CommitmentChannel.values), name="commitment_source_channel_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.said_at:%d %B %Y}"
