"""The personal link by which somebody sees, changes or gives up their place at a meeting."""

from kit.personal_links import PersonalLink
from phases.models import Attendance

LINK = PersonalLink(
    "phases.meetings.links",
    cookie="place",
    opens="phases:place-open",
    leads_to="phases:place-detail",
    rows=lambda at: Attendance.objects.open_by_link(at),
    gone_template="phases/place_gone.html",
    subject=lambda attendance: f"{attendance.meeting_id}:{attendance.person_id}",
    held_by=lambda person, address: Attendance.objects.filter(person=person, token_hash__isnull=False),
    programme=lambda attendance: attendance.meeting.programme,
    called=lambda attendance: f"Your place at “{attendance.meeting}”",
)


def token_for(attendance: Attendance) -> str:
    """Return the token of a place's link."""
    return LINK.token_of(attendance)


def give_link(attendance: Attendance) -> None:
    """Give the attendance (saved or not) a new link; any link it had opens nothing more."""
    LINK.give(attendance)


def address_for(attendance: Attendance) -> str:
    """Return the whole address of the link, for a message."""
    return LINK.address_of(attendance)
