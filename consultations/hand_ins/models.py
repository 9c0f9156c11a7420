"""How posters and conversations reach us: when anybody may hand one in, and who did."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from consultations.asking.models import Feedback
from consultations.conversations.models import Conversation
from consultations.posters.models import Poster
from kit.model_fields import LineField, WordsField
from kit.windows import HOUR, Clock, WindowQuerySet, clock_at, on_the, window_constraint
from programmes.models import Programme
from stakeholders.models import Appointment


class PosterCallQuerySet(WindowQuerySet["PosterCall"]):
    def published(self) -> PosterCallQuerySet:
        """Poster calls of programmes that the public may read."""
        return self.filter(programme__in=Programme.objects.published())

    def of(self, programme: Programme) -> PosterCall | None:
        """Return the poster call of a programme, if it has one."""
        return self.filter(programme=programme).first()


class PosterCall(models.Model):
    """When anybody may hand in a poster, or tell of a conversation, for a programme; no account is needed."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="poster_call")
    introduction = WordsField(help_text="What the group should know before it begins.")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PosterCallQuerySet.as_manager()

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
    REPRESENTATIVE = "representative", "By whoever speaks for an organisation"
    STAFF = "staff", "Entered by the team"
    PAPER = "paper", "From paper"
    LETTER = "letter", "In a letter"
    EMAIL = "email", "By e-mail"
    TELEPHONE = "telephone", "By telephone"
    MEETING = "meeting", "At a meeting"


class HandInQuerySet(models.QuerySet["HandIn"]):
    def of_programme(self, programme: Programme) -> HandInQuerySet:
        """How the posters, conversations and answers of one programme reached us."""
        things = ("poster", "conversation", "feedback")
        return self.filter(reduce(or_, (Q(**{f"{thing}__programme": programme}) for thing in things)))

    def open_by_link(self, at: datetime) -> HandInQuerySet:
        """Answers to consultations that a personal link opens, with what their pages show."""
        related = ("feedback__consultation__phase__programme", "feedback__programme")
        return self.filter(feedback__consultation__isnull=False, token_hash__isnull=False).select_related(*related)

    def naming_somebody(self) -> HandInQuerySet:
        """Those with a name, a contact, words as they were sent, or at whose word a poster was withdrawn."""
        nobody = Q(contact_name="", contact_details="", as_sent="")
        return self.exclude(nobody & (Q(poster=None) | Q(poster__withdrawal_reason="")))

    def untouched_since(self, before: datetime) -> HandInQuerySet:
        """Those in which nothing has happened since: handed in, agreed to and withdrawn before a moment, if at all."""
        agreed = Q(consented_at=None) | Q(consented_at__lt=before)
        withdrawn = Q(poster__withdrawn_at=None) | Q(poster__withdrawn_at__lt=before)
        return self.filter(agreed, withdrawn, handed_in_at__lt=before)


class HandIn(models.Model):
    """How one poster, conversation or answer reached us, and who answers for it. Private: on no public page.

    The key comes with the form: however often it is sent, there is one row, and one thing of it.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    poster = models.OneToOneField(Poster, null=True, blank=True, on_delete=models.CASCADE, related_name="hand_in")
    conversation = models.OneToOneField(
        Conversation, null=True, blank=True, on_delete=models.CASCADE, related_name="hand_in"
    )
    feedback = models.OneToOneField(Feedback, null=True, blank=True, on_delete=models.CASCADE, related_name="hand_in")
    channel = models.CharField(max_length=14, choices=Channel)
    handed_in_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact_name = LineField("who hands it in, and agrees or not", max_length=200, blank=True)
    contact_details = LineField("how to reach them", max_length=200, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    # Of what the form said when it was sent: sent again, it is compared with this and not with the row.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    # By which whoever answered a consultation comes back to it: a link, or a code that can be written down.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    link_nonce = models.CharField(max_length=32, blank=True, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    # What was said of a conversation, before anybody of the team took a name out of it.
    as_sent = models.TextField(blank=True)

    objects = HandInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(poster__isnull=False, conversation=None, feedback=None)
                | Q(poster=None, conversation__isnull=False, feedback=None)
                | Q(poster=None, conversation=None, feedback__isnull=False),
                name="hand_in_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="hand_in_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.handed_in_at:%d %B %Y}"

    @property
    def thing(self) -> Poster | Conversation | Feedback:
        """What reached us."""
        thing = self.poster or self.conversation or self.feedback
        assert thing is not None
        return thing

    @property
    def names_somebody(self) -> bool:
        """Whether the QuerySet `naming_somebody` has it: there is something to be forgotten (reads the poster)."""
        said = self.contact_name or self.contact_details or self.as_sent
        return bool(said or (self.poster and self.poster.withdrawal_reason))
