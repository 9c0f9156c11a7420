"""An address that somebody has left is no key any more: every kind of personal link is gone through."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import LogEntry
from digests.readers import hash_of_address, people_of
from kit.personal_links import every_link, links_in
from kit.windows import beginning_of_hour
from outbox.models import About, Message
from outbox.services import Email, cancel_messages, queue_message
from stakeholders.models import Person
from stakeholders.services.contacts import send_to_new_address
from tests.accounts.factories import UserFactory
from tests.actions.factories import FollowUpFactory, PersonalRecordFactory
from tests.consultations.factories import FeedbackFactory, HandInFactory
from tests.desk.factories import DailyListFactory
from tests.digests.factories import ReaderFactory
from tests.phases.factories import AttendanceFactory
from tests.privacy.factories import BundleFactory
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.factories import InvitationFactory, PersonFactory

pytestmark = pytest.mark.both
OLD, NEW = "ada@old.example.org", "ada@new.example.org"
LINKS = {link.purpose: link for link in every_link()}


def later() -> datetime:
    return beginning_of_hour(timezone.now()) + timedelta(days=9)


def reader_of(person: Person) -> Any:
    reader = ReaderFactory(address_hash=hash_of_address(OLD))
    reader.people.add(person)
    return reader


# A row of each kind, whose link lies in the mailbox that somebody had.
ROWS = {
    "actions.records.links": lambda person: PersonalRecordFactory(person=person),
    "actions.rounds.links": lambda person: FollowUpFactory(
        proposer__person=person, token_hash=token_hex(32), link_expires_at=later()
    ),
    "consultations.asking.in_public.links": lambda person: HandInFactory(
        poster=None, feedback=FeedbackFactory(), contact_name=person.name, contact_details=person.email
    ),
    "desk.links": lambda person: DailyListFactory(user=person.user),
    "digests.links": reader_of,
    "phases.meetings.links": lambda person: AttendanceFactory(
        person=person, presence="registered", meeting__starts_at=later(), meeting__ends_at=None
    ),
    "privacy.access.links": lambda person: BundleFactory(request__person=person, request__email=OLD),
    "stakeholders.links": lambda person: InvitationFactory(name=person.name, email=OLD),
}


@pytest.fixture
def ada(db) -> Person:
    return PersonFactory(name="Ada Elm", email=OLD, user=UserFactory(email=OLD))


def row_of(kind: str, person: Person) -> tuple[Any, str]:
    """A row of a kind of link that opens, and the address of its link."""
    row = ROWS[kind](person)
    LINKS[kind].give(row)
    row.save()
    return row, LINKS[kind].address_of(row)


def opens(address: str) -> bool:
    """Whether the link of an address opens a page in a browser that was never here."""
    answer = Client().get(re.sub("^https?://[^/]+", "", address))
    assert answer.status_code in (302, 404)
    return answer.status_code == 302


def letter(address: str, *links: str, at: Any, to: str = OLD) -> Message:
    """A letter that has not gone, with links in its words, in its button and in the head of the message."""
    words = "\n".join(["Look:", *links])
    email = Email(to_address=to, subject="Look", text=words, unsubscribe_url=links[0] if links else "")
    return queue_message(About("tried", address), email, kind="tried", at=at)


def move(person: Person, by: Any, at: Any, to: str = NEW) -> None:
    Person.objects.filter(pk=person.pk).update(email=to)
    person.refresh_from_db()
    send_to_new_address(person, old_address=OLD, by=by, at=at)


def test_every_kind_of_link_is_gone_through():
    assert sorted(ROWS) == sorted(LINKS)


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_link_in_the_old_mailbox_opens_nothing_and_in_letters_to_the_new_one_it_does(kind, ada, lead, at):
    row, old = row_of(kind, ada)
    unsent = letter("theirs", old, at=at)
    assert opens(old)
    move(ada, lead, at)
    unsent.refresh_from_db()
    [new] = links_in(unsent.text)
    assert (opens(old), opens(new), unsent.to_address) == (False, True, NEW)
    assert (links_in(unsent.html), unsent.unsubscribe_url) == ({new}, new)
    told = Message.objects.exclude(pk=unsent.pk)
    called = LINKS[kind].called(row)
    assert [(each.to_address, links_in(each.text), called in each.text) for each in told] == (
        [(NEW, {new}, True)] if called else []
    )
    [entry] = LogEntry.objects.filter(verb="link_renewed")
    assert (entry.object_id, entry.by) == (str(row.pk), lead)


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_link_that_a_browser_is_let_in_with_lets_it_in_no_more(kind, ada, lead, at):
    _, old = row_of(kind, ada)
    browser = Client()
    leads_to = browser.get(re.sub("^https?://[^/]+", "", old))["Location"]
    assert browser.get(leads_to).status_code == 200
    move(ada, lead, at)
    assert browser.get(leads_to).status_code == 404


@pytest.mark.parametrize("kind", sorted({*ROWS} - {"desk.links", "stakeholders.links"}))
def test_link_of_somebody_else_at_the_same_address_goes_on(kind, lead, at):
    """What is theirs alone moves along; what tells of both stays, with a link of the one that is dead."""
    ada, bea = PersonFactory(name="Ada Elm", email=OLD), PersonFactory(name="Bea Elm", email=OLD)
    if kind == "digests.links":
        reader_is_shared(ada, bea, lead, at)
        return
    (_, of_ada), (_, of_bea) = row_of(kind, ada), row_of(kind, bea)
    letters = [letter(*each, at=at) for each in (["a", of_ada], ["b", of_bea], ["both", of_ada, of_bea], ["none"])]
    move(ada, lead, at)
    for each in letters:
        each.refresh_from_db()
    assert [each.to_address for each in letters] == [NEW, OLD, OLD, OLD]
    assert (opens(of_ada), opens(of_bea), opens(*links_in(letters[0].text))) == (False, True, True)
    assert links_in(letters[2].text) == {of_ada, of_bea}
    assert Message.objects.filter(kind="links_renewed", to_address=NEW).count() == 1


def reader_is_shared(ada: Person, bea: Person, lead: Any, at: Any) -> None:
    """Whoever stays reads on, and is shown nothing of whoever left."""
    row, address = row_of("digests.links", ada)
    row.people.add(bea)
    move(ada, lead, at)
    assert (opens(address), people_of(row)) == (True, [bea])


def test_letters_with_links_of_somebody_who_has_no_address_any_more_do_not_go(ada, lead, at):
    _, old = row_of("phases.meetings.links", ada)
    theirs, other = letter("theirs", old, at=at), letter("no link", at=at)
    move(ada, lead, at, to="")
    theirs.refresh_from_db()
    other.refresh_from_db()
    assert (opens(old), theirs.state, other.state) == (False, "cancelled", "due")
    assert theirs.stop_reason == "This is no longer their address."
    assert Message.objects.filter(kind="links_renewed").count() == 0


def test_link_that_was_closed_or_has_ended_opens_nothing_anew_and_is_not_told(ada, lead, at):
    record, _ = row_of("actions.records.links", ada)
    type(record).objects.filter(pk=record.pk).update(link_revoked_at=at)
    place = AttendanceFactory(person=ada, presence="registered")
    type(place).objects.filter(pk=place.pk).update(token_hash=None, link_nonce="")
    move(ada, lead, at)
    record.refresh_from_db()
    place.refresh_from_db()
    assert not opens(LINKS["actions.records.links"].address_of(record))
    assert (place.token_hash, Message.objects.count()) == (None, 0)


def test_letter_that_was_sent_keeps_its_words_and_one_that_was_taken_back_stays_so(ada, lead, at):
    _, old = row_of("actions.rounds.links", ada)
    sent, stopped = letter("sent", old, at=at), letter("stopped", old, at=at)
    Message.objects.filter(pk=sent.pk).update(state="accepted", accepted_at=at)
    cancel_messages(Message.objects.filter(pk=stopped.pk), reason="Not wanted.", at=at)
    move(ada, lead, at)
    for each in (sent, stopped):
        each.refresh_from_db()
        assert (each.to_address, links_in(each.text)) == (OLD, {old})


def test_open_invitation_and_request_are_answered_at_the_new_address(ada, lead, at):
    invitation, _ = row_of("stakeholders.links", ada)
    bundle, _ = row_of("privacy.access.links", ada)
    move(ada, lead, at)
    invitation.refresh_from_db()
    bundle.request.refresh_from_db()
    assert (invitation.email, bundle.request.email) == (NEW, NEW)


def test_change_of_address_whose_new_link_cannot_be_logged_changes_nothing(ada, lead, at):
    row, old = row_of("actions.records.links", ada)
    unsent = letter("theirs", old, at=at)
    with pytest.raises(WriteRefused), transaction.atomic(), refusing(LogEntry):
        move(ada, lead, at)
    row.refresh_from_db()
    unsent.refresh_from_db()
    assert (opens(old), unsent.to_address, links_in(unsent.text)) == (True, OLD, {old})
