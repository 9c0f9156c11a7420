"""Meetings at the desk and in public: who comes, who is told, support, minutes, what people said, phases, reach."""

from datetime import timedelta
from typing import Any

from django import forms
from django.urls import reverse

from kit.days import day
from phases.meetings.views import evaluations
from phases.models import Phase
from tests.accounts.factories import UserFactory
from tests.conftest import staff_with
from tests.phases.factories import (
    AttendanceFactory,
    ClosingExplanationFactory,
    EvaluationFactory,
    MeetingFactory,
    MeetingPaperFactory,
    MinutesFactory,
    PhaseFactory,
    ReachFactory,
)
from tests.programmes.factories import TeamMemberFactory
from tests.said import Given, Said
from tests.sentences_at_desk.cases_of_meetings import meeting_of
from tests.sentences_at_desk.desk_pages import BOTH, DESK, HATS, at_desk, drawn, hide, on_paper, read, reading
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory, StakeholderGroupFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class _Asked(forms.Form):
    """A question of which one may choose nothing."""

    overall = forms.ChoiceField(choices=[("", "Nothing"), ("good", "Good")])


@DESK.of(cancelled=BOTH, when=["to come", "over"])
def meeting_to_cancel(given: Given, cancelled: bool, when: str) -> Said:
    return at_desk(given, "phases:meeting-cancel", meeting_of(given, when, cancelled).pk), {
        "This meeting was cancelled See who does not know yet": cancelled,
        "Cancel this meeting? Its public page says that it does not take place": not cancelled and when == "to come",
        "This meeting has begun It can no longer be cancelled.": not cancelled and when == "over",
    }


@DESK.of(to_come=BOTH, past=BOTH, hat=HATS, sought=BOTH)
def list_of_meetings(given: Given, to_come: bool, past: bool, hat: str, sought: bool) -> Said:
    if to_come:
        meeting_of(given)
    if past:
        MeetingFactory(programme=given.programme, title="An old one")
    text = reading(given, hat, "phases:meeting-list", asked="?q=nothing+like+it" if sought else "")
    return text, {
        "To come, and now None.": not to_come and not sought,
        "To come, and now Meetings to come, the next first Meeting When": to_come and not sought,
        "Past None.": not past and not sought,
        "Past Past meetings, the newest first": past and not sought,
        "Places Have a place Wait Came": hat == "lead" and (to_come or past) and not sought,
    }


@DESK.of(presence=["", "registered", "waiting", "apologies"], told=BOTH, when=["to come", "over"], sought=BOTH)
def people_of_a_meeting(given: Given, presence: str, told: bool, when: str, sought: bool) -> Said:
    more = {"capacity": 40 if told else None, "lessons": "More tea." if told else ""}
    meeting = meeting_of(given, when, **more)
    if presence:
        AttendanceFactory(meeting=meeting, presence=presence, person__name=f"Ada {presence}")
    placed, waiting, apologies = (presence == each for each in ("registered", "waiting", "apologies"))
    text = at_desk(given, "phases:meeting-people", meeting.pk, asked="?q=nobody+like+it" if sought else "")
    return text, {
        f"{int(placed)} {'has' if placed else 'have'} a place of 40,": told,
        "Nobody has written down yet what to do otherwise next time.": when == "over" and not told,
        "Have a place Who has a place Name From Reached by": placed and not sought,
        "Have a place Nobody.": not placed and not sought,
        "On the waiting list, in order Who waits": waiting and not sought,
        "On the waiting list, in order Nobody.": not waiting and not sought,
        "Sent apologies Who sent apologies": apologies and not sought,
        "Sent apologies Nobody.": not apologies and not sought,
        "Arrange something for Ada apologies": False,
        "Cannot come: Ada registered": placed and not sought,
    }


@DESK.of(speaks=BOTH, sought=BOTH)
def representatives_of_a_meeting(given: Given, speaks: bool, sought: bool) -> Said:
    if speaks:
        AppointmentFactory(partnership__programme=given.programme)
    meeting = meeting_of(given)
    asked = "?q=nothing+like+it" if sought else ""
    return at_desk(given, "phases:meeting-representatives", meeting.pk, asked=asked), {
        "and what each says of this meeting Organisation Who speaks for it Says": speaks and not sought,
        "Nobody speaks for an organisation at the moment.": not speaks and not sought,
    }


