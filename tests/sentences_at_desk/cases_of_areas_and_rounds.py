"""Action areas, commitments and their records, rounds of follow-up, and the home of whoever put something forward."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from actions.models import FollowUpRound, Proposer
from kit.days import day
from stakeholders.models import Person
from tests.accounts.factories import UserFactory
from tests.actions.factories import (
    ActionAreaFactory,
    AnswerDraftFactory,
    CommitmentFactory,
    CommitmentSheetFactory,
    CommitmentSourceFactory,
    CorrectionFactory,
    FactorFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    PersonalRecordFactory,
    ProgressUpdateFactory,
    ProposerFactory,
    RecordSendingFactory,
    StepFactory,
)
from tests.consultations.factories import ConsultationFactory, FeedbackFactory, PosterFactory
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, at_desk, read
from tests.stakeholders.factories import AppointmentFactory

DAY = timedelta(days=1)
REACHED = ["email", "telephone", "postal_address", "nothing"]


def round_of(given: Given, status: str = "open", **more: Any) -> FollowUpRound:
    opened = {"opened_at": given.at - 9 * DAY, "opened_by": given.lead} if status != "planned" else {}
    closed = {"closed_at": given.at, "closed_by": given.lead} if status == "closed" else {}
    today = given.at.date()
    days = {"planned_on": today - 9 * DAY, "answer_by_on": today + 9 * DAY} | more
    return FollowUpRoundFactory(
        programme=given.programme, number=1, name="September", status=status, **opened, **closed, **days
    )


def proposer_of(given: Given, reached: str = "email", **more: Any) -> Proposer:
    known = {"email": "ada@example.org", "telephone": "0191 498 0000", "postal_address": "1 Ford Street"}
    person = {f"person__{way}": known[way] if way == reached else "" for way in known}
    return ProposerFactory(
        area__programme=given.programme, area__number=1, area__title="Benches", person__name="Ada", **person, **more
    )


@DESK.of(reached=REACHED, comes_from=["", "poster"], step=BOTH)
def area(given: Given, reached: str, comes_from: str, step: bool) -> Said:
    proposer = proposer_of(given, reached)
    if comes_from:
        proposer.area.posters.add(PosterFactory(programme=given.programme, number=7, title="Sit down"))
    if step:
        StepFactory(area=proposer.area)
    return at_desk(given, "actions:area-detail", 1), {
        ", with no way to reach them": reached == "nothing",
        "Nothing is named yet": not comes_from,
        "Poster 7: Sit down": bool(comes_from),
        "No step is planned yet.": not step,
        "Ask the council for a bench.": step,
        "Taken on at No meeting": True,
        "Add a step": True,
    }


@DESK.of(reached=REACHED, needs=BOTH, status=["open", "closed"], answered=BOTH)
def answer_written_down(given: Given, reached: str, needs: bool, status: str, answered: bool) -> Said:
    follow_up = FollowUpFactory(round=round_of(given, status), proposer=proposer_of(given, reached))
    if answered:
        ProgressUpdateFactory(follow_up=follow_up)
        type(follow_up).objects.filter(pk=follow_up.pk).update(status="answered", settled_at=given.at)
    Person.objects.filter(pk=follow_up.proposer.person_id).update(communication_needs="Slowly." if needs else "")
    return at_desk(given, "actions:follow-up-enter", follow_up.pk), {
        "How to reach them E-mail. Look it up": reached == "email",
        "How to reach them Telephone. Look it up": reached == "telephone",
        "How to reach them By post alone. Look it up": reached == "postal_address",
        "How to reach them Nothing is known. Look it up": reached == "nothing",
        "What helps in talking with them Slowly.": needs,
        "Their answer of 10 September 2016": answered,
        "What you write down now replaces it. Every version is kept.": answered and status == "open",
        "No answer can be taken in any more": status == "closed",
    }


@DESK.of(status=["open", "closed"], reached=REACHED)
def round_and_its_end(given: Given, status: str, reached: str) -> Said:
    today = given.at.date()
    a_round = round_of(given, status, answer_by_on=today + DAY)
    FollowUpFactory(round=a_round, proposer=proposer_of(given, reached), asked_at=given.at - 9 * DAY)
    later = today + 20 * DAY
    until = {f"answer_by_on_{number}": part for number, part in enumerate((later.day, later.month, later.year))}
    pages = [at_desk(given, "actions:round-detail", 1)]
    if status == "open":
        pages.append(at_desk(given, "actions:round-extend", 1, sends=until))
        pages.append("Sought: " + at_desk(given, "actions:round-close", 1, asked="?q=nobody"))
    is_open = status == "open"
    return " | ".join(pages), {
        f"Closed on {day(today)}.": not is_open,
        "You close the round after that, when you are ready": is_open,
        "Yours to tell: 1": is_open,
        "No number is known: write to them yourself, by e‑mail": is_open and reached == "email",
        "No number either: look for another way": is_open and reached in ("postal_address", "nothing"),
        "Have not answered": is_open,
        "Nothing fits “nobody”. Show all": is_open,
    }


@DESK.of(rounds=[0, 1])
def list_of_rounds(given: Given, rounds: int) -> Said:
    if rounds:
        round_of(given)
    return at_desk(given, "actions:round-list"), {
        "No round has been planned yet.": not rounds,
        "September": bool(rounds),
    }


@DESK.of(versions=[1, 2], merged=BOTH)
def answer_read(given: Given, versions: int, merged: bool) -> Said:
    follow_up = FollowUpFactory(
        round=round_of(given), proposer=proposer_of(given), status="answered", settled_at=given.at
    )
    factor = FactorFactory(programme=given.programme, name="A place to meet")
    if merged:
        FactorFactory(programme=given.programme, name="Somewhere to sit", merged_into=factor)
    for version in range(1, versions + 1):
        status = "received" if version == versions else "replaced"
        update = ProgressUpdateFactory(follow_up=follow_up, version=version, status=status)
    pages = [at_desk(given, "actions:update-review", update.pk), at_desk(given, "actions:factor-detail", factor.pk)]
    return " | ".join(pages), {
        "Other versions of this answer": versions > 1,
        "Also called Somewhere to sit Take apart: Somewhere to sit": merged,
    }


@DESK.of(source=["", "by the team", "by the sheet"], area=BOTH)
def commitments(given: Given, source: str, area: bool) -> Said:
    made = CommitmentFactory(
        programme=given.programme, area=ActionAreaFactory(programme=given.programme) if area else None
    )
    if source:
        by = given.lead if source == "by the team" else None
        CommitmentSourceFactory(commitment=made, entered_by=by, channel="paper" if by else "sheet")
    CommitmentSheetFactory(programme=given.programme, area=made.area)
    pages = [at_desk(given, "actions:commitment-list"), at_desk(given, "actions:commitment-sheet-list")]
    return " | ".join(pages), {
        "Before this page was there, 4 January 2016": not source,
        f", entered by {given.lead}, 4 January 2016": source == "by the team",
        "Will you join in? Say what you will do": area,
        "A pledge by itself": not area,
    }


@DESK.of(revoked=BOTH, settled=BOTH, kind=["words", "name"], area=BOTH)
def records(given: Given, revoked: bool, settled: bool, kind: str, area: bool) -> Said:
    where = ActionAreaFactory(programme=given.programme, number=1, title="Benches") if area else None
    made = CommitmentFactory(programme=given.programme, area=where, person__name="Ada")
    record = PersonalRecordFactory(
        programme=given.programme, person=made.person, link_revoked_at=given.at if revoked else None
    )
    outcome = {"outcome": "taken_in", "settled_at": given.at, "settled_by": given.lead} if settled else {}
    about = {} if kind == "name" else {"commitment": made}
    CorrectionFactory(record=record, kind=kind, **about, **outcome)
    RecordSendingFactory(record=record)
    return at_desk(given, "actions:record-list"), {
        "Put right before, the last 1": settled,
        "About A pledge by itself": kind == "words" and not area,
        "About 1. Benches": kind == "words" and area,
        "About Their name": kind == "name",
    }


@DESK.of(staff=BOTH, draft=BOTH, rounds=[0, 1, 2])
def home_of_a_proposer(given: Given, staff: bool, draft: bool, rounds: int) -> Said:
    proposer = proposer_of(given)
    Person.objects.filter(pk=proposer.person_id).update(user=UserFactory(is_staff=staff))
    today = given.at.date()
    for number in range(1, rounds + 1):
        answer_by = {"planned_on": today, "answer_by_on": today + number * DAY}
        opened = {"opened_at": given.at - DAY, "opened_by": given.lead, "status": "open"} if number == 1 else {}
        area = proposer.area if number == 1 else ActionAreaFactory(programme=given.programme, number=2, title="Lamps")
        mine = proposer if number == 1 else ProposerFactory(area=area, person=proposer.person)
        asked_in = (
            FollowUpRoundFactory(programme=given.programme, number=1, name="September", **answer_by, **opened)
            if number == 1
            else FollowUpRound.objects.get(programme=given.programme)
        )
        follow_up = FollowUpFactory(round=asked_in, proposer=mine)
        if draft:
            AnswerDraftFactory(follow_up=follow_up)
    return read(Person.objects.get(pk=proposer.person_id).user, reverse("actions:home")), {
        "Go to the desk": staff,
        "Nothing is asked of you today.": not rounds,
        "You began on 9 September 2016. Nothing is sent yet.": bool(draft and rounds),
        "A few lines are enough.": bool(rounds and not draft),
        f"September. By {day(today + DAY)} What you took on": rounds == 2 and not draft,
        f"September. By {day(today + DAY)}. You began What you took on": rounds == 2 and draft,
        "What you took on Benches Since 4 January 2016": True,
    }


@DESK.of(ends=BOTH, draft=BOTH, asks=[1, 2], answered=BOTH)
def home_of_a_representative(given: Given, ends: bool, draft: bool, asks: int, answered: bool) -> Said:
    speaks = AppointmentFactory(partnership__programme=given.programme, partnership__organisation__name="Old Mill")
    theirs = {"on_behalf_of": speaks.partnership, "entered_by": speaks.person.user}
    for number in range(asks):
        asked = ConsultationFactory(
            phase__programme=given.programme,
            title=f"What is good here {number}",
            starts_at=given.at - DAY,
            ends_at=given.at + (3 + number) * DAY if ends else None,
        )
        if draft:
            FeedbackFactory(consultation=asked, status="draft", said_at=None, **theirs)
    if answered:
        earlier = ConsultationFactory(
            phase__programme=given.programme, starts_at=given.at - 9 * DAY, ends_at=given.at - DAY
        )
        reviewed = {"status": "published", "reviewed_at": given.at, "reviewed_by": given.lead}
        FeedbackFactory(consultation=earlier, what_became_of_it="It was taken on.", **reviewed, **theirs)
    return read(speaks.person.user, reverse("actions:home")), {
        "Asked of you now, no last day": not ends,
        "For Old Mill, by": ends,
        "Nothing is sent yet.": draft,
        "for Old Mill. You began": draft and asks == 2 and not ends,
        f"1 sent. We answered on {day(given.at.date())}": answered,
        "What came of what you said Nothing yet": not answered,
    }
