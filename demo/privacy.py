"""What people asked about what is held of them, and what they answered about equality: by the services, as staff do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from demo.programmes import Rows
from demo.team import Team
from privacy.access.services import give_bundle
from privacy.equality.services.asking import Plan, count_paper, open_questionnaire, plan_questionnaire
from privacy.equality.services.figures import draw_figures, keep_population, publish_figures
from privacy.erasure.services import confirm_erasure, propose_erasure
from privacy.finding.models import Decision
from privacy.finding.services import decide_all, look_for
from privacy.models import Occasion, Request
from privacy.requests.services import (
    RequestDetails,
    acknowledge,
    answer,
    check_identity,
    find_person,
    record_request,
    stop_clock,
    tell_progress,
)
from programmes.models import Document, Programme
from stakeholders.models import Person

READ = "It was read, and is about them."


def load_requests(programme: Programme, rows: list[Rows], team: Team, at: datetime) -> None:
    """Take what people asked into the register, each as far as it has come on the day of loading."""
    for row in rows:
        asked_at = _before(row, at)
        request = record_request(
            programme,
            details=RequestDetails(
                received_on=timezone.localdate(asked_at),
                **{name: value for name, value in row.items() if name not in ("days", "steps")},
            ),
            by=team.lead,
            at=asked_at,
        )
        for step in row["steps"]:
            request.refresh_from_db()
            _do(request, step, team, at)


def _before(row: Rows, at: datetime, name: str = "days") -> datetime:
    return at - timedelta(days=row[name])


def _do(request: Request, step: Rows, team: Team, at: datetime) -> None:
    """Do one step of a request, by the lead."""
    said: Rows = {name: value for name, value in step.items() if name not in ("do", "days", "promised_days")}
    if "promised_days" in step:
        said["promised_on"] = timezone.localdate(_before(step, at, "promised_days"))
    if step["do"] == "erase":
        _erase(request, team, _before(step, at))
    else:
        STEPS[step["do"]](request, **said, by=team.lead, at=_before(step, at))


def _look(request: Request, *, by: User, at: datetime) -> None:
    """Say which person it is, and find all that is held of them."""
    known = Person.objects.known_to(request.programme)
    look_for(find_person(request, person=known.get(name=request.name), by=by, at=at), by=by, at=at)


def _decide(request: Request, *, by: User, at: datetime) -> None:
    """Decide about whatever waits, that all of it is theirs."""
    decide_all(request.found.all(), request=request, decision=Decision.WHOLE, reason=READ, by=by, at=at)


def _erase(request: Request, team: Team, at: datetime) -> None:
    """Have the officer confirm what the lead proposes."""
    erasure = propose_erasure(request, by=team.lead, at=at)
    confirm_erasure(erasure, by=team.officer, at=at)


STEPS: dict[str, Callable[..., Any]] = {
    "acknowledge": acknowledge,
    "progress": tell_progress,
    "stop": stop_clock,
    "identity": check_identity,
    "look": _look,
    "decide": _decide,
    "give": give_bundle,
    "answer": answer,
}


def load_equality(programme: Programme, written: Rows, team: Team, at: datetime) -> None:
    """Ask about equality after registering for a meeting: counted from paper, drawn once and public."""
    opened_at, counted_at, drawn_at = (_before(written, at, f"{done}_days") for done in ("opened", "counted", "drawn"))
    plan = Plan(
        wording_keys=tuple(row["wording"] for row in written["questions"]),
        close_on=timezone.localdate(at) + timedelta(days=written["closes_days"]),
        lawful_basis=written["lawful_basis"],
        condition=written["condition"],
        policy_document=Document.objects.get(programme=programme, title=written["policy"]),
    )
    asked = plan_questionnaire(programme, occasion=Occasion.MEETINGS, plan=plan, by=team.lead, at=opened_at)
    open_questionnaire(asked, by=team.lead, at=opened_at)
    for question, row in zip(asked.questions.order_by("position"), written["questions"], strict=True):
        codes = question.wording.codes
        counts = dict(zip(codes, row["counts"], strict=True))
        count_paper(question, counts=counts, by=team.facilitator, at=counted_at)
        if "population" in row:
            shares = {code: Decimal(share) for code, share in zip(codes, row["population"], strict=False)}
            source = written["population_source"]
            keep_population(question, figures=shares, source=source, by=team.lead, at=counted_at)
    publish_figures(draw_figures(asked, by=team.lead, at=drawn_at), by=team.lead, at=drawn_at)
