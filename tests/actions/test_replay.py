"""The whole of 2016–17 once more, the clock moved day by day: every message counted against what should have gone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import User
from actions import tasks
from actions.models import FollowUp, FollowUpRound, Proposer
from actions.services import (
    answer_follow_up,
    close_round,
    hand_on,
    mark_unreachable,
    move_on,
    open_round,
    plan_round,
)
from outbox.models import Message
from programmes.models import Programme
from stocktakes.demo.reading import read
from tests import factories
from tests.actions.conftest import ANSWER, deliver
from tests.outbox.relay import Relay

LONDON = ZoneInfo("Europe/London")
EVENT_ON = date(2016, 6, 7)
STEPS = {"first_reminder_days": 10, "second_reminder_days": 4, "last_call_days": 1}
# What the subjects of the four messages say, beside the area.
KINDS = {
    "how is it going?": "first",
    "We would still like": "reminder",
    "A few lines": "second",
    "Before we close": "last",
}


@dataclass(frozen=True)
class Sent:
    """One message as the relay took it."""

    on: date
    to_address: str
    kind: str
    area: str


def london(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


class Replay:
    """The programme of 2016, what people did in it and when, and what should go out to whom because of that."""

    def __init__(self, programme: Programme, lead: User) -> None:
        self.programme, self.lead = programme, lead
        self.areas = read("newcastle/areas_1")["areas"] + read("newcastle/areas_2")["areas"]
        self.told = read("newcastle/follow_up")
        self.deeds: list[tuple[datetime, Callable[[], object]]] = []
        self.should: list[Sent] = []
        self.settled: dict[tuple[str, str], datetime] = {}
        self.proposers = [self.proposer(number, row) for number, row in enumerate(self.areas, start=1)]
        for number, row in enumerate(self.told["rounds"]):
            self.plan(number, row)

    def proposer(self, number: int, row: dict) -> Proposer:
        by_telephone = row.get("telephone_only", False)
        name = row["person"]
        return factories.ProposerFactory(
            area__programme=self.programme, area__number=number, area__title=row["title"], from_on=EVENT_ON,
            public_name=row["proposer"], person__name=name, person__email="" if by_telephone else address(name),
        )  # fmt: skip

    def plan(self, number: int, row: dict) -> None:
        """One round: opened, answered as it was answered then, closed."""
        opened_at, closed_at = row["opened_at"], row["closed_at"]
        days = {"name": row["name"], "planned_on": opened_at.date(), "answer_by_on": row["answer_by_on"]}
        planned_at = london(EVENT_ON + timedelta(days=1 + number), 10)
        self.do(planned_at, lambda: plan_round(self.programme, **days, **STEPS, by=self.lead, at=planned_at))
        self.do(opened_at, lambda: open_round(self.round(row["name"]), by=self.lead, at=opened_at))
        for proposer, area in zip(self.proposers, self.areas, strict=True):
            if number < len(area["rounds"]):
                self.ask(proposer, area["rounds"][number], row, opened_at, closed_at)
        self.do(closed_at, lambda: close_round(self.round(row["name"]), by=self.lead, at=closed_at))

    def ask(self, proposer: Proposer, told: dict, round: dict, opened_at: datetime, closed_at: datetime) -> None:
        """One asking: what they did, and which messages that leaves."""
        settled_at = opened_at + (closed_at - opened_at) * (proposer.area.number / 16)
        if proposer.area.number == 5:
            # Just before the first reminder would have gone.
            settled_at = london(round["answer_by_on"] - timedelta(days=10), 7, 59)
        status = told["status"]
        if status == "no_reply":
            settled_at = closed_at
        else:
            self.do(settled_at, lambda: self.settle(proposer, told, round["name"], settled_at))
        self.expect(proposer, opened_at, settled_at, round)

    def expect(self, proposer: Proposer, asked_at: datetime, settled_at: datetime, round: dict) -> None:
        """Write down what should go: the first at once, each step at eight on its day if nothing was said by then."""
        if not proposer.person.email:
            return
        days = {"reminder": 10, "second": 4, "last": 1}
        steps = {kind: round["answer_by_on"] - timedelta(days=before) for kind, before in days.items()}
        due = {"first": asked_at.date()} | {
            kind: day
            for kind, day in steps.items()
            if asked_at.date() + timedelta(days=3) <= day and settled_at > london(day, 8)
        }
        self.should += [Sent(day, proposer.person.email, kind, proposer.area.title) for kind, day in due.items()]
        self.settled[proposer.person.email, round["name"]] = settled_at

    def settle(self, proposer: Proposer, told: dict, name: str, at: datetime) -> None:
        follow_up = FollowUp.objects.get(proposer=proposer, round__name=name)
        if told["status"] == "moved_on":
            move_on(follow_up, by=None, at=at)
        elif told["status"] == "unreachable":
            mark_unreachable(follow_up, by=self.lead, at=at)
        else:
            by = None if told["way"] == "link" else self.lead
            answer_follow_up(follow_up, **ANSWER, way=told["way"], by=by, at=at)

    def round(self, name: str) -> FollowUpRound:
        return FollowUpRound.objects.get(name=name)

    def do(self, at: datetime, deed: Callable[[], object]) -> None:
        self.deeds.append((at, deed))

    def hand_over(self) -> None:
        """In December a successor is found for the area that was left in September, and says nothing."""
        left = next(each for each in self.proposers if "successor" in self.areas[each.area.number - 1])
        row, at, december = self.areas[left.area.number - 1], self.told["hand_over"]["at"], self.told["rounds"][1]
        name = row["successor_person"]
        named = {"name": name, "email": address(name), "public_name": row["successor"]}
        self.do(at, lambda: hand_on(left, **named, by=self.lead, at=at))
        successor = Proposer(area=left.area, person=factories.PersonFactory.build(name=name, email=address(name)))
        self.expect(successor, at, december["closed_at"], december)

    def run(self, relay: Relay, first: date, last: date) -> list[Sent]:
        """Live through every day: what people do at its moment, the clock at half past seven, at eight and at nine."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        beats = [(london(day, *at), self.beat) for day in days for at in ((7, 30), (8, 0), (21, 0))]
        sent: list[Sent] = []
        for at, deed in sorted([*self.deeds, *beats], key=lambda each: each[0]):
            with time_machine.travel(at, tick=False):
                deed()
            if Message.objects.filter(state="due", due_at__lte=at).exists():
                deliver(at)
            sent += [read_back(each, at) for each in relay.taken[len(sent) :]]
        return sent

    def beat(self) -> None:
        tasks.send_reminders()


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def read_back(taken, at: datetime) -> Sent:
    subject = message_from_bytes(taken.content, policy=policy.default)["Subject"]
    kind = next(kind for words, kind in KINDS.items() if words in subject)
    return Sent(at.astimezone(LONDON).date(), taken.to_address, kind, subject.split("“")[1].split("”")[0])


@pytest.mark.django_db
def test_every_message_of_2016_and_2017_is_one_that_should_have_gone(programme, lead, settings, tmp_path):
    replay = Replay(programme, lead)
    replay.hand_over()
    with Relay() as relay:
        settings.EMAIL_URL, settings.DATA_DIR = relay.url, tmp_path
        sent = replay.run(relay, date(2016, 5, 1), date(2017, 2, 28))
    key = lambda each: (each.on, each.to_address, each.kind)  # noqa: E731
    assert sorted(sent, key=key) == sorted(replay.should, key=key)
    assert len(sent) == len({(each.to_address, each.kind, each.on) for each in sent}) > 60
    assert max(relay.copies().values()) == 1
    late = [
        each
        for each in sent
        for (to_address, name), settled_at in replay.settled.items()
        if each.to_address == to_address and settled_at.date() < each.on <= replay.round(name).closed_at.date()
    ]
    assert late == []
    assert {FollowUp.objects.filter(status="asked").count(), Message.objects.filter(state="due").count()} == {0}
    silent = FollowUp.objects.filter(status="no_reply").values_list("round__name", flat=True).order_by("round", "pk")
    assert list(silent) == ["September 2016"] * 3 + ["December 2016"] * 4
