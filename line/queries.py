"""What the public may read of one programme, as plain rows: those of its line, and the facts that stand beside it.

As many queries for thousands of rows as for one. What is ordered by words is ordered here and not by the database:
databases disagree on letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Prefetch, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from actions.models import ActionArea, Commitment, Factor, FollowUp, FollowUpRound, ProgressUpdate, Proposer
from consultations.models import Consultation, Conversation, Feedback, FeedbackAnswer, Poster, PosterCall
from findings.models import Coding, Finding, Theme
from kit.windows import Clock
from phases.models import ClosingExplanation, Meeting, Phase
from programmes.models import Aim, Document, Indicator, IndicatorReading, Place, Programme, TargetRevision
from stakeholders.models import Partnership, Role, StakeholderGroup

# -- The line -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AreaRows:
    """The published action areas of a programme, and all by which it is told where they stand, each in its order.

    Proposers and follow-ups say who was asked, published or not: silence is shown.
    """

    areas: list[ActionArea]
    proposers: list[Proposer]
    follow_ups: list[FollowUp]
    updates: list[ProgressUpdate]


def area_rows(programmes: Sequence[Programme]) -> dict[int, AreaRows]:
    """Return the rows of the action areas of each programme by its key, in four queries however many there are.

    Rows know one another, so that each is made once: of a programme with much in it, this is what takes long.
    """
    read = _Rows({each.pk: each for each in programmes})
    asked = FollowUp.objects.select_related("round").order_by("round__number", "proposer_id")
    areas = read.own(ActionArea.objects.published().order_by("number", "pk"))
    proposers = read.by(Proposer.objects.order_by("from_on", "pk"), "area__programme")
    follow_ups = read.by(asked, "round__programme")
    updates = read.by(ProgressUpdate.objects.published().in_order_given(), "area__programme")
    for pk in read.programmes:
        _tie(follow_ups[pk], "proposer", proposers[pk])
        _tie(updates[pk], "follow_up", follow_ups[pk])
    return {pk: AreaRows(areas[pk], proposers[pk], follow_ups[pk], updates[pk]) for pk in read.programmes}


def _tie(rows: Iterable[Any], name: str, others: Iterable[Any]) -> None:
    """Give rows what they lead to by a field, out of rows that were read already."""
    by_pk = {each.pk: each for each in others}
    for row in rows:
        if other := by_pk.get(getattr(row, f"{name}_id")):
            setattr(row, name, other)


@dataclass(frozen=True)
class LineRows:
    """Everything that one programme's line is tied from, each list in its order.

    All of it is published; but a merged theme is published no more, and still leads to the one it went into. `links`
    are the stored ties by what they tie, each as two keys. `commitments` counts the published ones of each area by its
    key; under None those outside any area.
    """

    programme: Programme
    posters: list[Poster]
    conversations: list[Conversation]
    feedback: list[Feedback]
    themes: list[Theme]
    codings: list[Coding]
    findings: list[Finding]
    taken_on: AreaRows
    links: dict[tuple[str, str], list[tuple[int, int]]]
    commitments: dict[int | None, int]


def line_rows(programme: Programme) -> LineRows:
    """Return the rows of a programme's line; with everything that tying them needs already read."""
    return rows_of_lines([programme])[0]


def rows_of_lines(programmes: Sequence[Programme]) -> list[LineRows]:
    """Return the rows of each programme's line: as many queries for many programmes as for one."""
    public_answers = FeedbackAnswer.objects.exclude(published_text="").select_related("question")
    in_order_asked = public_answers.order_by(F("question__position").asc(nulls_first=True), "pk")
    answers = Prefetch("answers", in_order_asked)
    factors = Prefetch("factors", Factor.objects.select_related("merged_into").order_by("name"))
    read = _Rows({each.pk: each for each in programmes})
    taken_on = area_rows(programmes)
    prefetch_related_objects([update for rows in taken_on.values() for update in rows.updates], factors)
    posters = read.own(Poster.objects.published().select_related("speaking_for").order_by("number"))
    conversations = read.own(Conversation.objects.published().order_by("number"))
    said_by = Feedback.objects.published().select_related("on_behalf_of__organisation", "speaking_for")
    feedback = read.own(said_by.prefetch_related(answers).order_by("said_at", "pk"))
    themes = read.own(Theme.objects.order_by("number"))
    codings = read.by(Coding.objects.select_related("answer").order_by("pk"), "theme__programme")
    findings = read.own(Finding.objects.published().order_by("number"))
    links = {
        ("theme", "finding"): read.pairs(Finding, "themes"),
        ("finding", "area"): read.pairs(ActionArea, "findings"),
        ("poster", "area"): read.pairs(ActionArea, "posters"),
        ("conversation", "area"): read.pairs(ActionArea, "conversations"),
    }
    commitments: dict[int, dict[int | None, int]] = defaultdict(dict)
    made = Commitment.objects.published().filter(programme__in=read.programmes).order_by()
    for programme_id, area_id, count in made.values_list("programme_id", "area_id").annotate(count=Count("pk")):
        commitments[programme_id][area_id] = count
    return [
        LineRows(
            programme=programme,
            posters=posters[pk],
            conversations=conversations[pk],
            feedback=feedback[pk],
            themes=themes[pk],
            codings=codings[pk],
            findings=findings[pk],
            taken_on=taken_on[pk],
            links={ends: pairs[pk] for ends, pairs in links.items()},
            commitments=commitments[pk],
        )
        for pk, programme in read.programmes.items()
    ]


