"""A line with somebody behind each end of it, to tell them what has happened."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from digests.digest import digests_of
from digests.services import send_digests
from programmes.models import Programme
from stakeholders.models import Appointment
from stocktakes.models import Stocktake
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    CommitmentSourceFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.consultations.factories import FeedbackAnswerFactory, FeedbackFactory, HandInFactory, PosterFactory
from tests.findings.factories import CodingFactory, FindingFactory, ThemeFactory
from tests.moments import EARLY
from tests.stocktakes.factories import StocktakeFactory


@dataclass
class Scene:
    """The programme, the address of whoever speaks for its member, and when everything moved."""

    programme: Programme
    speaker: str
    moved_at: datetime


def build_scene(programme: Programme, lead: User, appointment: Appointment) -> Scene:
    """Build a poster and feedback, a theme, a finding, an action area with progress, and an edition."""
    at = EARLY
    mine = {"programme": programme, "number": 1, "published_by": lead}
    poster = PosterFactory(**mine, title="A bench")
    HandInFactory(poster=poster)
    feedback = FeedbackFactory(
        consultation__phase__programme=programme, status="published", reviewed_at=at, reviewed_by=lead,
        appointment=appointment, said_by=appointment.person, on_behalf_of=appointment.partnership,
    )  # fmt: skip
    answer = FeedbackAnswerFactory(feedback=feedback, published_text="More benches.")
    theme = ThemeFactory(**mine)
    CodingFactory(theme=theme, poster=poster)
    CodingFactory(theme=theme, poster=None, answer=answer, excerpt="More benches.")
    finding = FindingFactory(
        **mine, title="Places to sit", decision="partly", reason="No money for all.", decided_at=at, decided_by=lead
    )
    finding.themes.add(theme)
    area = ActionAreaFactory(**mine, title="More benches")
    area.findings.add(finding)
    proposer = ProposerFactory(area=area, person__name="Ines Okoro", person__email="ines@example.org")
    joined = CommitmentFactory(
        programme=programme, area=area, published_by=lead,
        person__name="Tom Hale", person__email="tom@example.org",
    )  # fmt: skip
    CommitmentSourceFactory(commitment=joined)
    round = FollowUpRoundFactory(programme=programme, number=1)
    update = ProgressUpdateFactory(
        follow_up__round=round, follow_up__proposer=proposer, status="published", headline="Two benches.",
        published_happened="Two benches.", reviewed_at=datetime.fromisoformat("2016-09-20T12:00:00Z"), reviewed_by=lead,
    )  # fmt: skip
    edition = StocktakeFactory(programme=programme, number=1, title="Stocktake 1", requested_by=lead)
    Stocktake.objects.filter(pk=edition.pk).update(status="issued", issued_at=update.reviewed_at)
    person = appointment.person
    return Scene(programme, person.email or person.user.email, update.reviewed_at)


def recipients_of(programme: Programme, at: datetime) -> set[str]:
    """Return the addresses of all who would be told something at a moment."""
    return {each.address for each in digests_of(programme, at).to_send}


def press(programme: Programme, by: User, at: datetime) -> int:
    """Look, and press the button."""
    return send_digests(programme, as_seen=digests_of(programme, at).fingerprint, by=by, at=at)
