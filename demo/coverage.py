"""Who was reached, who is missed, and why phases were closed without somebody: what coverage is drawn from."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from consultations.coverage.gaps import gaps_of
from consultations.coverage.services import close_phase
from demo.programmes import Rows
from demo.team import Team
from kit.days import beginning_of
from phases.methods.services import ReachDetails, enter_reach
from phases.models import Method
from programmes.models import Programme
from stakeholders.models import MissingVoice, Partnership
from stakeholders.services import MissingVoiceDetails, name_missing_voice, set_thresholds, settle_missing_voice


def load_coverage(programme: Programme, written: Rows, team: Team, at: datetime) -> None:
    """Say what is enough, who was reached, who is missed, and close phases over their gaps. `at`: of loading."""
    begun_at = beginning_of(programme.starts_on)
    set_thresholds(programme, **written["enough"], by=team.broker, at=begun_at)
    groups = {group.name: group for group in programme.stakeholder_groups.all()}
    phases = {phase.position: phase for phase in programme.phases.all()}
    for row in written["closed"]:
        phase = phases[row["phase"]]
        why = {gap.code: row["without"][str(gap)] for gap in gaps_of(phase, row["at"])}
        close_phase(phase, summary=phase.closing_summary, explanations=why, by=team.lead, at=row["at"])
    for row in written["reached"]:
        enter_reach(
            phases[row["phase"]],
            details=ReachDetails(
                group=groups[row["group"]],
                people=row["people"],
                how=row["how"],
                reached_on=row["on"],
                method=Method.objects.filter(phase=phases[row["phase"]], name=row.get("method")).first(),
                partnership=Partnership.objects.filter(programme=programme, organisation__name=row.get("by")).first(),
            ),
            by=team.facilitator,
            at=begun_at.replace(year=row["on"].year + 1),
        )
    for row in written["missing"]:
        look_by_on = timezone.localdate(at) + timedelta(days=row["days"]) if "days" in row else row["look_by_on"]
        voice = name_missing_voice(
            programme,
            details=MissingVoiceDetails(row["who"], team.broker, look_by_on, row["why"], groups.get(row.get("group"))),
            by=team.broker,
            at=row["noticed_at"],
        )
        if "outcome" in row:
            settle_missing_voice(
                voice,
                status=MissingVoice.Status.FOUND if row.get("found", True) else MissingVoice.Status.GIVEN_UP,
                outcome=row["outcome"],
                by=team.broker,
                at=row["settled_at"],
            )
