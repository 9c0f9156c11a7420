"""What groups brought: posters on the standard template, and conversations held beforehand."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from kit.lifecycle import at_and_by
from programmes.models import Programme
from stakeholders.models import Appointment, StakeholderGroup


class PosterPrompt(models.Model):
    """One prompt of a programme's standard poster template."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="poster_prompts")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

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

    def waiting(self) -> PosterQuerySet:
        """Posters that are neither public nor withdrawn, the oldest first."""
        return self.filter(published_at__isnull=True, withdrawn_at__isnull=True).order_by("pk")

    def to_transcribe(self) -> PosterQuerySet:
        """Those that wait, and of which nobody has written down yet what they say."""
        answered = PosterAnswer.objects.filter(poster=models.OuterRef("pk"))
        return self.waiting().filter(~models.Exists(answered), transcript="", words="")

    def to_review(self) -> PosterQuerySet:
        """Those that wait, whose words are there and whose group agrees that they are shown."""
        words = (
            ~Q(transcript="") | ~Q(words="") | models.Exists(PosterAnswer.objects.filter(poster=models.OuterRef("pk")))
        )
        return self.waiting().filter(words, consent_to_publish=True)

    def next_number(self) -> int:
        """Return the first number after all of these that hang on the wall."""
        highest: int | None = self.aggregate(highest=models.Max("number"))["highest"]
        return (highest or 0) + 1


class Poster(models.Model):
    """A community group's poster: its number on the wall, picture, words, credit and consent.

    It has a number once it hangs, and a title once somebody has given it one; both are needed before it is public.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="posters")
    number = models.PositiveSmallIntegerField("number on the wall", null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    group_name = models.CharField("made by", max_length=200, blank=True)
    place = models.CharField(max_length=120, blank=True)
    speaking_for = models.ForeignKey(
        StakeholderGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="posters"
    )
    words = models.CharField("its words in one line", max_length=300, blank=True)
    transcript = models.TextField(blank=True)
    picture = models.ImageField(upload_to="posters/", blank=True, width_field="width", height_field="height")
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    alt_text = models.CharField("what the picture shows", max_length=500, blank=True)
    artist_credit = models.CharField(max_length=200, blank=True)
    made_on = models.DateField()
    consent_to_publish = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawal_reason = models.CharField(max_length=500, blank=True)

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
        return f"Poster {self.number}: {self.name}" if self.number else self.name

    def get_absolute_url(self) -> str:
        """The poster's own public page."""
        return reverse("public:poster-detail", args=[self.programme.slug, self.number])

    @property
    def name(self) -> str:
        """What to call it, also before anybody has given it a title."""
        return self.title or "Poster without a title yet"


class PosterAnswerQuerySet(models.QuerySet["PosterAnswer"]):
    def in_order(self) -> PosterAnswerQuerySet:
        """Answers with their prompts, as the template asks."""
        return self.select_related("prompt").order_by("prompt__position")


class PosterAnswer(models.Model):
    """What a poster says to one prompt of the template."""

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="answers")
    prompt = models.ForeignKey(PosterPrompt, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()

    objects = PosterAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poster", "prompt"], name="poster_answer_once")]

    def __str__(self) -> str:
        return self.text


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def published(self) -> ConversationQuerySet:
        """Conversations the public may read of."""
        return self.filter(published_at__isnull=False)

    def waiting(self) -> ConversationQuerySet:
        """Conversations that are not public, the oldest first."""
        return self.filter(published_at__isnull=True).order_by("pk")

    def of_representative(self, user: User, at: datetime) -> ConversationQuerySet:
        """Conversations logged for the partnerships for which `user` speaks at a moment, whoever spoke then."""
        appointments = Appointment.objects.of(user).current(at)
        return self.filter(hand_in__appointment__partnership__in=appointments.values("partnership"))


class Conversation(models.Model):
    """A talk held beforehand in a team or network: who, when, how many, what was said. It has a number once public."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="conversations")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    team = models.CharField(max_length=200)
    held_on = models.DateField()
    people_count = models.PositiveIntegerField("how many took part", null=True, blank=True)
    said = models.TextField("what was said")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="conversation_number_once"),
            at_and_by("published", "conversation_published_at_and_by"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(number__isnull=False),
                name="conversation_published_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"Conversation {self.number}: {self.team}" if self.number else f"Conversation: {self.team}"
