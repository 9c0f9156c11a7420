"""Programmes at random: who took something on, who was asked in which round, and what came of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from actions.models import FollowUp, FollowUpRound, ProgressUpdate, Standing
from programmes.models import Programme
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.consultations.factories import ConversationFactory, PosterFactory
from tests.findings.factories import FindingFactory, ThemeFactory
from tests.programmes.factories import ProgrammeFactory

AT = datetime(2016, 9, 30, 12, tzinfo=UTC)
NAMES = ("September 2016", "December 2016", "March 2017")
UNPUBLISHED = {"published_at": None, "published_by": None}


@dataclass(frozen=True)
class Came:
    """What came of asking somebody in a round, with the answer where there was one."""

    status: str
    review: str = ProgressUpdate.Status.PUBLISHED
    standing: str = Standing.UNDER_WAY


@dataclass(frozen=True)
class Part:
    """One person's part in an area: whether they have it still, and what came of each round they were asked in."""

    has_it: bool
    named_by_mistake: bool
    took_over: bool
    came: tuple[Came | None, ...]


came = st.builds(
    Came,
    st.sampled_from(FollowUp.Status.values),
    st.sampled_from([ProgressUpdate.Status.PUBLISHED, ProgressUpdate.Status.WAITING, ProgressUpdate.Status.KEPT]),
    st.sampled_from(Standing.values),
)
parts = st.builds(Part, st.booleans(), st.booleans(), st.booleans(), st.tuples(*[st.none() | came for _ in NAMES]))
# Each area is public or not, and has the parts of those who had it, one after the other or at once.
programmes = st.lists(st.tuples(st.booleans() | st.just(True), st.lists(parts, max_size=3)), max_size=6)


def build(areas: list[tuple[bool, list[Part]]]) -> Programme:
    """Build a published programme of such areas, with a little of everything else on its line."""
    programme = ProgrammeFactory(slug="random")
    by = programme.published_by
    rounds = [_round(programme, number, name) for number, name in enumerate(NAMES, start=1)]
    for number, (is_public, people) in enumerate(areas, start=1):
        area = ActionAreaFactory(programme=programme, number=number, **({} if is_public else UNPUBLISHED))
        CommitmentFactory(programme=programme, area=area)
        if number % 2:
            area.posters.add(PosterFactory(programme=programme))
            FindingFactory(programme=programme).themes.add(ThemeFactory(programme=programme))
            ConversationFactory(programme=programme, **UNPUBLISHED)
            kept = ThemeFactory(programme=programme)
            ThemeFactory(programme=programme, merged_into=kept)
        before = None
        for part in people:
            proposer = ProposerFactory(
                area=area,
                until_on=None if part.has_it and not part.named_by_mistake else date(2016, 12, 1),
                named_by_mistake=part.named_by_mistake,
                took_over_from=before if part.took_over else None,
            )
            before = proposer
            for round, each in zip(rounds, part.came, strict=True):
                if each is not None:
                    _follow_up(round, proposer, each, by)
    return programme


def _round(programme: Programme, number: int, name: str) -> FollowUpRound:
    """Make a round; the last is open."""
    by = programme.published_by
    opened = {"status": "open", "opened_at": AT, "opened_by": by}
    closed = {"status": "closed", "closed_at": AT, "closed_by": by} if number < len(NAMES) else {}
    return FollowUpRoundFactory(programme=programme, number=number, name=name, **opened | closed)


def close_rounds(programme: Programme) -> None:
    """Close what is open, as the desk does: whoever has not answered is silent."""
    programme.follow_up_rounds.open().update(status="closed", closed_at=AT, closed_by=programme.published_by)
    waiting = FollowUp.objects.filter(round__programme=programme, status=FollowUp.Status.ASKED)
    waiting.update(status=FollowUp.Status.NO_REPLY, settled_at=AT)


def _follow_up(round: FollowUpRound, proposer, came: Came, by) -> None:
    is_open = round.status == FollowUpRound.Status.OPEN
    never = {FollowUp.Status.NO_REPLY: "asked"} if is_open else {FollowUp.Status.ASKED: "no_reply"}
    status = never.get(FollowUp.Status(came.status), came.status)
    settled_at = None if status == FollowUp.Status.ASKED else AT
    follow_up = FollowUpFactory(round=round, proposer=proposer, status=status, settled_at=settled_at)
    if status == FollowUp.Status.ANSWERED:
        reviewed = {} if came.review == ProgressUpdate.Status.WAITING else {"reviewed_at": AT, "reviewed_by": by}
        ProgressUpdateFactory(
            follow_up=follow_up, standing=came.standing, status=came.review, headline="It goes on.", **reviewed
        )
