"""A request at the desk: its register, its page, its clock, and each step that can be taken."""

from typing import Any

from kit.days import day
from stakeholders.models import Person
from tests.privacy.factories import ClockStopFactory, HoldFactory, RequestLetterFactory
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import at_desk, on_paper, read
from tests.sentences_of_privacy.privacy_pages import ADDRESS, BOTH, DAY, PRIVACY, request_of
from tests.stakeholders.factories import AppointmentFactory

KINDS = ["access", "complaint", "information"]
OTHERS = {"acting_as": "carer", "acting_name": "Ben Oak"}


@PRIVACY.of(steps=["acknowledge", "answer", "progress", "start", "stop"], email=BOTH, other=BOTH, complaint=BOTH)
def step(given: Given, steps: str, email: bool, other: bool, complaint: bool) -> Said:
    who = (ADDRESS if email else {}) | (OTHERS if other else {})
    request = request_of(given, kind="complaint" if complaint else "access", **who)
    to = "Ben Oak" if other else "Jo Asker"
    by, how = f"An e-mail goes to {to}.", f"A letter to {to} is written, to be printed or read out."
    came = f"Jo Asker, received on {day(request.received_on)}."
    is_acknowledged = steps == "acknowledge"
    return at_desk(given, f"privacy:request-{steps}", 7), {
        f"Request 7, complaint about personal information: {came}": complaint,
        f"Request 7, see what is held: {came}": not complaint,
        by: email,
        how: not email,
        "It says that we have it, under which number and in which words, and": is_acknowledged,
        "in which words, and by when they hear more.": is_acknowledged and complaint,
        f"in which words, and that we answer by {day(request.due_on)}.": is_acknowledged and not complaint,
        "It says what came of it and, unless they took it back, whom they can turn to.": steps == "answer",
        "The clock stands still until what you ask for comes. Ask for no more than you need.": steps == "stop",
        "It says the new last day.": steps == "start",
    }


@PRIVACY.of(asked=["access", "complaint", "", "foia", "eir", "foisa", "eisr"], email=BOTH)
def more_time(given: Given, asked: str, email: bool) -> Said:
    is_law = asked not in ("access", "complaint")
    kind = {"kind": "information", "law": asked} if is_law else {"kind": asked}
    request_of(given, **kind, **(ADDRESS if email else {}))
    gives = asked in ("access", "foia", "eir", "eisr")
    return at_desk(given, "privacy:request-extend", 7), {
        "Two more months, only where what is asked for is complicated, or one person has asked for many things.": (
            asked == "access"
        ),
        "Another 20 working days, only where it has still to be weighed whether the public interest is in telling": (
            asked == "foia"
        ),
        "Another 20 working days, only where what is asked for is complicated, and a great deal.": (
            asked in ("eir", "eisr")
        ),
        "An e-mail goes to Jo Asker. It says why.": gives and email,
        "A letter to Jo Asker is written, to be printed or read out. It says why.": gives and not email,
        "The law gives no more time for this: nobody has said yet by which law it is asked.": asked == "",
        "The law gives no more time for this: answer it by its last day.": asked in ("complaint", "foisa"),
    }


@PRIVACY.of(found=BOTH, known=BOTH, person=BOTH)
def looking(given: Given, found: bool, known: bool, person: bool) -> Said:
    request = request_of(given, known=known, person=_somebody(given) if person else None)
    if found:
        request.found.create(table="stakeholders.person", row="1", how="linked")
    return at_desk(given, "privacy:request-look", 7), {
        "What was decided before stays; what has come since is added.": found,
        "What is theirs and names nobody else is decided at once; the rest waits for you to read.": not found,
        "First write down how it was made sure who asks.": not known,
        "Nobody has said yet which person it is. Say which person it is, or only what holds their name": not person,
    }


@PRIVACY.of(alike=["", "name", "email", "telephone", "chosen"])
def which_person(given: Given, alike: str) -> Said:
    somebody = _somebody(given, name="Jo Asker" if alike == "name" else "J. A.")
    ways: dict[str, Any] = {"email": {"email": somebody.email}, "telephone": {"telephone": somebody.telephone}}
    request_of(given, **ways.get(alike, {}), person=somebody if alike == "chosen" else None)
    return at_desk(given, "privacy:request-person", 7), {
        "Those whom this programme knows by the same name, address or telephone number.": bool(alike),
        "Nobody whom this programme knows has this name, address or telephone number.": not alike,
        "None of them": True,
    }


