"""A meeting's row, held while places are given, so that they go one by one; and how many are left."""

from collections.abc import Callable

from phases.models import Attendance, Meeting
from stakeholders.models import Person


def lock_meeting(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now, held until the transaction ends: places go to one after another."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    return Meeting.objects.select_related("programme").get(pk=meeting.pk)


def lock_attendance(attendance: Attendance) -> Attendance:
    """Return the attendance as it is now, with its meeting held: people are checked in as places are given."""
    meeting = lock_meeting(attendance.meeting)
    attendance = Attendance.objects.select_related("person").get(pk=attendance.pk)
    attendance.meeting = meeting
    return attendance


def attendance_of(meeting: Meeting, person: Person) -> Attendance | None:
    """Return how somebody stands to a meeting; None where they have said nothing."""
    found = meeting.attendances.of_person(person.pk, person.name, person.email).select_related("person").first()
    if found is not None:
        found.meeting = meeting
    return found


def answers_to(meeting: Meeting) -> Callable[[int, str, str], str | None]:
    """Read how everybody stands to a meeting; return what says it of one after another, by key, name and address.

    It finds them as `of_person` does, which would go through the whole meeting for each. None where they have said
    nothing.
    """
    found: dict[int | tuple[str, str], tuple[int, str]] = {}
    rows = meeting.attendances.order_by("-pk").values_list("pk", "presence", "person", "person__name", "person__email")
    for pk, presence, person, name, email in rows:
        found[person] = (pk, presence)
        if email:
            found[name, email] = (pk, presence)

    def said(person: int, name: str, email: str) -> str | None:
        return min((found[key] for key in (person, (name, email)) if key in found), default=(0, None))[1]

    return said


def count_calendar_file(meeting: Meeting) -> None:
    """Count, of a meeting that is held, that the calendar file of somebody is another one now."""
    meeting.calendar_revision += 1
    meeting.save(update_fields=["calendar_revision"])


def places_left(meeting: Meeting) -> int | None:
    """Return how many places somebody new could take; None where there is no limit."""
    if meeting.capacity is None:
        return None
    # Somebody who waits is never passed over.
    if meeting.attendances.waiting().exists():
        return 0
    return max(meeting.capacity - meeting.attendances.placed().count(), 0)
