"""What people are told by e-mail of their place at a meeting. The text is complete; no link in it changes anything."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from kit.text import one_line, plain_text
from outbox.collected import TOGETHER, queue_collected
from outbox.models import About
from outbox.services import Email, queue_message
from phases.meetings.calendar import calendar_file
from phases.meetings.links import address_for
from phases.models import Attendance, Presence


def place_given_or_waiting(attendance: Attendance, *, occasion: str, said_anew: bool = False, at: datetime) -> None:
    """Tell somebody that they have a place and how to join, or that they wait; once of each occasion.

    Where something was `said_anew` of one who was registered already, it says so: it need not have been them.
    """
    if attendance.presence == Presence.WAITING:
        name, subject = "place_waiting", "You are on the waiting list"
    else:
        name, subject = "place_given", "You have a place"
    _queue(name, [attendance], subject, occasion=occasion, said_anew=said_anew, at=at)


def place_free(attendances: Iterable[Attendance], *, occasion: str, at: datetime) -> int:
    """Tell those who waited that a place is theirs now, and how to join, with the file for their calendar.

    Return how many letters go.
    """
    subject = "A place is free for you"
    return _queue("place_given", attendances, subject, occasion=occasion, with_calendar=True, at=at, moved_up=True)


def joining_changed(attendances: Iterable[Attendance], *, occasion: str, at: datetime) -> int:
    """Tell those who have a place how to join now, with a new file for their calendar. Return how many letters go."""
    return _queue("place_given", attendances, "How to join", occasion=occasion, with_calendar=True, at=at, changed=True)


def meeting_changed(attendances: Iterable[Attendance], *, occasion: str, at: datetime) -> int:
    """Tell when and where a meeting is now, with a new file for calendars; once of each change. Return how many."""
    return _queue("meeting_changed", attendances, "New time or place", occasion=occasion, with_calendar=True, at=at)


def meeting_cancelled(attendances: Iterable[Attendance], *, occasion: str, at: datetime) -> int:
    """Tell that a meeting does not take place, with the file that takes it out of calendars. Return how many."""
    return _queue("meeting_cancelled", attendances, "Cancelled", occasion=occasion, with_calendar=True, at=at)


def place_given_up(attendance: Attendance, *, occasion: str, at: datetime) -> None:
    """Tell somebody that their place, or their wait for one, is given up, so that nobody else can do so unseen.

    With it goes the file that takes the meeting out of their calendar. Where somebody else of their address has a place
    there is none, and where somebody waits it is that of whoever waits: one calendar has one entry for them.
    """
    same = attendance.meeting.attendances.filter(person__email=attendance.person.email)
    if same.filter(presence=Presence.REGISTERED).exists():
        calendar_of = None
    else:
        calendar_of = same.waiting().select_related("person").first() or attendance
        calendar_of.meeting = attendance.meeting
    _queue("place_given_up", [attendance], "You are not coming", occasion=occasion, calendar_of=calendar_of, at=at)


def places_together(attendance: Attendance, *, at: datetime) -> None:
    """Tell an address that was written to often enough of all places that were registered with it, in one letter."""
    address, programme = attendance.person.email, attendance.meeting.programme
    there = Attendance.objects.open_by_link(at).exclude(token_hash=None).filter(person__email=address)
    newest = there.order_by("-registered_at", "-pk")[:TOGETHER]
    places = [(each, address_for(each)) for each in newest]
    email = Email(
        to_address=address,
        subject="Places at meetings, registered with your address",
        text=plain_text("phases/email/places_together.txt", {"places": places, "programme": programme}),
        reply_to=programme.contact_email,
    )
    queue_collected("places", email, kind="places_together", occasion=f"{attendance.pk}:{at.timestamp()}", at=at)


def _queue(
    name: str,
    attendances: Iterable[Attendance],
    subject: str,
    *,
    occasion: str,
    with_calendar: bool = False,
    calendar_of: Attendance | None = None,
    at: datetime,
    **more: bool,
) -> int:
    """Render a letter and queue it: one for each address, whoever typed it how often. Return how many.

    People without an address are told by telephone. Who has a place and who waits are not told the same; of an address
    that has both, the file for the calendar is that of the place.
    """
    letters = defaultdict(list)
    for each in attendances:
        if each.gets_email:
            letters[each.person.email, each.presence].append(each)
    for (address, presence), together in letters.items():
        file_of = together[0] if with_calendar else calendar_of
        has_place = (address, Presence.REGISTERED) in letters
        if presence == Presence.WAITING and has_place and not together[0].meeting.cancelled_at:
            file_of = None
        _write(name, together, subject, occasion=occasion, calendar_of=file_of, at=at, **more)
    return len(letters)


def _write(
    name: str,
    together: list[Attendance],
    subject: str,
    *,
    occasion: str,
    calendar_of: Attendance | None,
    at: datetime,
    **more: bool,
) -> None:
    """Queue one letter to those of one meeting who have one address; it names those who registered first."""
    first, person, meeting = together[0], together[0].person, together[0].meeting
    programme, is_alone = meeting.programme, len(together) == 1
    named = sorted(together, key=lambda each: each.pk)[:TOGETHER]
    context = {
        "person": person,
        "meeting": meeting,
        "programme": programme,
        "place_url": address_for(first),
        "together": [] if is_alone else [(one_line(each.person.name), address_for(each)) for each in named],
        "others": len(together) - len(named),
        "waits": first.presence == Presence.WAITING,
        "meeting_url": settings.SITE_URL + meeting.get_absolute_url(),
        "with_calendar": calendar_of is not None,
        "another_waits": calendar_of is not None and calendar_of.pk != first.pk,
        **more,
    }
    email = Email(
        to_address=person.email,
        to_name=one_line(person.name) if is_alone else "",
        subject=one_line(f"{subject}: {meeting.title}"),
        text=plain_text(f"phases/email/{name}.txt", context),
        reply_to=programme.contact_email,
        calendar=calendar_file(calendar_of, at=at).decode() if calendar_of else "",
    )
    # One for several is not stopped where one of them gives their place up: the others are to know.
    about = About("place" if is_alone else "place_and_others", first.pk, occasion=occasion)
    queue_message(about, email, kind=name, at=at)
