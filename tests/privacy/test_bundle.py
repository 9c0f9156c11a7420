"""Giving somebody what is held of them: by a link with a code that goes another way, and by nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, Refused
from outbox.models import Message
from privacy.access import services
from privacy.access.links import code_for, token_for
from privacy.access.models import OPEN_FOR, Bundle
from privacy.access.rows import Row, drawn
from privacy.finding.search import How, Sought, held_of
from privacy.models import FoundRow, Request
from tests.access.conftest import signed_in
from tests.accounts.factories import LogEntryFactory
from tests.privacy.factories import RequestFactory
from tests.stakeholders.factories import PersonFactory


@pytest.fixture
def asked(programme, lead) -> Request:
    """Somebody who asked to see it, of whom one row was found and decided about."""
    at = timezone.now()
    person = PersonFactory(name="Quill Zanary", postal_address="1 Zanary Close")
    known = {"identity_by": "known", "identity_checked_at": at, "identity_checked_by": lead}
    request = RequestFactory(
        programme=programme, name="Quill Zanary", person=person, email="quill@example.org", status="at_work", **known
    )
    decided = {"decision": "whole", "decided_at": at, "decided_by": lead}
    FoundRow.objects.create(request=request, table="stakeholders.person", row=str(person.pk), how="linked", **decided)
    return request


def given(asked: Request, lead) -> Bundle:
    return services.give_bundle(asked, by=lead, at=timezone.now())


def test_row_that_names_somebody_in_its_words_is_told_in_those_of_people(programme):
    other = RequestFactory(programme=programme, kind="objection", asked="Quill Zanary says so too.", name="Jo Asker")
    entry = LogEntryFactory(verb="recorded", object_type="privacy.request", programme_id=programme.pk)
    sought = Sought(names=frozenset({"Quill Zanary"}))
    said = drawn(Row(held_of("privacy.request"), other, How.WORDS, ("asked",)), sought, programme)
    logged = drawn(Row(held_of("accounts.logentry"), entry, How.WORDS, ("details",)), sought, programme)
    told = {fact.label: fact.words for fact in said.context}
    assert (told["What is asked"], told["Came by"]) == ("Object to a use", "Telephone")
    assert {fact.label: fact.words for fact in logged.context}["Object type"] == "request"


def let_in(bundle: Bundle) -> Client:
    """Return a browser that has opened the link."""
    browser = Client()
    answer = browser.get(reverse("privacy:bundle-open", args=[token_for(bundle)]))
    assert answer["Location"] == reverse("privacy:bundle-detail", args=[bundle.pk])
    return browser


def page_of(bundle: Bundle) -> str:
    return reverse("privacy:bundle-detail", args=[bundle.pk])


def test_bundle_opens_by_link_and_code_and_by_neither_alone(asked, lead):
    bundle = given(asked, lead)
    browser, archive = let_in(bundle), reverse("privacy:bundle-archive", args=[bundle.pk])
    before = browser.get(page_of(bundle))
    assert ("Zanary Close" in before.text, browser.get(archive).status_code) == (False, 302)
    wrong = browser.post(page_of(bundle), {"code": "1"})
    assert "This is not the code." in wrong.text
    right = browser.post(page_of(bundle), {"code": f" {code_for(bundle)[:4]}-{code_for(bundle)[4:]} "})
    assert right["Location"] == page_of(bundle)
    assert "1 Zanary Close" in browser.get(page_of(bundle)).text
    assert browser.get(archive)["Content-Type"] == "application/zip"
    assert [Client().get(address).status_code for address in (page_of(bundle), archive)] == [404, 404]
    # Another browser with the link is asked for the code as well.
    assert "Zanary Close" not in let_in(bundle).get(page_of(bundle)).text
    verbs = [*LogEntry.objects.filter(object_type="privacy.request").order_by("pk").values_list("verb", flat=True)]
    assert verbs == ["bundle_given", "wrong_code", "bundle_opened"]


def test_code_stands_in_no_letter_and_nowhere_in_the_database(asked, lead):
    bundle = given(asked, lead)
    message = Message.objects.get(topic="bundle")
    assert token_for(bundle) in message.text
    assert message.forgets_text
    assert code_for(bundle) not in f"{vars(message)} {vars(Bundle.objects.get())}"


def test_link_opens_nothing_after_five_wrong_codes(asked, lead):
    bundle = given(asked, lead)
    browser = let_in(bundle)
    answers = [browser.post(page_of(bundle), {"code": "00000000"}) for _ in range(5)]
    assert ["Too many wrong codes" in answer.text for answer in answers] == [False] * 4 + [True]
    assert browser.post(page_of(bundle), {"code": code_for(bundle)}).status_code == 404
    with pytest.raises(Refused, match="Too many wrong codes"):
        services.open_bundle(bundle, code=code_for(bundle), by=None, at=timezone.now())


def test_link_opens_nothing_after_28_days_nor_when_it_was_taken_back_or_given_again(asked, lead):
    bundle = given(asked, lead)
    with time_machine.travel(timezone.now() + OPEN_FOR + timedelta(minutes=1)):
        assert Client().get(reverse("privacy:bundle-open", args=[token_for(bundle)])).status_code == 404
    services.revoke_bundle(bundle, by=lead, at=timezone.now())
    assert Client().get(reverse("privacy:bundle-open", args=[token_for(bundle)])).status_code == 404
    with pytest.raises(InvalidTransition, match="opens nothing any more"):
        services.revoke_bundle(bundle, by=lead, at=timezone.now())
    again = given(asked, lead)
    assert again.pk == bundle.pk
    assert (token_for(again) != token_for(bundle), code_for(again) != code_for(bundle)) == (True, True)
    let_in(again)
    assert Message.objects.filter(topic="bundle").count() == 2


def test_bundle_whose_letter_cannot_be_queued_is_not_given(asked, lead, monkeypatch):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no letter")

    monkeypatch.setattr(services, "send_link", fail)
    with pytest.raises(RuntimeError):
        given(asked, lead)
    assert (Bundle.objects.count(), LogEntry.objects.filter(verb="bundle_given").count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "rectification"}, "asked to see"),
        (
            {"identity_by": "", "identity_checked_at": None, "identity_checked_by": None},
            "Make sure who asks.",
        ),
    ],
)
def test_bundle_is_refused_to_whoever_did_not_ask_or_may_be_somebody_else(asked, lead, change, why):
    Request.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(Refused, match=why):
        given(asked, lead)


def test_bundle_is_refused_before_everything_is_decided(asked, lead):
    FoundRow.objects.create(request=asked, table="stakeholders.person", row="0", how="words")
    with pytest.raises(Refused, match=r"Decide about everything that was found: 1 row waits\."):
        given(asked, lead)
    asked.found.all().delete()
    with pytest.raises(Refused, match=r"Look for all that is held of them\. Where nothing is held, answer so\."):
        given(asked, lead)


def test_staff_do_it_for_a_caller_from_looking_to_the_code_and_the_answer(programme, lead):
    """Somebody without e-mail rang: they are looked for, read, decided about, and given a link and a code."""
    at, person = timezone.now(), PersonFactory(name="Quill Zanary", telephone="07700 900123")
    known = {"identity_by": "rung_back", "identity_checked_at": at, "identity_checked_by": lead}
    asked = RequestFactory(programme=programme, name="Quill Zanary", person=person, status="at_work", **known)
    other = PersonFactory(name="Wren", access_needs="Sits by Quill Zanary.")
    browser = signed_in(lead)

    def page(name: str, *args: object) -> str:
        return reverse(f"privacy:{name}", args=[programme.slug, asked.number, *args])

    assert page("request-look") in browser.get(page("request-detail")).text
    browser.post(page("request-look"), {"also": "Quilly"})
    assert {(each.row, each.decision) for each in asked.found.all()} == {(str(person.pk), "whole"), (str(other.pk), "")}
    waits = asked.found.get(decision="")
    listed = browser.get(page("request-found")).text
    assert ("Sits by Quill Zanary." in listed, page("request-decide", waits.pk) in listed) == (True, True)
    refused = browser.post(page("request-decide", waits.pk), {"decision": "not", "hidden": "", "reason": ""})
    assert "Say why." in refused.text
    browser.post(page("request-decide", waits.pk), {"decision": "not_theirs", "hidden": "", "reason": ""})
    assert page("request-bundle") in browser.get(page("request-detail")).text
    assert "Sits by" not in browser.get(page("request-bundle-read")).text
    browser.post(page("request-bundle"), {"sure": "on"})
    shown = browser.get(page("request-bundle")).text
    code = code_for(Bundle.objects.get())
    assert f"{code[:4]} {code[4:]}" in shown
    assert Message.objects.filter(topic="bundle").count() == 0
    assert page("request-answer") in browser.get(page("request-detail")).text


@pytest.mark.parametrize("count", [1, 30])
def test_request_found_costs_the_same_for_few_and_for_many(programme, lead, count, django_assert_num_queries):
    asked = RequestFactory(programme=programme, identity_by="")
    for person in PersonFactory.create_batch(count):
        FoundRow.objects.create(request=asked, table="stakeholders.person", row=str(person.pk), how="words")
    browser = signed_in(lead)
    browser.get(reverse("privacy:request-found", args=[programme.slug, asked.number]))
    with django_assert_num_queries(14):
        browser.get(reverse("privacy:request-found", args=[programme.slug, asked.number]))