@DESK.of(presence=["", "registered", "attended", "noted", "walk_in", "waiting"], sought=["", "Ada", "zebra"])
def checking_in(given: Given, presence: str, sought: str) -> Said:
    noted, presence = presence == "noted", "attended" if presence == "noted" else presence
    meeting = meeting_of(given, "goes on")
    if presence:
        here = {"checked_in_at": given.at, "checked_in_by": given.lead} if noted and presence == "attended" else {}
        AttendanceFactory(meeting=meeting, presence=presence, person__name="Ada", **here)
    found = bool(presence) and sought != "zebra"
    pages = [at_desk(given, "phases:meeting-check-in", meeting.pk, asked=f"?q={sought}")]
    pages.append(at_desk(given, "phases:meeting-badges", meeting.pk))
    is_here = presence in ("attended", "walk_in")
    return " | ".join(pages), {
        "Press a name when that person is here.": found,
        "Everybody Nobody.": not presence and not sought,
        "Found Nobody of that name.": bool(sought) and not found,
        "Ada is here. ": found and is_here and not (noted and presence == "attended"),
        "Ada is here since": found and presence == "attended" and noted,
        "Take back: Ada": found and presence == "attended" and noted,
        "Ada is here Waits for a place": found and presence == "waiting",
        "Nobody has a place yet.": presence in ("", "waiting"),
    }


@DESK.of(before=[0, 1])
def lessons_of_before(given: Given, before: int) -> Said:
    for _ in range(before):
        MeetingFactory(programme=given.programme, title="An old one", lessons="More tea.")
    return at_desk(given, "phases:meeting-set-up", meeting_of(given).pk), {
        "What you wanted to do otherwise After “An old one”, 7 June 2016 More tea.": bool(before),
    }


@DESK.of(minutes=["", "kept", "published"], public=BOTH, papers=[0, 1], hat=["lead", "facilitator"])
def minutes(given: Given, minutes: str, public: bool, papers: int, hat: str) -> Said:
    meeting = meeting_of(given, "over")
    if papers and not minutes:
        return "", {}
    if minutes:
        out = {"published_at": given.at, "published_by": given.lead} if minutes == "published" else {}
        row = MinutesFactory(meeting=meeting, **out)
        for _ in range(papers):
            MeetingPaperFactory(minutes=row)
    hide(given, public)
    pages = [reading(given, hat, f"phases:{page}", meeting.pk) for page in ("meeting-minutes", "paper-create")]
    is_out, may = minutes == "published", hat == "lead"
    return " | ".join(pages), {
        "The minutes were published on": is_out,
        "everybody reads what was decided. What you change here, they read at once.": is_out and public,
        "everybody reads what was decided as soon as the programme is public. What you change": is_out and not public,
        "The minutes are not published: nobody but the team reads what you write here.": not is_out,
        "Papers None yet.": not papers,
        "Remove: The slides": bool(papers),
        "Take the minutes back from the public": is_out and may,
        "Publish the minutes": minutes == "kept" and may,
        "The minutes are published: everybody can have it at once.": is_out,
        "Everybody can have it as soon as the minutes are published.": not is_out,
    }


@DESK.of(told=BOTH)
def what_people_said_of_it(given: Given, told: bool) -> Said:
    meeting = meeting_of(given, "over", evaluation_closes_at=given.at + 3 * DAY)
    EvaluationFactory(
        meeting=meeting,
        in_the_way="The stairs." if told else "",
        worked="The tea." if told else "",
        change="The hall." if told else "",
        other="The bus." if told else "",
        entered_by=given.lead if told else None,
    )
    return at_desk(given, "phases:evaluation-list", meeting.pk), {
        "What came on paper can be typed in at any time. The link, to be sent or shown:": True,
        "Paper form with the code (PDF)": True,
        "What stood in the way The stairs.": told,
        "What worked well The tea.": told,
        "What should be different The hall.": told,
        "Anything else The bus.": told,
        f"on paper, entered by {given.lead}": told,
        "Until when people are asked": True,
    }


@DESK.of(address=BOTH, closes=BOTH)
def form_of_an_evaluation(given: Given, address: bool, closes: bool) -> Said:
    type(given.programme).objects.update(contact_address="1 Ford Street" if address else "")
    meeting = meeting_of(given, "over", evaluation_closes_at=given.at + 3 * DAY)
    if not closes:
        meeting.evaluation_closes_at = None
    meeting.programme.refresh_from_db()
    with on_paper(evaluations.__name__) as papers:
        at_desk(given, "phases:evaluation-pdf", meeting.pk)
    text = (
        papers[0]
        if closes
        else drawn(
            "phases/evaluation_pdf.html",
            meeting=meeting,
            programme=meeting.programme,
            sheet="",
            code="",
            address="x.org",
            form=_Asked(),
        )
    )
    return text, {
        f", or post it to {meeting.programme.contact_name}, 1 Ford Street.": address,
        "Or give this sheet to somebody of the team. A question?": not address,
        "Until ": closes,
    }


