"""Places at a meeting: taken, waited for, changed, given up. The meeting's row is held, so that all go one by one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.audit import before, changes, record
from accounts.models import LogEntry, User
from kit.fingerprints import fingerprint_of
from kit.folds import same_person
from kit.refusals import InvalidTransition, Refused
from kit.windows import Clock, beginning_of_hour
from outbox.models import Message
from outbox.services import cancel_messages
from phases.meetings.emails import joining_changed, place_free, place_given_or_waiting, place_given_up, places_together
from phases.meetings.links import give_link
from phases.meetings.places import count_calendar_file, lock_attendance, lock_meeting, places_left
from phases.meetings.sent_before import sent_before
from phases.models import Attendance, Meeting, Presence
from phases.verbs import Verb
from programmes.quiet_periods.checks import refuse_opening_if_quiet
from stakeholders.models import ContactBy, Person

GAVE_UP = "They gave their place up."


@dataclass(frozen=True)
class RegistrationDetails:
    """Who wants to come, how they are reached (by e-mail or telephone at least), and what they need."""

    name: str
    email: str = ""
    telephone: str = ""
    comes_from: str = ""
    access_needs: str = ""
    communication_needs: str = ""


def register(
    meeting: Meeting,
    *,
    key: UUID,
    details: RegistrationDetails,
    told_at_once: bool = True,
    by: User | None,
    at: datetime,
) -> Attendance:
    """Give somebody a place at a meeting, or one on the waiting list, and tell them by e-mail which.

    Where their address was written to often enough (`told_at_once` False), one letter tells of all its places, later.

    The same form sent twice is one registration; refuses with SubmittedDifferently one that says something else than
    before. Who is registered already keeps their place, and is told again; what they say anew of themselves stands
    instead of what they said, and the letter tells them. Who sent apologies comes last. Refuses while registration is
    not open, unless the team (`by`) does it. Nothing that is known of a person is changed: whoever fills in the form
    need not be them.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if sent := sent_before(meeting, key, asdict(details)):
            return sent
        if by is None and meeting.registration(at) != Clock.OPEN:
            write_to = meeting.programme.contact_email
            raise Refused(f"Registration has closed. Copy what you wrote, and send it to {write_to}.")
        attendance, occasion, new = _there_already(meeting, details), f"registered:{key}", {}
        if attendance is None or attendance.presence == Presence.APOLOGIES:
            attendance = attendance or Attendance(meeting=meeting, person=_person(meeting, details))
            attendance.key, attendance.fingerprint = key, fingerprint_of(asdict(details))
            attendance.entered_by = by
            take_place(attendance, details, by=by, at=at)
        elif new := _said_anew(attendance, details):
            # Each change is told, also where a stranger sends one form again and again with other words.
            occasion = f"changed:{say_otherwise(attendance, new, by=by, at=at).pk}"
        if told_at_once:
            place_given_or_waiting(attendance, occasion=occasion, said_anew=bool(new), at=at)
        else:
            places_together(attendance, at=at)
    return attendance


def change_place(
    attendance: Attendance,
    *,
    telephone: str,
    comes_from: str,
    access_needs: str,
    communication_needs: str,
    by: User | None,
    at: datetime,
) -> Attendance:
    """Change what somebody who comes or waits says of themselves; what was said of met needs is asked anew.

    Refuses with InvalidTransition somebody who has given their place up.
    """
    with transaction.atomic():
        attendance = lock_attendance(attendance)
        if attendance.presence == Presence.APOLOGIES:
            raise InvalidTransition("This place was given up, so nothing can be changed.")
        new = {
            "telephone": telephone,
            "comes_from": comes_from,
            "access_needs": access_needs,
            "communication_needs": communication_needs,
        }
        say_otherwise(attendance, new, by=by, at=at)
    return attendance


def give_up_place(attendance: Attendance, *, by: User | None, at: datetime) -> Attendance:
    """Give up a place, or the wait for one: the first who waits has it, and is told.

    The letter takes the meeting out of their calendar. Refuses with InvalidTransition somebody who has neither, or was
    there already.
    """
    with transaction.atomic():
        attendance = lock_attendance(attendance)
        if not attendance.can_be_given_up:
            raise InvalidTransition("There is no place to give up any more.")
        let_place_go(attendance, by=by, at=at)
        fill_places(attendance.meeting, by=by, at=at)
    return attendance


