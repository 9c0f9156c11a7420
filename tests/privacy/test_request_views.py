"""Requests on pages: the public form, the register, one request's page, and what the officer sees besides."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from privacy.models import Hold, Request
from privacy.requests.letter_pdf import letter_pdf
from tests.conftest import staff_with
from tests.privacy.factories import ClockStopFactory, HoldFactory, RequestFactory, RequestLetterFactory
from tests.reading import text_seen
from tests.stakeholders.factories import AppointmentFactory, PersonFactory

ASK = "/programmes/neighbours/privacy/ask/"
DESK = "/desk/neighbours/requests/"
LATE = 'stop">Late'
TYPED = {
    "kind": "erasure",
    "asked": "Please forget me.",
    "name": "Jo Asker",
    "acting_as": "self",
    "acting_name": "",
    "email": "jo@example.org",
    "key": "7e2b7a36-0000-4000-8000-000000000001",
}


@pytest.fixture
def officer(programme):
    return staff_with("officer", programme)


def test_ask_takes_a_request_in_once_and_gives_its_number(client, programme):
    answers = [client.post(ASK, TYPED, follow=True) for _ in range(2)]
    (asked,) = Request.objects.all()
    assert (asked.kind, asked.channel, asked.recorded_by, asked.programme) == ("erasure", "form", None, programme)
    assert [text_seen(each.text).count("Your number 1") for each in answers] == [1, 1]
    assert "Please forget me." in answers[0].text


def test_ask_shows_what_was_asked_to_nobody_else(client, client_of, programme, lead):
    there = client.post(ASK, TYPED)["Location"]
    other = client_of(lead).get(there).text
    assert ("Please forget me." in other, "jo@example.org" in other) == (False, False)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"kind": ""}, "Choose what is asked."),
        ({"asked": " "}, "Write what was asked."),
        ({"email": ""}, "Enter an e-mail address, or a telephone number or postal address below."),
        ({"email": "jo"}, "Enter an e-mail address in the right form, like name@example.org."),
        ({"acting_as": "carer"}, "Enter the name of whoever asks for them."),
    ],
)
def test_ask_refuses_with_a_sentence_and_keeps_the_words(client, programme, changed, told):
    page = client.post(ASK, TYPED | changed)
    assert (page.status_code, told in page.text, "Jo Asker" in page.text) == (200, True, True)
    assert not Request.objects.exists()


def test_ask_is_not_there_while_the_programme_is_not_public(client, programme):
    type(programme).objects.update(published_at=None, published_by=None)
    assert client.get(ASK).status_code == 404


def test_request_list_shows_open_ones_by_their_last_day_and_says_which_are_late(client_of, lead, programme):
    today = timezone.localdate()
    RequestFactory(programme=programme, number=1, due_on=today + timedelta(days=3), name="Ann One")
    RequestFactory(programme=programme, number=2, due_on=today - timedelta(days=1), name="Ben Two", kind="complaint")
    RequestFactory(programme=programme, number=3, due_on=today, name="Cat Three")
    RequestFactory(name="Eve Elsewhere")

    def names(asks: str = "") -> list[str]:
        page = client_of(lead).get(DESK + asks).text
        return re.findall(f"Ann One|Ben Two|Cat Three|Eve Elsewhere|{LATE}", page)

    assert names() == ["Ben Two", LATE, "Cat Three", "Ann One"]
    assert names("?show=late") == ["Ben Two", LATE]
    assert names("?kind=access") == ["Cat Three", "Ann One"]
    assert names("?q=ann") == ["Ann One"]
    assert names("?show=answered") == []


def test_request_all_lists_those_of_every_programme_in_which_somebody_answers_them(
    client_of, officer, viewer, programme, other_programme
):
    RequestFactory(programme=programme, name="Ann Here")
    RequestFactory(programme=other_programme, name="Eve Elsewhere")
    pages = [client_of(who).get("/desk/requests/").text for who in (officer, viewer)]
    assert [re.findall("Ann Here|Eve Elsewhere", each) for each in pages] == [["Ann Here"], []]


def test_request_create_takes_in_what_a_caller_asks(client_of, lead, programme):
    page, browser = DESK + "new/", client_of(lead)
    today = timezone.localdate()
    day = {f"received_on_{at}": part for at, part in enumerate((today.day, today.month, today.year))}
    typed = TYPED | {"channel": "telephone", **day, "email": "", "law": ""}
    answer = browser.post(page, typed)
    assert answer["Location"] == f"{DESK}1/"
    assert (Request.objects.get().recorded_by, Request.objects.get().channel) == (lead, "telephone")


def test_request_create_refuses_a_law_for_what_is_no_information_and_a_day_to_come(client_of, lead, programme):
    later = timezone.localdate() + timedelta(days=1)
    day = {f"received_on_{at}": part for at, part in enumerate((later.day, later.month, later.year))}
    page = client_of(lead).post(DESK + "new/", TYPED | {"channel": "telephone", **day, "law": "foia"}).text
    assert "Only information is asked for under one of these laws." in page
    assert "The day must be today or earlier." in page


NEXT = {
    "Say that we have it, and by when we answer.": "Acknowledge it",
    "Make sure who asks before anything is shown, changed or erased. Ask for no more than you need.": (
        "Write down how you made sure"
    ),
    "Under which law is it asked? The days are counted by it, and the answer names its commissioner.": "Say which law",
    "Look into it, and tell them what came of it.": "Answer it",
    "Do it, and tell them.": "Answer it",
    "Its clock has stood still since 4 January 2016. When what was asked for comes, start it again.": (
        "It has come: start the clock"
    ),
}


@pytest.mark.parametrize(
    ("given", "which"),
    [
        ({}, 0),
        ({"status": "at_work"}, 1),
        ({"kind": "information"}, 2),
        ({"kind": "information", "status": "at_work"}, 2),
        ({"kind": "complaint"}, 0),
        ({"kind": "complaint", "status": "at_work"}, 3),
        ({"kind": "information", "law": "foia"}, 0),
        ({"kind": "information", "law": "foia", "status": "at_work"}, 4),
        ({"status": "stopped"}, 5),
    ],
)
def test_request_detail_says_what_is_next(client_of, lead, programme, given, which):
    asked = RequestFactory(programme=programme, **given)
    if asked.status == "stopped":
        ClockStopFactory(request=asked)
    text = text_seen(client_of(lead).get(f"{DESK}{asked.number}/").text)
    assert [told in text for told in NEXT] == [at == which for at in range(len(NEXT))]
    assert "{} {}".format(*[*NEXT.items()][which]) in text
    assert LogEntry.objects.filter(verb="looked", programme_id=programme.pk).count() == 1


@pytest.mark.parametrize(
    ("given", "others"),
    [
        ({}, ["Make sure who asks", "Say which person it is", "Stop the clock", "Answer it", "Put it right"]),
        ({"status": "stopped"}, ["Make sure who asks", "Say which person it is", "Answer it", "Put it right"]),
        (
            {"kind": "complaint", "status": "at_work"},
            ["Make sure who asks", "Say which person it is", "Tell how far it is", "Put it right"],
        ),
        ({"kind": "information", "law": "foisa", "status": "at_work"},
         ["Say which person it is", "Stop the clock", "Put it right"]),
    ],
)  # fmt: skip
def test_request_detail_leads_to_each_step_that_can_be_taken(client_of, lead, programme, given, others):
    asked = RequestFactory(programme=programme, **given)
    page = client_of(lead).get(f"{DESK}{asked.number}/").text
    listed = page[page.index('class="govuk-list tl-tools"') : page.index("</section>")]
    assert [text_seen(each) for each in re.findall("<a .*?</a>", listed, re.DOTALL)] == others


def test_more_time_is_offered_while_it_can_be_taken(client_of, lead, programme):
    today = timezone.localdate()
    for number, days in ((1, 3), (2, 60)):
        RequestFactory(programme=programme, number=number, received_on=today - timedelta(days=days))
    pages = [client_of(lead).get(f"{DESK}{number}/").text for number in (1, 2)]
    assert ["Take more time" in each for each in pages] == [True, False]


def test_request_person_offers_those_whom_the_programme_knows_by_name_address_or_number(client_of, lead, programme):
    asked = RequestFactory(programme=programme, name="Ann Elm", email="ann@example.org", telephone="0141 496 0001")
    known = [
        AppointmentFactory(partnership__programme=programme, person=PersonFactory(**given)).person.name
        for given in ({"name": "ANN ELM"}, {"name": "By mail", "email": "ann@example.org"},
                      {"name": "By number", "telephone": "0141 496 0001"}, {"name": "Another"})
    ]  # fmt: skip
    PersonFactory(name="Ann Elm", email="unknown@example.org")
    page = client_of(lead).get(f"{DESK}{asked.number}/person/").text
    assert [each for each in known if each in page] == known[:3]
    assert page.count("govuk-radios__input") == 4
    # Of two with the same name, nobody could tell which it is by the name alone.
    assert "By mail: ann@example.org" in page
    assert ", 0141 496 0001" in page


def test_officer_sees_requests_and_of_the_rest_that_it_is_there(client_of, officer, programme):
    person = AppointmentFactory(partnership__programme=programme, person__name="Ann Elm").person
    RequestFactory(programme=programme, number=1, email="asker@example.org")
    browser = client_of(officer)
    assert "asker@example.org" in browser.get(f"{DESK}1/").text
    assert "Nothing was found where you are on the team." in browser.get(f"/desk/search/?q={person.name}").text
    desk = browser.get("/desk/neighbours/").text
    assert ("Requests" in desk, "Organisations" in desk, "Stocktakes" in desk) == (True, False, False)
    codes = [browser.get(f"/desk/neighbours/{page}/").status_code for page in ("organisations", "phases", "areas")]
    assert codes == [403, 403, 403]
    assert browser.get("/admin/stakeholders/person/").status_code == 403


def test_today_names_requests_that_wait_by_their_last_day(client_of, officer, programme):
    today = timezone.localdate()
    RequestFactory(programme=programme, number=1, due_on=today + timedelta(days=2))
    RequestFactory(programme=programme, number=2, due_on=today - timedelta(days=2), status="at_work")
    RequestFactory(programme=programme, number=3, due_on=today + timedelta(days=9), status="at_work")
    ClockStopFactory(request=RequestFactory(programme=programme, number=4, status="stopped"))
    RequestFactory(programme=programme, number=5, due_on=today, **ANSWERED)
    text = text_seen(client_of(officer).get("/desk/").text)
    said = ["Answer 2 requests, 1 late", "Acknowledge 1 request", "See whether what 1 request waits for has come"]
    assert sorted(said, key=text.index) == said
    assert "Answer 2 requests, 1 late last day was" in text


ANSWERED = {"status": "answered", "outcome": "done", "outcome_words": "Done.", "answered_on": "2016-01-05"}


@pytest.mark.pango
def test_letter_is_drawn_with_its_address(programme):
    letter = RequestLetterFactory(request=RequestFactory(programme=programme, postal_address="1 Long Row\nGlasgow"))
    assert letter_pdf(letter).startswith(b"%PDF-")


def test_hold_that_was_released_or_is_over_no_longer_holds(client_of, lead, programme):
    today = timezone.localdate()
    standing = HoldFactory(programme=programme)
    HoldFactory(programme=programme, until_on=today)
    HoldFactory(programme=programme, until_on=today + timedelta(days=1))
    assert Hold.objects.filter(programme=programme).on(today).count() == 2
    browser = client_of(lead)
    release = reverse("privacy:hold-release", args=[programme.slug, standing.pk])
    assert "Release this hold?" in browser.post(release).text
    browser.post(release, {"sure": "yes"})
    assert Hold.objects.filter(programme=programme).on(today).count() == 1
    assert [*LogEntry.objects.filter(verb="hold_released").values_list("programme_id", flat=True)] == [programme.pk]


@pytest.mark.parametrize(
    ("reason", "told"), [("", "Say why it may not be deleted."), ("An audit.", "This day is past")]
)
def test_hold_set_refuses_no_reason_and_a_day_that_is_past(client_of, lead, programme, reason, told):
    day = {"last_on_0": 1, "last_on_1": 1, "last_on_2": 2020}
    page = client_of(lead).post(f"/desk/{programme.slug}/holds/new/", {"reason": reason, **day}).text
    assert (told in page, Hold.objects.exists()) == (True, False)
