"""What of this room opens by the clock: phases, registration for meetings, and asking how a meeting was."""

from operator import attrgetter

from phases.meetings.models.meeting import MeetingQuerySet
from phases.models import Meeting, Phase
from programmes.quiet_periods.openings import Opening, opens_by_the_clock


def _to_take_place() -> MeetingQuerySet:
    return Meeting.objects.filter(cancelled_at=None)


opens_by_the_clock(Opening("The phase “{}”", Phase.objects.all, "starts_at", "ends_at", attrgetter("ends_at")))
opens_by_the_clock(
    Opening(
        "Registration for “{}”",
        _to_take_place,
        "registration_opens_at",
        "registration_closes_at",
        attrgetter("registration_ends_at"),
    )
)
opens_by_the_clock(
    Opening(
        "Asking how “{}” was",
        lambda: _to_take_place().filter(evaluation_closes_at__isnull=False),
        "starts_at",
        "evaluation_closes_at",
        attrgetter("evaluation_closes_at"),
        moves=False,
    )
)