def let_place_go(attendance: Attendance, *, by: User | None, at: datetime) -> None:
    """Take the place, or the wait for one, of somebody whose meeting is held, and tell them; nobody has it yet."""
    was, attendance.presence = attendance.presence, Presence.APOLOGIES
    attendance.save(update_fields=["presence"])
    programme = attendance.meeting.programme_id
    entry = record(Verb.PLACE_GIVEN_UP, attendance, by=by, at=at, programme_id=programme, was=was)
    count_calendar_file(attendance.meeting)
    # No letter of the place that they had passes after this.
    cancel_messages(Message.objects.about("place", attendance.pk), reason=GAVE_UP, at=at)
    place_given_up(attendance, occasion=f"given-up:{entry.pk}", at=at)


def set_up_meeting(
    meeting: Meeting,
    *,
    capacity: int | None,
    registration_opens_at: datetime | None,
    registration_closes_at: datetime | None,
    joining_details: str,
    by: User,
    at: datetime,
) -> Meeting:
    """Say how many places a meeting has, when people can register, and how those who have a place join.

    New places go to those who wait; fewer take nobody's place away. Who has a place is told of new joining details.
    Refuses registration that would open in a quiet period.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        was = before(meeting, ["capacity", "registration_opens_at", "registration_closes_at", "joining_details"])
        stood = meeting.registration(at)
        changed = meeting.joining_details != joining_details
        if changed:
            meeting.calendar_revision += 1
        meeting.capacity = capacity
        meeting.registration_opens_at = registration_opens_at
        meeting.registration_closes_at = registration_closes_at
        meeting.joining_details = joining_details
        now = meeting.registration(at)
        refuse_opening_if_quiet(meeting.programme_id, registration_opens_at, was=stood, now=now, at=at)
        fields = ["capacity", "registration_opens_at", "registration_closes_at", "joining_details", "calendar_revision"]
        meeting.save(update_fields=fields)
        programme = meeting.programme_id
        entry = record(Verb.SET_UP, meeting, by=by, at=at, programme_id=programme, capacity=capacity, was=was)
        if changed and at < meeting.starts_at:
            having = meeting.attendances.filter(presence=Presence.REGISTERED)
            written = [each for each in having.select_related("person") if each.gets_email]
            for each in written:
                each.meeting = meeting
            joining_changed(written, occasion=f"changed:{entry.pk}", at=at)
            having.filter(pk__in=[each.pk for each in written]).update(informed_revision=meeting.revision)
        fill_places(meeting, by=by, at=at)
    return meeting


def close_registration(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Close registration at once; it counts as closed since the hour began.

    Refuses with InvalidTransition where the public cannot register now.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.registration(at) != Clock.OPEN:
            raise InvalidTransition("Nobody can register at the moment.")
        was = before(meeting, ["registration_closes_at"])
        meeting.registration_closes_at = beginning_of_hour(at)
        meeting.save(update_fields=["registration_closes_at"])
        record(Verb.REGISTRATION_CLOSED, meeting, by=by, at=at, programme_id=meeting.programme_id, was=was)
    return meeting


def revoke_link(attendance: Attendance, *, by: User, at: datetime) -> Attendance:
    """Close the link of somebody's place, whoever holds it; the place stays. Letters that carry it are stopped."""
    with transaction.atomic():
        attendance = lock_attendance(attendance)
        attendance.token_hash, attendance.link_nonce = None, ""
        attendance.save(update_fields=["token_hash", "link_nonce"])
        cancel_messages(Message.objects.about("place", attendance.pk), reason="Its link was closed.", at=at)
        record(Verb.LINK_REVOKED, attendance, by=by, at=at, programme_id=attendance.meeting.programme_id)
    return attendance


def send_new_link(attendance: Attendance, *, by: User, at: datetime) -> Attendance:
    """Give somebody another link, and write it to them; the one they had opens nothing more.

    Refuses with InvalidTransition whoever has no e-mail address, or neither a place nor a wait for one.
    """
    with transaction.atomic():
        attendance = lock_attendance(attendance)
        if not attendance.can_be_given_up or not attendance.person.email:
            raise InvalidTransition("A link goes by e-mail, to those who have a place or wait for one.")
        give_link(attendance)
        attendance.save(update_fields=["token_hash", "link_nonce"])
        entry = record(Verb.LINK_SENT, attendance, by=by, at=at, programme_id=attendance.meeting.programme_id)
        place_given_or_waiting(attendance, occasion=f"new-link:{entry.pk}", at=at)
    return attendance


