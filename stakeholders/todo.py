"""What waits for a programme's team in this room: missing voices, and organisations for which nobody speaks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from kit.days import beginning_of, end_of
from kit.text import several
from kit.todo import TodoItem, count_of
from stakeholders.models import Invitation, MissingVoice, Partnership
from stakeholders.models.invitation import RING_AFTER


def todo_counts(on: date) -> dict[str, Any]:
    """Return the annotations of a programme that `todo_items` reads."""
    begins, ends = beginning_of(on), end_of(on)
    invited = Invitation.objects.unresolved(ends)
    overdue = MissingVoice.objects.filter(status=MissingVoice.Status.SOUGHT, look_by_on__lt=on)
    return {
        "voices_overdue": count_of(overdue, "programme"),
        "invitations_silent": count_of(invited.open(begins).sent_by(begins - RING_AFTER), "partnership__programme"),
        "invitations_expired": count_of(invited.expired(begins), "partnership__programme"),
        "invitations_declined": count_of(invited.filter(status=Invitation.Status.DECLINED), "partnership__programme"),
        "partnerships_not_invited": count_of(_not_invited(on, ends), "programme"),
    }


def todo_items(programme: Any) -> list[TodoItem]:
    """Say what waits in a programme that was counted by `todo_counts`."""
    return [*_overdue_voices(programme), *_unanswered_invitations(programme), *_without_invitation(programme)]


def _not_invited(on: date, at: datetime) -> QuerySet[Any]:
    """Return members of a programme for which nobody speaks, and of which no invitation tells what to do next."""
    members = Partnership.objects.members().current(on)
    invited = Invitation.objects.unresolved(at).values("partnership")
    return members.exclude(pk__in=Partnership.objects.represented(at).values("pk")).exclude(pk__in=invited)


def _overdue_voices(programme: Any) -> list[TodoItem]:
    if not programme.voices_overdue:
        return []
    words = f"{several(programme.voices_overdue, 'missing voice')} should have been found by now"
    return [TodoItem(words, reverse("stakeholders:missing-voice-list", args=[programme.slug]))]


def _unanswered_invitations(programme: Any) -> list[TodoItem]:
    counts = {
        "asked three weeks ago or more, no answer": programme.invitations_silent,
        "did not answer an invitation in time": programme.invitations_expired,
        "declined to speak": programme.invitations_declined,
    }
    url = reverse("stakeholders:invitation-list", args=[programme.slug])
    return [TodoItem(f"{several(count, 'organisation')} {words}", url) for words, count in counts.items() if count]


def _without_invitation(programme: Any) -> list[TodoItem]:
    if not programme.partnerships_not_invited:
        return []
    words = f"{several(programme.partnerships_not_invited, 'organisation')} without anybody who speaks or is asked to"
    return [TodoItem(words, f"{reverse('stakeholders:partnership-list', args=[programme.slug])}?speaks=nobody")]
