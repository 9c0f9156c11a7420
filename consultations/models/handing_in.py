"""How posters and conversations reach us: when anybody may hand one in, who did, and the photograph as it was sent."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from consultations.models.poster import Conversation, Poster
from kit.windows import HOUR, Clock, WindowQuerySet, clock_at, on_the, window_constraint
from programmes.models import Programme
from stakeholders.models import Appointment


class PosterCall(models.Model):
    """When anybody may hand in a poster, or tell of a conversation, for a programme; no account is needed."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="poster_call")
    introduction = models.TextField(help_text="What the group should know before it begins.")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = WindowQuerySet["PosterCall"].as_manager()

    class Meta:
        constraints = [
            window_constraint("poster_call_window_in_order"),
            on_the(HOUR, "starts_at", "ends_at", name="poster_call_on_the_hour"),
        ]

    def __str__(self) -> str:
        return f"Handing in for {self.programme}"

    def get_absolute_url(self) -> str:
        """Where a poster is handed in: what the QR code on the template says."""
        return reverse("consultations:poster-hand-in", args=[self.programme.slug])

    def clock(self, at: datetime) -> Clock:
        """Whether it is upcoming, open or finished at a moment."""
        return clock_at(self.starts_at, self.ends_at, at)


class Channel(models.TextChoices):
    """The way by which something reached us."""

    LINK = "link", "By the public page"
    REPRESENTATIVE = "representative", "By a representative"
    STAFF = "staff", "Entered by the team"
    PAPER = "paper", "From paper"


class HandInQuerySet(models.QuerySet["HandIn"]):
    def of_programme(self, programme: Programme) -> HandInQuerySet:
        """How the posters and conversations of one programme reached us."""
        return self.filter(Q(poster__programme=programme) | Q(conversation__programme=programme))

    def naming_somebody(self) -> HandInQuerySet:
        """Those with a name, a contact, words as they were sent, or at whose word a poster was withdrawn."""
        nobody = Q(given_by="", reached_by="", as_sent="")
        return self.exclude(nobody & (Q(poster=None) | Q(poster__withdrawal_reason="")))

    def untouched_since(self, before: datetime) -> HandInQuerySet:
        """Those in which nothing has happened since: handed in, agreed to and withdrawn before a moment, if at all."""
        agreed = Q(consented_at=None) | Q(consented_at__lt=before)
        withdrawn = Q(poster__withdrawn_at=None) | Q(poster__withdrawn_at__lt=before)
        return self.filter(agreed, withdrawn, handed_in_at__lt=before)


class HandIn(models.Model):
    """How one poster or conversation reached us, and who answers for it. Private: on no public page.

    The key comes with the form: however often it is sent, there is one row, and one poster.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    poster = models.OneToOneField(Poster, null=True, blank=True, on_delete=models.CASCADE, related_name="hand_in")
    conversation = models.OneToOneField(
        Conversation, null=True, blank=True, on_delete=models.CASCADE, related_name="hand_in"
    )
    channel = models.CharField(max_length=14, choices=Channel)
    handed_in_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField("who hands it in, and agrees or not", max_length=200, blank=True)
    reached_by = models.CharField("how to reach them", max_length=200, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    # What was said of a conversation, before anybody of the team took a name out of it.
    as_sent = models.TextField(blank=True)

    objects = HandInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(poster__isnull=False, conversation__isnull=True)
                | Q(poster__isnull=True, conversation__isnull=False),
                name="hand_in_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="hand_in_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.handed_in_at:%d %B %Y}"

    @property
    def thing(self) -> Poster | Conversation:
        """What reached us."""
        thing = self.poster or self.conversation
        assert thing is not None
        return thing

    @property
    def names_somebody(self) -> bool:
        """Whether it is known who handed it in, or how to reach them."""
        return bool(self.given_by or self.reached_by)


def out_of_reach() -> Storage:
    """Return where photographs lie as they were sent: no page serves anything from there."""
    return FileSystemStorage(location=settings.SENT_ROOT)


class SentPictureQuerySet(models.QuerySet["SentPicture"]):
    def due(self, at: datetime) -> SentPictureQuerySet:
        """Photographs of posters waiting to be drawn that no worker has in hand, oldest first: the row is the queue."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
        return self.filter(free, state=SentPicture.State.RECEIVED, poster__isnull=False).order_by("pk")

    def forgotten(self, before: datetime) -> SentPictureQuerySet:
        """Photographs kept for a form that was never sent."""
        return self.filter(poster__isnull=True, sent_at__lt=before)


class SentPicture(models.Model):
    """A photograph as it was sent, out of everybody's reach until a worker has drawn it anew; then its file is gone.

    It is kept under the form's key before there is a poster, so that an error elsewhere in the form loses nothing.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Waiting to be drawn"
        DRAWN = "drawn", "Drawn"
        REFUSED = "refused", "Could not be drawn"

    TRANSITIONS = {State.DRAWN: {State.RECEIVED}, State.REFUSED: {State.RECEIVED}}

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sent_pictures")
    key = models.UUIDField(unique=True, editable=False)
    poster = models.ForeignKey(Poster, null=True, blank=True, on_delete=models.CASCADE, related_name="sent_pictures")
    file = models.FileField(storage=out_of_reach, max_length=60)
    size = models.PositiveIntegerField("size in bytes")
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    problem = models.CharField(max_length=300, blank=True)
    # A worker has it in hand until then; a picture that killed its worker is not tried for ever.
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = SentPictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(problem="") | Q(state__in=["received", "drawn"], problem=""),
                name="sent_picture_refused_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], condition=Q(state="received"), name="sent_picture_waiting")]

    def __str__(self) -> str:
        return f"Photograph of {self.poster}" if self.poster else "Photograph"
