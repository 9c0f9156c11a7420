"""Action areas and their plans, what people said they will do, what helped, and who carries an area on."""

from datetime import timedelta

from django import forms
from django.test import Client
from django.urls import reverse

from actions.records.letters_pdf import letters_pdf
from stakeholders.models import Person
from tests.accounts.factories import UserFactory
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    CommitmentSheetFactory,
    CorrectionFactory,
    FactorFactory,
    FollowUpFactory,
    PersonalRecordFactory,
    ProgressUpdateFactory,
    ProposerFactory,
    RecordSendingFactory,
    StepFactory,
)
from tests.consultations.factories import ConsultationFactory
from tests.phases.factories import MeetingFactory
from tests.programmes.factories import ProgrammeFactory
from tests.said import Given, Said
from tests.sentences_at_desk.cases_of_areas_and_rounds import proposer_of, round_of
from tests.sentences_at_desk.desk_pages import (
    BOTH,
    DESK,
    HATS,
    NOT_PUBLIC,
    at_desk,
    drawn,
    hide,
    on_paper,
    read,
    reading,
)
from tests.stakeholders.factories import AppointmentFactory

DAY = timedelta(days=1)


@DESK.of(area=BOTH, program=BOTH, hat=HATS, told=BOTH)
def area_and_who_reads_it(given: Given, area: bool, program: bool, hat: str, told: bool) -> Said:
    out = {} if area else NOT_PUBLIC
    ada = {"person__name": "Ada", "public_name": "Tenants" if told else "Ada"}
    met = MeetingFactory(programme=given.programme, title="An evening") if told else None
    row = ActionAreaFactory(programme=given.programme, number=1, title="Benches", taken_on_at=met,
                            summary="Two." if told else "", **out)  # fmt: skip
    ProposerFactory(area=row, **ada)
    if told:
        ProposerFactory(area=row, person__name="Ben", public_name="Ben")
        CommitmentFactory(programme=given.programme, area=row, **NOT_PUBLIC)
    step = StepFactory(area=row)
    hide(given, program)
    page, may = "actions:area-detail", hat == "lead"
    text = f"{reading(given, hat, page, 1)} | Sought: {reading(given, hat, page, 1, asked='?q=nobody+like+it')}"
    changing = [at_desk(given, "actions:area-edit", 1), at_desk(given, "actions:step-create", 1)]
    changing.append(at_desk(given, "actions:step-edit", step.pk))
    listed = reading(given, hat, "actions:area-list")
    return " | ".join([text, listed, *changing]), {
        "Its sheet with a QR code Put it right Capture the next one": may,
        "Ada (the public reads “Tenants”)": told,
        "Taken on at An evening, 7 June 2016": told,
        "Public As soon as the programme is": area and not program,
        "Public Not yet The plan": not area,
        "Nobody has said so yet.": not told,
        "Not public": told,
        "When it is published everybody reads its title and summary, where it came from": not area and program and may,
        "When it is published, and the programme too, everybody reads its title": not area and not program and may,
        "Withdraw it from the public": area and may,
        "Everybody reads what you change here at once.": area and program,
        "Everybody reads the plan.": area and program,
        "Capture a new action area Sheets to print Steps that are due": may,
        "Action areas by number Action area Put forward by Steps": True,
        "(1 to read)": told,
        "Put forward by Ada, Ben Steps 1": told,
        "People’s commitments 1 (1 to read) Public Not yet": told and not area,
        "People’s commitments 0 Public Not yet": not told and not area,
    }


@DESK.of(sought=BOTH, hat=HATS)
def programme_without_areas(given: Given, sought: bool, hat: str) -> Said:
    asked = "?q=nothing+like+it" if sought else ""
    pages = ("area-list", "step-list", "factor-list", "commitment-list", "update-review-list", "round-list")
    read_by_lead = [at_desk(given, f"actions:{page}", asked=asked) for page in pages]
    listed = reading(given, hat, "actions:commitment-list") + reading(given, hat, "actions:round-list")
    return " | ".join([*read_by_lead, "As asked", listed]), {
        "Nothing has been taken on yet.": not sought,
        "No step that has a day is open.": not sought,
        "What helps Nothing has been named yet. It is named when an answer is reviewed.": not sought,
        "What stands in the way Nothing has been named yet.": not sought,
        "Nothing waits. Everything that came has been read.": True,
        "0 altogether; 0 not public.": True,
        "Plan a round": True,
        "Answers from proposers What helps, and what stands in the way": True,
    }


