"""Registering for a meeting, one's own place there by personal link, and saying how it was."""

from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

from kit.days import day
from kit.pdf import PdfNotPossible
from phases.meetings.links import LINK
from phases.models import Attendance, Meeting
from programmes.models import Programme
from tests.phases.factories import ArrangementFactory, AttendanceFactory, MeetingFactory
from tests.said import Given, Said
from tests.sentences_for_people.own_pages import BOTH, PEOPLE, anybody, by_link

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGINS = {"to come": 3 * DAY, "goes on": -HOUR, "over": -9 * DAY}
NOT_PUBLIC = {"published_at": None, "published_by": None}
STATUSES = ["travel noted", "travel booked", "travel confirmed", "payment noted", "payment claimed", "payment paid"]
PRESENCES = ["registered", "waiting", "attended", "walk_in", "apologies"]


def meeting_of(given: Given, when: str, cancelled: bool, **more) -> Meeting:
    begins = given.at + BEGINS[when]
    called_off = {"cancelled_at": given.at, "cancelled_by": given.lead} if cancelled else {}
    return MeetingFactory(
        programme=given.programme, title="An evening", starts_at=begins, ends_at=begins + 5 * HOUR, **called_off, **more
    )


def place_of(given: Given, presence: str, when: str, cancelled: bool = False, **more) -> Attendance:
    meeting = meeting_of(given, when, cancelled, joining_details="Ring the bell.", **more)
    return AttendanceFactory(meeting=meeting, presence=presence, person__name="Ada")


@PEOPLE.of(presence=PRESENCES, when=list(BEGINS), cancelled=BOTH)
def place(given: Given, presence: str, when: str, cancelled: bool) -> Said:
    attendance = place_of(given, presence, when, cancelled)
    is_theirs, stands = presence in ("registered", "attended", "walk_in"), not cancelled
    can_give_up = stands and presence in ("registered", "waiting")
    return by_link(LINK, attendance, "phases:place-detail"), {
        "Ada, this meeting was cancelled: it does not take place.": cancelled,
        "Ada, you have a place.": stands and presence == "registered" and when != "over",
        "Ada, you had a place.": stands and presence == "registered" and when == "over",
        "Ada, all places are taken, and you are on the waiting list.": (
            stands and presence == "waiting" and when == "to come"
        ),
        "Ada, you were on the waiting list. The meeting has begun, and no more places are given.": (
            stands and presence == "waiting" and when != "to come"
        ),
        "Ada, you are not coming. Thank you for telling us.": stands and presence == "apologies" and when != "over",
        "Ada, you were not coming. Thank you for telling us.": stands and presence == "apologies" and when == "over",
        "Ada, you were there. Thank you for coming.": stands and presence in ("attended", "walk_in"),
        "How to join Ring the bell.": stands and is_theirs and presence == "registered",
        "Add it to your calendar": stands and presence == "registered",
        "What you told us Organisation or group –": presence in ("registered", "waiting"),
        "Change this": can_give_up,
        "Give my place up": can_give_up and is_theirs,
        "Stop waiting": can_give_up and not is_theirs,
        "register again": False,
    }


@PEOPLE.of(presence=["registered", "waiting"], when=list(BEGINS), cancelled=BOTH, met=["met", "not_met"])
def what_can_be_done(given: Given, presence: str, when: str, cancelled: bool, met: str) -> Said:
    attendance = place_of(given, presence, when, cancelled)
    Attendance.objects.filter(pk=attendance.pk).update(needs_met=met, needs_note="So it is.")
    comes = presence == "registered" and when != "over" and not cancelled
    waits = presence == "waiting" and when == "to come" and not cancelled
    return by_link(LINK, attendance, "phases:place-detail"), {
        "What we can do You will have": comes and met == "met",
        "What we can do, if you get a place You will have": waits and met == "met",
        "You will have what you need. So it is.": (comes or waits) and met == "met",
        "We are sorry: you will not have all that you need. So it is.": (comes or waits) and met == "not_met",
    }


@PEOPLE.of(presence=["registered", "apologies"], opened=BOTH, public=BOTH, telephone=BOTH)
def place_and_its_public_page(given: Given, presence: str, opened: bool, public: bool, telephone: bool) -> Said:
    attendance = place_of(given, presence, "to come", registration_opens_at=given.at - DAY if opened else None)
    Attendance.objects.filter(pk=attendance.pk).update(telephone="0161 496 0000" if telephone else "")
    Meeting.objects.update(joining_details="Ring the bell." if telephone else "")
    if not public:
        Programme.objects.filter(pk=given.programme.pk).update(**NOT_PUBLIC)
    return by_link(LINK, attendance, "phases:place-detail"), {
        "If you can come after all, register again.": presence == "apologies" and opened and public,
        "About this meeting": public,
        "Telephone number, for this meeting 0161 496 0000": telephone and presence == "registered",
        "How to join": telephone and presence == "registered",
    }


@PEOPLE.of(public=BOTH, asked=["no", "yes", "no more"])
def place_and_how_it_was(given: Given, public: bool, asked: str) -> Said:
    closes = {"no": None, "yes": given.at + DAY, "no more": given.at - HOUR}[asked]
    attendance = place_of(given, "attended", "over", evaluation_closes_at=closes)
    if not public:
        Programme.objects.filter(pk=given.programme.pk).update(**NOT_PUBLIC)
    return by_link(LINK, attendance, "phases:place-detail"), {"Tell us how it was": public and asked == "yes"}