@DESK.of(presence=["", "asked", "registered", "attended"], when=["to come", "over"], met=["", "met", "not_met"],
         cancelled=BOTH)  # fmt: skip
def own_place(given: Given, presence: str, when: str, met: str, cancelled: bool) -> Said:
    joining, opens = met == "met", presence == "asked"
    details: dict[str, Any] = {"joining_details": "Ring 12." if joining else ""}
    if opens:
        details |= {"registration_opens_at": given.at - 20 * DAY, "registration_closes_at": given.at - 19 * DAY}
    meeting = meeting_of(given, when, cancelled, **details)
    speaks = AppointmentFactory(partnership__programme=given.programme)
    presence = "" if opens else presence
    if presence:
        AttendanceFactory(
            meeting=meeting,
            person=speaks.person,
            presence=presence,
            access_needs="A ramp.",
            needs_met=met,
            needs_note="Somebody helps." if met == "not_met" else "",
        )
    has_place, over = bool(presence) and not cancelled, when == "over"
    is_met, is_not = has_place and met == "met", has_place and met == "not_met"
    return read(speaks.person.user, reverse("phases:meeting-answer", args=[meeting.pk])), {
        "This meeting was cancelled: it does not take place.": cancelled,
        "How to join Ring 12. Add it to your calendar": has_place and joining,
        "Add it to your calendar": has_place,
        "What we can do You will have what you need.": is_met and not over,
        "What we could do You had what you needed.": is_met and over,
        "What we can do We are sorry: you will not have all that you need.": is_not and not over,
        "What we could do We are sorry: you did not have all that you needed.": is_not and over,
        "Nobody can register at the moment. If you would like to come, write to": (
            not over and not cancelled and opens
        ),
    }


@DESK.of(when=["to come", "goes on", "over"], cancelled=BOTH, full=BOTH, opens=["never", "open", "closed"])
def public_meeting(given: Given, when: str, cancelled: bool, full: bool, opens: str) -> Said:
    asks = full
    window = {"never": {}, "open": {"registration_opens_at": given.at - 30 * DAY}}
    window["closed"] = window["open"] | {"registration_closes_at": given.at - 29 * DAY}
    closes = {"evaluation_closes_at": given.at + 9 * DAY} if asks else {}
    meeting = meeting_of(
        given, when, cancelled, capacity=1 if full else None, agenda="Tea, then talk.", **window[opens], **closes
    )
    if full:
        AttendanceFactory(meeting=meeting, presence="registered")
    is_open = opens == "open" and when == "to come" and not cancelled
    is_closed = opens == "closed" and when == "to come" and not cancelled
    return read(None, meeting.get_absolute_url()), {
        "This meeting was cancelled: it does not take place.": cancelled,
        "Tell us how it was": asks and when != "to come" and not cancelled,
        "All places are taken. You can put yourself on the waiting list: a place that falls free": is_open and full,
        "Join the waiting list": is_open and full,
        "You need no account. Register until": is_open,
        "Registration has closed. If you would still like to come, write to": is_closed,
        "What happens Tea, then talk.": True,
    }


@DESK.of(told=BOTH, present=[0, 3, 30], minutes=["", "kept", "published", "with a paper"])
def what_came_of_a_meeting(given: Given, told: bool, present: int, minutes: str) -> Said:
    meeting = meeting_of(
        given,
        "over",
        attendance_text="Half the street" if told else "",
        summary="We agreed." if told else "",
        feedback_summary="They liked it." if told else "",
    )
    AttendanceFactory.create_batch(present, meeting=meeting, presence="attended")
    if minutes:
        out = {"published_at": given.at, "published_by": given.lead} if minutes != "kept" else {}
        row = MinutesFactory(meeting=meeting, decided="Two benches.", **out)
        if minutes == "with a paper":
            MeetingPaperFactory(minutes=row)
    is_out = minutes in ("published", "with a paper")
    return read(None, meeting.get_absolute_url()), {
        "How many came: Half the street.": told,
        " people came.": not told and bool(present),
        "What came of it We agreed.": told,
        "What was decided Two benches.": is_out,
        "Papers The slides (": minutes == "with a paper",
        "What people said of it They liked it.": told,
    }


