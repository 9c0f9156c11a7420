"""How many people were reached, as whoever reached them tells us."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from kit.refusals import Refused
from phases.models import Method, Phase, Reach
from phases.verbs import Verb
from programmes.nouns import in_words_of
from stakeholders.models import Partnership, StakeholderGroup


@dataclass(frozen=True)
class ReachDetails:
    """How many people of which group were reached, how and when; by which organisation and method, where known."""

    group: StakeholderGroup
    people: int
    how: str
    reached_on: date
    partnership: Partnership | None = None
    method: Method | None = None


def enter_reach(phase: Phase, *, details: ReachDetails, by: User, at: datetime) -> Reach:
    """Write down how many people of a group were reached in a phase.

    Refuses less than one person, a day to come, and what belongs to another programme or phase. The log says that it
    was entered, never how many they were.
    """
    if details.people < 1:
        raise Refused("At least one person was reached, or there is nothing to write down.", field="people")
    if details.reached_on > timezone.localtime(at).date():
        raise Refused("The day on which they were reached cannot be to come.", field="reached_on")
    method, belonging = details.method, (details.group, details.partnership)
    elsewhere = {each.programme_id for each in belonging if each} - {phase.programme_id}
    if elsewhere or (method and method.phase_id != phase.pk):
        wrong = "The group, the organisation and the method must belong to this phase of the {programme}."
        raise Refused(in_words_of(phase.programme, wrong))
    with transaction.atomic():
        reach = Reach.objects.create(phase=phase, entered_at=at, entered_by=by, **vars(details))
        record(Verb.ADDED, reach, by=by, at=at, programme_id=phase.programme_id)
    return reach


def remove_reach(reach: Reach, *, by: User, at: datetime) -> None:
    """Take back what was entered by mistake."""
    with transaction.atomic():
        record(Verb.REMOVED, reach, by=by, at=at, programme_id=reach.phase.programme_id)
        Reach.objects.filter(pk=reach.pk).delete()
