"""Everything published of one programme, as the objects it is, in one query."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from actions.models import ActionArea, Commitment, FollowUp, FollowUpRound, ProgressUpdate, Proposer
from consultations.models import Conversation, Feedback, FeedbackAnswer, Poster
from findings.models import Finding, Theme
from line.prepared import Prepared, Row, acquaint, rows_from, rows_of, things_from, things_of
from programmes.models import Programme

MINE = "programme_id"
LISTS = {
    "posters": things_of(Poster.objects.published(), MINE),
    "conversations": things_of(Conversation.objects.published(), MINE),
    "feedback": things_of(Feedback.objects.published(), MINE),
    "voices": rows_of(
        Feedback.objects.published(), MINE, "id",
        organisation="on_behalf_of__organisation__name", group="speaking_for__name",
    ),
    "poster_voices": rows_of(Poster.objects.published(), MINE, "id", group="speaking_for__name"),
    "answers": rows_of(
        FeedbackAnswer.objects.filter(feedback__status=Feedback.Status.PUBLISHED).exclude(published_text=""),
        "feedback__programme_id", "id", "feedback_id", "published_text",
        question="question__text", position="question__position",
    ),
    # All of them: a merged theme is published no more, and still leads to the one it went into.
    "themes": things_of(Theme.objects.all(), MINE),
    "findings": things_of(Finding.objects.published(), MINE),
    "areas": things_of(ActionArea.objects.published(), MINE),
    "promises": rows_of(Commitment.objects.published().filter(area__isnull=False), MINE, "area_id"),
    "proposers": things_of(Proposer.objects.all(), "area__programme_id"),
    "rounds": things_of(FollowUpRound.objects.all(), MINE),
    "follow_ups": things_of(FollowUp.objects.all(), "round__programme_id"),
    "updates": things_of(ProgressUpdate.objects.published(), "area__programme_id"),
}  # fmt: skip
PUBLISHED = Prepared(lambda programme: Programme.objects.filter(pk=programme).values_list(*LISTS.values()))


@dataclass
class Published:
    """What the public may read of a programme, each list in its order; and who was asked when."""

    posters: list[Poster]
    conversations: list[Conversation]
    feedback: list[Feedback]
    voices: dict[int, Row]
    poster_voices: dict[int, str]
    answers: list[Row]
    themes: dict[int, Theme]
    findings: list[Finding]
    areas: list[ActionArea]
    promises: Counter[int]
    proposers: list[Proposer]
    follow_ups: list[FollowUp]
    updates: list[ProgressUpdate]

    @classmethod
    def of(cls, programme: Programme, row: tuple[Any, ...]) -> Published:
        """Return what is published of a programme, from the row that `PUBLISHED` gave."""
        read = dict(zip(LISTS, row, strict=True))
        proposers = sorted(things_from(Proposer, read["proposers"]), key=lambda each: (each.from_on, each.pk))
        rounds = {each.pk: each for each in things_from(FollowUpRound, read["rounds"])}
        by_pk = {each.pk: each for each in proposers}
        follow_ups = things_from(FollowUp, read["follow_ups"])
        acquaint(follow_ups, "round", rounds)
        acquaint(follow_ups, "proposer", by_pk)
        updates = things_from(ProgressUpdate, read["updates"])
        acquaint(updates, "follow_up", {each.pk: each for each in follow_ups})
        published = cls(
            posters=sorted(things_from(Poster, read["posters"]), key=lambda each: each.number or 0),
            conversations=sorted(things_from(Conversation, read["conversations"]), key=lambda each: each.number or 0),
            feedback=sorted(things_from(Feedback, read["feedback"]), key=lambda each: (each.said_at, each.pk)),
            voices={voice["id"]: voice for voice in rows_from(read["voices"])},
            poster_voices={voice["id"]: voice["group"] or "" for voice in rows_from(read["poster_voices"])},
            answers=sorted(rows_from(read["answers"]), key=lambda each: (each["position"] or 0, each["id"])),
            themes={each.pk: each for each in sorted(things_from(Theme, read["themes"]), key=lambda each: each.number)},
            findings=sorted(things_from(Finding, read["findings"]), key=lambda each: each.number),
            areas=sorted(things_from(ActionArea, read["areas"]), key=lambda each: each.number),
            promises=Counter(promise["area_id"] for promise in rows_from(read["promises"])),
            proposers=proposers,
            follow_ups=sorted(follow_ups, key=lambda each: (each.round.number, each.proposer_id)),
            updates=sorted(updates, key=lambda each: (each.follow_up.round.number, each.given_at, each.pk)),
        )
        for things in (
            published.posters, published.conversations, published.feedback, published.themes.values(),
            published.findings, published.areas,
        ):  # fmt: skip
            acquaint(things, "programme", {programme.pk: programme})
        return published
