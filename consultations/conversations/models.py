"""Conversations held beforehand."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Case, Q, When

from accounts.models import User
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WordsField
from programmes.models import Programme
from stakeholders.models import Appointment


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def published(self) -> ConversationQuerySet:
        """Conversations the public may read of."""
        return self.filter(published_at__isnull=False)

    def to_review(self) -> ConversationQuerySet:
        """Conversations that are not public, the oldest first."""
        return self.filter(published_at__isnull=True).order_by("pk")

    def in_order_of_review(self) -> ConversationQuerySet:
        """All of them: first what is not public, the oldest first; then what is, by number."""
        is_public = Q(published_at__isnull=False)
        return self.order_by(Case(When(is_public, then=1), default=0), Case(When(is_public, then="number")), "pk")

    def of_representative(self, user: User, at: datetime) -> ConversationQuerySet:
        """Conversations logged for the partnerships for which `user` speaks at a moment, whoever spoke then."""
        appointments = Appointment.objects.of(user).current(at)
        return self.filter(hand_in__appointment__partnership__in=appointments.values("partnership"))


class Conversation(models.Model):
    """A talk held beforehand in a team or network: who, when, how many, what was said. It has a number once public."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="conversations")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    team = LineField(max_length=200)
    held_on = models.DateField()
    people_count = models.PositiveIntegerField("how many took part", null=True, blank=True)
    said = WordsField("what was said")
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
