"""Consultations at the desk: set up, opened, closed; what was said in them, read and answered; coverage."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from kit.days import day
from tests.consultations.factories import (
    ConsultationFactory,
    FeedbackAnswerFactory,
    FeedbackFactory,
    HandInFactory,
    OptionFactory,
    QuestionFactory,
)
from tests.phases.factories import MeetingFactory, PhaseFactory, ReachFactory
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, HATS, at_desk, drawn, hide, read, reading
from tests.stakeholders.factories import (
    AppointmentFactory,
    MissingVoiceFactory,
    PartnershipFactory,
    StakeholderGroupFactory,
)

DAY = timedelta(days=1)
CLOCKS = ["no day", "later", "open", "past"]


def consultation_of(given: Given, clock: str = "open", ends: bool = True, **more: Any) -> Any:
    begins = {"no day": None, "later": given.at + DAY, "open": given.at - 9 * DAY, "past": given.at - 20 * DAY}[clock]
    until = {"later": given.at + 9 * DAY, "open": given.at + 3 * DAY, "past": given.at - DAY}.get(clock)
    ends_at = until if ends or clock == "past" else None
    phase = PhaseFactory(programme=given.programme, name="Listening")
    return ConsultationFactory(phase=phase, title="What is good", starts_at=begins, ends_at=ends_at, **more)


@DESK.of(clock=CLOCKS, ends=BOTH, questions=[0, 1, 2], hat=HATS)
def consultation(given: Given, clock: str, ends: bool, questions: int, hat: str) -> Said:
    asked = consultation_of(given, clock, ends)
    for number in range(questions):
        QuestionFactory(consultation=asked, text=f"Question {number}?")
    upcoming, may = clock in ("no day", "later"), hat == "lead"
    text = reading(given, hat, "consultations:consultation-detail", asked.pk)
    pages = [text, at_desk(given, "consultations:consultation-edit", asked.pk)]
    pages.append(at_desk(given, "consultations:consultation-extend", asked.pk))
    pages.append(at_desk(given, "consultations:consultation-preview", asked.pk))
    first = "Move down “Question 0?”"
    return " | ".join(pages), {
        "How it stands Not open yet": upcoming,
        "How it stands Open ": clock == "open",
        "How it stands Closed ": clock == "past",
        f"When From {day(asked.starts_at.date()) if asked.starts_at else ''}": asked.starts_at is not None,
        "Sent Nothing yet": True,
        "Open it See it as they will": upcoming and questions > 0 and may,
        "Open it again": clock == "past" and may,
        "Keep it open longer Close it": clock == "open" and ends and may,
        "Close it Enter an answer from paper or telephone See it as they will": clock == "open" and may,
        "Enter an answer from paper or telephone": not upcoming and may,
        "Questions It asks nothing yet.": not questions,
        "What you think It asks nothing yet.": not questions,
        "Change “Question 0?”": questions > 0 and may,
        first: questions == 2 and may,
        "Add a question": may,
        "Change what it says": may,
        "It has begun: whom it asks, and its phase, stay as they are.": not upcoming,
        "It has not begun yet: open it first.": upcoming,
        "It closed: it was open until": clock == "past",
        "It is open until somebody closes it: there is no last day to put off.": clock == "open" and not ends,
        "longer It is open until somebody": clock == "open" and not ends,
    }


@DESK.of(answered=BOTH, told=BOTH, kind=["words", "one", "several", "statement"], sent=BOTH)
def questions_of_a_consultation(given: Given, answered: bool, told: bool, kind: str, sent: bool) -> Said:
    asked = consultation_of(given)
    more = {"section": "About you", "hint": "As you like."} if told else {}
    if told and kind != "statement":
        more |= {"is_required": True}
    if told and kind == "one":
        more |= {"is_personal": True}
    question = QuestionFactory(consultation=asked, text="What is missing?", kind=kind, **more)
    if kind == "statement":
        QuestionFactory(consultation=asked, text="And now?")
    if kind in ("one", "several"):
        OptionFactory(question=question, text="Benches", excludes=told and kind == "several")
        OptionFactory(question=question, text="Something else", is_other=told)
    if sent or answered:
        begun = FeedbackFactory(
            consultation=asked, status="received" if sent else "draft", said_at=given.at if sent else None
        )
        FeedbackAnswerFactory(feedback=begun, question=question)
    pages = [at_desk(given, f"consultations:consultation-{each}", asked.pk) for each in ("detail", "preview")]
    return " | ".join(pages), {
        "Sent Nothing yet": not sent,
        "Sent 1 ": sent,
        "Somebody has begun to answer: what was asked of them stays as it is.": sent or answered,
        "About you": told,
        ". Everybody is to answer it": told and kind != "statement",
        ". One may prefer not to say": told and kind == "one",
        "Something else (asks to say what)": told and kind in ("one", "several"),
        "Benches (chosen alone)": told and kind == "several",
        "Change “What is missing?”": not (sent or answered),
        "Add a question": not (sent or answered),
        "Change what it says": True,
    }


@DESK.of(there=BOTH, hat=HATS, sought=BOTH, clock=["no day", "open"])
def list_of_consultations(given: Given, there: bool, hat: str, sought: bool, clock: str) -> Said:
    if there:
        consultation_of(given, clock)
    asked = "?q=nothing+like+it" if sought else ""
    text = reading(given, hat, "consultations:consultation-list", asked=asked)
    return text, {
        "Set up a consultation": hat == "lead",
        "1 consultation Consultation Phase Who is asked Open": there and not sought,
        "Nobody is asked anything yet.": not there and not sought,
        "Nobody is asked anything yet. Set up a consultation: it opens only when you say so.": (
            not there and not sought and hat == "lead"
        ),
        "Not yet": there and not sought and clock == "no day",
    }


@DESK.of(ends=BOTH)
def answering_in_public(given: Given, ends: bool) -> Said:
    asked = consultation_of(given, ends=ends, audience="everybody")
    QuestionFactory(consultation=asked)
    return read(None, reverse("consultations:consultation-answer", args=[given.programme.slug, asked.slug])), {
        "You can send it until": ends,
        "No account is needed.": True,
    }


@DESK.of(status=["received", "published", "kept"], hat=HATS, whose=["organisation", "voice", "signed", "nobody"])
def what_was_said(given: Given, status: str, hat: str, whose: str) -> Said:
    asked = consultation_of(given, audience="everybody" if whose in ("voice", "signed") else "representatives")
    reviewed = {} if status == "received" else {"reviewed_at": given.at, "reviewed_by": given.lead}
    if status == "published":
        reviewed["what_became_of_it"] = "It was taken on."
    who: dict[str, Any] = {}
    if whose == "organisation":
        speaks = AppointmentFactory(partnership__programme=given.programme, partnership__organisation__name="Old Mill")
        carers = StakeholderGroupFactory(programme=given.programme, name="Carers")
        who = {"on_behalf_of": speaks.partnership, "said_by": speaks.person, "speaking_for": carers}
    elif whose != "nobody":
        who = {"voice": "organisation" if whose == "signed" else "own", "publication": "nameless"}
        if whose == "signed":
            who = {"voice": "organisation", "voice_of": "Old Mill", "publication": "named", "signed": "Old Mill"}
    feedback = FeedbackFactory(consultation=asked, status=status, **reviewed, **who)
    question = QuestionFactory(consultation=asked, text="What is missing?")
    published = {"published_text": "Some benches."} if status == "published" else {}
    FeedbackAnswerFactory(feedback=feedback, question=question, text="Benches.", **published)
    if whose in ("voice", "signed"):
        HandInFactory(poster=None, feedback=feedback)
    text = reading(given, hat, "consultations:feedback-review", feedback.pk)
    listed = reading(given, hat, "consultations:feedback-review-list")
    sought = at_desk(given, "consultations:feedback-review-list", asked="?q=nothing+like+it")
    may, waits, out = hat == "lead", status == "received", status == "published"
    return f"{text} | {listed} | {sought}", {
        "On behalf of Old Mill": whose == "organisation",
        "Speaking for Carers": whose == "organisation",
        "As whom ": whose in ("voice", "signed"),
        ", by the public page": whose in ("voice", "signed"),
        "Said by Not known,": whose == "nobody",
        f"by {given.lead}, ": not waits,
        "What was said As it was said. This is kept": False,
        "Whoever leads the programme or codes what was said reviews this.": not may,
        "What the public reads Some benches.": out and not may,
        "What became of it It was taken on.": out and not may,
        "Waiting to be read Waiting to be read, oldest first Reference": waits,
        "Nothing is waiting. Everything that was sent has been read.": not waits,
        "Read Read, newest first Reference Who said it": not waits,
        "Asked in Sent How it stands": not waits,
        "Nothing has been read yet.": waits,
        "Kept unpublished by": status == "kept",
        "Published by": out,
    }


@DESK.of(box=BOTH)
def answer_beside_what_is_published(given: Given, box: bool) -> Said:
    answer = {"question": "What is missing?", "text": "Benches."}
    return drawn("consultations/_answer_review.html", answer=answer, box="The box" if box else ""), {
        "It holds no words of theirs, and is published as it was chosen.": not box,
        "The box": box,
    }


@DESK.of(group=BOTH, reached=[0, 3, 12, 60], behind=["", "speaks", "said", "left"], hat=HATS)
def cell_of_coverage(given: Given, group: bool, reached: int, behind: str, hat: str) -> Said:
    carers = StakeholderGroupFactory(programme=given.programme, name="Carers", why="They know." if group else "")
    phase = PhaseFactory(programme=given.programme, starts_at=given.at - 9 * DAY, name="Listening")
    if reached:
        ReachFactory(phase=phase, group=carers, people=reached, entered_by=given.lead)
    if behind:
        until = given.at.date() + 9 * DAY if behind == "left" else None
        part = PartnershipFactory(programme=given.programme, organisation__name="Old Mill", until_on=until)
        part.groups.add(carers)
        if behind == "said":
            asked = ConsultationFactory(phase=phase, title="What is good")
            FeedbackFactory(
                consultation=asked, on_behalf_of=part, speaking_for=carers if group else None, said_at=given.at - DAY,
            )  # fmt: skip
        else:
            AppointmentFactory(partnership=part)
    if group:
        ended = {"status": "found", "settled_at": given.at, "settled_by": given.lead, "outcome": "They came."}
        MissingVoiceFactory(programme=given.programme, group=carers, who="Young carers", owner=given.lead, **ended)
        MissingVoiceFactory(programme=given.programme, group=carers, who="Night workers", owner=given.lead)
    columns = ("people", "represented", "said")
    pages = [reading(given, hat, "consultations:coverage-cell", carers.pk, each) for each in columns]
    may = hat == "lead"
    return " | ".join(pages), {
        "They know.": group,
        "no people have been reached yet.": not reached,
        " people were reached. From": reached == 60,
        "Not told: people reached are ": reached in (3, 12),
        "How they were reached": bool(reached),
        "Old Mill Until": behind == "left",
        "Old Mill speaks for this group": behind == "speaks",
        "Enter people of this group who were reached": may,
        "Name who is missing, so that somebody looks for them until a day.": may,
        "Being looked for: Night workers, to be found by": group,
    }


@DESK.of(groups=[0, 1, 2], gaps=BOTH, only=BOTH, public=BOTH, hat=HATS)
def matrix_of_coverage(given: Given, groups: int, gaps: bool, only: bool, public: bool, hat: str) -> Said:
    for number in range(groups):
        group = StakeholderGroupFactory(programme=given.programme, name=f"Carers {number}")
        if not gaps:
            part = PartnershipFactory(programme=given.programme)
            part.groups.add(group)
            AppointmentFactory(partnership=part)
    hide(given, public)
    text = reading(given, hat, "consultations:coverage-matrix", asked="?only=gaps" if only else "")
    return text, {
        "Name who is missing": hat == "lead",
        "What the public sees": public,
        "What has not begun yet is not listed. Who took part stays true when an organisation leaves.": bool(groups),
    }


@DESK.of(gaps=[0, 1, 2])
def phase_with_gaps(given: Given, gaps: int) -> Said:
    for number in range(gaps):
        StakeholderGroupFactory(programme=given.programme, name=f"Carers {number}")
    PhaseFactory(programme=given.programme, position=3, starts_at=given.at - 9 * DAY)
    return at_desk(given, "consultations:phase-close", 3), {
        "It can be closed if you say why; the public reads it.": gaps == 1,
        "It can be closed if you say why, for each of them; the public reads it.": gaps == 2,
    }


@DESK.of(online=BOTH, sought=BOTH)
def meetings_to_come(given: Given, online: bool, sought: bool) -> Said:
    speaks = AppointmentFactory(partnership__programme=given.programme)
    soon = {"starts_at": given.at + DAY, "ends_at": given.at + 2 * DAY}
    MeetingFactory(programme=given.programme, title="An evening", is_online=online, **soon)
    asked = "?q=nothing+like+it" if sought else ""
    pages = [read(speaks.person.user, reverse("consultations:next-meetings") + asked)]
    pages.append(read(speaks.person.user, reverse("actions:home")))
    return " | ".join(pages), {
        "What you need at all meetings, you can tell us on About you.": not sought,
        "Online To talk.": online and not sought,
        ", online Tell us whether you come": online,
        ", The town hall Tell us whether you come": not online,
    }


@DESK.of(gaps=[0, 1, 2], only=BOTH, sought=BOTH, note=BOTH)
def gaps_of_coverage(given: Given, gaps: int, only: bool, sought: bool, note: bool) -> Said:
    coverage = SimpleNamespace(rows=[1, 2, 3], gaps=[1] * gaps, columns=[], people=SimpleNamespace(note=""))
    coverage.thresholds, coverage.represented = SimpleNamespace(people=20, organisations=2), []
    coverage.people.note = "not broken down, because the numbers are too small" if note else ""
    text = drawn(
        "consultations/coverage_matrix.html",
        given.lead,
        programme=given.programme,
        coverage=coverage,
        thresholds=SimpleNamespace(people=20, organisations=2),
        only_gaps=only,
        may_change=False,
        may_enter=False,
        page=SimpleNamespace(
            object_list=[], sought="zebra" if sought else "", paginator={"count": 0}, kept_without_words="", find=None
        ),
    )
    return text, {
        "Only the 1 group with “Nobody” in some column. Show all 3": only and gaps == 1,
        "Only the 2 groups with “Nobody” in some column. Show all 3": only and gaps == 2,
        "Show only the 1 group with “Nobody” in some column": not only and gaps == 1,
        "No group has “Nobody” in any column.": not only and not gaps,
        "No group has a gap: somebody is there for each, in every respect.": not sought,
        "People reached are not broken down, because the numbers are too small.": note,
    }


@DESK.of(behind=[0, 1, 2], activities=BOTH, said=["", "for themselves", "for a group"])
def organisations_behind_a_cell(given: Given, behind: int, activities: bool, said: str) -> Said:
    parts = [PartnershipFactory(programme=given.programme, organisation__name=f"Mill {n}") for n in range(behind)]
    told = {"reference": "F00012", "pk": 1, "said_at": given.at, "consultation": "What is good"}
    told["speaking_for"] = "Carers" if said == "for a group" else ""
    row = {"activities": ["Came to a meeting"] if activities else [], "feedback": [told] if said else []}
    text = drawn(
        "consultations/coverage_cell.html",
        given.lead,
        programme=given.programme,
        group=StakeholderGroupFactory(programme=given.programme, name="Carers"),
        cell=SimpleNamespace(
            column="Said something", verdict={"label": "Covered"}, is_about_people=False, partnerships=parts
        ),
        thresholds=SimpleNamespace(people=20, organisations=2),
        note="",
        organisations=[row | {"partnership": each} for each in parts],
        silent=parts,
        voices=[],
        page=SimpleNamespace(object_list=[]),
        may_enter=False,
        may_change=False,
    )
    some = bool(behind)
    return text, {
        "The organisations behind it Mill 0": some,
        "Mill 0 speaks for this group": some and not activities and not said,
        "“What is good”, speaking for Carers": some and said == "for a group",
        "Ask the organisations that speak for this group and are not counted here: Mill 0.": behind == 1,
        "Ask the organisations that speak for this group and are not counted here: Mill 0, Mill 1.": behind == 2,
        "Find another organisation that speaks for them": some,
        "Find an organisation that speaks for them": not some,
    }
