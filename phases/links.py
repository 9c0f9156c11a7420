"""The personal link by which somebody sees, changes or gives up their place at a meeting."""

from kit.personal_links import Links, hash_of, new_nonce
from phases.models import Attendance

LINKS = Links("phases.links", "place", "phases:place-open", "phases:place-detail")


def token_for(attendance: Attendance) -> str:
    """Return the token of a place's link."""
    return LINKS.token_for(f"{attendance.meeting_id}:{attendance.person_id}", attendance.link_nonce)


def give_link(attendance: Attendance) -> None:
    """Give the attendance (saved or not) a new link; any link it had opens nothing more."""
    attendance.link_nonce = new_nonce()
    attendance.token_hash = hash_of(token_for(attendance))


def address_for(attendance: Attendance) -> str:
    """Return the whole address of the link, for a message."""
    return LINKS.address_for(token_for(attendance))
