"""What people took on, and what each said when asked: rows of long ago, so that nobody is written to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.audit import record
from actions.areas.services import publish_area
from actions.commitments.services import publish_commitment
from actions.models import (
    ActionArea,
    AnswerChannel,
    Commitment,
    Factor,
    FollowUp,
    FollowUpRound,
    ProgressUpdate,
    Proposer,
    Step,
)
from actions.rounds.services.succession import hand_on
from actions.verbs import Verb
from consultations.models import Conversation, Poster
from demo.programmes import Rows
from demo.team import Team
from findings.models import Finding
from phases.models import Meeting
from programmes.models import Programme
from stakeholders.models import Person


class AreaLoader:
    """The action areas of one event, with the plans and promises made there."""

    def __init__(self, programme: Programme, event: Meeting, team: Team, published_at: datetime) -> None:
        self.programme, self.event, self.team, self.published_at = programme, event, team, published_at
        self.made_on = event.starts_at.date()

    def load_area(
        self,
        number: int,
        row: Rows,
        *,
        posters: Sequence[Poster],
        conversations: Sequence[Conversation],
        findings: Sequence[Finding],
    ) -> Proposer:
        """Make and publish one action area; returns who put it forward. What it came from is numbered from 1."""
        area = ActionArea.objects.create(
            programme=self.programme,
            number=number,
            title=row["title"],
            summary=row["summary"],
            taken_on_at=self.event,
        )
        area.posters.set([posters[each - 1] for each in row.get("posters", [])])
        area.conversations.set([conversations[each - 1] for each in row.get("conversations", [])])
        area.findings.set([findings[each - 1] for each in row.get("findings", [])])
        publish_area(area, by=self.team.lead, at=self.published_at)
        for position, step in enumerate(row["steps"], start=1):
            what, who, by_text, done_on = (*step, None)[:4]
            Step.objects.create(area=area, position=position, what=what, who=who, by_text=by_text, done_on=done_on)
        person = _person(row["person"], number, by_telephone=row.get("telephone_only", False))
        proposer = Proposer.objects.create(area=area, person=person, public_name=row["proposer"], from_on=self.made_on)
        for who, what in row["commitments"]:
            # The proposer's own promise is the proposer's; the others are known by what they are.
            self.promise(who, what, area=area, person=person if who == row["proposer"] else None)
        return proposer

    def promise(self, who: str, what: str, *, area: ActionArea | None = None, person: Person | None = None) -> None:
        """Make and publish what somebody said they would do; without an area it was ad hoc."""
        commitment = Commitment.objects.create(
            programme=self.programme, area=area, person=person, public_name=who, what=what, made_on=self.made_on
        )
        publish_commitment(commitment, by=self.team.lead, at=self.published_at)


def _person(name: str, number: int, *, by_telephone: bool) -> Person:
    if by_telephone:
        # Numbers that Ofcom keeps for drama: nobody has them.
        return Person.objects.create(name=name, telephone=f"0191 498 0{number:03}")
    return Person.objects.create(name=name, email=address(name))


def address(name: str) -> str:
    """Return the invented address of an invented person."""
    return f"{name.lower().replace(' ', '.')}@example.org"


def load_factors(programme: Programme, written: Rows) -> dict[str, Factor]:
    """Make the factors that helped or hindered, by the short names that the areas' answers use."""
    return {
        short: Factor.objects.create(programme=programme, kind=kind, name=name)
        for kind, names in written.items()
        for short, name in names.items()
    }


def load_round(programme: Programme, number: int, row: Rows, team: Team) -> FollowUpRound:
    """Make one closed round."""
    round = FollowUpRound.objects.create(
        programme=programme,
        number=number,
        name=row["name"],
        planned_on=row["opened_at"].date(),
        answer_by_on=row["answer_by_on"],
        status=FollowUpRound.Status.CLOSED,
        opened_at=row["opened_at"],
        opened_by=team.lead,
        closed_at=row["closed_at"],
        closed_by=team.lead,
    )
    record(Verb.OPENED, round, by=team.lead, at=row["opened_at"], programme_id=programme.pk)
    record(Verb.CLOSED, round, by=team.lead, at=row["closed_at"], programme_id=programme.pk)
    return round


def load_follow_up(
    round: FollowUpRound, proposer: Proposer, row: Rows, factors: dict[str, Factor], team: Team
) -> FollowUp:
    """Make one asking of a round, with the answer where there was one."""
    assert round.opened_at
    assert round.closed_at
    silent = row["status"] in (FollowUp.Status.NO_REPLY, FollowUp.Status.UNREACHABLE)
    # Answers came in over the fortnight, in the order of the areas.
    settled_at = (
        round.closed_at
        if silent
        else round.opened_at + (round.closed_at - round.opened_at) * (proposer.area.number / 16)
    )
    follow_up = FollowUp.objects.create(
        round=round, proposer=proposer, status=row["status"], asked_at=round.opened_at, settled_at=settled_at
    )
    if row["status"] == FollowUp.Status.ANSWERED:
        _load_answer(follow_up, row, [factors[short] for short in row["factors"]], team, settled_at)
    return follow_up


def _load_answer(
    follow_up: FollowUp, row: Rows, factors: list[Factor], team: Team, given_at: datetime
) -> ProgressUpdate:
    round = follow_up.round
    assert round.closed_at
    update = ProgressUpdate.objects.create(
        follow_up=follow_up,
        area=follow_up.proposer.area,
        status=ProgressUpdate.Status.PUBLISHED,
        standing=row["standing"],
        what_happened=row["happened"],
        what_helped=row["helped"],
        what_hindered=row["hindered"],
        channel=row["way"],
        given_at=given_at,
        entered_by=None if row["way"] == AnswerChannel.LINK else team.facilitator,
        headline=row["headline"],
        published_happened=row.get("published_happened") or row["happened"],
        published_helped=row["helped"],
        published_hindered=row["hindered"],
        redaction_reason=row.get("redacted") or "",
        reviewed_at=round.closed_at,
        reviewed_by=team.lead,
    )
    update.factors.set(factors)
    record(
        Verb.ANSWERED, follow_up, by=update.entered_by, at=given_at, programme_id=round.programme_id, channel=row["way"]
    )
    record(Verb.PUBLISHED, update, by=team.lead, at=round.closed_at, programme_id=round.programme_id)
    return update


def hand_over(proposer: Proposer, row: Rows, team: Team, at: datetime) -> Proposer:
    """Hand an area on to the successor it found."""
    name = row["successor_person"]
    return hand_on(proposer, name=name, email=address(name), public_name=row["successor"], by=team.broker, at=at)
