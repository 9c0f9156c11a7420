"""What waits for a programme's team in this room: missing voices, and organisations for which nobody speaks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from kit.days import beginning_of, end_of, last_day_before
from kit.text import several
from kit.todo import TodoItem, count_of, first_of
from programmes.models import TeamMember
from stakeholders.models import Invitation, MissingVoice, Partnership
from stakeholders.models.invitation import RING_AFTER

# A missing voice is looked for by name from so long before its last day.
SOON = timedelta(days=7)
APPOINT = "stakeholders.appoint_representative"


def todo_counts(on: date) -> dict[str, Any]:
    """Return the annotations of a programme that `todo_items` reads."""
    begins, ends = beginning_of(on), end_of(on)
    voices = MissingVoice.objects.filter(status=MissingVoice.Status.SOUGHT, look_by_on__lte=on + SOON)
    invited, invited_by = Invitation.objects.unresolved(ends), "partnership__programme"
    silent = invited.open(begins).sent_by(begins - RING_AFTER)
    expired, declined = invited.expired(begins), invited.filter(status=Invitation.Status.DECLINED)
    not_invited = _not_invited(on, ends)
    owners = TeamMember.objects.lasting(on).filter(user=OuterRef("owner"), programme=OuterRef("programme"))
    there = Exists(owners.filter(user__is_active=True))
    nobodys = MissingVoice.objects.filter(~there, status=MissingVoice.Status.SOUGHT)
    return {
        "voices_of_nobody": count_of(nobodys, "programme"),
        "voices_of_nobody_last_on": first_of(nobodys, "programme", "look_by_on"),
        "voices_to_find": count_of(voices, "programme"),
        "voices_to_find_since": first_of(voices, "programme", "noticed_at"),
        "voices_to_find_last_on": first_of(voices, "programme", "look_by_on"),
        "invitations_silent": count_of(silent, invited_by),
        "invitations_silent_since": first_of(silent, invited_by, "invited_at"),
        "invitations_silent_until": first_of(silent, invited_by, "expires_at"),
        "invitations_expired": count_of(expired, invited_by),
        "invitations_expired_since": first_of(expired, invited_by, "expires_at"),
        "invitations_declined": count_of(declined, invited_by),
        "invitations_declined_since": first_of(declined, invited_by, "settled_at"),
        "partnerships_not_invited": count_of(not_invited, "programme"),
        "partnerships_not_invited_since": first_of(not_invited, "programme", "from_on"),
    }


def todo_items(programme: Any) -> list[TodoItem]:
    """Say what waits in a programme that was counted by `todo_counts`."""
    return [
        *_voices_of_nobody(programme),
        *_voices(programme),
        *_unanswered_invitations(programme),
        *_without_invitation(programme),
    ]


def _not_invited(on: date, at: datetime) -> QuerySet[Any]:
    """Return members of a programme for which nobody speaks, and of which no invitation tells what to do next."""
    members = Partnership.objects.members().current(on)
    invited = Invitation.objects.unresolved(at).values("partnership")
    return members.exclude(pk__in=Partnership.objects.represented(at).values("pk")).exclude(pk__in=invited)


def _voices_of_nobody(programme: Any) -> list[TodoItem]:
    count = programme.voices_of_nobody
    if not count:
        return []
    return [
        TodoItem(
            f"Hand on {several(count, 'missing voice')} of somebody who has left the team",
            reverse("stakeholders:missing-voice-list", args=[programme.slug]),
            "stakeholders.change_coverage",
            count=count,
            last_on=programme.voices_of_nobody_last_on,
        )
    ]


def _voices(programme: Any) -> list[TodoItem]:
    count = programme.voices_to_find
    if not count:
        return []
    return [
        TodoItem(
            f"Find {several(count, 'missing voice')}",
            reverse("stakeholders:missing-voice-list", args=[programme.slug]),
            "stakeholders.change_coverage",
            count=count,
            since=programme.voices_to_find_since,
            last_on=programme.voices_to_find_last_on,
        )
    ]


def _unanswered_invitations(programme: Any) -> list[TodoItem]:
    silent, expired, declined = (
        programme.invitations_silent,
        programme.invitations_expired,
        programme.invitations_declined,
    )
    asked = f"Ring {several(silent, 'organisation')} asked three weeks ago or more, no answer"
    again = f"Ask {several(expired, 'organisation')} again that did not answer an invitation in time"
    other = f"Ask somebody else at {several(declined, 'organisation')} that declined to speak"
    until = last_day_before(programme.invitations_silent_until)
    waiting = [
        (silent, asked, programme.invitations_silent_since, until),
        (expired, again, programme.invitations_expired_since, None),
        (declined, other, programme.invitations_declined_since, None),
    ]
    url, permission = reverse("stakeholders:invitation-list", args=[programme.slug]), APPOINT
    return [
        TodoItem(words, url, permission, count=count, since=since, last_on=last_on)
        for count, words, since, last_on in waiting
        if count
    ]


def _without_invitation(programme: Any) -> list[TodoItem]:
    count = programme.partnerships_not_invited
    if not count:
        return []
    words = f"Invite {several(count, 'organisation')} without anybody who speaks or is asked to"
    url = f"{reverse('stakeholders:partnership-list', args=[programme.slug])}?speaks=nobody"
    since = beginning_of(programme.partnerships_not_invited_since)
    return [TodoItem(words, url, APPOINT, count=count, since=since)]
