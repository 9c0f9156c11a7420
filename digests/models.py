"""Who is told what has happened since they spoke, and what they were told: codes, and no words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from actions.models import Commitment, Proposer
from consultations.models import Feedback, HandIn
from programmes.models import Programme
from stakeholders.models import Person


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
    those who were told at it. The database refuses to let `told_on` move by less than a week (see the triggers).
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