@PRIVACY.of(kind=KINDS, answered=BOTH, all_said=BOTH)
def one_request(given: Given, kind: str, answered: bool, all_said: bool) -> Said:
    today = given.at.date()
    told: dict[str, Any] = OTHERS | ADDRESS | {"telephone": "0141 496 0009", "postal_address": "1 Long Row"}
    told |= {"acknowledged_on": today - 6 * DAY, "person": _somebody(given), "identity_note": "From the Hill."}
    told |= {"law": "foia"} if kind == "information" else {}
    told |= {"promised_on": today + 9 * DAY} if kind == "complaint" else {}
    more = {"extended_on": today - 2 * DAY, "extension_reason": "There is much of it."}
    said = told | (more if kind == "access" else {}) if all_said else {"recorded_by": None, "channel": "form"}
    request = request_of(given, kind=kind, known=all_said, answered=answered, **said)
    if all_said:
        RequestLetterFactory(request=request, by_email=True)
        RequestLetterFactory(request=request, kind="outcome", text="It was done, we say.")
    text, is_asked = at_desk(given, "privacy:request-detail", 7), kind == "information"
    return text, {
        "What is next": not answered,
        "What came of it": answered,
        f"{'Upheld' if kind == 'complaint' else 'Done as asked'}, {day(today - DAY)} It was done.": answered,
        f"Received, last day {day(request.due_on)}": not answered,
        "About Jo Asker Who asks For themselves": not all_said,
        "Who asks Carer, or has power of attorney: Ben Oak": all_said,
        "E-mail address jo@example.org": all_said,
        "Telephone number 0141 496 0009": all_said,
        "Postal address 1 Long Row": all_said,
        f"Came by Telephone, written down by {given.lead}": all_said,
        "Came by The form on the privacy page": not all_said,
        "Asked under Freedom of Information Act 2000": is_asked and all_said,
        "Asked under Not said yet": is_asked and not all_said,
        "Person J. A.": all_said,
        "Person Not said yet who of those whom we know it is": not all_said,
        f"Identity Somebody of the team knows them: {given.lead}, {day(today)} From the Hill.": (
            not is_asked and all_said
        ),
        "Identity Not made sure yet": not is_asked and not all_said,
        f"Acknowledged on {day(today - 6 * DAY)}.": all_said,
        f"More time taken on {day(today - 2 * DAY)}: “There is much of it.”": all_said and kind == "access",
        f"They were told that they hear by {day(today + 9 * DAY)}.": all_said and kind == "complaint",
        f"Its last day is {day(request.due_on)}.": not answered,
        "Letters None has been written.": not all_said,
        "Acknowledgement, 4 January 2016, 12:00, by e-mail": all_said,
        "Outcome, 4 January 2016, 12:00, to be printed or read out": all_said,
    }


@PRIVACY.of(known=BOTH)
def identity_without_a_note(given: Given, known: bool) -> Said:
    request_of(given, known=known)
    today = day(given.at.date())
    return at_desk(given, "privacy:request-detail", 7), {
        f"Identity Somebody of the team knows them: {given.lead}, {today} Its clock": known,
        "Identity Not made sure yet Its clock": not known,
    }


@PRIVACY.of(stands=BOTH, answered=["", "since", "with it"])
def clock_that_was_stopped(given: Given, stands: bool, answered: str) -> Said:
    today = given.at.date()
    stands = stands and not answered
    request = request_of(given, status="stopped" if stands else "at_work", answered=False)
    if answered:
        ended = {"status": "answered", "outcome": "refused", "outcome_words": "No.", "answered_on": today - DAY}
        type(request).objects.filter(pk=request.pk).update(**ended)
    came = today - (DAY if answered == "with it" else 3 * DAY)
    started = {} if stands else {"started_on": came, "started_by": given.lead}
    ClockStopFactory(request=request, stopped_on=today - 5 * DAY, stopped_by=given.lead, **started)
    return at_desk(given, "privacy:request-detail", 7), {
        "Waiting for whoever asked: the clock stands still": stands,
        "Its last day is counted anew when the clock starts again.": stands,
        f"Stopped on {day(today - 5 * DAY)} by {given.lead}": True,
        "Who they are has to be made sure: “A telephone": True,
        f", until what was asked for came on {day(came)}. Who they are": not stands and answered != "with it",
        f", until the request was answered on {day(came)}. Who they are": answered == "with it",
    }


