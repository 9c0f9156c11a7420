"""What somebody puts right in their record by its link: nothing is lost, nothing public that the team has not read."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from actions.commitments.services import publish_commitment
from actions.models import Commitment, Correction, PersonalRecord
from actions.records import links
from actions.records.contents import TextSnapshot, record_content
from actions.records.services.corrections import correct_words, settle_correction, take_back
from actions.records.services.sending import give_record, revoke_record_link
from kit.refusals import InvalidTransition, StaleEdit
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    PersonalRecordFactory,
    ProposerFactory,
    StepFactory,
)
from tests.at_once import at_once

NEW = "I will bring two chairs."


@pytest.fixture
def area(programme):
    return ActionAreaFactory(programme=programme, number=3, title="Benches")


@pytest.fixture
def said(programme, area):
    """What Ines said she would do, which everybody reads."""
    return CommitmentFactory(
        programme=programme, area=area, what="I will bring a chair.", public_name="Ines Okoro",
        person__name="Ines Okoro", person__email="ines.okoro@example.org",
    )  # fmt: skip


@pytest.fixture
def step(area):
    return StepFactory(area=area, what="Ask for a bench.", who="Ines Okoro")


@pytest.fixture
def row(programme, said, step, lead, at) -> PersonalRecord:
    return give_record(programme, said.person, by=lead, at=at)


@pytest.fixture
def ines(client, row):
    """A browser in which Ines has opened her link."""
    client.get(f"/r/{links.record_token_for(row)}/")
    return client


def page(row, rest=""):
    return f"/record/{row.pk}/{rest}"


def typed_on(response, text):
    version = re.search(r'name="version" value="(\w+)"', response.text)
    return {"text": text, "version": version[1]}


def put_right(browser, address, text):
    return browser.post(address, typed_on(browser.get(address), text))


def public_words(client):
    return client.get("/programmes/neighbours/actions/3/").text


def test_record_open_moves_the_token_away_and_is_kept_by_nobody(client, row):
    opened = client.get(f"/r/{links.record_token_for(row)}/")
    assert (opened.status_code, opened["Location"]) == (302, page(row))
    assert opened["Referrer-Policy"] == "no-referrer"
    cookie = opened.cookies["record"]
    assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"]) == (page(row), True, "Lax")
    read = client.get(page(row))
    assert (read["X-Robots-Tag"], read["Cache-Control"]) == ("noindex", "no-store, private")
    assert ("I will bring a chair." in read.text, "Ask for a bench." in read.text) == (True, True)
    assert links.record_token_for(row) not in read.text
    assert Correction.objects.count() == 0


def test_record_unknown_expired_revoked_and_another_ones_are_answered_alike(client, row, lead, at):
    token = f"/r/{links.record_token_for(row)}/"
    other = PersonalRecordFactory(programme=row.programme)
    with time_machine.travel(row.link_expires_at + timedelta(seconds=1), tick=False):
        expired = Client().get(token)
    client.get(token)
    client.cookies["record"]["path"] = "/"
    answers = [Client().get(f"/r/{'x' * 43}/"), expired, client.get(page(other)), Client().get(page(row))]
    theirs = CommitmentFactory(programme=row.programme)
    answers.append(client.get(page(row, f"commitments/{theirs.pk}/")))
    revoke_record_link(row, by=lead, at=at)
    answers += [Client().get(token), client.get(page(row))]
    assert {(answer.status_code, "This link does not open a page" in answer.text) for answer in answers} == {
        (404, True)
    }
    posted = [each.post(page(row, "name/"), {"text": "x"}) for each in (client, Client())]
    posted.append(client.post(page(other, "name/"), {"text": "x"}))
    assert {(answer.status_code, "Please open your link again" in answer.text) for answer in posted} == {(404, True)}


def test_new_words_are_public_when_the_team_has_taken_them_in(ines, client_of, lead, row, said):
    assert put_right(ines, page(row, f"commitments/{said.pk}/"), NEW).status_code == 302
    assert NEW in ines.get(page(row)).text
    assert ("I will bring a chair." in public_words(Client()), NEW in public_words(Client())) == (True, False)
    correction = Correction.objects.get()
    assert (correction.kind, correction.before, correction.after) == ("words", "I will bring a chair.", NEW)
    desk = client_of(lead)
    assert NEW in desk.get("/desk/neighbours/records/").text
    desk.post(f"/desk/neighbours/corrections/{correction.pk}/", {"take_in": ""})
    assert ("I will bring a chair." in public_words(Client()), NEW in public_words(Client())) == (False, True)
    with pytest.raises(InvalidTransition):
        settle_correction(correction, take_in=False, by=lead, at=correction.given_at)


def test_words_of_a_step_and_a_name_wait_for_the_team_and_can_be_left(ines, lead, at, row, said, step, programme):
    proposer = ProposerFactory(area=step.area, person=said.person, public_name="Ines Okoro")
    put_right(ines, page(row, f"steps/{step.pk}/"), "Ask twice.")
    put_right(ines, page(row, "name/"), "Inês Okoro")
    assert ("Ask twice." in public_words(Client()), "Inês" in public_words(Client())) == (False, False)
    assert record_content(PersonalRecord.objects.get()).name == "Inês Okoro"
    words, name = Correction.objects.unsettled()
    settle_correction(words, take_in=False, by=lead, at=at)
    settle_correction(name, take_in=True, by=lead, at=at)
    for each in (said.person, said, step, proposer):
        each.refresh_from_db()
    assert (said.person.name, said.public_name, proposer.public_name, step.who, step.what) == (
        "Inês Okoro", "Inês Okoro", "Inês Okoro", "Inês Okoro", "Ask for a bench.",
    )  # fmt: skip
    assert "Ask for a bench." in ines.get(page(row)).text


@pytest.mark.parametrize("kind", ["not_said", "no_longer"])
def test_what_is_taken_back_is_gone_at_once_and_can_stand_again(kind, ines, lead, at, row, said):
    address = page(row, f"commitments/{said.pk}/")
    put_right(ines, address, NEW)
    late = typed_on(ines.get(address), "Written late")
    for _ in range(2):
        ines.post(address, {"take_back": kind})
    assert "I will bring a chair." not in public_words(Client())
    with pytest.raises(InvalidTransition):
        publish_commitment(Commitment.objects.get(pk=said.pk), by=lead, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=said.pk).update(published_at=at, published_by=lead)
    answer = ines.post(address, late)
    assert ("Written late" in answer.text, Correction.objects.filter(after="Written late").count()) == (True, 0)
    assert list(Correction.objects.order_by("pk").values_list("kind", "outcome")) == [
        ("words", "replaced"), (kind, "taken_in"),
    ]  # fmt: skip
    ines.post(f"{address}put-back/")
    said.refresh_from_db()
    assert (said.taken_back_at, said.published_at, said.what) == (None, None, "I will bring a chair.")


def test_step_that_is_taken_back_stays_in_the_plan_and_names_nobody(ines, row, step):
    ines.post(page(row, f"steps/{step.pk}/"), {"take_back": "no_longer"})
    step.refresh_from_db()
    assert (step.what, step.who) == ("Ask for a bench.", "Nobody yet")
    assert "Ask for a bench." not in ines.get(page(row)).text


def test_two_windows_lose_nothing(ines, row, said):
    address = page(row, f"commitments/{said.pk}/")
    opened = ines.get(address)
    ines.post(address, typed_on(opened, NEW))
    second = ines.post(address, typed_on(opened, "I will bring three."))
    for words in ("How it stands now", NEW, "I will bring three."):
        assert words in second.text
    assert Correction.objects.count() == 1
    ines.post(address, typed_on(second, "I will bring three."))
    assert list(Correction.objects.order_by("pk").values_list("before", "after", "outcome")) == [
        ("I will bring a chair.", NEW, "replaced"),
        (NEW, "I will bring three.", ""),
    ]


@pytest.mark.parametrize(("text", "says"), [(" ", "Write what you will do."), ("x" * 301, "is 301 characters long")])
def test_words_that_cannot_be_kept_are_shown_again(text, says, ines, row, said):
    answer = put_right(ines, page(row, f"commitments/{said.pk}/"), text)
    assert (answer.status_code, says in answer.text, Correction.objects.count()) == (200, True, 0)


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_the_same_moment_lose_nothing(row, said, at):
    version = TextSnapshot(said.what).version()

    def written(text):
        try:
            return correct_words(row, said, words=TextSnapshot(text), version=version, by=None, at=at).after
        except StaleEdit as meanwhile:
            return meanwhile.current.text

    became = at_once(lambda: written("One."), lambda: written("Two."))
    assert became[0] == became[1] == Correction.objects.get().after


@pytest.mark.django_db(transaction=True)
def test_taking_back_and_publishing_at_the_same_moment_leave_nothing_public(row, said, lead, at):
    for _ in range(3):
        Commitment.objects.update(published_at=None, published_by=None, taken_back_at=None)
        at_once(
            lambda: take_back(row, said, kind="not_said", by=None, at=at),
            lambda: publish_commitment(Commitment.objects.get(pk=said.pk), by=lead, at=at) and None,
        )
        said.refresh_from_db()
        assert (said.taken_back_at is None, said.published_at) == (False, None)