@DESK.of(stands=["to come", "on", "closed", "opened again", "sought"], hat=HATS, without=BOTH)
def phase(given: Given, stands: str, hat: str, without: bool) -> Said:
    sought = stands == "sought"
    begins = given.at + (9 * DAY if stands == "to come" else -9 * DAY)
    was_closed = stands in ("closed", "opened again")
    closed = {"closed_at": given.at - DAY, "closed_by": given.lead} if stands == "closed" else {}
    words = {"closing_summary": "We heard much."} if was_closed else {}
    row = PhaseFactory(programme=given.programme, position=3, name="Listening", starts_at=begins, **closed, **words)
    if stands == "opened again":
        Phase.objects.filter(pk=row.pk).update(reopened_at=given.at)
    if without:
        group = StakeholderGroupFactory(programme=given.programme, name="Carers")
        ClosingExplanationFactory(phase=row, group=group, text="Nobody came.")
    text = reading(given, hat, "phases:phase-list", asked="?q=nothing+like+it" if sought else "")
    may, seen = hat == "lead", not sought
    return text, {
        f"Closed on {day((given.at - DAY).date())} by {given.lead}": stands == "closed" and seen,
        f"opened again on {day(given.at.date())}": stands == "opened again" and seen,
        ", not closed": stands in ("to come", "on") and seen,
        "What came of it We heard much.": stands == "closed" and seen,
        "What came of it when it was closed before We heard much.": stands == "opened again" and seen,
        "Closed without Carers Nobody came.": stands == "closed" and without and seen,
        "Open it again: Listening": stands == "closed" and may and seen,
        "Close this phase: Listening": stands in ("on", "opened again") and may and seen,
    }


@DESK.of(by=["nothing", "", "partner", "method", "both"], mine=BOTH, hat=["lead", "facilitator", "viewer"])
def people_reached(given: Given, by: str, mine: bool, hat: str) -> Said:
    there = by != "nothing"
    reader = given.lead if hat == "lead" else staff_with(hat, given.programme)
    other = UserFactory(name="Ben", is_staff=True)
    TeamMemberFactory(programme=given.programme, user=other, hat="facilitator")
    phase = PhaseFactory(programme=given.programme)
    method = phase.methods.create(name="Visits", framing_question="What would help?", for_whom="Carers") if by in (
        "method", "both") else None  # fmt: skip
    partner = (
        PartnershipFactory(programme=given.programme, organisation__name="Old Mill")
        if by in ("partner", "both")
        else None
    )
    if there:
        group = StakeholderGroupFactory(programme=given.programme, name="Carers")
        ReachFactory(phase=phase, group=group, entered_by=reader if mine else other, method=method, partnership=partner)
    text = read(reader, reverse("phases:reach-list", args=[given.programme.slug]))
    may = hat != "viewer"
    text += read(reader, reverse("phases:reach-list", args=[given.programme.slug]) + "?q=nothing+like+it")
    return text, {
        "Enter people reached": may,
        "Nothing has been entered yet.": not there,
        "Known to Ben": there and not mine,
        "Not known": there and not by,
        "Old Mill, Visits": there and by == "both",
        "Take back: Talks over tea, Carers": there and (hat == "lead" or (may and mine)),
    }


@DESK.of(public=BOTH)
def reach_to_take_back(given: Given, public: bool) -> Said:
    group = StakeholderGroupFactory(programme=given.programme, name="Carers")
    row = ReachFactory(phase=PhaseFactory(programme=given.programme), group=group, entered_by=given.lead)
    hide(given, public)
    return at_desk(given, "phases:reach-remove", row.pk), {
        "What was entered before this quarter of the year began is counted on the public page.": public,
    }


@DESK.of(email=BOTH, number=BOTH)
def how_somebody_without_a_number_is_reached(given: Given, email: bool, number: bool) -> Said:
    attendance = AttendanceFactory(
        meeting=meeting_of(given),
        presence="registered",
        registered_at=given.at,
        token_hash="f" * 64,
        person__email="ada@example.org" if email else "",
        telephone="0191 498 0000" if number else "",
    )
    return at_desk(given, "phases:meeting-people", attendance.meeting_id), {
        "No number, and no e-mail address": not email and not number,
        "0191 498 0000: ring, no e-mail is sent": not email and number,
        "E-mail, or 0191 498 0000": email and number,
        "Reached by E-mail Needs": email and not number,
    }
