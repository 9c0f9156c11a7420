"""A line with somebody behind each end of it, to tell them what has happened."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from digests.digest import tellings_of
from digests.services import tell_people
from programmes.models import Programme
from stakeholders.models import Appointment
from stocktakes.models import Stocktake
from tests import factories


@dataclass
class Scene:
    """The programme, the address of whoever speaks for its member, and when everything moved."""

    programme: Programme
    speaker: str
    moved_at: datetime


def build_scene(programme: Programme, lead: User, appointment: Appointment) -> Scene:
    """Build a poster and feedback, a theme, a finding, an action area with progress, and an edition."""
    at = factories.EARLY
    mine = {"programme": programme, "number": 1, "published_by": lead}
    poster = factories.PosterFactory(**mine, title="A bench")
    factories.HandInFactory(poster=poster)
    feedback = factories.FeedbackFactory(
        consultation__phase__programme=programme, status="published", reviewed_at=at, reviewed_by=lead,
        appointment=appointment, said_by=appointment.person, on_behalf_of=appointment.partnership,
    )  # fmt: skip
    answer = factories.FeedbackAnswerFactory(feedback=feedback, published_text="More benches.")
    theme = factories.ThemeFactory(**mine)
    factories.CodingFactory(theme=theme, poster=poster)
    factories.CodingFactory(theme=theme, poster=None, answer=answer, excerpt="More benches.")
    finding = factories.FindingFactory(
        **mine, title="Places to sit", decision="partly", reason="No money for all.", decided_at=at, decided_by=lead
    )
    finding.themes.add(theme)
    area = factories.ActionAreaFactory(**mine, title="More benches")
    area.findings.add(finding)
    proposer = factories.ProposerFactory(area=area, person__name="Ines Okoro", person__email="ines@example.org")
    joined = factories.CommitmentFactory(
        programme=programme, area=area, published_by=lead,
        person__name="Tom Hale", person__email="tom@example.org",
    )  # fmt: skip
    factories.CommitmentSourceFactory(commitment=joined)
    round = factories.FollowUpRoundFactory(programme=programme, number=1)
    update = factories.ProgressUpdateFactory(
        follow_up__round=round, follow_up__proposer=proposer, status="published", headline="Two benches.",
        published_happened="Two benches.", reviewed_at=datetime.fromisoformat("2016-09-20T12:00:00Z"), reviewed_by=lead,
    )  # fmt: skip
    edition = factories.StocktakeFactory(programme=programme, number=1, title="Stocktake 1", requested_by=lead)
    Stocktake.objects.filter(pk=edition.pk).update(status="issued", issued_at=update.reviewed_at, done_percent=100)
    person = appointment.person
    return Scene(programme, person.email or person.user.email, update.reviewed_at)


def told_to(programme: Programme, at: datetime) -> set[str]:
    """Return the addresses of all who would be told something at a moment."""
    return {each.address for each in tellings_of(programme, at).told}


def press(programme: Programme, by: User, at: datetime) -> int:
    """Look, and press the button."""
    return tell_people(programme, as_seen=tellings_of(programme, at).fingerprint, by=by, at=at)