@PEOPLE.of(of=STATUSES, presence=["registered", "waiting"])
def arranged(given: Given, of: str, presence: str) -> Said:
    attendance = place_of(given, presence, "to come")
    kind, _, status = of.partition(" ")
    more = "A taxi at nine" if status == "booked" else ""
    ArrangementFactory(attendance=attendance, kind=kind, status=status, particulars=more)
    is_before = status == "noted"
    return by_link(LINK, attendance, "phases:place-detail"), {
        "What is arranged for you": True,
        "What is arranged for you, if you get a place": presence == "waiting",
        "Booked. It is not confirmed yet.": status == "booked",
        "Booked, and confirmed.": status == "confirmed",
        "We have your claim. It is not paid yet.": status == "claimed",
        " Paid.": status == "paid",
        "We have no claim of yours yet. The claim form, to print and fill in by hand.": is_before and kind == "payment",
        "We are seeing to it. It is not booked yet.": is_before and kind == "travel",
    }


@PEOPLE.of(capacity=[None, 1, 7, 8, 23])
def room_for(given: Given, capacity: int | None) -> Said:
    return by_link(LINK, place_of(given, "registered", "to come", capacity=capacity), "phases:place-detail"), {
        "Room for fewer than 8 people": capacity in (1, 7),
        "Room for about 10 people": capacity == 8,
        "Room for about 25 people": capacity == 23,
        "Places Room for": capacity is not None,
    }


@PEOPLE.of(
    presence=["registered", "waiting", "attended"],
    stands=["to come", "cancelled", "over"],
    registers=["", "opened", "not public"],
)
def give_up(given: Given, presence: str, stands: str, registers: str) -> Said:
    cancelled, when = stands == "cancelled", "over" if stands == "over" else "to come"
    opened, public = registers != "", registers != "not public"
    attendance = place_of(
        given, presence, when, cancelled, registration_opens_at=given.at - 20 * DAY if opened else None
    )
    if not public:
        Programme.objects.filter(pk=given.programme.pk).update(**NOT_PUBLIC)
    has, is_free, can = presence == "registered", when == "to come" and not cancelled, presence != "attended"
    return by_link(LINK, attendance, "phases:place-give-up"), {
        "Give your place up?": has,
        "Stop waiting?": presence == "waiting",
        "Somebody who waits may have it at once.": has and is_free,
        "Nobody else gets it any more.": has and not is_free,
        "We take you off the waiting list.": presence == "waiting",
        "If you change your mind, you can register again": can and is_free and opened and public,
        "There is nothing to give up You have told us already, or you were there.": not can,
    }


@PEOPLE.of(drawn=BOTH, post=BOTH, number=BOTH)
def claim_form(given: Given, drawn: bool, post: bool, number: bool) -> Said:
    attendance = place_of(given, "attended", "over")
    reached = {
        "contact_address": "1 High Street" if post else "",
        "contact_telephone": "0141 496 0000" if number else "",
    }
    Programme.objects.filter(pk=given.programme.pk).update(**reached)
    with patch("phases.meetings.support.views.claim_form_of", side_effect=PdfNotPossible):
        text = by_link(LINK, attendance, "phases:place-claim-form" if drawn else "phases:place-claim-form-pdf")
    return text, {
        "It cannot be drawn as a PDF here just now. Print this page from your browser.": not drawn,
        "Print this page from your browser, or the form as a PDF.": drawn,
        "or by post to": post,
        ", 0141 496 0000, or by post": post and number,
        ", 0141 496 0000, how you are paid": number,
    }


@PEOPLE.of(registration=["none", "to come", "over"], when=list(BEGINS), cancelled=BOTH)
def register_closed(given: Given, registration: str, when: str, cancelled: bool) -> Said:
    begins = given.at + BEGINS[when]
    opens, closes = {
        "none": (None, None),
        "to come": (given.at + DAY, None),
        "over": (given.at - 20 * DAY, given.at - 10 * DAY),
    }[registration]
    if registration == "to come" and when != "to come":
        opens, closes = begins - DAY, None
    meeting = meeting_of(given, when, cancelled, registration_opens_at=opens, registration_closes_at=closes)
    waits = registration == "to come" and when == "to come" and not cancelled
    return anybody("phases:meeting-register", given.programme.slug, meeting.pk), {
        f"Registration for An evening opens on {day(timezone.localdate(given.at + DAY))}": waits,
        "An evening was cancelled: it does not take place.": cancelled,
        "Registration for An evening was open until": registration != "none" and not waits and not cancelled,
        "Nobody registers on this page for An evening.": registration == "none" and not cancelled,
        "If you would like to come, write to": when != "over" and not cancelled,
        "If you would like to know more, write to": when == "over" or cancelled,
    }


@PEOPLE.of(asked=["no", "to come", "no more"])
def evaluate_closed(given: Given, asked: str) -> Said:
    closes = {"no": None, "to come": given.at + 9 * DAY, "no more": given.at - DAY}[asked]
    meeting = meeting_of(given, "to come" if asked == "to come" else "over", False, evaluation_closes_at=closes)
    return anybody("phases:meeting-evaluate", given.programme.slug, meeting.pk), {
        "You can say how An evening was once it has begun": asked == "to come",
        "people could say how An evening was.": asked == "no more",
        "Nobody is asked on this page how An evening was.": asked == "no",
    }
