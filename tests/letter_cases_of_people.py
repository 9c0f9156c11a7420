"""Every letter in every combination of its facts: to proposers, to whoever comes to a meeting, to organisations."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

import actions.records.emails
import actions.rounds.emails
import phases.meetings.emails
import stakeholders.emails
from actions.models import FollowUp, MailStep
from kit.days import day
from outbox.collected import TOGETHER
from outbox.models import Message, State
from tests.accounts.factories import LogEntryFactory
from tests.actions.factories import (
    AnswerDraftFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    PersonalRecordFactory,
    ProposerFactory,
    RecordSendingFactory,
)
from tests.letter_cases import BOTH, DAY, LETTERS, written
from tests.moments import EARLY, EARLY_ON
from tests.phases.factories import AttendanceFactory, MeetingFactory
from tests.said import Given, Said
from tests.stakeholders.factories import AppointmentFactory, InvitationFactory, PartnershipFactory

NUMBERS = count(1)
WEEKDAY = "%A %-d %B %Y"


# -- To proposers ---------------------------------------------------------------------------------------


def _follow_up(given: Given, last: str, has_begun: bool = False, before: str = "none") -> FollowUp:
    """Somebody asked about an area, the last day before, on or after the day on which the letter goes."""
    days = {"before": -1, "today": 0, "after": 1}[last]
    goes_on = timezone.localdate(given.at)
    round = FollowUpRoundFactory(
        programme=given.programme, status="open", opened_at=given.at - 9 * DAY, opened_by=given.lead,
        planned_on=goes_on - 9 * DAY, answer_by_on=goes_on + days * DAY, name="Autumn",
    )  # fmt: skip
    proposer = ProposerFactory(area__programme=given.programme, area__title="Benches", from_on=EARLY_ON)
    if before != "none":
        proposer.took_over_from = ProposerFactory(
            area=proposer.area, public_name="A nurse", named_by_mistake=before == "mistaken",
            until_on=EARLY_ON if before == "mistaken" else None,
        )  # fmt: skip
        proposer.save()
    follow_up = FollowUpFactory(
        round=round, proposer=proposer, asked_at=given.at - 9 * DAY, link_expires_at=given.at + 90 * DAY,
        token_hash="a" * 64, link_nonce="b" * 32,
    )  # fmt: skip
    if has_begun:
        AnswerDraftFactory(follow_up=follow_up, what_happened="So far")
    return follow_up


def _kept(has_begun: bool) -> dict[str, bool]:
    return {
        "What you have begun to write is kept there.": has_begun,
        "You can stop halfway: what you have written is kept there.": not has_begun,
    }


@LETTERS.of(before=["none", "took over", "mistaken"], last=["before", "today", "after"], has_begun=BOTH)
def ask_proposer(given: Given, before: str, last: str, has_begun: bool) -> Said:
    follow_up = _follow_up(given, last, has_begun, before)
    actions.rounds.emails.ask_proposer(follow_up, at=given.at)
    last_day = f"{follow_up.round.answer_by_on:{WEEKDAY}}"
    return written(), _kept(has_begun) | {
        "You took over “Benches” from A nurse, as part of": before == "took over",
        "We understand that it was you who put forward “Benches”, as part of": before == "mistaken",
        f"On {day(EARLY_ON)} you put forward “Benches”, as part of": before == "none",
        f"{last_day} was the last day, but we have not closed the round yet": last == "before",
        f"Please answer by {last_day}, on your own page": last != "before",
    }


@LETTERS.of(step=["FIRST_REMINDER", "SECOND_REMINDER"], last=["today", "after"], has_begun=BOTH)
def remind_proposer(given: Given, step: str, last: str, has_begun: bool) -> Said:
    noon = _noon(given)
    follow_up = _follow_up(noon, last, has_begun)
    actions.rounds.emails.remind_proposer(follow_up, MailStep[step], at=noon.at)
    last_day = f"{follow_up.round.answer_by_on:{WEEKDAY}}"
    asked = day(timezone.localdate(noon.at - 9 * DAY))
    return written(), _kept(has_begun) | {
        f"We asked you on {asked} how “Benches” is going, and have not heard from you yet.": step == "FIRST_REMINDER",
        "We would not like to tell the story of “Benches” without you.": step == "SECOND_REMINDER",
        f"Today, {last_day}, is the last day to answer.": last == "today",
        f"The last day to answer is {last_day}.": last != "today",
    }


@LETTERS.of(last=["before", "today", "after"], has_begun=BOTH)
def last_call(given: Given, last: str, has_begun: bool) -> Said:
    noon = _noon(given)
    follow_up = _follow_up(noon, last, has_begun)
    actions.rounds.emails.remind_proposer(follow_up, MailStep.LAST_CALL, at=noon.at)
    last_day = f"{follow_up.round.answer_by_on:{WEEKDAY}}"
    return written(), _kept(has_begun) | {
        f"{last_day} was the last day, but we have not closed the round yet": last == "before",
        f"Today, {last_day}, is the last day.": last == "today",
        f"The last day is {last_day}. This is": last == "after",
        "This is the last time we write to you in this round about “Benches”.": True,
        "its public page, if it has one, will say that we asked in Autumn and had no answer": True,
    }


def _noon(given: Given) -> Given:
    """Letters that go by day only are written as of the day on which they go."""
    local = timezone.localtime(given.at).replace(hour=12, minute=0)
    return Given(given.programme, given.lead, local)


@LETTERS.of(has_begun=BOTH)
def more_time(given: Given, has_begun: bool) -> Said:
    follow_up = _follow_up(given, "after", has_begun)
    actions.rounds.emails.tell_of_more_time(follow_up, at=given.at)
    last_day, asked = follow_up.round.answer_by_on, timezone.localdate(given.at - 9 * DAY)
    return written(), _kept(has_begun) | {
        f"We asked you on {day(asked)} how “Benches” is going, and have not heard": True,
        f"There is more time now: the last day to answer is {last_day:{WEEKDAY}}": True,
    }


@LETTERS.of()
def records(given: Given) -> Said:
    record = PersonalRecordFactory(programme=given.programme, person__email="ada@example.org", link_nonce="c" * 32)
    sending = RecordSendingFactory(record=record)
    actions.records.emails.send_record(sending, at=given.at)
    text = written()
    actions.records.emails.give_links_together(record, at=given.at)
    text += written()
    actions.records.emails.give_record_link(record, at=given.at)
    return text + written(), {
        "Your own pledges:\n\n- I will.": True,
        f"On {day(timezone.localdate(given.at))} somebody gave us this e-mail address": True,
        "the links to all of it, the newest first": True,
    }


# -- Of meetings ----------------------------------------------------------------------------------------


def _meeting(given: Given, joining: bool, ends: bool, people: int, presence: str = "registered"):
    starts_at = given.evening
    meeting = MeetingFactory(
        programme=given.programme, title="An evening", starts_at=starts_at, venue="The hall", capacity=40,
        ends_at=starts_at + timedelta(hours=2) if ends else None, joining_details="Ring the bell." if joining else "",
    )  # fmt: skip
    return [
        AttendanceFactory(
            meeting=meeting, presence=presence, registered_at=given.at, person__email="ada@example.org",
            person__name=f"Person {number}", link_nonce=f"{next(NUMBERS):032x}", token_hash=f"{next(NUMBERS):064x}",
        )
        for number in range(people)
    ]  # fmt: skip


def _to(people: int, ends: bool, given: Given) -> dict[str, bool]:
    starts_at = given.evening
    until = f" to {starts_at + timedelta(hours=2):%H:%M}" if ends else ""
    names = ", ".join(f"Person {number}" for number in range(min(people, TOGETHER)))
    more = f", and {people - TOGETHER} more" if people > TOGETHER else ""
    return {
        "Dear Person 0,": people == 1,
        f"registered with this e-mail address: {names}{more}.": people > 1,
        f"An evening\n{starts_at:%A %-d %B %Y, %H:%M}{until}\nThe hall": True,
    }


def _links(people: int) -> dict[str, bool]:
    return {"The link is yours alone": people == 1, "The links are for whoever reads this address": people > 1}


@LETTERS.of(joining=BOTH, ends=BOTH, people=[1, 2, TOGETHER + 1], why=["new", "again", "moved up", "changed"])
def place_given(given: Given, joining: bool, ends: bool, people: int, why: str) -> Said:
    there = _meeting(given, joining, ends, 1 if why in ("new", "again") else people)
    people = len(there)
    if why in ("new", "again"):
        phases.meetings.emails.place_given_or_waiting(there[0], occasion="a", said_anew=why == "again", at=given.at)
    elif why == "moved up":
        phases.meetings.emails.place_free(there, occasion="a", at=given.at)
    else:
        phases.meetings.emails.joining_changed(there, occasion="a", at=given.at)
    return written(), _to(people, ends, given) | _links(people) | {
        "A place has fallen free, and it is yours.": why == "moved up",
        "You have a place. This is how to join now.": why == "changed" and joining,
        "You have a place. What we told you of how to join no longer holds.": why == "changed" and not joining,
        "Thank you for registering. You have a place.": why in ("new", "again"),
        "You were registered already. What was written now": why == "again",
        "How to join\n\nRing the bell.": joining,
    }


@LETTERS.of(joining=BOTH, ends=BOTH, anew=BOTH)
def place_waiting(given: Given, joining: bool, ends: bool, anew: bool) -> Said:
    (waiting,) = _meeting(given, joining, ends, 1, "waiting")
    phases.meetings.emails.place_given_or_waiting(waiting, occasion="a", said_anew=anew, at=given.at)
    return written(), _to(1, ends, given) | {
        "so you are on the waiting list": True,
        "You were registered already. What was written now": anew,
        "Ring the bell.": False,
    }


@LETTERS.of(joining=BOTH, ends=BOTH, people=[1, 2, TOGETHER + 1], waits=BOTH)
def meeting_changed(given: Given, joining: bool, ends: bool, people: int, waits: bool) -> Said:
    there = _meeting(given, joining, ends, people, "waiting" if waits else "registered")
    phases.meetings.emails.meeting_changed(there, occasion="a", at=given.at)
    return written(), _to(people, ends, given) | _links(people) | {
        "You are still on the waiting list": waits,
        "You still have your place. The file that comes with this e-mail": not waits,
        "How to join\n\nRing the bell.": joining and not waits,
        "on your own page, so that somebody who waits can have your place:": not waits,
    }


@LETTERS.of(ends=BOTH, people=[1, 2, TOGETHER + 1])
def meeting_cancelled(given: Given, ends: bool, people: int) -> Said:
    phases.meetings.emails.meeting_cancelled(_meeting(given, True, ends, people), occasion="a", at=given.at)
    return written(), _to(people, ends, given) | {"We are sorry: this meeting does not take place.": True}


@LETTERS.of(ends=BOTH, other=["", "waiting", "registered"])
def place_given_up(given: Given, ends: bool, other: str) -> Said:
    (gone,) = _meeting(given, True, ends, 1)
    gone.presence = "apologies"
    gone.save()
    if other:
        AttendanceFactory(meeting=gone.meeting, person__name="Abe", person__email=gone.person.email, presence=other)
    phases.meetings.emails.place_given_up(gone, occasion="a", at=given.at)
    return written(), _to(1, ends, given) | {
        "You are not coming to this meeting": True,
        "Ring the bell.": False,
        "The file that comes with this e-mail takes the meeting out of your calendar": not other,
        "Somebody else who is reached at your address waits for a place still.": other == "waiting",
    }


@LETTERS.of(people=[1, 2])
def places_together(given: Given, people: int) -> Said:
    there = _meeting(given, True, True, people)
    phases.meetings.emails.places_together(there[0], at=given.at)
    each = {f"An evening, for Person {number}\n": number < people for number in (0, 1)}
    return written(), each | {"Several registrations for meetings were made": True}


# -- To organisations -----------------------------------------------------------------------------------


def _appointment(given: Given, **values):
    named = {"partnership__programme": given.programme, "partnership__organisation__name": "Old Mill"}
    return AppointmentFactory(**(named | {"person__name": "Ada Elm"} | values))


def _ended(given: Given, **values):
    ended = {"ended_at": given.at, "ended_by": given.lead, "ending": "other"}
    return _appointment(given, **(ended | values))


@LETTERS.of(replaces=BOTH, channel=["link", "paper", "telephone"], signs_in=BOTH)
def welcome(given: Given, replaces: bool, channel: str, signs_in: bool) -> Said:
    appointment = _appointment(given, channel=channel)
    if not signs_in:
        appointment.person.user, appointment.person.email = None, "ada@example.org"
        appointment.person.save()
    before = _ended(given, person__name="Ben Oak", partnership=PartnershipFactory(programme=given.programme))
    stakeholders.emails.welcome(appointment, replaces=before if replaces else None, at=given.at)
    return written(), {
        "You take over from Ben Oak.": replaces,
        "You declared two things:": channel == "link",
        "as we wrote down when we read what you sent us:": channel == "paper",
        "as we wrote down when we talked:": channel == "telephone",
        "What happens now": signs_in,
        "What Ben Oak began and did not send waits for you there.": replaces and signs_in,
        "say so on your page or to us. Nobody will mind.": signs_in,
        "If you can no longer do this one day, tell us. Nobody will mind.": not signs_in,
    }


@LETTERS.of(still=[0, 1, 2])
def replaced(given: Given, still: int) -> Said:
    ended = _ended(given)
    for name in ("Ash House", "Beech House")[:still]:
        AppointmentFactory(person=ended.person, partnership__organisation__name=name)
    successor = _appointment(given, person__name="Cora Ash", partnership=ended.partnership)
    stakeholders.emails.tell_predecessor(ended, successor=successor, at=given.at)
    return written(), {
        f"Since {day(timezone.localdate(given.at))} Cora Ash speaks for Old Mill": True,
        "- Your page as representative is closed.": still == 0,
        "- You still speak for Ash House, and have your page for that.": still == 1,
        "- You still speak for Ash House and Beech House, and have your page for that.": still == 2,
    }


@LETTERS.of(why=BOTH, name=["", "Cora Ash"], address=["", "cora@example.org"])
def stepped_down(given: Given, why: bool, name: str, address: str) -> Said:
    ended = _ended(given, end_reason="Time." if why else "")
    stakeholders.emails.thank_for_having_spoken(ended, at=given.at)
    text = written()
    stakeholders.emails.tell_team_of_stepping_down(ended, suggested_name=name, suggested_email=address, at=given.at)
    return text + written(), {
        "From now on we will not ask you what Old Mill thinks.": True,
        f"Ada Elm stepped down on {day(timezone.localdate(given.at))}. Nobody speaks for Old Mill": True,
        "Why: Time.": why,
        "Suggested instead: Cora Ash\n": bool(name) and not address,
        "Suggested instead: Cora Ash (cora@example.org)": bool(name and address),
        "Suggested instead: cora@example.org": bool(address) and not name,
        "Suggested instead:": bool(name or address),
    }


def _invitation(given: Given, **values):
    partnership = PartnershipFactory(programme=given.programme, organisation__name="Old Mill")
    return InvitationFactory(partnership=partnership, name="Ada Elm", invited_by=given.lead, **values)


@LETTERS.of(named=BOTH)
def invite(given: Given, named: bool) -> Said:
    first = _invitation(given, status="passed_on", settled_at=EARLY) if named else None
    more = {"partnership": first.partnership, "passed_on_from": first, "invited_by": None} if first else {}
    if first:
        first.name = "Ben Oak"
        first.save()
    invitation = InvitationFactory(name="Ada Elm", **more) if more else _invitation(given)
    stakeholders.emails.invite(invitation, at=given.at)
    text = written()
    stakeholders.emails.remind(invitation, days=7, at=given.at)
    text += written()
    stakeholders.emails.tell_withdrawn(invitation, at=given.at)
    return text + written(), {
        "Ben Oak told us that you may be the right person to speak for Old Mill": named,
        "We would like Old Mill to have a say": not named,
        f"On {day(timezone.localdate(EARLY))} we asked you whether you will speak for Old Mill": True,
        "the link in our message no longer works": True,
    }


@LETTERS.of(reminded=["no", "yes", "did not go"])
def not_answered(given: Given, reminded: str) -> Said:
    invitation = _invitation(given, expires_at=given.at)
    if reminded != "no":
        stakeholders.emails.remind(invitation, days=7, at=EARLY + timedelta(days=7))
    if reminded == "did not go":
        Message.objects.update(state=State.FAILED, last_words="No such address")
    stakeholders.emails.tell_inviter_of_expiry(invitation, at=given.at)
    return written(), {
        "Old Mill has not answered. We asked Ada Elm": True,
        ", and reminded them. The link ended": reminded == "yes",
    }


@LETTERS.of()
def declined(given: Given) -> Said:
    invitation = _invitation(given, status="declined", settled_at=EARLY, decline_reason="No time.")
    stakeholders.emails.tell_inviter_of_decline(invitation, at=given.at)
    return written(), {
        "What they said: No time.": True,
        f"Ada Elm told us on {day(timezone.localdate(EARLY))} that Old Mill will": True,
    }


@LETTERS.of(new=[1, 2])
def links_renewed(given: Given, new: int) -> Said:
    links = [(f"Your place at “{number}”", f"https://example.org/m/{number}/") for number in range(new)]
    stakeholders.emails.give_new_links(_appointment(given).person, given.programme, links, at=given.at)
    return written(), {
        "The personal link that we had sent to the one before opens nothing any more. This takes its place:": new == 1,
        "The personal links that we had sent to the one before open nothing any more. These take": new == 2,
        "https://example.org/m/1/": new == 2,
    }


@LETTERS.of(changed=[["name"], ["email"], ["name", "email"]], by_team=BOTH, why=BOTH)
def identity_changed(given: Given, changed: list[str], by_team: bool, why: bool) -> Said:
    appointment, address = _appointment(given), "email" in changed
    appointment.person.user.email = "ada.elm@example.org"
    appointment.person.user.save()
    stakeholders.emails.tell_of_new_identity(
        appointment, changed=changed, old_address="ada@example.org" if address else "", at=given.at,
        entry=LogEntryFactory(by=given.lead if by_team else appointment.person.user), reason="Wed." if why else "",
    )  # fmt: skip
    text = "\n".join(f"{each.to_address}: {each.text}" for each in Message.objects.order_by("pk"))
    what = {1: "your name" if not address else "the e-mail address", 2: "your name and the e-mail address"}
    return text, {
        f"You have changed {what[len(changed)]}": not by_team,
        f"{given.lead} of the team of “{given.programme.title}” has changed {what[len(changed)]}": by_team,
        "has changed your name.": by_team and not address,
        "with which you sign in. The reason: Wed.": why and address,
        "The reason: Wed.": why,
        "You are called Ada Elm now, wherever it is said who speaks.": "name" in changed,
        "You sign in with this address from now on. Open this page": address,
        "You sign in with another address from now on. We write nothing more": address,
        "ada@example.org: Dear Ada Elm": address,
    }
