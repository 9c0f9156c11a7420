"""Posters on the standard template, and the photographs of them as they were sent."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse

from accounts.models import User
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from programmes.models import Programme
from programmes.nouns import in_words_of, word_for
from stakeholders.models import StakeholderGroup


class PosterPrompt(models.Model):
    """One prompt of a programme's standard poster template."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="poster_prompts")
    position = models.PositiveSmallIntegerField()
    text = LineField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "position"], name="poster_prompt_position_once")]

    def __str__(self) -> str:
        return self.text


class PosterQuerySet(models.QuerySet["Poster"]):
    def published(self) -> PosterQuerySet:
        """Posters the public may see: reviewed, and with the group's consent."""
        return self.filter(published_at__isnull=False)

    def withdrawn(self) -> PosterQuerySet:
        """Posters whose group has taken its consent back."""
        return self.filter(withdrawn_at__isnull=False)

    def pending(self) -> PosterQuerySet:
        """Posters that are neither public nor withdrawn, the oldest first."""
        return self.filter(published_at__isnull=True, withdrawn_at__isnull=True).order_by("pk")

    def to_transcribe(self) -> PosterQuerySet:
        """Those pending, and of which nobody has written down yet what they say."""
        answered = PosterAnswer.objects.filter(poster=models.OuterRef("pk"))
        return self.pending().filter(~models.Exists(answered), transcript="", words="")

    def to_review(self) -> PosterQuerySet:
        """Those pending, whose words are there and whose group agrees that they are shown."""
        words = (
            ~Q(transcript="") | ~Q(words="") | models.Exists(PosterAnswer.objects.filter(poster=models.OuterRef("pk")))
        )
        return self.pending().filter(words, consent_to_publish=True)

    def in_order_of_review(self) -> PosterQuerySet:
        """All of them: pending, the oldest first; public, by number; withdrawn, the last withdrawn first."""
        is_public, is_withdrawn = Q(published_at__isnull=False), Q(withdrawn_at__isnull=False)
        section = Case(When(is_public, then=1), When(is_withdrawn, then=2), default=0)
        withdrawn_at = models.F("withdrawn_at").desc(nulls_last=True)
        return self.order_by(section, Case(When(is_public, then="number")), withdrawn_at, "pk")


class Poster(models.Model):
    """A community group's poster: its number on the wall, picture, words, credit and consent.

    It has a number once it hangs, and a title once somebody has given it one; both are needed before it is public.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="posters")
    number = models.PositiveSmallIntegerField("number on the wall", null=True, blank=True)
    title = LineField(max_length=200, blank=True)
    group_name = LineField("made by", max_length=200, blank=True)
    place = LineField(max_length=120, blank=True)
    speaking_for = models.ForeignKey(
        StakeholderGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="posters"
    )
    words = LineField("its words in one line", max_length=300, blank=True)
    transcript = WordsField(blank=True)
    picture = models.ImageField(upload_to="posters/", blank=True, width_field="width", height_field="height")
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    alt_text = LineField("what the picture shows", max_length=500, blank=True)
    artist_credit = LineField(max_length=200, blank=True)
    made_on = models.DateField()
    consent_to_publish = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawal_reason = LineField(max_length=500, blank=True)

    objects = PosterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="poster_number_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False, consent_to_publish=True),
                name="poster_published_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(picture="") | ~Q(alt_text=""),
                name="poster_picture_has_alt_text",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | (Q(number__isnull=False) & ~Q(title="")),
                name="poster_published_has_number_and_title",
            ),
            at_and_by("withdrawn", "poster_withdrawn_at_and_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(consent_to_publish=False),
                name="poster_withdrawn_is_not_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"{word_for(self.programme, 'Poster')} {self.number}: {self.name}" if self.number else self.name

    def get_absolute_url(self) -> str:
        """The poster's own public page."""
        return reverse("public:poster-detail", args=[self.programme.slug, self.number])

    @property
    def is_pending(self) -> bool:
        """Whether it is neither public nor withdrawn."""
        return self.published_at is None and self.withdrawn_at is None

    @property
    def picture_in_hand(self) -> SentPicture | None:
        """The photograph that came last, while it waits or was refused; None when the picture is as it should be."""
        newest = max(self.sent_pictures.all(), key=lambda sent: sent.pk, default=None)
        return newest if newest is not None and newest.state != newest.State.DRAWN else None

    @property
    def name(self) -> str:
        """What to call it, also before anybody has given it a title."""
        return self.title or in_words_of(self.programme, "{Poster} without a title yet")


class PosterAnswerQuerySet(models.QuerySet["PosterAnswer"]):
    def in_order(self) -> PosterAnswerQuerySet:
        """Answers with their prompts, as the template asks."""
        return self.select_related("prompt").order_by("prompt__position")


class PosterAnswer(models.Model):
    """What a poster says to one prompt of the template."""

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="answers")
    prompt = models.ForeignKey(PosterPrompt, on_delete=models.PROTECT, related_name="answers")
    text = WordsField()

    objects = PosterAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poster", "prompt"], name="poster_answer_once")]

    def __str__(self) -> str:
        return self.text


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