@DESK.of(due=["", "to come", "past"], done=BOTH, owner=["", "themselves", "another"], hat=HATS)
def steps(given: Given, due: str, done: bool, owner: str, hat: str) -> Said:
    area = ActionAreaFactory(programme=given.programme, number=1, title="Benches")
    today = given.at.date()
    on = {"to come": today + DAY, "past": today - DAY}.get(due)
    person = Person.objects.create(name="Cy" if owner == "themselves" else "Dot") if owner else None
    more = {"due_on": on, "done_on": today if done else None, "owner": person}
    StepFactory(area=area, position=1, what="Ask.", who="Cy", **more)
    StepFactory(area=area, position=2, what="Build.", who="Eve")
    pages = [reading(given, hat, "actions:area-detail", 1), reading(given, hat, "actions:step-list")]
    listed, late = bool(due) and not done, due == "past" and not done
    return " | ".join(pages), {
        "It is Dot’s": owner == "another",
        "It is Cy’s": False,
        "By August Due ": bool(due),
        "Overdue": late,
        "Not yet": True,
        "Down: Ask.": hat == "lead",
        "Up: Build.": hat == "lead",
        "Steps by the day on which they are due What Action area Who Due Ask.": listed,
        "No step that has a day is open.": not listed,
    }


@DESK.of(hat=HATS, name=["same", "other", "none"], taken_back=BOTH, address=BOTH)
def what_people_will_do(given: Given, hat: str, name: str, taken_back: bool, address: bool) -> Said:
    type(given.programme).objects.filter(pk=given.programme.pk).update(
        contact_address="1 Ford Street" if address else ""
    )
    who = {} if name != "none" else {"person": None}
    who |= {"person__name": "Ada"} if name != "none" else {}
    closed = {"closed_at": given.at, "closed_by": given.lead} if taken_back else {}
    back = {"taken_back_at": given.at} | NOT_PUBLIC if taken_back else {}
    made = CommitmentFactory(
        programme=given.programme, public_name="Ada" if name == "same" else "A nurse", **who, **back
    )
    CommitmentSheetFactory(programme=given.programme, **closed)
    page = "actions:commitment-list"
    text, sought = reading(given, hat, page), at_desk(given, page, asked="?q=zebra")
    sheets = at_desk(given, "actions:commitment-sheet-list")
    return " | ".join([text, sought, sheets]), {
        f"{made.what} Who Ada (the public reads “A nurse”)": name == "other",
        "Write one down from paper Sheets to print Send each what they said": True,
        "1 altogether;": True,
        "This sheet is closed.": taken_back,
        "Open it again: pledges": taken_back,
        f", or post it to {given.programme.contact_name}, 1 Ford Street.": address and not taken_back,
        "give it to anybody of the team.": not address and not taken_back,
    }


@DESK.of(public=BOTH, quotes=[0, 1], others=BOTH, kind=["helped", "hindered"])
def what_helps(given: Given, public: bool, quotes: int, others: bool, kind: str) -> Said:
    factor = FactorFactory(programme=given.programme, name="A place to meet", kind=kind)
    if others:
        FactorFactory(programme=given.programme, name="Tea", kind=kind)
    for number in range(2 if others else 1):
        FactorFactory(programme=given.programme, name=f"Somewhere to sit {number}", kind=kind, merged_into=factor)
    for _ in range(quotes):
        update = ProgressUpdateFactory(
            follow_up__round=round_of(given, "closed"), follow_up__proposer=proposer_of(given), status="published",
            headline="Two.", reviewed_at=given.at, reviewed_by=given.lead, **{f"published_{kind}": "A key for all."},
        )  # fmt: skip
        update.factors.add(factor)
    hide(given, public)
    pages = [at_desk(given, "actions:factor-detail", factor.pk), at_desk(given, "actions:factor-list")]
    sought = at_desk(given, "actions:factor-list", asked="?q=nothing+like+it")
    return " | ".join([*pages, sought]), {
        "The public page": public,
        "Is it the same as another? Every answer stays coded as it is": others,
        "Nothing published is coded to it.": not quotes,
        "What helps What helps, what most named first Factor": kind == "helped",
        "What stands in the way What stands in the way, what most named first Factor": kind == "hindered",
        "Somewhere to sit 0, Somewhere to sit 1": others,
    }


