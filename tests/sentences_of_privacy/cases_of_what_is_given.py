"""What was found of somebody, row by row; and what they are given of it: on a page, in an archive and on paper."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.test import Client
from django.urls import reverse

from kit.days import day
from privacy.access.bundle import contents_of
from privacy.access.documents import PAGE, archive_of
from privacy.access.links import code_for, link_for
from privacy.models import Bundle, FoundRow, Request
from programmes.models import Programme, Statement
from stakeholders.models import Person
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.consultations.factories import SentPictureFactory
from tests.privacy.factories import BundleFactory, FoundRowFactory
from tests.programmes.factories import ProgrammeFactory, StatementFactory
from tests.reading import text_seen
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import at_desk, hide, on_paper
from tests.sentences_of_privacy.privacy_pages import ADDRESS, BOTH, DAY, PRIVACY, request_of
from tests.stakeholders.factories import AppointmentFactory, InvitationFactory

OTHERS = {"acting_as": "carer", "acting_name": "Ben Oak"}


def person_of(given: Given) -> Person:
    return AppointmentFactory(partnership__programme=given.programme, person__name="J. A.").person


def found_of(given: Given, request: Request, row: Any = None, decision: str = "", **more: Any) -> FoundRow:
    """Let a row be found, of a person if none is named, and decided about by the lead if a decision is."""
    row = row or person_of(given)
    by = {"decided_at": given.at, "decided_by": given.lead} if decision else {}
    decided = {"request": request, "table": row._meta.label_lower, "row": str(row.pk), "decision": decision}
    return FoundRowFactory(**decided | by | more)


@PRIVACY.of(rows=["none", "decided", "one waits", "two wait"], answered=BOTH)
def found(given: Given, rows: str, answered: bool) -> Said:
    request = request_of(given, known=True, answered=answered)
    number = {"none": 0, "decided": 1, "one waits": 1, "two wait": 2}[rows]
    for _ in range(number):
        found_of(given, request, decision="whole" if rows == "decided" else "")
    waits, there = rows in ("one waits", "two wait"), number > 0
    today = day(given.at.date())
    return at_desk(given, "privacy:request-found", 7), {
        "See what is held: Jo Asker. Nothing has been found.": not there,
        "See what is held: Jo Asker. Everything is decided.": rows == "decided",
        "See what is held: Jo Asker. 1 row still waits for a decision.": rows == "one waits" and not answered,
        "See what is held: Jo Asker. 2 rows still wait for a decision.": rows == "two wait" and not answered,
        "It was answered before 1 row was decided about.": rows == "one waits" and answered,
        "It was answered before 2 rows were decided about.": rows == "two wait" and answered,
        "Look again": not answered,
        "Under one heading Under every heading": there,
        f": {number}, {number} to decide. Decide the same about all of these: Who you are": waits and not answered,
        "It is theirs. Nobody has decided yet. Read and decide: Person": waits and not answered,
        "It is theirs. Nobody decided about it. Read it: Person": waits and answered,
        f"It is theirs. Decided by {given.lead}, {today}: give all of it Decide otherwise": (
            rows == "decided" and not answered
        ),
        f"It is theirs. Decided by {given.lead}, {today}: give all of it Read it": rows == "decided" and answered,
        "Where nothing is held, answer that nothing is held.": not there and not answered,
        "This has been answered.": not there and answered,
    }


@PRIVACY.of(under=["", "WHO", "MEETINGS"], show=["waiting", "all"])
def found_narrowed(given: Given, under: str, show: str) -> Said:
    found_of(given, request_of(given, known=True), decision="whole")
    is_shown = show == "all" and under != "MEETINGS"
    return at_desk(given, "privacy:request-found", 7, asked=f"?show={show}&under={under}"), {
        "It is theirs. Decided by": is_shown,
        "None of these waits for a decision.": show == "waiting",
        "Nothing was found under this heading.": show == "all" and under == "MEETINGS",
        "Under every heading Who you are, and how you are reached: 1": True,
    }


@PRIVACY.of(kind=["access", "erasure"], gone=BOTH, reason=BOTH, by=BOTH, answered=BOTH)
def one_row_that_was_found(given: Given, kind: str, gone: bool, reason: bool, by: bool, answered: bool) -> Said:
    request = request_of(given, kind=kind, known=True, answered=answered)
    said = {"decision": "not", "reason": "It names others."} if reason else {"decision": "whole"}
    row = InvitationFactory(partnership__programme=given.programme)
    made = found_of(given, request, row, **said, **({} if by else {"decided_at": None, "decided_by": None}))
    if gone:
        FoundRow.objects.filter(pk=made.pk).update(row="0")
    who = f" by {given.lead}, {day(given.at.date())}" if by else ""
    words = {("access", True): "leave it out", ("access", False): "give all of it", ("erasure", True): "it stays"}
    what = words.get((kind, reason), "erase it, as far as the data map says")
    return at_desk(given, "privacy:request-decide", 7, made.pk), {
        "A row that has gone since it was found": gone,
        "What nobody is given of it Link nonce: says nothing of anybody without the link": not gone,
        f"It is theirs. Decided{who}: {what}": True,
        ". Why: It names others.": reason,
        "This has been answered: nothing more is decided about it.": answered,
        "Keep it, and go on to the next": not answered,
    }


@PRIVACY.of(count=[0, 1, 2], answered=BOTH)
def all_under_one_heading(given: Given, count: int, answered: bool) -> Said:
    request = request_of(given, known=True, answered=answered)
    for _ in range(count):
        found_of(given, request)
    return at_desk(given, "privacy:request-decide-all", 7, "WHO"), {
        "1 row under this heading waits for a decision. Read them first.": count == 1 and not answered,
        "2 rows under this heading wait for a decision. Read them first.": count == 2 and not answered,
        "Nothing waits under this heading. Back to what was found": not count and not answered,
        "This has been answered: nothing more is decided about it.": answered,
    }


@PRIVACY.of(stands=["not given", "unopened", "opened", "taken back", "locked", "over"], email=BOTH, other=BOTH)
def giving(given: Given, stands: str, email: bool, other: bool) -> Said:
    request = request_of(given, known=True, **(ADDRESS if email else {}), **(OTHERS if other else {}))
    found_of(given, request, decision="whole")
    given_at = given.at - (40 * DAY if stands == "over" else timedelta())
    more = {
        "opened": {"opened_at": given.at},
        "taken back": {"link_revoked_at": given.at},
        "locked": {"wrong_codes": 5},
    }.get(stands, {})
    if stands != "not given":
        bundle = BundleFactory(request=request, given_by=given.lead, given_at=given_at, by_email=email)
        Bundle.objects.filter(pk=bundle.pk).update(**more)
    was_given, is_open = stands != "not given", stands in ("unopened", "opened")
    ended = "The link opens nothing any more: "
    today = day(given.at.date())
    return at_desk(given, "privacy:request-bundle", 7), {
        "Request 7, see what is held: Jo Asker, asked for by Ben Oak.": other,
        "Request 7, see what is held: Jo Asker.": not other,
        f"Given on {day(given_at.date())} By {given.lead}. The link opens it until": is_open,
        "; nobody has opened it yet. Their code:": stands == "unopened",
        f"; it was opened last on {today}, ": stands == "opened",
        "The link went by e-mail. Tell them the code another way:": is_open and email,
        "The link went by no e-mail. Print it for them, or send this link in a letter and tell them": (
            is_open and not email
        ),
        f"{ended}it was taken back on {today}.": stands == "taken back",
        f"{ended}too many wrong codes were typed.": stands == "locked",
        f"{ended}its 28 days are over.": stands == "over",
        "Give it again The old link and the old code open nothing after this.": was_given,
        "The link goes to jo@example.org, and opens for 28 days with a code": email,
        "The request has no e-mail address: you get a link and a code to tell them, and can print it.": not email,
        "Read what they are given Print it (PDF)": True,
    }


@PRIVACY.of(rows=["none", "one waits", "two wait"], answered=BOTH)
def giving_too_early(given: Given, rows: str, answered: bool) -> Said:
    request = request_of(given, known=True, answered=answered)
    for _ in range({"none": 0, "one waits": 1, "two wait": 2}[rows]):
        found_of(given, request)
    return at_desk(given, "privacy:request-bundle", 7), {
        "Nothing has been found yet. Look for all that is held": rows == "none",
        "1 row still waits for a decision. Read what was found": rows == "one waits" and not answered,
        "2 rows still wait for a decision. Read what was found": rows == "two wait" and not answered,
        "This was answered before all that was found was decided about: no more of it is given.": (
            answered and rows != "none"
        ),
        "Read what they are given": False,
    }


DECIDED: dict[str, dict[str, Any]] = {
    "all": {"decision": "whole"},
    "part": {"decision": "part", "hidden": "J.", "reason": "Somebody else is named."},
    "left out": {"decision": "not", "reason": "It is the team’s own."},
    "of another": {"decision": "not_theirs"},
    "gone": {"decision": "whole"},
}


@PRIVACY.of(rows=[*DECIDED, "two gone", "two in part", "two left out"], other=BOTH)
def what_they_are_given(given: Given, rows: str, other: bool) -> Said:
    request = request_of(given, known=True, **(OTHERS if other else {}))
    how = {"two gone": "gone", "two in part": "part", "two left out": "left out"}.get(rows, rows)
    for number in range(1 if how == rows else 2):
        made = found_of(given, request, **DECIDED[how])
        if how == "gone":
            FoundRow.objects.filter(pk=made.pk).update(row=f"0{number}")
    is_given = how in ("all", "part")
    return at_desk(given, "privacy:request-bundle-read", 7), {
        f"About Jo Asker, as it stood on {day(given.at.date())} at": True,
        " Given to Ben Oak, who asked on their behalf.": other,
        "Of what was found, 1 row has been deleted since.": rows == "gone",
        "Of what was found, 2 rows have been deleted since.": rows == "two gone",
        "Nothing of what was found is given.": not is_given,
        "Who you are, and how you are reached Person": is_given,
        "Words are left out of this: Somebody else is named.": how == "part",
        "1 whole row: It is the team’s own.": rows == "left out",
        "2 whole rows: It is the team’s own.": rows == "two left out",
        "What is left out, and why Words of 1 row: why is said there": rows == "part",
        "What is left out, and why Words of 2 rows: why is said there": rows == "two in part",
        "What is left out, and why Nothing is left out.": how in ("all", "of another", "gone"),
        "Why we hold it, and for how long To deal with the people of the programme": is_given,
    }


@PRIVACY.of(who=["", "team", "link", "you"])
def who_looked(given: Given, who: str) -> Said:
    person = person_of(given)
    request = request_of(given, known=True, person=person, user=person.user)
    found_of(given, request, person, "whole")
    if who:
        by = {"team": UserFactory(is_staff=True), "link": None, "you": person.user}[who]
        about = {"object_type": "stakeholders.person", "object_id": str(person.pk), "programme_id": given.programme.pk}
        LogEntryFactory(verb="looked", by=by, **about)
    told = "Whoever is shown how you are reached, or what you need, is in our log. 4 January 2016, 12:00: "
    return at_desk(given, "privacy:request-bundle-read", 7), {
        "Nobody’s look at what is given here is in our log.": not who,
        f"{told}a member of the team, at person": who == "team",
        f"{told}somebody with a personal link, at person": who == "link",
        f"{told}you, at person": who == "you",
    }


@PRIVACY.of(statement=["", "bare", "named", "full"], telephone=BOTH, elsewhere=["", "said", "unsaid"])
def who_answers_for_it(given: Given, statement: str, telephone: bool, elsewhere: str) -> Said:
    Statement.objects.all().delete()
    person = person_of(given)
    found_of(given, request_of(given, known=True, person=person), person, "whole")
    bare = {"officer": "", "officer_reached": "", "shared_with": "", "outside_uk": ""}
    named = bare | {"officer": "Ola Fisher"}
    full = {"officer": "Ola Fisher", "officer_reached": "ola@example.org"}
    if statement:
        more = {"bare": bare, "named": named, "full": full}[statement]
        StatementFactory(programme=given.programme, body="The Council", reached="1 Ford Street", **more)
    number = "0141 496 0000" if telephone else ""
    Programme.objects.filter(pk=given.programme.pk).update(contact_telephone=number)
    if elsewhere:
        there = ProgrammeFactory(title="Elsewhere", lead_body="The Other Body", contact_email="there@example.org")
        AppointmentFactory(partnership__programme=there, person=person)
        if elsewhere == "said":
            StatementFactory(programme=there, body="The Trust", reached="trust@example.org")
    others = "Others who deal with you too Each answers for what it holds itself"
    return at_desk(given, "privacy:request-bundle-read", 7), {
        f"{given.programme.lead_body} answers for it.": not statement,
        "The Council answers for it. 1 Ford Street": bool(statement),
        "The data protection officer is Ola Fisher.": statement == "named",
        "The data protection officer is Ola Fisher: ola@example.org.": statement == "full",
        "Who else is given it: A company that runs the server.": statement == "full",
        "Outside the United Kingdom: Nowhere.": statement == "full",
        others: bool(elsewhere),
        "Elsewhere: The Trust, trust@example.org": elsewhere == "said",
        "Elsewhere: The Other Body, there@example.org": elsewhere == "unsaid",
        ", or ring 0141 496 0000. If you are not content with our answer": telephone,
        f"{given.programme.contact_email}. If you are not content with our answer": not telephone,
    }


def picture_of(given: Given, *, lost: bool = False) -> Request:
    """Make a request for which a picture and an invitation were found; its file may have gone."""
    request = request_of(given, known=True)
    sent = SentPictureFactory(poster__programme=given.programme)
    found_of(given, request, sent, "whole")
    found_of(given, request, InvitationFactory(partnership__programme=given.programme), "whole")
    if lost:
        sent.file.storage.delete(sent.file.name)
    return request


@PRIVACY.of(where=["page", "archive", "archive that lost it"])
def file_that_is_given(given: Given, where: str) -> Said:
    request = picture_of(given, lost=where == "archive that lost it")
    name = f"sentpicture-{request.found.get(table='consultations.sentpicture').row}-file.jpg"
    if where == "page":
        text = at_desk(given, "privacy:request-bundle-read", 7)
    else:
        with ZipFile(BytesIO(archive_of(contents_of(request, given.at)))) as archive:
            text = text_seen(archive.read(PAGE).decode())
    return text, {
        f"File {name}, a file, given with the archive": where == "page",
        f"File {name}, which has gone since": where == "archive that lost it",
        f"File {name}": True,
        "Invitation: token hash: says nothing of anybody without the link": True,
        "What is left out, and why Nothing is left out.": False,
    }


@PRIVACY.of(public=BOTH, right=BOTH)
def opened_by_link_and_code(given: Given, public: bool, right: bool) -> Said:
    bundle = BundleFactory(request=picture_of(given), given_by=given.lead)
    hide(given, public)
    browser = Client()
    browser.get(link_for(bundle))
    page = reverse("privacy:bundle-detail", args=[bundle.pk])
    answer = browser.post(page, {"code": code_for(bundle) if right else "1"}, follow=True)
    contact = f"{given.programme.contact_name}, {given.programme.contact_email}"
    return text_seen(answer.content.decode()), {
        "This link opens it until": right,
        "To make sure that it is you, we ask for the code as well. It is not in the e-mail.": not right,
        f"or to use it no more, or complain. Or write to {contact}": right and public,
        f"would you rather we did not hold it? Write to {contact}": right and not public,
    }


@PRIVACY.of(address=BOTH, fails=BOTH)
def on_paper_for_them(given: Given, address: bool, fails: bool) -> Said:
    request = request_of(given, known=True, postal_address="1 Long Row" if address else "")
    found_of(given, request, decision="whole")
    today = day(given.at.date())
    with on_paper("privacy.access.documents", fails=fails) as papers:
        page = at_desk(given, "privacy:request-bundle-pdf", 7)
    return " | ".join([page, *papers]), {
        "It cannot be drawn as a PDF Pango is missing. Read it as a page, which your browser can print.": fails,
        f"Jo Asker 1 Long Row {today} What we hold of you (7)": address,
        f"Jo Asker {today} What we hold of you (7)": not address,
    }
