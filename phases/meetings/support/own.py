"""What somebody reads on their own page of what is arranged for them."""

from datetime import datetime

from django.db.models import QuerySet

from kit.windows import Clock
from phases.meetings.support.models import PAYMENT
from phases.models import Arrangement, ArrangementStatus, Attendance, Presence


def arranged_for(attendance: Attendance, at: datetime) -> QuerySet[Arrangement]:
    """Return what is arranged for somebody, the first to be done first; once a meeting is over, payments alone.

    Of somebody who does not come, or waits in vain, and of a meeting that is cancelled, only what they claimed is left.
    """
    clock = attendance.meeting.clock(at)
    arrangements = attendance.arrangements.order_by("arrange_by_on", "pk")
    waits_in_vain = attendance.presence == Presence.WAITING and clock != Clock.UPCOMING
    if attendance.meeting.cancelled_at or attendance.presence == Presence.APOLOGIES or waits_in_vain:
        return arrangements.filter(status__in=[ArrangementStatus.CLAIMED, ArrangementStatus.PAID])
    return arrangements.filter(PAYMENT) if clock == Clock.PAST else arrangements