def _there_already(meeting: Meeting, details: RegistrationDetails) -> Attendance | None:
    """Return the attendance of somebody of this name who is reached in this way; two may share an address."""
    same = Q(person__email=details.email) if details.email else Q(person__telephone=details.telephone)
    there = meeting.attendances.filter(same).select_related("person").order_by("pk")
    found = next((each for each in there if same_person(each.person.name, details.name)), None)
    if found is not None:
        found.meeting = meeting
    return found


def _said_anew(attendance: Attendance, details: RegistrationDetails) -> dict[str, str]:
    """Return what somebody who is registered already says otherwise now; what they leave empty stands as it was."""
    said = {name: getattr(details, name) for name in ("comes_from", "access_needs", "communication_needs")}
    new = {name: words for name, words in said.items() if words and words != getattr(attendance, name)}
    if details.telephone and details.telephone != attendance.number:
        new["telephone"] = details.telephone
    return new


def say_otherwise(attendance: Attendance, new: dict[str, str], *, by: User | None, at: datetime) -> LogEntry:
    """Write what somebody says of themselves now; whether needs are met is asked anew where they are others."""
    changed = [name for name, words in new.items() if getattr(attendance, name) != words]
    if {"access_needs", "communication_needs"} & set(changed):
        new = new | {"needs_met": "", "needs_note": ""}
        changed = [name for name, words in new.items() if getattr(attendance, name) != words]
    was = changes(attendance, changed)
    for name in changed:
        setattr(attendance, name, new[name])
    attendance.save(update_fields=changed)
    programme = attendance.meeting.programme_id
    return record(Verb.CHANGED, attendance, by=by, at=at, programme_id=programme, **was)


def take_place(attendance: Attendance, details: RegistrationDetails, *, by: User | None, at: datetime) -> LogEntry:
    """Give somebody, whose meeting is held, a place or the next on the waiting list, with a link; nobody is told yet.

    The attendance is a new one, or that of somebody who sent apologies.
    """
    meeting = attendance.meeting
    if attendance.pk:
        # Their calendar was told that they do not come.
        count_calendar_file(meeting)
    attendance.presence = Presence.WAITING if places_left(meeting) == 0 else Presence.REGISTERED
    attendance.registered_at = at
    if details.telephone and details.telephone != attendance.number:
        attendance.telephone = details.telephone
    attendance.comes_from = details.comes_from
    attendance.access_needs = details.access_needs
    attendance.communication_needs = details.communication_needs
    attendance.needs_met = attendance.needs_note = ""
    attendance.informed_revision = meeting.revision
    give_link(attendance)
    attendance.save()
    presence = attendance.presence
    return record(Verb.REGISTERED, attendance, by=by, at=at, programme_id=meeting.programme_id, presence=presence)


def _person(meeting: Meeting, details: RegistrationDetails) -> Person:
    """Return the person of this name and address whom this programme knows already, or a new one."""
    if details.email:
        known = Person.objects.known_to(meeting.programme_id).filter(email=details.email)
        if details.telephone:
            known = known.filter(telephone=details.telephone)
        attending = meeting.attendances.values("person")
        if person := known.exclude(pk__in=attending).called(details.name):
            return person
    by = ContactBy.EMAIL if details.email else ContactBy.TELEPHONE
    return Person.objects.create(name=details.name, email=details.email, telephone=details.telephone, contact_by=by)


def fill_places(meeting: Meeting, *, by: User | None, at: datetime) -> None:
    """Give the places that are free to those who wait, the first who waits first, while the meeting is to come."""
    if at >= meeting.starts_at or meeting.cancelled_at:
        return
    waiting = meeting.attendances.waiting().select_related("person")
    if meeting.capacity is not None:
        free = meeting.capacity - meeting.attendances.placed().count()
        waiting = waiting[: max(free, 0)]
    moved = list(waiting)
    if moved:
        count_calendar_file(meeting)
    for attendance in moved:
        attendance.meeting = meeting
        attendance.presence = Presence.REGISTERED
        if attendance.gets_email:
            attendance.informed_revision = meeting.revision
        attendance.save(update_fields=["presence", "informed_revision"])
        entry = record(Verb.MOVED_UP, attendance, by=by, at=at, programme_id=meeting.programme_id)
    if moved:
        place_free(moved, occasion=f"moved-up:{entry.pk}", at=at)