@DESK.of(programmes=[1, 2], speaks=[0, 1, 2], left=BOTH, answered=BOTH, public=BOTH)
def home(given: Given, programmes: int, speaks: int, left: bool, answered: bool, public: bool) -> Said:
    proposer = proposer_of(given, until_on=given.at.date() - DAY if left else None)
    user = UserFactory()
    Person.objects.filter(pk=proposer.person_id).update(user=user)
    person = Person.objects.get(pk=proposer.person_id)
    settled = {"status": "answered", "settled_at": given.at} if answered else {}
    follow_up = FollowUpFactory(round=round_of(given), proposer=proposer, **settled)
    if answered:
        ProgressUpdateFactory(follow_up=follow_up)
    other = ProgrammeFactory(title="Another") if programmes == 2 else given.programme
    for number in range(speaks):
        where = other if number else given.programme
        AppointmentFactory(
            partnership__programme=where, partnership__organisation__name=f"Mill {number}", person=person
        )
    hide(given, public)
    asked = not answered
    two = programmes == 2 and speaks == 2
    return read(user, reverse("actions:home")), {
        "Benches: how is it going?": asked,
        "September Benches: how is it going?": asked and not two,
        "September, Better neighbours Benches: how is it going?": asked and two,
        "You moved on, ": left,
        "answered, and you can still change it": answered,
        "Your organisation Tell us of a conversation": speaks == 1,
        "Details and groups of Mill 0 in Better neighbours": speaks == 2,
        "Tell us of a conversation for Mill 0 in Better neighbours": speaks == 2,
        "Questions about Better neighbours? Write to": True,
    }


@DESK.of(spoke=[0, 1], public=BOTH, ended=BOTH)
def home_of_nobody(given: Given, spoke: int, public: bool, ended: bool) -> Said:
    hide(given, public)
    given.programme.refresh_from_db()
    appointments = []
    for _ in range(spoke):
        over = {"ended_at": given.at, "ended_by": given.lead, "ending": "stepped_down"} if ended else {}
        appointments.append(AppointmentFactory(
            partnership__programme=given.programme, partnership__organisation__name="Old Mill", **over
        ))  # fmt: skip
    return drawn("actions/home_nobody.html", UserFactory(), appointments=appointments), {
        "Thank you for what you did. What you said stays part of the programme. You spoke for Old Mill in Better": bool(
            spoke
        ),
        "Better neighbours until ": bool(spoke) and ended,
        "If that is a mistake, write to": bool(spoke),
        "You have signed in, but no organisation has appointed you to speak for it.": not spoke,
    }


@DESK.of(
    reached=["email", "postal_address", "telephone", "nothing"],
    sent=["", "as it stands", "stopped"],
    nameless=[0, 1, 2],
)
def what_each_said_they_would_do(given: Given, reached: str, sent: str, nameless: int) -> Said:
    known = {"email": "ada@example.org", "telephone": "0191 498 0000", "postal_address": "1 Ford Street"}
    person = Person.objects.create(name="Ada", **{reached: known[reached]} if reached in known else {})
    CommitmentFactory(programme=given.programme, person=person)
    for _ in range(nameless):
        CommitmentFactory(programme=given.programme, person=None)
    page = reverse("actions:record-list", args=[given.programme.slug])
    browser = Client()
    browser.force_login(given.lead)
    if sent and reached != "nothing":
        as_seen = browser.get(page).context["recipients"].fingerprint
        browser.post(reverse("actions:record-send", args=[given.programme.slug]), {"as_seen": as_seen})
        if sent == "stopped":
            person.personal_records.update(link_revoked_at=given.at)
    text, sought = read(given.lead, page), read(given.lead, page + "?q=nothing+like+it")
    has_it = bool(sent) and reached != "nothing"
    by_letter = reached in ("postal_address", "telephone")
    return f"{text} | Sought: {sought}", {
        ", and 1 is a letter for you to print.": by_letter and not has_it,
        "Look through each below first. Whoever has theirs as it stands now gets nothing": (
            reached != "nothing" and not has_it
        ),
        "Everybody whom we can reach has theirs as it stands now.": has_it,
        "Nobody whom we can reach has said that they will do something.": reached == "nothing",
        "Letters to print One PDF, each letter on a page of its own.": by_letter and has_it,
        "By e-mail: 1 Ada": reached == "email" and not has_it,
        "By letter: 1 Ada": by_letter and not has_it,
        "No postal address: ask where to send it, or hand it over.": reached == "telephone" and not has_it,
        "Cannot be reached: 1 No e-mail address, postal address or telephone number.": reached == "nothing",
        "Besides, 1 commitment is by somebody whose name we do not have.": nameless == 1,
        "Besides, 2 commitments are by somebody whose name we do not have.": nameless == 2,
        "Have theirs as it stands: 1 Have their record Who Sent Link": has_it,
        "Send again, with a new link: Ada": has_it and reached == "email",
        "The link opens nothing.": has_it and sent == "stopped",
        "Stop the link: Ada": has_it and sent == "as it stands",
    }


