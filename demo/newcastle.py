"""Newcastle Gateshead: a story that lies whole in the past, from the first conversation to the account given."""

from __future__ import annotations

from datetime import date, datetime, time

from actions.models import Proposer
from demo.actions import AreaLoader, hand_over, load_factors, load_follow_up, load_round
from demo.consultations import load_cards, load_conversations, load_poster_call, load_posters
from demo.coverage import load_coverage
from demo.findings import code_answer, code_conversations, code_posters, load_findings, load_themes
from demo.privacy import load_requests
from demo.programmes import Rows, load_programme
from demo.team import Team
from demo.toml_files import read
from kit.days import moment_of
from phases.models import Attendance, KeyGroup, Meeting, Presence
from programmes.models import Programme
from stakeholders.services import RepresentativeDetails, appoint_representative
from stocktakes.services import issue_stocktake, render_stocktake

SLUG = "newcastle-gateshead-connected"
EVENT_ON = date(2016, 6, 7)


def load(team: Team, at: datetime) -> Programme:
    """Make the programme with everything said, heard, agreed, taken on and told."""
    written = read("newcastle/programme")
    programme = load_programme(written, team, at)
    published_at = written["programme"]["published_at"]
    event = Meeting.objects.get(programme=programme, starts_at__date=EVENT_ON)

    first, second, talks = read("newcastle/posters_1"), read("newcastle/posters_2"), read("newcastle/conversations")
    load_poster_call(programme, first["call"], team)
    on_the_wall = {"prompts": first["prompts"], "posters": first["posters"] + second["posters"]}
    posters = load_posters(programme, on_the_wall, team, published_at)
    conversations = list(load_conversations(programme, talks, team, published_at))
    cards = read("newcastle/feedback")
    answers = list(load_cards(event, cards, team, published_at))

    heard = read("newcastle/findings")
    themes = load_themes(programme, heard, team, published_at)
    code_posters(themes, posters, on_the_wall["posters"], team, published_at)
    code_conversations(themes, conversations, talks["conversations"], team, published_at)
    for answer, card in zip(answers, cards["cards"], strict=True):
        if "heard" in card:
            code_answer(themes[card["heard"] - 1], answer, team, published_at)
    findings = load_findings(programme, heard, themes, team, published_at)

    taken_on = AreaLoader(programme, event, team, published_at)
    late = read("newcastle/areas_2")
    areas = read("newcastle/areas_1")["areas"] + late["areas"]
    proposers = [
        taken_on.load_area(number, row, posters=posters, conversations=conversations, findings=findings)
        for number, row in enumerate(areas, start=1)
    ]
    for row in late["ad_hoc"]:
        taken_on.promise(row["who"], row["what"])
    told = read("newcastle/follow_up")
    _follow_up(programme, list(zip(proposers, areas, strict=True)), told, team)
    covered = read("newcastle/coverage")
    _representatives(programme, covered["representatives"], team)
    load_coverage(programme, covered, team, at)
    _stocktake(programme, told["stocktake"], team)
    load_requests(programme, read("newcastle/privacy")["requests"], team, at)
    return programme


def _representatives(programme: Programme, written: Rows, team: Team) -> None:
    """Say who speaks for each member since it joined; they came to every meeting after, and brought posters to it."""
    first = programme.phases.get(position=1)
    brought_posters = KeyGroup.objects.create(phase=first, name="Those who brought posters")
    brought_posters.members.set(programme.partnerships.members())
    for partnership in programme.partnerships.members().order_by("pk"):
        joined_at = moment_of(partnership.from_on, time(9))
        appointment = appoint_representative(
            partnership,
            details=RepresentativeDetails(**written[partnership.organisation.name], can_decide=True, can_engage=True),
            tell=False,
            by=team.broker,
            at=joined_at,
        )
        Attendance.objects.bulk_create(
            Attendance(
                meeting=meeting,
                person_id=appointment.person_id,
                partnership=partnership,
                presence=Presence.ATTENDED,
            )
            for meeting in programme.meetings.filter(starts_at__gt=joined_at)
        )


def _follow_up(programme: Programme, areas: list[tuple[Proposer, Rows]], written: Rows, team: Team) -> None:
    factors = load_factors(programme, written["factors"])
    for number, row in enumerate(written["rounds"], start=1):
        round = load_round(programme, number, row, team)
        for proposer, area in areas:
            if len(area["rounds"]) >= number:
                load_follow_up(round, proposer, area["rounds"][number - 1], factors, team)
    for proposer, area in areas:
        if "successor" in area:
            hand_over(proposer, area, team, written["hand_over"]["at"])


def _stocktake(programme: Programme, written: Rows, team: Team) -> None:
    """Give the account as it stood that day; one whose files cannot be made here waits on the desk, to be retried."""
    as_at = written["as_at"]
    stocktake = issue_stocktake(programme, title=written["title"], foreword=written["foreword"], by=team.lead, at=as_at)
    render_stocktake(stocktake, at=as_at, by=team.lead)
