"""What the public may read of one programme, as plain rows: those of its line, and the facts that stand beside it.

As many queries for thousands of rows as for one. What is ordered by words is ordered here and not by the database:
databases disagree on letters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

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
    """The published action areas of some programmes, and all by which it is told where they stand, each in its order.

    Proposers and follow-ups say who was asked, published or not: silence is shown.
    """

    areas: list[ActionArea]
    proposers: list[Proposer]
    follow_ups: list[FollowUp]
    updates: list[ProgressUpdate]


def area_rows(programmes: Collection[Programme]) -> AreaRows:
    """Return the rows of the action areas of programmes, in four queries however many there are."""
    areas = list(ActionArea.objects.published().filter(programme__in=programmes).order_by("number", "pk"))
    by_key = {programme.pk: programme for programme in programmes}
    for area in areas:
        area.programme = by_key[area.programme_id]
    return AreaRows(
        areas=areas,
        proposers=list(Proposer.objects.filter(area__programme__in=programmes).order_by("from_on", "pk")),
        follow_ups=list(
            FollowUp.objects.filter(round__programme__in=programmes)
            .select_related("round", "proposer")
            .order_by("round__number", "proposer_id")
        ),
        updates=list(
            ProgressUpdate.objects.published()
            .filter(area__programme__in=programmes)
            .select_related("follow_up__round", "follow_up__proposer")
            .in_order_given()
        ),
    )


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
    public_answers = FeedbackAnswer.objects.exclude(published_text="").select_related("question")
    in_order_asked = public_answers.order_by(F("question__position").asc(nulls_first=True), "pk")
    findings = programme.findings.published().order_by("number")
    areas = programme.action_areas.published().order_by("number")
    commitments = Commitment.objects.published().filter(programme=programme).order_by()
    taken_on = area_rows([programme])
    factors = Prefetch("factors", Factor.objects.select_related("merged_into").order_by("name"))
    prefetch_related_objects(taken_on.updates, factors)
    return LineRows(
        programme=programme,
        posters=list(programme.posters.published().select_related("speaking_for").order_by("number")),
        conversations=list(programme.conversations.published().order_by("number")),
        feedback=list(
            programme.feedback.published()
            .select_related("on_behalf_of__organisation", "speaking_for")
            .prefetch_related(Prefetch("answers", in_order_asked))
            .order_by("said_at", "pk")
        ),
        themes=list(programme.themes.order_by("number")),
        codings=list(Coding.objects.filter(theme__programme=programme).select_related("answer").order_by("pk")),
        findings=list(findings),
        taken_on=taken_on,
        links={
            ("theme", "finding"): _pairs(findings, "themes"),
            ("finding", "area"): _pairs(areas, "findings"),
            ("poster", "area"): _pairs(areas, "posters"),
            ("conversation", "area"): _pairs(areas, "conversations"),
        },
        commitments=dict(commitments.values_list("area_id").annotate(count=Count("pk"))),
    )


def _pairs(rows: QuerySet[Finding] | QuerySet[ActionArea], field: str) -> list[tuple[int, int]]:
    """Return what rows are tied to by a field of theirs, each as the key of that and of the row."""
    return list(rows.filter(**{f"{field}__isnull": False}).values_list(field, "pk"))


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
        documents=list(programme.documents.order_by(Coalesce("version_of_id", "id"), "id")),
        indicators=sorted(
            programme.indicators.prefetch_related(Prefetch("readings", readings)), key=lambda indicator: indicator.name
        ),
        target_revisions=list(programme.target_revisions.order_by("revised_at", "pk")),
        phases=list(
            programme.phases.prefetch_related(Prefetch("closing_explanations", explanations)).order_by("position")
        ),
        meetings=list(programme.meetings.order_by("starts_at", "pk")),
        consultations=list(
            Consultation.objects.filter(phase__programme=programme).order_by(F("starts_at").asc(nulls_last=True), "pk")
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
