"""Meetings: who can register, what representatives say, who knows of a change, what people said of it."""

from datetime import timedelta

from django.urls import reverse

from kit.days import day
from phases.models import Meeting
from tests.phases.factories import ArrangementFactory, AttendanceFactory, EvaluationFactory, MeetingFactory
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, at_desk, hide, read
from tests.stakeholders.factories import AppointmentFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGINS = {"to come": 3 * DAY, "goes on": -HOUR, "over": -9 * DAY}


def meeting_of(given: Given, when: str = "to come", cancelled: bool = False, **more) -> Meeting:
    begins = given.at + BEGINS[when]
    called_off = {"cancelled_at": given.at, "cancelled_by": given.lead} if cancelled else {}
    return MeetingFactory(
        programme=given.programme, title="An evening", starts_at=begins, ends_at=begins + 5 * HOUR, **called_off, **more
    )


@DESK.of(opens=["never", "open", "later"], when=["to come", "over"], cancelled=BOTH, public=BOTH)
def who_can_register(given: Given, opens: str, when: str, cancelled: bool, public: bool) -> Said:
    from_when = {"never": None, "open": given.at - 20 * DAY, "later": given.at + DAY}[opens]
    meeting = meeting_of(given, when, cancelled and when == "to come", registration_opens_at=from_when)
    hide(given, public)
    stands = when == "to come" and not cancelled
    is_open, is_later = stands and opens == "open", stands and opens == "later"
    until = "People can register only once the programme is published, until"
    from_day = f"People can register from {day((given.at + DAY).date())}"
    return at_desk(given, "phases:meeting-people", meeting.pk), {
        "People can register until": is_open and public,
        until: is_open and not public,
        f"{from_day}.": is_later and public,
        f"{from_day}, if the programme is published by then.": is_later and not public,
        "Registration has closed.": opens != "never" and not stands,
        "Only the team adds people.": opens == "never",
        "Close registration now": is_open,
        "Change time and place, or cancel": stands or when == "over",
    }


@DESK.of(presence=["", "registered", "waiting", "apologies", "attended"], when=list(BEGINS), cancelled=BOTH)
def what_representatives_say(given: Given, presence: str, when: str, cancelled: bool) -> Said:
    meeting = meeting_of(given, when, cancelled)
    speaks = AppointmentFactory(partnership__programme=given.programme)
    if presence:
        AttendanceFactory(meeting=meeting, person=speaks.person, presence=presence)
    is_over = cancelled or when == "over"
    comes, waits, cannot = presence in ("registered", "attended"), presence == "waiting", presence == "apologies"
    return at_desk(given, "phases:meeting-representatives", meeting.pk), {
        "This meeting was cancelled. What people said of it before stands here.": cancelled,
        "1 comes or came,": comes and not is_over,
        "0 come or came,": not comes and not is_over,
        "had a place or came,": is_over,
        "1 waits for a place,": waits and not is_over,
        "0 wait for a place,": not waits and not is_over,
        "waited for a place,": is_over,
        "1 cannot come, and": cannot and not is_over,
        "1 could not come, and": cannot and is_over,
        "and 1 has said nothing.": not presence,
        "Would come, waits for a place": waits and not is_over,
        "Waited for a place": waits and is_over,
        "Says Comes": presence == "registered" and not is_over,
        "Says Had a place": presence == "registered" and is_over,
        "Says Cannot come": cannot and not is_over,
        "Says Could not come": cannot and is_over,
        "Says Came": presence == "attended",
        "Says Nothing yet": not presence,
    }


@DESK.of(knows=BOTH, cancelled=BOTH)
def who_knows(given: Given, knows: bool, cancelled: bool) -> Said:
    meeting = meeting_of(given, cancelled=cancelled, revision=1)
    AttendanceFactory(meeting=meeting, presence="registered", person__email="", informed_revision=1 if knows else 0)
    people = at_desk(given, "phases:meeting-people", meeting.pk)
    return f"{people} {at_desk(given, 'phases:meeting-inform', meeting.pk)}", {
        "Its time or place has changed, and 1 person does not know yet.": not knows and not cancelled,
        "This meeting was cancelled, and 1 person does not know yet.": not knows and cancelled,
        "Whoever expects to come has been told when and where.": knows and not cancelled,
        "Whoever expects to come has been told that it does not take place.": knows and cancelled,
        "Everybody knows": knows,
        "Who does not know yet": not knows,
    }


