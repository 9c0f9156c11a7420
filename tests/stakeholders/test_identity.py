"""A representative's name and address are put right: by the team with a reason, or by themself with two codes."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import LogEntry, User
from kit.refusals import InvalidTransition, Refused
from outbox.models import About, Message
from outbox.services import Email, queue_message
from stakeholders.models import Appointment, Person
from stakeholders.services import AddressRefused, correct_identity, end_appointment
from tests.accounts.factories import UserFactory
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.factories import AppointmentFactory

pytestmark = pytest.mark.both
REASON = "She has married."


@pytest.fixture
def spoken(appointment) -> Appointment:
    """The representative, with the address by which they sign in."""
    Person.objects.filter(pk=appointment.person_id).update(name="Rosa Adeyemi", email=appointment.person.user.email)
    return Appointment.objects.with_names().select_related("person__user").get(pk=appointment.pk)


def letters() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("to_address", "subject"))


def correct(appointment, broker, at, **said):
    said = {"name": "Rosa Adeyemi", "email": "", "reason": REASON} | said
    return correct_identity(appointment, by=broker, at=at, **said)


def test_broker_changes_both_and_both_addresses_are_told(spoken, broker, programme, at):
    before = spoken.person.user.email
    assert correct(spoken, broker, at, name="Rosa Boyd", email="Rosa.Boyd@example.org") == ["name", "email"]
    person = Person.objects.select_related("user").get(pk=spoken.person_id)
    now = "rosa.boyd@example.org"
    assert (person.name, person.user.name, person.email, person.user.email) == ("Rosa Boyd", "Rosa Boyd", now, now)
    assert list(EmailAddress.objects.filter(user=person.user).values_list("email", "verified")) == [(now, True)]
    told = "Your name and e-mail address have changed"
    assert sorted(letters()) == sorted([(now, told), (before, told)])
    for message in Message.objects.all():
        assert (REASON in message.text, str(broker) in message.text) == (True, True)
        assert (now in message.text, before in message.text) == (False, False)
    entry = LogEntry.objects.get(verb="identity_changed")
    assert (entry.by, entry.programme_id) == (broker, programme.pk)
    was = entry.details.pop("was")
    assert (list(was), [words.split()[1] for words in was.values()]) == (["name", "email"], ["characters"] * 2)
    assert entry.details == {"fields": ["name", "email"], "reason": REASON}
    assert LogEntry.objects.filter(verb="address_changed", by=broker).count() == 1


def test_broker_changes_a_name_alone_and_one_letter_tells_it(spoken, broker, at):
    correct(spoken, broker, at, name="Rosa Boyd")
    assert letters() == [(spoken.person.user.email, "Your name has changed")]
    assert "sign in with" not in Message.objects.get().text


def test_whoever_holds_the_old_address_is_signed_out(client_of, spoken, broker, at):
    client = client_of(spoken.person.user)
    assert client.get("/home/").status_code == 200
    correct(spoken, broker, at, email="rosa.boyd@example.org")
    assert client.get("/home/").status_code == 302


def test_what_is_still_to_be_sent_goes_to_the_new_address(spoken, broker, at):
    email = Email(to_address=spoken.person.user.email, to_name="Rosa", subject="News", text="News")
    waiting = queue_message(About("test", 1), email, kind="test", at=at)
    correct(spoken, broker, at, email="rosa.boyd@example.org")
    waiting.refresh_from_db()
    assert waiting.to_address == "rosa.boyd@example.org"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Nothing is different"),
        ({"email": "taken@example.org"}, "Somebody else signs in with this address."),
        ({"email": "Taken@Example.org\u200b"}, "Somebody else signs in with this address."),
    ],
)
def test_broker_is_refused_with_a_sentence_and_nothing_changes(spoken, broker, at, said, sentence):
    UserFactory(email="taken@example.org")
    before = spoken.person.user.email
    with pytest.raises(Refused, match=sentence):
        correct(spoken, broker, at, **said)
    assert (User.objects.get(pk=spoken.person.user_id).email, letters()) == (before, [])


def test_broker_is_refused_what_is_no_address(spoken, broker, at):
    with pytest.raises(AddressRefused, match="not an e-mail address"):
        correct(spoken, broker, at, email="nowhere")


def test_broker_is_refused_somebody_who_speaks_in_a_programme_of_others(spoken, broker, other_programme, at):
    AppointmentFactory(person=spoken.person, partnership__programme=other_programme)
    with pytest.raises(Refused, match="They speak in “Elsewhere” too"):
        correct(spoken, broker, at, email="rosa.boyd@example.org")


def test_broker_is_refused_a_member_of_staff_and_whoever_cannot_sign_in(spoken, broker, at):
    User.objects.filter(pk=spoken.person.user_id).update(is_staff=True)
    with pytest.raises(Refused, match="member of staff"):
        correct(spoken, broker, at, email="rosa.boyd@example.org")
    Person.objects.filter(pk=spoken.person_id).update(user=None, email="")
    with pytest.raises(Refused, match="cannot sign in yet"):
        correct(spoken, broker, at, email="rosa.boyd@example.org")


def test_broker_is_refused_an_appointment_that_has_ended(spoken, broker, at):
    end_appointment(spoken, reason="Away", ending="other", by=broker, at=at)
    with pytest.raises(InvalidTransition):
        correct(spoken, broker, at + timedelta(hours=1), name="Rosa Boyd")


def test_identity_whose_letter_cannot_be_queued_stays(spoken, broker, at):
    before = spoken.person.user.email
    with pytest.raises(WriteRefused), refusing(Message):
        correct(spoken, broker, at, name="Rosa Boyd", email="rosa.boyd@example.org")
    person = Person.objects.select_related("user").get(pk=spoken.person_id)
    assert (person.name, person.user.email, LogEntry.objects.count()) == ("Rosa Adeyemi", before, 0)


def test_appointment_identity_asks_for_the_reason_and_keeps_what_was_typed(staff, spoken, programme):
    address = reverse("stakeholders:appointment-identity", args=[programme.slug, spoken.pk])
    page = staff.get(address)
    assert ("Rosa Adeyemi" in page.text, spoken.person.user.email in page.text) == (True, False)
    answer = staff.post(address, {"name": "Rosa Boyd", "email": "new@example.org", "reason": ""})
    assert "Say in a few words why it changes." in answer.text
    assert ('value="Rosa Boyd"' in answer.text, 'value="new@example.org"' in answer.text) == (True, True)
    answer = staff.post(address, {"name": "Rosa Boyd", "email": "new@example.org", "reason": REASON})
    assert answer["Location"] == reverse(
        "stakeholders:partnership-detail", args=[programme.slug, spoken.partnership_id]
    )
    assert User.objects.get(pk=spoken.person.user_id).email == "new@example.org"


# -- By themself ---------------------------------------------------------------------------------------

PAGE = "/home/about-me/name-and-address/"
NEW = "rosa.boyd@example.org"


@pytest.fixture
def own(client_of, spoken):
    """The representative's browser."""
    return client_of(spoken.person.user)


