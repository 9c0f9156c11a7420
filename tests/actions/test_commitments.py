"""Sheets with codes: people say without an account what they will do, once each; the team enters what is on paper."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from actions.commitments.services import NewCommitment, close_sheet, make_commitment, open_sheets
from actions.models import Commitment, CommitmentSheet, CommitmentSource, PersonalRecord
from actions.records.links import record_address_for
from kit.refusals import InvalidTransition
from outbox.models import Message
from tests.actions.factories import ActionAreaFactory, CommitmentFactory, CommitmentSourceFactory, ProposerFactory
from tests.actions.test_at_once import TIMES
from tests.at_once import at_once
from tests.conftest import staff_with
from tests.phases.factories import MeetingFactory

WORDS = {
    "what": "I will ask my neighbours.",
    "name": "Ines Okoro",
    "reached_by": "ines.okoro@example.org",
    "naming": "counted",
}


@pytest.fixture
def area(programme):
    """An action area that nobody but the team sees."""
    return ActionAreaFactory(
        programme=programme, number=1, title="Benches", summary="Not for all.", published_at=None, published_by=None
    )


@pytest.fixture
def sheet(programme, area, lead, at):
    """The sheet of that action area."""
    open_sheets(programme, by=lead, at=at)
    return area.commitment_sheet


@pytest.fixture
def telephone():
    """A telephone that keeps no cookies, before a site that checks where forms come from."""
    return Client(enforce_csrf_checks=True)


def test_every_area_and_the_programme_has_one_sheet(programme, area, lead, at):
    assert open_sheets(programme, by=lead, at=at) == 2
    ActionAreaFactory(programme=programme, number=2)
    assert [open_sheets(programme, by=lead, at=at) for _ in range(2)] == [1, 0]
    codes = list(CommitmentSheet.objects.values_list("code", flat=True))
    assert (len(set(codes)), {len(code) for code in codes}) == (3, {10})
    assert LogEntry.objects.filter(verb="opened").count() == 3


def test_joining_by_the_code_is_taken_in_once_and_shown_to_nobody_else(telephone, client, sheet, area):
    page = sheet.get_absolute_url()
    asked = telephone.get(page)
    assert ("Benches" in asked.text, "Not for all." in asked.text, asked.cookies) == (True, False, {})
    typed = WORDS | {"key": str(uuid4())}
    answers = [telephone.post(page, typed) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"{page}thanks/{typed['key']}/"}
    commitment = Commitment.objects.get()
    assert (commitment.area, commitment.public_name, commitment.published_at) == (area, "Somebody who was there", None)
    assert (commitment.person.name, commitment.person.email) == ("Ines Okoro", "ines.okoro@example.org")
    thanks = telephone.get(answers[0]["Location"]).text
    assert ("I will ask my neighbours." in thanks, "ines.okoro@example.org" in thanks) == (True, True)
    elsewhere = client.get(answers[0]["Location"]).text
    assert ("I will ask my neighbours." in elsewhere, "ines.okoro@example.org" in elsewhere) == (True, False)
    assert LogEntry.objects.get(verb="added", object_type="actions.commitment").details == {"channel": "sheet"}
    assert "neighbours." not in client.get("/programmes/neighbours/actions/").text


def test_other_words_by_the_same_form_are_kept_and_asked_about(telephone, sheet):
    page, typed = sheet.get_absolute_url(), WORDS | {"key": str(uuid4())}
    telephone.post(page, typed)
    again = telephone.post(page, typed | {"what": "I will bring a chair."})
    assert "This form was sent already, with other words" in again.text
    assert "I will bring a chair." in again.text
    assert typed["key"] not in again.text
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize("left_out", ["what", "name", "naming"])
def test_form_with_something_left_out_keeps_the_rest(left_out, telephone, sheet):
    response = telephone.post(sheet.get_absolute_url(), WORDS | {left_out: ""})
    assert (response.status_code, "There is a problem" in response.text) == (200, True)
    assert WORDS["reached_by"] in response.text
    assert Commitment.objects.count() == 0


def test_closed_sheet_takes_nothing_in_and_gives_the_words_back(telephone, client_of, lead, sheet, programme):
    button = f"/desk/neighbours/sheets/{sheet.pk}/"
    client_of(lead).post(button, {"close": ""})
    late = telephone.post(sheet.get_absolute_url(), WORDS | {"key": str(uuid4())})
    assert (late.status_code, "This sheet is closed" in late.text) == (409, True)
    # Everything that was typed, not the promise alone.
    assert [words in late.text for words in (WORDS["what"], WORDS["name"], WORDS["reached_by"])] == [True] * 3
    assert "This sheet is closed" in telephone.get(sheet.get_absolute_url()).text
    assert Commitment.objects.count() == 0
    client_of(lead).post(button, {"open": ""})
    assert telephone.post(sheet.get_absolute_url(), WORDS | {"key": str(uuid4())}).status_code == 302


def test_what_was_said_is_shown_for_an_hour_and_by_its_own_sheet_alone(telephone, sheet, programme, at):
    key = uuid4()
    make_commitment(sheet, key=key, details=NewCommitment("I will ask.", "Ines"), at=at)
    other = CommitmentSheet.objects.get(area=None)
    assert telephone.get(f"{other.get_absolute_url()}thanks/{key}/").status_code == 404
    CommitmentSource.objects.update(said_at=at - timezone.timedelta(hours=1))
    thanks = telephone.get(f"{sheet.get_absolute_url()}thanks/{key}/")
    assert (thanks.status_code, "I will ask." in thanks.text) == (200, False)


def test_pledge_by_the_programmes_own_sheet_is_in_no_plan(telephone, sheet):
    pledges = CommitmentSheet.objects.get(area=None)
    telephone.post(pledges.get_absolute_url(), WORDS | {"key": str(uuid4()), "naming": "named"})
    pledge = Commitment.objects.get()
    assert (pledge.is_ad_hoc, pledge.public_name) == (True, "Ines Okoro")


def test_hall_behind_one_address_is_let_in_and_a_flood_is_told_to_wait(telephone, sheet, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"hand_in": "3/m/ip"}
    page = sheet.get_absolute_url()
    answers = [telephone.post(page, WORDS | {"key": str(uuid4())}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert ("Nothing is lost" in answers[3].text, WORDS["what"] in answers[3].text) == (True, True)


def test_twelve_names_with_one_address_send_three_letters_and_one_with_the_links_of_all(telephone, sheet):
    for number in range(12):
        typed = WORDS | {"key": str(uuid4()), "name": f"Person {number}", "reached_by": "ines.okoro@example.org"}
        assert telephone.post(sheet.get_absolute_url(), typed).status_code == 302
    unstopped = Message.objects.exclude(state="cancelled").order_by("pk")
    assert [each.kind for each in unstopped] == ["record"] * 3 + ["records_together"]
    letter = unstopped.last()
    assert all(record_address_for(each) in letter.text for each in PersonalRecord.objects.all())
    assert (letter.forgets_text, "Person" in letter.text) == (True, False)
    assert not Message.objects.filter(state="cancelled").exclude(text="").exists()


def test_whose_link_has_gone_is_in_no_letter_for_many(telephone, sheet):
    for number in range(5):
        typed = WORDS | {"key": str(uuid4()), "what": f"I will, {number}.", "reached_by": "ines.okoro@example.org"}
        assert telephone.post(sheet.get_absolute_url(), typed).status_code == 302
    assert [each.kind for each in Message.objects.all()] == ["record"]


def test_sheet_and_registration_count_towards_one_limit(telephone, sheet, programme, at):
    meeting = MeetingFactory(
        programme=programme, starts_at=at + timedelta(days=7), ends_at=None, registration_opens_at=at
    )
    for number in range(3):
        typed = WORDS | {"key": str(uuid4()), "name": f"Person {number}", "reached_by": "ines.okoro@example.org"}
        telephone.post(sheet.get_absolute_url(), typed)
    page = reverse("phases:meeting-register", args=[programme.slug, meeting.pk])
    telephone.post(page, {"name": "Ines", "email": "ines.okoro@example.org"})
    assert [each.kind for each in Message.objects.order_by("pk")] == ["record"] * 3 + ["places_together"]


def test_paper_is_entered_at_the_desk_and_published_by_the_lead(client_of, client, lead, programme, area):
    facilitator = staff_with("facilitator", programme)
    desk, typed = client_of(facilitator), WORDS | {"key": str(uuid4()), "area": "", "channel": "paper"}
    assert [desk.post("/desk/neighbours/commitments/new/", typed).status_code for _ in range(2)] == [302, 302]
    pledge = Commitment.objects.get()
    assert (pledge.source.channel, pledge.source.entered_by, pledge.area) == ("paper", facilitator, None)
    button = f"/desk/neighbours/commitments/{pledge.pk}/publish/"
    assert desk.post(button).status_code == 403
    client_of(lead).post(button, {"publish": ""})
    pledge.refresh_from_db()
    assert pledge.published_by == lead
    client_of(lead).post(button, {"withdraw": ""})
    pledge.refresh_from_db()
    assert pledge.published_at is None


@pytest.mark.parametrize("rows", [1, 30])
def test_commitment_list_asks_the_same_few_questions(rows, client_of, lead, programme, django_assert_num_queries):
    for _ in range(rows):
        CommitmentSourceFactory(commitment__programme=programme, entered_by=lead)
    desk = client_of(lead)
    desk.get("/desk/neighbours/commitments/")
    with django_assert_num_queries(9):
        assert desk.get("/desk/neighbours/commitments/").status_code == 200


def test_commitment_list_shows_fifty_to_a_page_first_those_that_nobody_has_read(client_of, lead, programme, at):
    unread = {"published_at": None, "published_by": None}
    public = CommitmentFactory.create_batch(49, programme=programme)
    newest = CommitmentFactory(programme=programme, published_at=at)
    gone = [CommitmentFactory(programme=programme, taken_back_at=at - timedelta(days=n), **unread) for n in (1, 0)]
    new = CommitmentFactory.create_batch(2, programme=programme, **unread)
    pages = [client_of(lead).get(f"/desk/neighbours/commitments/?page={number}") for number in (1, 2)]
    assert [list(each.context["page"]) for each in pages] == [[*new, newest, *public[:47]], [*public[47:], *gone[::-1]]]
    headings = [re.findall(r"<h2>(.*?)</h2>", each.text) for each in pages]
    assert headings == [["Not public", "Public"], ["Public", "Taken back by whoever said it"]]
    assert "54 altogether; 2 not public." in pages[0].text
    assert [each.text.count('name="publish"') for each in pages] == [2, 0]
    assert [each.text.count('name="withdraw"') for each in pages] == [48, 2]
    assert 'href="?page=2"' in pages[0].text


@pytest.mark.django_db(transaction=True)
def test_double_tap_at_the_same_moment_is_one(sheet, at):
    for number in range(TIMES):
        key, said = uuid4(), NewCommitment(f"I will, {number}.", "Ines")
        became = at_once(*[lambda key=key, said=said: make_commitment(sheet, key=key, details=said, at=at)] * 2)
        assert became[0] == became[1]
        assert Commitment.objects.count() == number + 1


@pytest.mark.django_db(transaction=True)
def test_closing_and_joining_at_once_agree(sheet, lead, at):
    def joined() -> object:
        try:
            return make_commitment(sheet, key=uuid4(), details=NewCommitment("I will.", "Ines"), at=at).pk
        except InvalidTransition:
            return None

    became = at_once(joined, lambda: close_sheet(sheet, by=lead, at=at))
    assert Commitment.objects.count() == int(became[0] is not None)
    assert CommitmentSheet.objects.open().filter(pk=sheet.pk).count() == 0


def test_somebody_who_proposed_and_joins_another_area_is_one_person(sheet, programme, at):
    proposer = ProposerFactory(
        area__programme=programme, area__number=9, person__name="Ines Okoro", person__email="ines.okoro@example.org"
    )
    said = NewCommitment("I will ask.", "ines OKORO", email="INES.okoro@example.org")
    assert make_commitment(sheet, key=uuid4(), details=said, at=at).person == proposer.person
    namesake = make_commitment(sheet, key=uuid4(), details=NewCommitment("I will too.", "Ines Okoro"), at=at)
    assert namesake.person != proposer.person
