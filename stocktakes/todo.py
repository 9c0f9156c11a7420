"""What waits for a programme's team: counted in one query for a whole list of programmes, said once for both desks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from actions.models import FollowUp, FollowUpRound, ProgressUpdate
from consultations.models import Conversation, Feedback, Poster
from kit.text import several
from programmes.models import Programme, ProgrammeQuerySet
from stakeholders.models import Invitation, MissingVoice, Partnership
from stocktakes.models import Stocktake

# After so long without an answer another e-mail is not what helps.
SILENT_AFTER = timedelta(days=21)

LEFT = (FollowUp.Status.MOVED_ON, FollowUp.Status.NOT_ME)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody: what it is, and where to do it."""

    words: str
    url: str


def with_waiting(programmes: ProgrammeQuerySet, on: date) -> QuerySet[Any]:
    """Return the programmes, each with how much of everything waits, and its open round."""
    rounds = FollowUpRound.objects.filter(programme=OuterRef("pk"), status=FollowUpRound.Status.OPEN)
    planned = FollowUpRound.objects.filter(programme=OuterRef("pk"), status=FollowUpRound.Status.PLANNED)
    planned = planned.filter(planned_on__lte=on).order_by("planned_on")
    asked = FollowUp.objects.filter(round__status=FollowUpRound.Status.OPEN)
    editions = Stocktake.objects
    begins, ends = (timezone.make_aware(datetime.combine(on, moment)) for moment in (time.min, time.max))
    invited = Invitation.objects.unresolved(ends)
    return programmes.annotate(
        feedback_waiting=_count(Feedback.objects.filter(status=Feedback.Status.RECEIVED), "programme"),
        posters_to_transcribe=_count(Poster.objects.to_transcribe(), "programme"),
        posters_to_review=_count(Poster.objects.to_review(), "programme"),
        conversations_waiting=_count(Conversation.objects.waiting(), "programme"),
        updates_waiting=_count(ProgressUpdate.objects.filter(status=ProgressUpdate.Status.WAITING), "area__programme"),
        open_round=Subquery(rounds.values("number")[:1]),
        open_round_name=Subquery(rounds.values("name")[:1]),
        planned_round=Subquery(planned.values("number")[:1]),
        planned_round_name=Subquery(planned.values("name")[:1]),
        asked=_count(asked, "round__programme"),
        answered=_count(asked.filter(status=FollowUp.Status.ANSWERED), "round__programme"),
        silent=_count(asked.filter(status=FollowUp.Status.ASKED), "round__programme"),
        to_hand_on=_count(asked.filter(status__in=LEFT, proposer__successor=None), "round__programme"),
        overdue_voices=_count(
            MissingVoice.objects.filter(status=MissingVoice.Status.SOUGHT, look_by_on__lt=on), "programme"
        ),
        invitations_expired=_count(invited.expired(begins), "partnership__programme"),
        invitations_silent=_count(invited.open(begins).sent_by(begins - SILENT_AFTER), "partnership__programme"),
        invitations_declined=_count(invited.filter(status=Invitation.Status.DECLINED), "partnership__programme"),
        unasked=_count(_unasked(on, ends), "programme"),
        being_made=_count(editions.filter(status=Stocktake.Status.RENDERING), "programme"),
        not_made=_count(editions.filter(status=Stocktake.Status.FAILED), "programme"),
    )


def _count(rows: QuerySet[Any], to_programme: str) -> Coalesce:
    of_programme = rows.filter(**{to_programme: OuterRef("pk")}).order_by().values(to_programme)
    return Coalesce(Subquery(of_programme.annotate(count=Count("pk")).values("count")), 0)


def _unasked(on: date, at: datetime) -> QuerySet[Any]:
    """Members of a programme for which nobody speaks, and of which no invitation tells what to do next."""
    members = Partnership.objects.members().current(on)
    told = Invitation.objects.unresolved(at).values("partnership")
    return members.exclude(pk__in=Partnership.objects.represented(at).values("pk")).exclude(pk__in=told)


def waiting_of(programme: Programme, on: date) -> list[Waiting]:
    """Return the next things to do in one programme."""
    return waiting_in(with_waiting(Programme.objects.filter(pk=programme.pk), on).get())


def waiting_in(programme: Any) -> list[Waiting]:
    """Return the next things to do in a programme that came from `with_waiting`, the most pressing first."""

    def thing(words: str, name: str, *args: object) -> Waiting:
        return Waiting(words, reverse(name, args=[programme.slug, *args]))

    things = []
    if programme.not_made:
        editions = several(programme.not_made, "stocktake")
        things.append(thing(f"{editions} could not be made", "stocktakes:stocktake-desk-list"))
    if programme.updates_waiting:
        answers = several(programme.updates_waiting, "answer")
        things.append(thing(f"{answers} to a follow-up to review", "actions:update-review-list"))
    if programme.feedback_waiting:
        pieces = several(programme.feedback_waiting, "piece of feedback", "pieces of feedback")
        things.append(thing(f"{pieces} to review", "consultations:feedback-review-list"))
    things += to_read_of(programme)
    if programme.to_hand_on:
        areas = several(programme.to_hand_on, programme.action_word, programme.action_word_plural)
        things.append(thing(f"{areas} to be handed on", "actions:round-detail", programme.open_round))
    if programme.open_round:
        name = programme.open_round_name
        counts = f"{programme.answered} of {programme.asked} answered, {programme.silent} silent so far"
        things.append(thing(f"{name} is open: {counts}", "actions:round-detail", programme.open_round))
    elif programme.planned_round:
        name = programme.planned_round_name
        things.append(thing(f"{name} is due to be opened", "actions:round-detail", programme.planned_round))
    if programme.overdue_voices:
        voices = several(programme.overdue_voices, "missing voice")
        things.append(thing(f"{voices} should have been found by now", "stakeholders:missing-voice-list"))
    things += [thing(words, "stakeholders:invitation-list") for words in unanswered_in_words(programme)]
    things += unasked_of(programme)
    if programme.being_made:
        editions = several(programme.being_made, "stocktake")
        things.append(thing(f"{editions} being made", "stocktakes:stocktake-desk-list"))
    return things


def to_read_of(programme: Any) -> list[Waiting]:
    """Say how many posters are to be reviewed or transcribed, and how many conversations are to be read."""
    posters, conversations = (
        reverse(f"consultations:{kind}-review-list", args=[programme.slug]) for kind in ("poster", "conversation")
    )
    waits = [
        (programme.posters_to_review, "poster", "to review", posters),
        (programme.posters_to_transcribe, "poster", "to transcribe", posters),
        (programme.conversations_waiting, "conversation", "to read", conversations),
    ]
    return [Waiting(f"{several(count, one)} {deed}", address) for count, one, deed, address in waits if count]


def unanswered_in_words(programme: Any) -> list[str]:
    """Say how many organisations were asked who speaks for them, and did not name anybody."""
    counts = {
        "asked three weeks ago or more, no answer": programme.invitations_silent,
        "did not answer an invitation in time": programme.invitations_expired,
        "declined to speak": programme.invitations_declined,
    }
    return [f"{several(count, 'organisation')} {words}" for words, count in counts.items() if count]


def unasked_of(programme: Any) -> list[Waiting]:
    """Say how many organisations have nobody who speaks for them and nobody who was asked to, if there are any."""
    if not programme.unasked:
        return []
    words = f"{several(programme.unasked, 'organisation')} without anybody who speaks or was asked to"
    return [Waiting(words, f"{reverse('stakeholders:partnership-list', args=[programme.slug])}?speaks=nobody")]