@dataclass(frozen=True)
class _Rows:
    """Reads the rows of many programmes at once, and returns them by the key of theirs, in their order."""

    programmes: Mapping[int, Programme]

    def own(self, rows: QuerySet[Any]) -> Mapping[int, list[Any]]:
        """Return rows that name their programme, each with the programme itself."""
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows.filter(programme__in=self.programmes):
            row.programme = self.programmes[row.programme_id]
            found[row.programme_id].append(row)
        return found

    def by(self, rows: QuerySet[Any], path: str) -> Mapping[int, list[Any]]:
        """Return rows that lead to their programme by a path."""
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows.filter(**{f"{path}__in": self.programmes}).annotate(line_of=F(path)):
            found[row.line_of].append(row)
        return found

    def pairs(self, model: type[Finding | ActionArea], field: str) -> Mapping[int, list[tuple[int, int]]]:
        """Return what published rows are tied to by a field of theirs, each as the key of that and of the row."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        rows = model.objects.published().filter(programme__in=self.programmes, **{f"{field}__isnull": False})
        for programme_id, source, target in rows.order_by("number").values_list("programme_id", field, "pk"):
            found[programme_id].append((source, target))
        return found


# -- What stands beside it ----------------------------------------------------------------------------


@dataclass(frozen=True)
class ProgrammeFacts:
    """What a programme is for, who is in it and when it happens, as it is at a moment; each list in its order.

    `partners` run it, the lead body first; `members` speak for groups; `unheard_groups` have nobody. `poster_call` is
    there while posters can be handed in.
    """

    at: datetime
    aims: list[Aim]
    places: list[Place]
    documents: list[Document]
    indicators: list[Indicator]
    target_revisions: list[TargetRevision]
    phases: list[Phase]
    meetings: list[Meeting]
    consultations: list[Consultation]
    poster_call: PosterCall | None
    rounds: list[FollowUpRound]
    partners: list[Partnership]
    members: list[Partnership]
    unheard_groups: list[StakeholderGroup]

    @property
    def on(self) -> date:
        """Return the day in London."""
        return timezone.localdate(self.at)

    @property
    def open_consultations(self) -> list[Consultation]:
        """Return the calls for input that are open."""
        return [each for each in self.consultations if each.clock(self.at) == Clock.OPEN]

    @property
    def upcoming_consultations(self) -> list[Consultation]:
        """Return the calls for input that have not opened."""
        return [each for each in self.consultations if each.clock(self.at) == Clock.UPCOMING]

    @property
    def uncancelled_meetings(self) -> list[Meeting]:
        """Return the meetings that took place or will, in order."""
        return [each for each in self.meetings if not each.cancelled_at]

    @property
    def meetings_not_over(self) -> list[Meeting]:
        """Return the meetings that have not ended, soonest first; a cancelled one too: people have the date from us."""
        return [each for each in self.meetings if each.clock(self.at) != Clock.PAST]


def programme_facts(programme: Programme, at: datetime) -> ProgrammeFacts:
    """Return the facts of a programme as they are at a moment."""
    readings = IndicatorReading.objects.order_by("read_on", "pk")
    explanations = ClosingExplanation.objects.select_related("group", "voice").order_by("pk")
    partnerships = (
        programme.partnerships.current(timezone.localdate(at))
        .select_related("organisation")
        .prefetch_related(Prefetch("groups", StakeholderGroup.objects.order_by("name")))
    )
    partners, members = _partners_and_members(partnerships)
    heard = {group.pk for each in [*partners, *members] for group in each.groups.all()}
    return ProgrammeFacts(
        at=at,
        aims=list(programme.aims.order_by("position")),
        places=sorted(programme.places.all(), key=lambda place: place.name),
        documents=list(programme.documents.with_page().order_by(Coalesce("version_of_id", "id"), "id")),
        indicators=sorted(
            programme.indicators.prefetch_related(Prefetch("readings", readings)), key=lambda indicator: indicator.name
        ),
        target_revisions=list(programme.target_revisions.order_by("revised_at", "pk")),
        phases=list(
            programme.phases.prefetch_related(Prefetch("closing_explanations", explanations)).order_by("position")
        ),
        meetings=list(programme.meetings.order_by("starts_at", "pk")),
        consultations=list(
            # One without a day to begin is being set up: nobody but the team knows of it.
            Consultation.objects.filter(phase__programme=programme, starts_at__isnull=False).order_by("starts_at", "pk")
        ),
        poster_call=PosterCall.objects.open(at).filter(programme=programme).first(),
        rounds=list(programme.follow_up_rounds.order_by("number")),
        partners=partners,
        members=members,
        unheard_groups=sorted(
            (group for group in programme.stakeholder_groups.all() if group.pk not in heard),
            key=lambda group: group.name.lower(),
        ),
    )


def _partners_and_members(partnerships: Iterable[Partnership]) -> tuple[list[Partnership], list[Partnership]]:
    """Return the bodies that run a programme by their role, and its members, each by name."""
    by_name = sorted(partnerships, key=lambda each: each.organisation.name.lower())
    partners = [each for each in by_name if each.role != Role.MEMBER]
    partners.sort(key=lambda each: Role.values.index(each.role))
    return partners, [each for each in by_name if each.role == Role.MEMBER]
