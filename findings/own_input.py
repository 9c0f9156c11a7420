"""What was said for the organisations that a representative speaks for: feedback and conversations together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Value

from accounts.models import User
from consultations.models import Conversation, Feedback
from findings.feedback_progress import thread_of, with_progress
from programmes.thread import Thread

FEEDBACK, CONVERSATION = "feedback", "conversation"


def keys_of_own_input(user: User, at: datetime) -> QuerySet[Any, tuple[str, int, datetime]]:
    """Return kind, key and moment of all that was said for the organisations of `user`, the newest first."""
    feedback = Feedback.objects.of_representative(user, at).sent().order_by()
    conversations = Conversation.objects.of_representative(user, at)
    columns = ("kind", "key", "sent_at")
    sent = feedback.annotate(kind=Value(FEEDBACK), key=F("pk"), sent_at=F("said_at")).values_list(*columns)
    told = conversations.annotate(kind=Value(CONVERSATION), key=F("pk"), sent_at=F("hand_in__handed_in_at"))
    return sent.union(told.values_list(*columns)).order_by("-sent_at", "kind", "-key")


def own_input_of(
    keys: Iterable[tuple[str, int, datetime]],
) -> list[tuple[str, Feedback | Conversation, Thread]]:
    """Return what stands under some of these keys, in their order, each with its kind and how far it has come."""
    pairs = [(kind, key) for kind, key, _ in keys]
    feedback = with_progress(Feedback.objects.filter(pk__in=[key for kind, key in pairs if kind == FEEDBACK]))
    told = with_progress(Conversation.objects.filter(pk__in=[key for kind, key in pairs if kind == CONVERSATION]))
    found: dict[tuple[str, int], Feedback | Conversation] = {}
    for each in feedback.select_related("consultation", "meeting", "programme", "on_behalf_of__organisation"):
        found[FEEDBACK, each.pk] = each
    for talk in told.select_related("programme", "hand_in__appointment__partnership__organisation"):
        found[CONVERSATION, talk.pk] = talk
    return [(kind, found[kind, key], thread_of(found[kind, key])) for kind, key in pairs]