def codes() -> dict[str, str]:
    """Return the newest code that went to each address."""
    sent = Message.objects.filter(kind="address-code").order_by("pk")
    return {each.to_address: each.subject.split()[0] for each in sent}


def ask(own, email=NEW, name="Rosa Boyd"):
    return own.post(PAGE, {"name": name, "email": email})


def answer(own, old, new):
    return own.post(PAGE, {"old_code": old, "new_code": new})


def test_own_identity_changes_the_name_at_once(own, spoken):
    assert ask(own, email=spoken.person.user.email)["Location"] == "/home/about-me/"
    assert Person.objects.get(pk=spoken.person_id).name == "Rosa Boyd"
    assert letters() == [(spoken.person.user.email, "Your name has changed")]
    assert "You have changed your name." in Message.objects.get().text


def test_own_identity_changes_the_address_by_both_codes_and_ends_every_other_session(own, client_of, spoken):
    elsewhere = client_of(spoken.person.user)
    before = spoken.person.user.email
    assert ask(own)["Location"] == PAGE
    assert User.objects.get(pk=spoken.person.user_id).email == before
    assert "Two codes" in own.get(PAGE).text
    sent = codes()
    assert set(sent) == {before, NEW}
    assert answer(own, sent[before].lower(), f" {sent[NEW]} ")["Location"] == "/home/about-me/"
    user = User.objects.get(pk=spoken.person.user_id)
    assert (user.email, user.name) == (NEW, "Rosa Boyd")
    assert own.get("/home/about-me/").status_code == 200
    assert elsewhere.get("/home/about-me/").status_code == 302
    told = Message.objects.exclude(kind="address-code").values_list("to_address", flat=True)
    assert sorted(told) == sorted([before, NEW])
    entry = LogEntry.objects.get(verb="identity_changed")
    assert (entry.by, entry.details["fields"], [*entry.details["was"]]) == (user, *[["name", "email"]] * 2)


@pytest.mark.parametrize("swap", ["old", "new", "both"])
def test_own_identity_needs_both_codes(own, spoken, swap):
    ask(own)
    before = spoken.person.user.email
    old, new = codes()[before], codes()[NEW]
    typed = {"old": ("BBBB-BBBB", new), "new": (old, "BBBB-BBBB"), "both": (new, old)}[swap]
    assert "These are not the two codes." in answer(own, *typed).text
    assert User.objects.get(pk=spoken.person.user_id).email == before


def test_own_identity_begins_again_after_three_tries_and_after_a_quarter_of_an_hour(own, spoken, at):
    before = spoken.person.user.email
    ask(own)
    old, new = codes()[before], codes()[NEW]
    for _ in range(3):
        answer(own, "BBBB-BBBB", "BBBB-BBBB")
    assert answer(own, old, new)["Location"] == PAGE
    assert "tried too often" in own.get(PAGE).text
    with time_machine.travel(at, tick=False):
        ask(own)
    sent = codes()
    with time_machine.travel(at + timedelta(minutes=15), tick=False):
        assert answer(own, sent[before], sent[NEW])["Location"] == PAGE
    assert User.objects.get(pk=spoken.person.user_id).email == before


def test_own_identity_tells_that_an_address_is_taken_only_to_whoever_has_it(own, spoken):
    UserFactory(email=NEW)
    assert ask(own)["Location"] == PAGE
    sent = codes()
    page = answer(own, sent[spoken.person.user.email], sent[NEW])
    assert "Somebody else signs in with this address." in page.text
    assert User.objects.get(pk=spoken.person.user_id).name != "Rosa Boyd"


@pytest.mark.parametrize("typed", [{"name": ""}, {"email": "nowhere"}, {"email": ""}])
def test_own_identity_refuses_what_cannot_be_and_keeps_what_was_typed(own, spoken, typed):
    page = own.post(PAGE, {"name": "Rosa Boyd", "email": NEW} | typed)
    assert (page.status_code, list(page.context["form"].errors)) == (200, list(typed))
    assert (letters(), Person.objects.get(pk=spoken.person_id).name) == ([], "Rosa Adeyemi")


def test_own_identity_writes_to_no_address_again_and_again(own, settings):
    for number in range(10):
        assert ask(own, name=f"Rosa {number}").status_code == 302
    assert "Many codes were sent to this address today" in own.post(f"{PAGE}?again", {"name": "R", "email": NEW}).text
