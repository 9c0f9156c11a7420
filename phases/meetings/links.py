"""The personal link by which somebody sees, changes or gives up their place at a meeting."""

from kit.personal_links import PersonalLink, hash_of, new_nonce
from phases.models import Attendance

LINK = PersonalLink(
    "phases.meetings.links",
    cookie="place",
    opens="phases:place-open",
    leads_to="phases:place-detail",
    rows=lambda at: Attendance.objects.open_by_link(at),
    gone_template="phases/place_gone.html",
)


def token_for(attendance: Attendance) -> str:
    """Return the token of a place's link."""
    return LINK.token_for(f"{attendance.meeting_id}:{attendance.person_id}", attendance.link_nonce)


def give_link(attendance: Attendance) -> None:
    """Give the attendance (saved or not) a new link; any link it had opens nothing more."""
    attendance.link_nonce = new_nonce()
    attendance.token_hash = hash_of(token_for(attendance))


def address_for(attendance: Attendance) -> str:
    """Return the whole address of the link, for a message."""
    return LINK.address_for(token_for(attendance))
