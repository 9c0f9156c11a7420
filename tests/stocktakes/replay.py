"""The programme of 2016 and 2017 lived once more, day by day: what people did in it, each thing at its moment."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from uuid import uuid4
from zoneinfo import ZoneInfo

import time_machine

from accounts.models import User
from actions.commitments.services import NewCommitment, enter_commitment, make_commitment, open_sheets
from actions.models import Commitment, FollowUp, FollowUpRound, PersonalRecord, ProgressUpdate, Proposer
from actions.records.contents import TextSnapshot, record_recipients
from actions.records.services.corrections import correct_words, take_back
from actions.records.services.sending import send_records
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.services.answers import answer_follow_up, mark_unreachable, move_on
from actions.rounds.services.rounds import RoundPlan, close_round, open_round, plan_round
from actions.rounds.services.succession import hand_on
from actions.tasks import send_reminders
from actions.updates.services.review import Review, review_update
from demo.toml_files import read
from digests.digest import digests_of
from digests.models import Reader
from digests.readers import hash_of_address
from digests.services import send_digests, stop_digests
from digests.tasks import cancel_outdated
from kit.refusals import InvalidTransition
from outbox.models import Message
from phases.meetings.services import RegistrationDetails, give_up_place, register, set_up_meeting
from phases.models import Attendance
from programmes.models import Programme
from stocktakes.models import Stocktake
from tests.actions.conftest import ANSWER, deliver
from tests.actions.factories import ProposerFactory
from tests.outbox.relay import Relay, Taken
from tests.phases.factories import MeetingFactory
from tests.stocktakes.factories import StocktakeFactory

LONDON = ZoneInfo("Europe/London")
EVENT_ON = date(2016, 6, 7)
STEPS = {"first_reminder_days": 10, "second_reminder_days": 4, "last_call_days": 1}
# What the subject of each kind of message says, beside the area or the event.
KINDS = {
    "You have a place": "place",
    "waiting list": "waits",
    "You are not coming": "given-up",
    "A place is free": "moved-up",
    "How to join": "joining",
    "What you said you will do": "link",
    "What you said you would do": "record",
    "how is it going?": "first",
    "We would still like": "reminder",
    "A few lines": "second",
    "Before we close": "last",
    "What has happened since": "digest",
}


@dataclass(frozen=True)
class Sent:
    """One message as the relay took it; `about` is what its subject quotes."""

    at: datetime
    to: str
    kind: str
    about: str


class Replay:
    """Everybody in the programme, all that they do, and when."""

    def __init__(self, programme: Programme, lead: User) -> None:
        self.programme, self.lead = programme, lead
        self.areas = read("newcastle/areas_1")["areas"] + read("newcastle/areas_2")["areas"]
        self.told = read("newcastle/follow_up")
        self.deeds: list[tuple[datetime, Callable[[datetime], object]]] = []
        # Who was asked, until when they had said nothing, and when that round closed.
        self.settled: list[tuple[str, datetime, datetime]] = []
        self.proposers = [self.proposer(number, row) for number, row in enumerate(self.areas, start=1)]
        self.event = MeetingFactory(programme=programme, title="Better connected")
        self.register()
        self.say_what_they_will_do()
        self.send_records()
        for number, row in enumerate(self.told["rounds"]):
            self.plan(number, row)
        self.hand_over()
        self.review_and_send_digests()

    def do(self, at: datetime, deed: Callable[[datetime], object]) -> None:
        self.deeds.append((at, deed))

    def proposer(self, number: int, row: dict) -> Proposer:
        by_telephone = row.get("telephone_only", False)
        name = row["person"]
        return ProposerFactory(
            area__programme=self.programme, area__number=number, area__title=row["title"], from_on=EVENT_ON,
            area__published_at=london("2016-06-14T12:00"),
            public_name=row["proposer"], person__name=name, person__email="" if by_telephone else address(name),
        )  # fmt: skip

    # -- May and June: the event -----------------------------------------------------------------------

    def register(self) -> None:
        """Four places, and six who want one; one gives theirs up; whoever has one is told how to join."""
        self.do(london("2016-05-03T09:00"), self.set_up)
        self.want_place("2016-05-09T10:00", "Amina Yusuf")
        self.want_place("2016-05-10T20:15", "Bill Harker")
        self.want_place("2016-05-11T06:30", "Chloe Dunn")
        edie = RegistrationDetails("Edie Marsh", telephone="0191 496 0000")
        self.do(
            london("2016-05-12T09:00"), lambda at: register(self.event, key=uuid4(), details=edie, by=self.lead, at=at)
        )
        self.want_place("2016-05-12T15:00", "Dev Mistry")
        self.want_place("2016-05-13T11:00", "Frank Oduya")
        bill = Attendance.objects.filter(person__name="Bill Harker")
        self.do(london("2016-05-24T12:00"), lambda at: give_up_place(bill.get(), by=None, at=at))
        for _ in range(2):
            self.do(london("2016-06-01T16:00"), lambda at: self.set_up(at, "Come in by the side door."))

    def set_up(self, at: datetime, joining_details: str = "") -> None:
        dates = {"registration_opens_at": london("2016-05-03T09:00"), "registration_closes_at": None}
        set_up_meeting(self.event, capacity=4, **dates, joining_details=joining_details, by=self.lead, at=at)

    def want_place(self, when: str, name: str) -> None:
        """Somebody fills in the form, and taps twice."""
        key, details = uuid4(), RegistrationDetails(name, address(name))
        for _ in range(2):
            self.do(london(when), lambda at: register(self.event, key=key, details=details, by=None, at=at))

    def say_what_they_will_do(self) -> None:
        """On the day three write it on paper, one of them outside any plan; one says two things by a sheet's code."""
        self.do(london("2016-06-07T09:30"), lambda at: open_sheets(self.programme, by=self.lead, at=at))
        for name, number in (("Amina Yusuf", 1), ("Chloe Dunn", None), ("Dev Mistry", 6), ("Edie Marsh", 1)):
            self.write_down(name, number)
        for minute in (20, 40):
            self.tap(f"2016-06-07T14:{minute}", "Gwen Laidler", 5)

    def write_down(self, name: str, number: int | None) -> None:
        area = self.proposers[number - 1].area if number else None
        way = {"telephone": "0191 496 0000"} if name == "Edie Marsh" else {"email": address(name)}
        given = {
            "area": area,
            "key": uuid4(),
            "details": NewCommitment("I will be there.", name, **way),
            "channel": "paper",
        }
        self.do(london("2016-06-07T15:00"), lambda at: enter_commitment(self.programme, **given, by=self.lead, at=at))

    def tap(self, when: str, name: str, number: int) -> None:
        """Somebody says by the code on an area's sheet what they will do, and taps twice."""
        area, key, said = (
            self.proposers[number - 1].area,
            uuid4(),
            NewCommitment(f"I will, from {when}.", name, address(name)),
        )
        for _ in range(2):
            self.do(london(when), lambda at: make_commitment(area.commitment_sheet, key=key, details=said, at=at))

    # -- The summer: what each said, sent to them --------------------------------------------------------

    def send_records(self) -> None:
        """Sent in July; one puts their words right, one takes theirs back, and a week later it is sent again."""
        self.do(london("2016-07-05T10:00"), self.press_records)
        self.do(london("2016-07-08T22:30"), self.put_right)
        self.do(london("2016-07-09T11:00"), self.take_back)
        self.do(london("2016-07-12T10:00"), self.press_records)

    def press_records(self, at: datetime) -> None:
        seen = record_recipients(self.programme).fingerprint
        twice(lambda: send_records(self.programme, as_seen=seen, by=self.lead, at=at))

    def put_right(self, at: datetime) -> None:
        row, said = self.record_and_commitment("Chloe Dunn")
        words, version = TextSnapshot("I will be there on Tuesdays."), TextSnapshot(said.what).version()
        correct_words(row, said, words=words, version=version, by=None, at=at)

    def take_back(self, at: datetime) -> None:
        take_back(*self.record_and_commitment("Dev Mistry"), kind="no_longer", by=None, at=at)

    def record_and_commitment(self, name: str) -> tuple[PersonalRecord, Commitment]:
        return PersonalRecord.objects.get(person__name=name), Commitment.objects.get(person__name=name)

    # -- September and December: asking -----------------------------------------------------------------

    def plan(self, number: int, row: dict) -> None:
        """One round: opened, answered as it was answered then, closed."""
        opened_at, closed_at = row["opened_at"], row["closed_at"]
        days = {"name": row["name"], "planned_on": opened_at.date(), "answer_by_on": row["answer_by_on"]}
        planned_at = on(EVENT_ON + timedelta(days=1 + number), 10)
        self.do(planned_at, lambda at: plan_round(self.programme, plan=RoundPlan(**days, **STEPS), by=self.lead, at=at))
        self.do(opened_at, lambda at: open_round(self.round(row["name"]), by=self.lead, at=at))
        for proposer, area in zip(self.proposers, self.areas, strict=True):
            if number < len(area["rounds"]):
                self.ask(proposer, area["rounds"][number], row)
        self.do(closed_at, lambda at: close_round(self.round(row["name"]), by=self.lead, at=at))

    def ask(self, proposer: Proposer, told: dict, round: dict) -> None:
        """One asking and what comes of it, each a little later than the one before."""
        opened_at, closed_at = round["opened_at"], round["closed_at"]
        settled_at = opened_at + (closed_at - opened_at) * (proposer.area.number / 16)
        if proposer.area.number == 5:
            # Just before the first reminder would have gone.
            settled_at = on(round["answer_by_on"] - timedelta(days=10), 7, 59)
        if told["status"] == "no_reply":
            settled_at = closed_at
        else:
            self.do(settled_at, lambda at: self.settle(proposer, told, round["name"], at))
        self.settled.append((first_name(proposer.person.email), settled_at, closed_at))

    def settle(self, proposer: Proposer, told: dict, name: str, at: datetime) -> None:
        follow_up = FollowUp.objects.get(proposer=proposer, round__name=name)
        if told["status"] == "moved_on":
            move_on(follow_up, by=None, at=at)
        elif told["status"] == "unreachable":
            mark_unreachable(follow_up, by=self.lead, at=at)
        else:
            by = None if told["way"] == "link" else self.lead
            answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel=told["way"], by=by, at=at)

    def round(self, name: str) -> FollowUpRound:
        return FollowUpRound.objects.get(name=name)

    def hand_over(self) -> None:
        """In December a successor is found for the area that was left in September, and says nothing."""
        left = next(each for each in self.proposers if "successor" in self.areas[each.area.number - 1])
        row, closed_at = self.areas[left.area.number - 1], self.told["rounds"][1]["closed_at"]
        name = row["successor_person"]
        named = {"name": name, "email": address(name), "public_name": row["successor"]}
        self.do(self.told["hand_over"]["at"], lambda at: hand_on(left, **named, by=self.lead, at=at))
        self.settled.append((first_name(address(name)), closed_at, closed_at))

    # -- Autumn to spring: digest people ---------------------------------------------------------------

    def review_and_send_digests(self) -> None:
        """Answers are reviewed after each round, one of them late; every Monday somebody presses, and once in between.

        Kath asks to be told no more. Stocktake 1 is issued on the last day of January, and told of that evening.
        """
        self.do(london("2016-10-14T11:00"), lambda at: self.review(at, all_but=7))
        self.do(london("2016-10-18T20:00"), lambda at: self.stop("Kath Thirlwell", at))
        self.do(london("2016-10-19T12:00"), self.review)
        self.do(london("2016-10-19T12:30"), self.press_digests)
        self.do(london("2017-01-13T11:00"), lambda at: self.review(at, all_but=15))
        self.do(london("2017-01-26T12:00"), self.review)
        self.do(london("2017-01-31T12:00"), self.issue_stocktake)
        self.do(london("2017-01-31T19:00"), self.press_digests)
        for week in range(20):
            self.do(on(date(2016, 10, 17) + timedelta(weeks=week), 10), self.press_digests)

    def review(self, at: datetime, *, all_but: int = 0) -> None:
        review = Review(headline="It goes on.", happened="It does.")
        for update in ProgressUpdate.objects.awaiting_review().exclude(area__number=all_but):
            review_update(update, publish=True, review=review, by=self.lead, at=at)

    def stop(self, name: str, at: datetime) -> None:
        stop_digests(Reader.objects.get(address_hash=hash_of_address(address(name))), by=None, at=at)

    def issue_stocktake(self, at: datetime) -> None:
        edition = StocktakeFactory(programme=self.programme, number=1, requested_by=self.lead)
        Stocktake.objects.filter(pk=edition.pk).update(status="issued", issued_at=at)

    def press_digests(self, at: datetime) -> None:
        seen = digests_of(self.programme, at).fingerprint
        twice(lambda: send_digests(self.programme, as_seen=seen, by=self.lead, at=at))

    # -- Living it --------------------------------------------------------------------------------------

    def run(self, relay: Relay, first: date, last: date) -> list[Sent]:
        """Live through every day: what people do at its moment, the clock at half past seven, at eight and at nine."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        beats = [(on(day, *hour), beat) for day in days for hour in ((7, 30), (8, 0), (21, 0))]
        sent: list[Sent] = []
        for at, deed in sorted([*self.deeds, *beats], key=lambda each: each[0]):
            with time_machine.travel(at, tick=False):
                deed(at)
            if Message.objects.filter(state="due", due_at__lte=at).exists():
                deliver(at)
            sent += [read_back(each, at) for each in relay.taken[len(sent) :]]
        return sent


def beat(at: datetime) -> None:
    """Let the clock ring: its tasks read what time it is themselves."""
    send_reminders()
    cancel_outdated()


def twice(press: Callable[[], object]) -> None:
    """Press a button twice; the second time, or where there is nobody to write to, it is refused."""
    for _ in range(2):
        with suppress(InvalidTransition):
            press()


def read_back(taken: Taken, at: datetime) -> Sent:
    """Read from its subject what kind of message the relay took."""
    subject = message_from_bytes(taken.content, policy=policy.default)["Subject"]
    kind = next(kind for words, kind in KINDS.items() if words in subject)
    return Sent(at, first_name(taken.to_address), kind, subject.partition("“")[2].partition("”")[0])


def london(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=LONDON)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def first_name(address: str) -> str:
    return address.partition(".")[0].title()