@PRIVACY.of(until=["nobody knows", "to come", "past", "released"], said=BOTH)
def held_from_deletion(given: Given, until: str, said: bool) -> Said:
    request, today = request_of(given, kind="information", law="foia"), given.at.date()
    ends = {"to come": {"until_on": today + 4 * DAY}, "past": {"until_on": today - 4 * DAY}}
    released = {"released_at": given.at, "released_by": given.lead}
    end = ends.get(until, released if until == "released" else {})
    HoldFactory(programme=given.programme, request=request, kinds=["SENT", "ASKED"] if said else [], **end)
    kinds = "messages that were sent; requests and complaints about personal information"
    what = f"What is asked for, {kinds if said else 'everything that this programme holds'},"
    return at_desk(given, "privacy:request-detail", 7), {
        f"{what} is held from deletion: say what is asked for.": until == "nobody knows",
        f"{what} is held from deletion until the end of {day(today + 3 * DAY)}: say what is asked for.": until
        == "to come",
        f"{what} was held from deletion until the end of {day(today - 5 * DAY)}: holds.": until == "past",
        f"{what} was held from deletion until {day(today)}: holds.": until == "released",
    }


@PRIVACY.of(answered=BOTH, found=BOTH)
def what_else_can_be_done(given: Given, answered: bool, found: bool) -> Said:
    request = request_of(given, known=True, answered=answered)
    if found:
        request.found.create(table="stakeholders.person", row="1", how="linked", decision="whole")
    return at_desk(given, "privacy:request-detail", 7), {
        "What is next": not answered,
        "Acknowledge it Make sure who asks": not answered,
        "What was found What came of it": answered and found,
        "Give it": found and not answered,
    }


@PRIVACY.of(late=BOTH, all_programmes=BOTH, other=BOTH)
def register(given: Given, late: bool, all_programmes: bool, other: bool) -> Said:
    due = given.at.date() + (-DAY if late else DAY)
    request_of(given, due_on=due, **(OTHERS if other else {}))
    text = read(given.lead, "/desk/requests/") if all_programmes else at_desk(given, "privacy:request-list")
    return f"{text} | {at_desk(given, 'privacy:request-create')}", {
        f"Received, last day {day(due)}": True,
        f"Received, last day {day(due)} Late": late,
        "About Jo Asker asked by Ben Oak": other,
        "7, Better neighbours What is asked See what is held Better neighbours About": all_programmes,
        "7 What is asked See what is held About": not all_programmes,
        "Write a request down Whatever way it came": True,
    }


@PRIVACY.of(shown=["", "late", "all"], kind=["", "access"], there=BOTH, sought=BOTH)
def register_narrowed(given: Given, shown: str, kind: str, there: bool, sought: bool) -> Said:
    if there:
        request_of(given, answered=True)
    asks = f"?show={shown}&kind={kind}" + ("&q=nobody" if sought else "")
    is_empty = not (there and shown == "all") and not sought
    return at_desk(given, "privacy:request-list", asked=asks), {
        "None of these is in the register.": is_empty and bool(kind or shown != "all"),
        "The register is empty.": is_empty and not kind and shown == "all",
        "Nothing fits “nobody”. Show all": sought,
        "Open Late Answered All Of one kind Of every kind": True,
    }


@PRIVACY.of(address=BOTH, fails=BOTH)
def letter_on_paper(given: Given, address: bool, fails: bool) -> Said:
    request = request_of(given, postal_address="1 Long Row" if address else "")
    letter = RequestLetterFactory(request=request)
    with on_paper("privacy.requests.letter_pdf", fails=fails) as papers:
        page = at_desk(given, "privacy:request-letter", 7, letter.pk)
    return " | ".join([page, *papers]), {
        "The letter cannot be drawn Pango is missing. This is what it says: Dear Jo Asker,": fails,
        "Jo Asker 1 Long Row 4 January 2016": address,
        "Jo Asker 4 January 2016": not address,
    }


def _somebody(given: Given, **more: Any) -> Person:
    known = {"name": "J. A.", "email": "known@example.org", "telephone": "0141 496 0010"} | more
    told = {f"person__{name}": value for name, value in known.items()}
    return AppointmentFactory(partnership__programme=given.programme, **told).person