@DESK.of(settled=["", "by somebody", "by nobody"], kind=["words", "step", "name"], many=BOTH)
def what_they_put_right(given: Given, settled: str, kind: str, many: bool) -> Said:
    area = ActionAreaFactory(programme=given.programme, number=1, title="Benches")
    made = CommitmentFactory(programme=given.programme, area=area, person__name="Ada")
    record = PersonalRecordFactory(programme=given.programme, person=made.person)
    by = given.lead if settled == "by somebody" else None
    done = {"outcome": "taken_in" if by else "at_once", "settled_at": given.at, "settled_by": by} if settled else {}
    about = {"words": {"commitment": made}, "step": {"step": StepFactory(area=area)}, "name": {}}[kind]
    CorrectionFactory(record=record, kind="words" if kind == "step" else kind, **about, **done)
    return at_desk(given, "actions:record-list"), {
        "Corrections to read Who About Before Now What to do": not settled,
        "Earlier corrections Who About Before Now What became of it": bool(settled),
        "1. Benches, a step": kind == "step",
        f"by {given.lead}": settled == "by somebody",
    }


@DESK.of(lines=[1, 12, 16, 20, 24, 28], address=BOTH)
def print_of_a_letter(given: Given, lines: int, address: bool) -> Said:
    told = [f"I will ask question {number}." for number in range(lines)]
    record = PersonalRecordFactory(programme=given.programme, person__postal_address="1 Long Row" if address else "")
    content = {"name": "Ada", "parts": [["Your own pledges", told]]}
    with on_paper("actions.records.letters_pdf") as papers:
        letters_pdf(given.programme, [RecordSendingFactory(record=record, content=content)], at=given.at)
    return papers[0], {"Ada 1 Long Row": address, "What you said you would do Dear Ada": True}


@DESK.of(wrong=BOTH)
def own_name(given: Given, wrong: bool) -> Said:
    form = forms.Form({})
    if wrong:
        form.add_error(None, "Write your name.")
    record = PersonalRecordFactory(programme=given.programme)
    text = drawn("actions/record_name_edit.html", form=form, personal_record=record, programme=given.programme)
    return text, {"Error: Put your name right": wrong}


@DESK.of(corrections=[1, 51])
def much_that_they_put_right(given: Given, corrections: int) -> Said:
    for _ in range(corrections):
        CorrectionFactory(record=PersonalRecordFactory(programme=given.programme), kind="name")
    return at_desk(given, "actions:record-list"), {
        "The oldest 50 stand here; the others follow as you settle these.": corrections == 51,
    }


@DESK.of(speaks=[1, 2])
def asked_of_whoever_speaks_for_two(given: Given, speaks: int) -> Said:
    person = AppointmentFactory(partnership__programme=given.programme, partnership__organisation__name="Mill").person
    if speaks == 2:
        AppointmentFactory(partnership__programme=ProgrammeFactory(title="Another"), person=person)
    ConsultationFactory(phase__programme=given.programme, starts_at=given.at - DAY)
    return read(person.user, reverse("actions:home")), {
        "Tell us what you think For Mill.": speaks == 1,
        "Tell us what you think Better neighbours, for Mill.": speaks == 2,
    }
