"""The pages of somebody who is asked to speak for an organisation, by their personal link."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as conf
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import LogEntry, User
from outbox.models import Message
from stakeholders import links
from stakeholders.models import Appointment, Invitation, Person
from stakeholders.services import invite_to_appoint, pass_on_invitation, readdress_invitation, withdraw_invitation
from tests.accounts.factories import UserFactory
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory, PersonFactory

PAGES = (
    "",
    "answer/",
    "colleague/",
    "no/",
    "name/",
    "declarations/",
    "contact/",
    "needs/",
    "sharing/",
    "check/",
    "done/",
)
DECLARED = {"can_decide": "on", "can_engage": "on"}
CONTACT = {"contact_by": "telephone", "telephone": "0141 496 0001", "postal_address": ""}
NEEDS = {"communication_needs": "Large print", "access_needs": "Step-free"}


@pytest.fixture
def invitation(programme, lead, at):
    partnership = PartnershipFactory(programme=programme, organisation__name="Befrienders")
    return invite_to_appoint(partnership, name="Rosa Adeyemi", email="rosa.adeyemi@example.org", by=lead, at=at)


@pytest.fixture
def let_in(client, invitation):
    """A browser in which the invited person has opened the link."""
    client.get(opening(invitation))
    return client


def opening(invitation):
    return f"/i/{links.token_for(invitation)}/"


def page(invitation, end=""):
    return f"/invitation/{invitation.pk}/{end}"


def everything():
    tables = (Invitation, Appointment, Person, User, LogEntry, Message)
    return [list(model.objects.order_by("pk").values()) for model in tables]


def answer_all(browser, invitation):
    """Say yes, and answer page by page as far as the check; return its page."""
    browser.post(page(invitation))
    typed = ({"name": "Rosa B. Adeyemi"}, DECLARED, CONTACT, NEEDS, {"shares_contact": "yes"})
    here = browser.post(page(invitation, "answer/"), {"answer": "yes"})["Location"]
    for fields in typed:
        here = browser.post(here, fields)["Location"]
    assert here == page(invitation, "check/")
    return browser.get(here).text


def test_invitation_open_moves_the_token_out_of_the_address(client, invitation):
    response = client.get(opening(invitation))
    assert (response.status_code, response["Location"]) == (302, page(invitation))
    cookie = response.cookies["invitation"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (page(invitation), True, "Lax")
    assert response["Referrer-Policy"] == "no-referrer"
    assert links.token_for(invitation) not in str(cookie)
    shown = client.get(page(invitation))
    assert (shown["Cache-Control"], shown["X-Robots-Tag"]) == ("no-store, private", "noindex")
    assert links.token_for(invitation) not in shown.text
    assert "Will you speak for Befrienders?" in shown.text


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_scanner_that_opens_every_page_writes_nothing(let_in, invitation, method):
    answer_all(let_in, invitation)
    before = everything()
    let_in.get(opening(invitation))
    for end in PAGES:
        getattr(let_in, method)(page(invitation, end))
    assert everything() == before


@pytest.mark.parametrize(("method", "status"), [("get", 404), ("post", 405)])
def test_the_token_is_in_no_line_of_the_log(client, invitation, lead, at, caplog, method, status):
    withdraw_invitation(invitation, by=lead, at=at)
    line = conf.LOGGING["formatters"]["line"]
    formatter = import_string(line["()"])(fmt=line["fmt"], style=line["style"])
    with caplog.at_level(logging.INFO):
        assert getattr(client, method)(opening(invitation)).status_code == status
    lines = "\n".join(formatter.format(record) for record in caplog.records)
    assert "/i/…/" in lines
    assert links.token_for(invitation) not in lines
    assert "rosa.adeyemi" not in lines


def test_every_link_that_opens_nothing_says_the_same_and_whom_to_write_to(invitation, lead, at):
    used = invite_elsewhere(invitation, lead, at)
    answer_all(browser_for(used), used)
    browser_for(used).post(page(used, "check/"))
    with time_machine.travel(invitation.expires_at, tick=False):
        expired = Client().get(opening(invitation))
    withdraw_invitation(invitation, by=lead, at=at)
    withdrawn = Client().get(opening(invitation))
    used_up = Client().get(opening(used))
    unknown = Client().get(f"/i/{'x' * 43}/")
    for response in (expired, withdrawn, used_up, unknown):
        assert response.status_code == 404
        assert "This link no longer opens a page" in response.text
        assert "Befrienders" not in response.text
        assert "Rosa" not in response.text
    assert expired.content == withdrawn.content == used_up.content
    assert "programme@example.org" in expired.text
    assert "reply to the message" in unknown.text


def invite_elsewhere(invitation, lead, at):
    partnership = PartnershipFactory(programme=invitation.partnership.programme)
    return invite_to_appoint(partnership, name="Jo", email="jo@example.org", by=lead, at=at)


def browser_for(invitation):
    browser = Client()
    browser.get(opening(invitation))
    return browser


def test_a_browser_that_was_let_in_opens_no_other_invitation(let_in, invitation, lead, at):
    other = invite_elsewhere(invitation, lead, at)
    let_in.cookies["invitation"]["path"] = "/"
    for end in PAGES:
        assert let_in.get(page(other, end)).status_code == 404
        assert let_in.post(page(other, end)).status_code in (404, 405)


@pytest.mark.parametrize("end", ["colleague/", "no/", "name/", "needs/"])
@pytest.mark.parametrize("meanwhile", ["withdrawn", "answered"])
def test_an_invitation_that_ended_meanwhile_shows_what_was_typed(let_in, invitation, lead, at, end, meanwhile):
    if meanwhile == "withdrawn":
        withdraw_invitation(invitation, by=lead, at=at)
    else:
        pass_on_invitation(invitation, name="Bo", email="bo@example.org", at=at)
    before = everything()
    typed = {"name": "Sam Osei", "email": "sam@example.org", "reason": "Too far away", "access_needs": "Step-free"}
    answer = let_in.post(page(invitation, end), typed)
    assert answer.status_code == (404 if meanwhile == "withdrawn" else 409)
    assert [words in answer.text for words in typed.values()] == [True] * 4
    assert "before you sent this" in answer.text
    assert everything() == before


def test_a_link_that_was_replaced_lets_nobody_stay(let_in, invitation, lead, at):
    readdress_invitation(invitation, name="Sam", email="sam@example.org", by=lead, at=at)
    for end in PAGES:
        assert let_in.get(page(invitation, end)).status_code == 404


def test_whoever_says_yes_is_appointed_with_all_they_typed(let_in, invitation):
    check = answer_all(let_in, invitation)
    for words in (
        "Rosa B. Adeyemi",
        "0141 496 0001",
        "Large print",
        "Step-free",
        "Telephone",
        "May see how to reach you",
    ):
        assert words in check
    response = let_in.post(page(invitation, "check/"))
    assert response["Location"] == page(invitation, "done/")
    done = let_in.get(page(invitation, "done/")).text
    assert "You speak for Befrienders" in done
    appointment = Appointment.objects.get()
    person = appointment.person
    assert (person.name, person.contact_by, person.telephone) == ("Rosa B. Adeyemi", "telephone", "0141 496 0001")
    assert (person.communication_needs, person.access_needs) == ("Large print", "Step-free")
    assert appointment.contact_shared_at is not None
    assert let_in.post(page(invitation, "check/"))["Location"] == page(invitation, "done/")
    assert Appointment.objects.count() == 1


def test_what_is_typed_is_kept_from_page_to_page_and_from_day_to_day(let_in, invitation, at):
    answer_all(let_in, invitation)
    with time_machine.travel(at + timedelta(days=20), tick=False):
        later = browser_for(invitation)
        assert 'value="Rosa B. Adeyemi"' in later.get(page(invitation, "name/")).text
        assert "Large print" in later.get(page(invitation, "needs/")).text
        assert "Rosa B. Adeyemi" in later.get(page(invitation, "check/")).text


def test_one_answer_can_be_changed_from_the_check(let_in, invitation):
    answer_all(let_in, invitation)
    changed = let_in.post(page(invitation, "needs/?change"), NEEDS | {"access_needs": "A hearing loop"})
    assert changed["Location"] == page(invitation, "check/")
    assert "A hearing loop" in let_in.get(page(invitation, "check/")).text


@pytest.mark.parametrize(
    ("end", "typed", "message"),
    [
        ("answer/", {}, "Choose what you would like to do."),
        ("answer/", {"answer": "perhaps"}, "Choose one of these."),
        ("name/", {"name": " "}, "Enter your name."),
        ("name/", {"name": "x" * 201}, "Shorten it to 200 or fewer."),
        ("declarations/", {"can_decide": "on"}, "Tick the second box"),
        ("declarations/", {"can_engage": "on"}, "Tick the first box"),
        ("contact/", {"contact_by": "telephone"}, "Enter a telephone number"),
        ("contact/", {"contact_by": "post"}, "Enter a postal address"),
        ("contact/", {"contact_by": "pigeon"}, "Choose one."),
        ("sharing/", {}, "Choose whether they may."),
        ("no/", {"reason": "\n"}, "“No time” is a reason."),
        ("colleague/", {"name": "Sam", "email": "sam"}, "in the right form, like name@example.org"),
        ("colleague/", {"name": "Sam", "email": "Rosa.Adeyemi@example.org"}, "has had this invitation already"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_written(let_in, invitation, end, typed, message):
    before = everything()
    response = let_in.post(page(invitation, end), typed)
    assert response.status_code == 200
    assert "<title>Error:" in response.text
    assert message in response.text
    assert everything() == before


def test_check_sends_back_to_what_is_missing(let_in, invitation):
    assert let_in.get(page(invitation, "check/"))["Location"] == page(invitation, "name/")
    let_in.post(page(invitation, "name/"), {"name": "Rosa"})
    assert let_in.post(page(invitation, "check/"))["Location"] == page(invitation, "declarations/")
    assert Appointment.objects.count() == 0


def test_address_of_somebody_of_another_name_is_refused_without_naming_them(let_in, invitation):
    user = UserFactory(email="rosa.adeyemi@example.org")
    PersonFactory(name="Somebody Else", user=user)
    answer_all(let_in, invitation)
    response = let_in.post(page(invitation, "check/"))
    assert "belongs to somebody of another name" in response.text
    assert "Somebody Else" not in response.text
    assert Appointment.objects.count() == 0


def test_naming_a_colleague_closes_the_link_and_thanks(let_in, invitation):
    typed = {"name": "Sam Osei", "email": "sam.osei@example.org"}
    assert let_in.post(page(invitation, "colleague/"), typed)["Location"] == page(invitation, "done/")
    assert "We have asked Sam Osei" in let_in.get(page(invitation, "done/")).text
    assert Client().get(opening(invitation)).status_code == 404
    theirs = Invitation.objects.get(name="Sam Osei")
    assert "Rosa Adeyemi named you as the right person to ask." in browser_for(theirs).get(page(theirs)).text


def test_whoever_named_a_colleague_is_not_told_whom_the_team_asked_in_their_place(let_in, invitation, lead):
    let_in.post(page(invitation, "colleague/"), {"name": "Sam Osei", "email": "sam.osei@example.org"})
    other = readdress_invitation(
        invitation.passed_on_to, name="Jo Lin", email="jo@example.org", by=lead, at=timezone.now()
    )
    done = let_in.get(page(invitation, "done/")).text
    assert ("We asked whom you named, and by now somebody else." in done, "Jo Lin" in done) == (True, False)
    asked = browser_for(other).get(page(other)).text
    assert ("named you" in asked, "We would like Befrienders to have a say in it" in asked) == (False, True)


def test_invitation_pass_on_says_that_it_was_passed_on_often_enough(invitation, at):
    second = pass_on_invitation(invitation, name="Sam", email="sam@example.org", at=at)
    third = pass_on_invitation(second, name="Jo", email="jo@example.org", at=at)
    refused = browser_for(third).post(page(third, "colleague/"), {"name": "Al", "email": "al@example.org"})
    assert refused.status_code == 200
    assert "passed on twice already. Please tell us whom to ask." in refused.text
    assert 'value="al@example.org"' in refused.text
    assert Invitation.objects.count() == 3


def test_invitation_check_says_to_whoever_speaks_already_that_they_do(let_in, invitation, lead, at):
    answer_all(let_in, invitation)
    let_in.post(page(invitation, "check/"))
    again = invite_to_appoint(
        invitation.partnership, name="Rosa Adeyemi", email="rosa.adeyemi@example.org", by=lead, at=timezone.now()
    )
    browser = browser_for(again)
    answer_all(browser, again)
    refused = browser.post(page(again, "check/"))
    assert refused.status_code == 200
    assert "You speak for Befrienders already. Sign in with a code." in refused.text
    assert Appointment.objects.count() == 1


def test_declining_is_thanked_for(let_in, invitation):
    response = let_in.post(page(invitation, "no/"), {"reason": "No time\r\nthis year"})
    assert response["Location"] == page(invitation, "done/")
    assert "Thank you for telling us" in let_in.get(page(invitation, "done/")).text
    assert Invitation.objects.get().decline_reason == "No time\nthis year"


def test_whoever_is_signed_in_stays_signed_in_as_themselves(client_of, invitation, viewer):
    browser = client_of(viewer)
    browser.get(opening(invitation))
    answer_all(browser, invitation)
    browser.post(page(invitation, "check/"))
    assert browser.session["_auth_user_id"] == str(viewer.pk)
    assert Appointment.objects.get().person.user.email == "rosa.adeyemi@example.org"


def test_a_page_says_that_somebody_is_replaced_without_naming_them(let_in, invitation):
    AppointmentFactory(partnership=invitation.partnership, person__name="Ada Present")
    shown = let_in.get(page(invitation)).text
    assert "you take over from them" in shown
    assert "Ada Present" not in shown


def test_pages_ask_nobody_to_sign_in_and_read_no_session(let_in, invitation):
    response = let_in.get(page(invitation))
    assert "sessionid" not in response.cookies
    assert "Sign in" not in response.text


def test_pages_need_the_forms_own_token(invitation):
    strict = Client(enforce_csrf_checks=True)
    strict.get(opening(invitation))
    assert strict.post(page(invitation, "no/"), {"reason": "No"}).status_code == 403
    assert Invitation.objects.get().status == "open"
