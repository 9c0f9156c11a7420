"""Requests: recorded, acknowledged, stopped and started, given more time, answered; each step with its letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import before, changes, record
from accounts.models import User
from kit.days import day
from kit.fingerprints import fingerprint_of
from kit.lifecycle import move
from kit.numbering import next_number
from kit.refusals import InvalidTransition, Refused, SubmittedDifferently
from kit.working_days import months_after
from privacy.holds.models import Hold
from privacy.holds.services import ASKED_FOR, set_hold
from privacy.requests.clock import STOPS, first_month_ends, last_day, may_be_extended
from privacy.requests.letters import write_letter
from privacy.requests.models import (
    ActingAs,
    Channel,
    ClockStop,
    IdentityBy,
    LetterKind,
    Outcome,
    Request,
    RequestKind,
    RequestLetter,
    StopReason,
)
from privacy.verbs import Verb
from programmes.models import Programme
from programmes.nouns import in_words_of
from stakeholders.models import Person

ANSWERED = "This has been answered. What is asked now is a new request."
NOT_KNOWN = "Choose one of the people whom this {programme} knows."
# After the answer to a request for information: 40 working days to ask for a review, 20 to make it, six months to
# turn to the commissioner.
HELD_AFTER = 9


@dataclass(frozen=True)
class RequestDetails:
    """What is asked, by whom, and how they are reached."""

    kind: str
    received_on: date
    asked: str
    name: str
    channel: str = Channel.FORM
    law: str = ""
    email: str = ""
    telephone: str = ""
    postal_address: str = ""
    acting_as: str = ActingAs.SELF
    acting_name: str = ""

    def fingerprint(self) -> str:
        """Return what tells whether a form that comes again says the same."""
        return fingerprint_of({name: value for name, value in vars(self).items() if name != "received_on"})


def record_request(
    programme: Programme, *, details: RequestDetails, key: UUID | None = None, by: User | None, at: datetime
) -> Request:
    """Take a request into the register under the programme's next number; its clock runs from the day it was received.

    `key` is that of the public form (then `by` is None): sent twice it is one request, and with other words it is
    refused (SubmittedDifferently). What is asked for as information is held from deletion. Refuses a day to come, and
    somebody who acts for another without a name.
    """
    _refuse(details, at)
    if earlier := _sent_before(key, details):
        return earlier
    try:
        with transaction.atomic():
            # One at a time: each gets a number of its own.
            Programme.objects.select_for_update().get(pk=programme.pk)
            request = Request(
                programme=programme,
                number=next_number(Request.objects.filter(programme=programme)),
                **vars(details),
                recorded_at=at,
                recorded_by=by,
                key=key,
                fingerprint=details.fingerprint() if key else "",
            )
            request.due_on = last_day(request, [])
            request.save()
            _hold_what_is_asked_for(request, by=by, at=at)
            record(
                Verb.REQUEST_RECORDED, request, by=by, at=at, programme_id=programme.pk,
                kind=request.kind, channel=request.channel,
            )  # fmt: skip
    except IntegrityError:
        # Pressed twice at the same moment: whoever was second finds what the first has stored.
        if earlier := _sent_before(key, details):
            return earlier
        raise
    return request


def change_request(request: Request, *, details: RequestDetails, by: User, at: datetime) -> Request:
    """Put right what was recorded; the last day follows. Refuses as `record_request`, and an answered one."""
    _refuse(details, at)
    with transaction.atomic():
        stored = _held(request)
        given = {name: value for name, value in vars(details).items() if name != "channel" or stored.key is None}
        changed = [name for name, value in given.items() if getattr(stored, name) != value]
        if not changed:
            return stored
        was = changes(stored, changed)
        for name in changed:
            setattr(stored, name, given[name])
        _recount(stored)
        stored.save(update_fields=[*changed, "due_on"])
        _hold_what_is_asked_for(stored, by=by, at=at)
        record(Verb.REQUEST_CHANGED, stored, by=by, at=at, programme_id=stored.programme_id, **was)
    return stored


def acknowledge(
    request: Request, *, words: str = "", promised_on: date | None = None, by: User, at: datetime
) -> RequestLetter:
    """Tell whoever asked that we have it, what we understood, and by when they hear from us.

    Of a complaint that is `promised_on`, a day to come, which it needs. Refuses (InvalidTransition) one that was
    acknowledged, stopped or answered before.
    """
    with transaction.atomic():
        stored = _held(request)
        if stored.status != Request.Status.RECEIVED:
            raise InvalidTransition("This has been acknowledged already.")
        _promise(stored, promised_on, at)
        stored.acknowledged_on = timezone.localdate(at)
        _recount(stored)
        move(
            stored, to=Request.Status.AT_WORK,
            acknowledged_on=stored.acknowledged_on, promised_on=stored.promised_on, due_on=stored.due_on,
        )  # fmt: skip
        record(Verb.REQUEST_ACKNOWLEDGED, stored, by=by, at=at, programme_id=stored.programme_id)
        return write_letter(stored, LetterKind.ACKNOWLEDGEMENT, words=words, by=by, at=at)


def tell_progress(request: Request, *, words: str, promised_on: date, by: User, at: datetime) -> RequestLetter:
    """Tell a complainant how far it is, and by when they hear more.

    Refuses without words, a day that is not to come, what is no complaint, and (InvalidTransition) what is not being
    looked into.
    """
    if not words.strip():
        raise Refused("Say how far it is.", field="words")
    with transaction.atomic():
        stored = _held(request)
        if not stored.is_complaint:
            raise Refused("Only a complaint is told of on the way: the others have a last day by law.")
        if stored.status != Request.Status.AT_WORK:
            raise InvalidTransition("Acknowledge it first.")
        _promise(stored, promised_on, at)
        _recount(stored)
        stored.save(update_fields=["promised_on", "due_on"])
        record(Verb.PROGRESS_TOLD, stored, by=by, at=at, programme_id=stored.programme_id)
        return write_letter(stored, LetterKind.PROGRESS, words=words, by=by, at=at)


def stop_clock(request: Request, *, reason: str, words: str, by: User, at: datetime) -> ClockStop:
    """Ask whoever asked for what is needed first; until it comes the clock stands still.

    Refuses without words, a reason for which the law does not stop the clock of such a request, and
    (InvalidTransition) one that stands already or is answered.
    """
    if not words.strip():
        raise Refused("Say what you need from them.", field="words")
    today = timezone.localdate(at)
    with transaction.atomic():
        stored = _held(request)
        if reason not in STOPS[stored.kind]:
            raise Refused("The law does not stop the clock of such a request for this.", field="reason")
        acknowledged_on = stored.acknowledged_on or today
        move(stored, to=Request.Status.STOPPED, acknowledged_on=acknowledged_on)
        stop = ClockStop.objects.create(
            request=stored, reason=StopReason(reason), words=words.strip(), stopped_on=today, stopped_by=by
        )
        record(Verb.CLOCK_STOPPED, stored, by=by, at=at, programme_id=stored.programme_id, reason=reason)
        write_letter(stored, LetterKind.STOPPED, words=words, stop=stop, by=by, at=at)
    return stop


def start_clock(request: Request, *, came_on: date, by: User, at: datetime) -> Request:
    """Let the clock run again from the day on which what was asked for came; whoever asked is told the new last day.

    Refuses a day before it was asked for or to come, and (InvalidTransition) a clock that runs.
    """
    with transaction.atomic():
        stored = _held(request)
        stop = stored.stops.filter(started_on=None).first()
        if stop is None:
            raise InvalidTransition("The clock of this request runs already.")
        if not stop.stopped_on <= came_on <= timezone.localdate(at):
            raise Refused(f"Choose a day from {day(stop.stopped_on)}, when it was asked for, to today.", "came_on")
        was = before(stored, ["due_on"])
        stop.started_on, stop.started_by = came_on, by
        stop.save(update_fields=["started_on", "started_by"])
        _recount(stored)
        move(stored, to=Request.Status.AT_WORK, due_on=stored.due_on)
        record(Verb.CLOCK_STARTED, stored, by=by, at=at, programme_id=stored.programme_id, was=was)
        write_letter(stored, LetterKind.STARTED, stop=stop, by=by, at=at)
    return stored


def extend(request: Request, *, reason: str, by: User, at: datetime) -> Request:
    """Take the more time that the law gives where it is complicated, and tell whoever asked why.

    Two months; for information another 20 working days. Refuses without a reason, what the law gives no more time
    for, when it is too late to take it, and (InvalidTransition) a second time and an answered one.
    """
    if not reason.strip():
        raise Refused("Say why more time is needed: whoever asked is told.", field="reason")
    today = timezone.localdate(at)
    with transaction.atomic():
        stored = _held(request)
        if not may_be_extended(stored):
            raise Refused("The law gives no more time for such a request.")
        if stored.extended_on:
            raise InvalidTransition("More time has been taken already.")
        if stored.status == Request.Status.STOPPED:
            raise InvalidTransition("Its clock stands still: start it first.")
        if today > first_month_ends(stored, stored.stops.all()):
            raise Refused("More time can only be taken before the first last day is over.")
        was = before(stored, ["due_on"])
        stored.extended_on, stored.extension_reason = today, reason.strip()
        _recount(stored)
        stored.save(update_fields=["extended_on", "extension_reason", "due_on"])
        record(Verb.REQUEST_EXTENDED, stored, by=by, at=at, programme_id=stored.programme_id, was=was)
        write_letter(stored, LetterKind.EXTENSION, words=reason, by=by, at=at)
    return stored


def check_identity(request: Request, *, identity_by: str, note: str = "", by: User, at: datetime) -> Request:
    """Write down how it was made sure who asks, and that whoever acts for somebody may. Refuses an answered one."""
    with transaction.atomic():
        stored = _held(request)
        stored.identity_by, stored.identity_note = IdentityBy(identity_by), note.strip()
        stored.identity_checked_at, stored.identity_checked_by = at, by
        stored.save(update_fields=["identity_by", "identity_note", "identity_checked_at", "identity_checked_by"])
        record(Verb.WHO_ASKS_CHECKED, stored, by=by, at=at, programme_id=stored.programme_id, identity_by=identity_by)
    return stored


def find_person(
    request: Request, *, person: Person | None, user: User | None = None, by: User, at: datetime
) -> Request:
    """Say which of those whom the programme knows a request is about, and which account is theirs; None for nobody.

    Refuses a person whom the programme does not know, and an answered request.
    """
    with transaction.atomic():
        stored = _held(request)
        if person and not Person.objects.known_to(stored.programme).filter(pk=person.pk).exists():
            raise Refused(in_words_of(stored.programme, NOT_KNOWN), field="person")
        stored.person, stored.user = person, user or (person.user if person else None)
        stored.save(update_fields=["person", "user"])
        record(Verb.PERSON_FOUND, stored, by=by, at=at, programme_id=stored.programme_id, person=bool(person))
    return stored


def answer(request: Request, *, outcome: str, words: str, by: User, at: datetime) -> Request:
    """Close a request with what came of it, in plain words, and tell whoever asked; the regulator is named last.

    Refuses without words; to do what is asked of somebody's own information before it was made sure who asks; to answer
    a request for information before anybody has said by which law; and (InvalidTransition) an answered one.
    """
    if not words.strip():
        raise Refused("Say in plain words what came of it.", field="words")
    with transaction.atomic():
        stored = _held(request)
        tells = outcome not in (Outcome.REFUSED, Outcome.TAKEN_BACK)
        if stored.needs_identity and tells and not stored.identity_by:
            raise Refused("Write down first how it was made sure who asks.", field="outcome")
        if stored.is_information and not stored.law and outcome != Outcome.TAKEN_BACK:
            raise Refused("Say first under which law it is asked: the answer says whom they can turn to.", "outcome")
        stored.stops.filter(started_on=None).update(started_on=timezone.localdate(at), started_by=by)
        move(
            stored, to=Request.Status.ANSWERED,
            outcome=Outcome(outcome), outcome_words=words.strip(), answered_on=timezone.localdate(at),
        )  # fmt: skip
        _hold_on_for_appeals(stored, at)
        record(Verb.REQUEST_ANSWERED, stored, by=by, at=at, programme_id=stored.programme_id, outcome=outcome)
        write_letter(stored, LetterKind.OUTCOME, words=words, by=by, at=at)
    return stored


def _held(request: Request) -> Request:
    """Return a request as it stands, held until the transaction ends, unless it is answered."""
    stored = Request.objects.select_for_update(of=("self",)).select_related("programme").get(pk=request.pk)
    if not stored.is_open:
        raise InvalidTransition(ANSWERED)
    return stored


def _recount(request: Request) -> None:
    request.due_on = last_day(request, request.stops.all())


def _promise(request: Request, promised_on: date | None, at: datetime) -> None:
    if not request.is_complaint:
        return
    if promised_on is None or promised_on <= timezone.localdate(at):
        raise Refused("Choose a day to come, by which they hear more.", field="promised_on")
    request.promised_on = promised_on


def _refuse(details: RequestDetails, at: datetime) -> None:
    if details.received_on > timezone.localdate(at):
        raise Refused("The day on which it came must be today or earlier.", field="received_on")
    if details.acting_as != ActingAs.SELF and not details.acting_name.strip():
        raise Refused("Say who asks for them.", field="acting_name")


def _sent_before(key: UUID | None, details: RequestDetails) -> Request | None:
    earlier = Request.objects.filter(key=key).first() if key else None
    if earlier is not None and earlier.fingerprint != details.fingerprint():
        raise SubmittedDifferently
    return earlier


def _hold_what_is_asked_for(request: Request, *, by: User | None, at: datetime) -> None:
    if request.kind == RequestKind.INFORMATION and not request.holds.exists():
        set_hold(request.programme, reason=ASKED_FOR, request=request, by=by, at=at)


def _hold_on_for_appeals(request: Request, at: datetime) -> None:
    """Let what was asked for be deleted again once nobody can ask for a review, or turn to the commissioner."""
    until_on = months_after(timezone.localdate(at), HELD_AFTER)
    Hold.objects.filter(request=request, until_on=None, released_at=None).update(until_on=until_on)
