"""All that stands around the line of a programme: what it is for, who is in it, and when; read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Subquery
from django.utils import timezone

from actions.models import Commitment, FollowUpRound
from consultations.models import Consultation, PosterCall
from kit.windows import Clock, clock_at
from line.prepared import Prepared, Row, rows_from, rows_of
from phases.models import ClosingExplanation, Meeting, Phase
from programmes.models import Aim, Document, Evidence, Indicator, IndicatorReading, Place, Programme, TargetRevision
from stakeholders.models import Partnership, Role, StakeholderGroup


@dataclass
class Surroundings:
    """What stands around the line, each list in the order it is read."""

    aims: list[Row]
    places: list[Row]
    documents: list[Row]
    indicators: list[Row]
    revisions: list[Row]
    phases: list[Row]
    meetings: list[Row]
    consultations: list[Row]
    calls: list[Row]
    rounds: list[Row]
    promises: int
    partners: list[Row]
    members: list[Row]
    missing: list[Row]

    @classmethod
    def read(cls, programme: Programme, at: datetime) -> Surroundings:
        """Read everything around the line of `programme` as it is at a moment."""
        on = timezone.localtime(at).date()
        (gathered,) = AROUND.rows(programme.pk)
        read = {name: rows_from(rows) for name, rows in zip(LISTS, gathered, strict=True)}
        for name in ("partnerships", "represented"):
            read[name] = [row for row in read[name] if row["until_on"] is None or row["until_on"] > on]
        for row in [*read["phases"], *read["meetings"], *read["consultations"], *read["calls"]]:
            row["clock"] = clock_at(row["starts_at"], row["ends_at"], at)
        for row in read["phases"]:
            explained = [each for each in read["explanations"] if each["phase_id"] == row["id"]]
            row["explanations"] = sorted(explained, key=lambda each: each["id"])
        partners, members = _partners(read["partnerships"], read["represented"])
        represented = {each["group_id"] for each in read["represented"]}
        return cls(
            aims=sorted(read["aims"], key=lambda row: row["position"]),
            places=sorted(read["places"], key=lambda row: row["name"]),
            documents=sorted(read["documents"], key=lambda row: (row["version_of_id"] or row["id"], row["id"])),
            indicators=_indicators(read["indicators"], read["readings"]),
            revisions=sorted(read["revisions"], key=lambda row: row["revised_at"]),
            phases=sorted(read["phases"], key=lambda row: row["position"]),
            meetings=sorted(read["meetings"], key=lambda row: row["starts_at"]),
            consultations=sorted(
                read["consultations"], key=lambda row: row["starts_at"] or datetime.max.replace(tzinfo=UTC)
            ),
            calls=[row for row in read["calls"] if row["clock"] == Clock.OPEN],
            rounds=sorted(read["rounds"], key=lambda row: row["number"]),
            promises=len(read["promises"]),
            partners=partners,
            members=members,
            missing=sorted(
                [row for row in read["groups"] if row["id"] not in represented], key=lambda row: row["name"].lower()
            ),
        )

    def open_consultations(self) -> list[Row]:
        """Return the calls for input that are open."""
        return [row for row in self.consultations if row["clock"] == Clock.OPEN]

    def meetings_to_come(self) -> list[Row]:
        """Return the meetings that have not ended, soonest first."""
        return [row for row in self.meetings if row["clock"] != Clock.PAST]


def _lists() -> dict[str, Subquery]:
    partnerships = Partnership.objects.all()
    mine = "programme_id"
    return {
        "aims": rows_of(Aim.objects.all(), mine, "position", "text"),
        "places": rows_of(Place.objects.all(), mine, "name"),
        "documents": rows_of(
            Document.objects.all(), mine, "id", "version_of_id", "title", "kind", "format", "summary", "issued_on",
            "words",
        ),
        "indicators": rows_of(
            Indicator.objects.all(), mine, "id", "framework", "name", "evidence", "explanation", "look_again_on"
        ),
        "readings": rows_of(
            IndicatorReading.objects.all(), "indicator__programme_id", "indicator_id", "read_on", "value_text", "source"
        ),
        "revisions": rows_of(
            TargetRevision.objects.all(), mine, "old_target_on", "new_target_on", "reason", "revised_at"
        ),
        "phases": rows_of(
            Phase.objects.all(), mine, "id", "position", "name", "purpose", "starts_at", "ends_at", "window_text",
            "planned_start_on", "planned_end_on", "closing_summary",
        ),
        "explanations": rows_of(
            ClosingExplanation.objects.filter(phase__closed_at__isnull=False), "phase__programme_id", "id", "phase_id",
            "text", group="group__name", voice="voice__who",
        ),
        "meetings": rows_of(
            Meeting.objects.all(), mine, "id", "title", "purpose", "starts_at", "ends_at", "venue", "is_online",
            "attendance_text", "summary", "feedback_summary",
        ),
        "consultations": rows_of(
            Consultation.objects.all(), "phase__programme_id", "slug", "title", "introduction", "can_change",
            "cannot_change", "audience", "starts_at", "ends_at",
        ),
        "calls": rows_of(PosterCall.objects.all(), mine, "starts_at", "ends_at"),
        "rounds": rows_of(
            FollowUpRound.objects.all(), mine, "number", "name", "status", "planned_on", "answer_by_on"
        ),
        "promises": rows_of(Commitment.objects.published().filter(area__isnull=True), mine, "id"),
        "partnerships": rows_of(
            partnerships, mine, "id", "role", "part", "uniquely_placed", "until_on", organisation="organisation__name"
        ),
        "represented": rows_of(
            partnerships.filter(groups__isnull=False), mine, "id", "until_on",
            group_id="groups__id", group="groups__name",
        ),
        "groups": rows_of(StakeholderGroup.objects.all(), mine, "id", "name"),
    }  # fmt: skip


LISTS = _lists()
AROUND = Prepared(lambda programme: Programme.objects.filter(pk=programme).values_list(*LISTS.values()))


def _indicators(rows: list[Row], readings: list[Row]) -> list[Row]:
    for row in rows:
        row["evidence_label"] = Evidence(row["evidence"]).label
        mine = [each for each in readings if each["indicator_id"] == row["id"]]
        row["readings"] = sorted(mine, key=lambda each: each["read_on"])
    return sorted(rows, key=lambda row: row["name"])


def _partners(partnerships: list[Row], represented: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the bodies that run it, lead body first, and its members, each with the groups it speaks for."""
    groups: dict[int, list[str]] = {}
    for each in represented:
        groups.setdefault(each["id"], []).append(each["group"])
    for row in partnerships:
        row["groups"] = ", ".join(sorted(groups.get(row["id"], [])))
        row["role_label"] = Role(row["role"]).label
    partners = [row for row in partnerships if row["role"] != Role.MEMBER]
    members = [row for row in partnerships if row["role"] == Role.MEMBER]
    return (
        sorted(partners, key=lambda row: (Role.values.index(row["role"]), row["organisation"].lower())),
        sorted(members, key=lambda row: row["organisation"].lower()),
    )