@DESK.of(ends=["", "open", "past"], when=list(BEGINS), cancelled=BOTH, public=BOTH, answers=[0, 1])
def how_it_was(given: Given, ends: str, when: str, cancelled: bool, public: bool, answers: int) -> Said:
    closes = {"": None, "open": given.at + 8 * DAY, "past": given.at - HOUR / 2}[ends]
    meeting = meeting_of(given, when, cancelled, evaluation_closes_at=closes)
    for _ in range(answers):
        EvaluationFactory(meeting=meeting, entered_by=given.lead, worked="The tea.", change="The hall.")
    hide(given, public)
    asks = bool(ends) and not cancelled
    is_past = asks and ends == "past" and when != "to come"
    is_open, is_upcoming = asks and ends == "open" and when != "to come", asks and when == "to come"
    if ends == "past" and when == "to come":
        # Nobody can set a day before the meeting begins.
        return "", {}
    return at_desk(given, "phases:evaluation-list", meeting.pk), {
        "This meeting was cancelled, so nobody is asked how it was.": cancelled,
        "People can answer until": is_open and public,
        "People can answer once the meeting has begun, until": is_upcoming and public,
        "People can answer only once the programme is published, until": (is_open or is_upcoming) and not public,
        "The link took answers until": is_past,
        "Nobody is asked yet.": not ends and not cancelled,
        "Nobody has answered yet.": not answers,
        f", on paper, entered by {given.lead}": bool(answers),
        "What worked well The tea.": bool(answers),
        "What should be different The hall.": bool(answers),
        "Type in a form from paper": not cancelled,
    }


@DESK.of(email=BOTH, link=BOTH, registered=BOTH, needs=BOTH, entered=BOTH)
def how_people_are_reached(given: Given, email: bool, link: bool, registered: bool, needs: bool, entered: bool) -> Said:
    attendance = AttendanceFactory(
        meeting=meeting_of(given),
        presence="registered",
        person__name="Ada",
        person__email="ada@example.org" if email else "",
        telephone="0191 498 0000",
        token_hash="f" * 64 if link else None,
        registered_at=given.at if registered else None,
        access_needs="A ramp." if needs else "",
        entered_by=given.lead if entered else None,
    )
    if not registered and (link or entered):
        # Who registered nowhere has no link of it, and nobody entered it.
        return "", {}
    return at_desk(given, "phases:meeting-people", attendance.meeting_id), {
        "0191 498 0000: ring, no e-mail is sent": registered and not email,
        "0191 498 0000: no link, no e-mail is sent": registered and email and not link,
        "E-mail, or 0191 498 0000": registered and email and link,
        f"Entered by {given.lead}": entered,
        "A ramp. Nothing said yet Met or not: Ada": needs,
        "Arrange something for Ada": True,
    }


@DESK.of(needs=BOTH, done=BOTH)
def support(given: Given, needs: bool, done: bool) -> Said:
    attendance = AttendanceFactory(
        meeting=meeting_of(given),
        presence="registered",
        access_needs="A ramp." if needs else "",
        communication_needs="Large print." if needs else "",
    )
    ArrangementFactory(attendance=attendance, status="confirmed" if done else "noted", owner=given.lead)
    edit = at_desk(given, "phases:arrangement-create", attendance.pk)
    return f"{edit} {at_desk(given, 'phases:support-list', attendance.meeting_id)}", {
        "They have not said that they need anything.": not needs,
        "To take part A ramp.": needs,
        "To communicate Large print.": needs,
        f"{given.lead} saw to it.": done,
        f"{given.lead} sees to it, by": not done,
    }


@DESK.of(presence=["", "registered", "waiting", "apologies", "attended"], when=list(BEGINS))
def own_answer(given: Given, presence: str, when: str) -> Said:
    meeting = meeting_of(given, when)
    speaks = AppointmentFactory(partnership__programme=given.programme)
    if presence:
        AttendanceFactory(meeting=meeting, person=speaks.person, presence=presence)
    user, to_come, is_over = speaks.person.user, when == "to come", when == "over"
    own = read(user, reverse("phases:meeting-answer", args=[meeting.pk]))
    home, ahead = read(user, reverse("actions:home")), read(user, reverse("consultations:next-meetings"))
    return f"{own} | {home} | {ahead}", {
        "You have a place. To talk.": presence == "registered" and not is_over,
        "You had a place. To talk.": presence == "registered" and is_over,
        "You told us that you cannot come. Thank you for telling us.": presence == "apologies",
        "You were there. Thank you for coming.": presence == "attended",
        "you are on the waiting list. We write to you": presence == "waiting" and when == "to come",
        "You were on the waiting list. The meeting has begun": presence == "waiting" and when != "to come",
        "No meeting is planned About you": not to_come,
        "No meeting is planned at the moment.": not to_come,
        "When we meet next": True,
        "You have a place About you": presence == "registered" and to_come,
        "You wait for a place About you": presence == "waiting" and to_come,
        "You cannot come About you": presence == "apologies" and to_come,
        "You are there About you": presence == "attended" and to_come,
        "Tell us whether you come About you": not presence and to_come,
        "You are there. See or change it": presence == "attended" and to_come,
        "You have a place. See or change it": presence == "registered" and to_come,
    }


@DESK.of(opens=["open", "later"])
def public_page_of_a_meeting(given: Given, opens: str) -> Said:
    later = given.at + DAY
    meeting = meeting_of(given, registration_opens_at=later if opens == "later" else given.at - DAY)
    return read(None, meeting.get_absolute_url()), {
        "Registration opens on": opens == "later",
        "Join the waiting list": False,
    }
