"""Somebody who was in every role at once is erased: nothing that is declared to go stays, and the record does."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import LogEntry
from actions.models import FollowUp
from kit.data_map import TABLES, OnErasure
from kit.refusals import Refused
from outbox.models import Message
from phases.models import Attendance
from privacy.access.found import progress_of
from privacy.erasure import ledger
from privacy.erasure.endings import end_what_is_open
from privacy.erasure.services import confirm_erasure, follow_ledger, propose_erasure
from privacy.finding.models import Decision
from privacy.finding.services import decide, decide_all, look_for
from privacy.finding.sought import sought_by
from privacy.models import FoundRow, LedgerLine, Request
from privacy.requests.next_steps import next_step
from stakeholders.emails import invite
from stakeholders.models import Appointment, Person
from tests.accounts.factories import UserFactory
from tests.consultations.factories import HandInFactory
from tests.phases.factories import MeetingFactory
from tests.privacy.factories import HoldFactory, RequestFactory
from tests.privacy.held_person import HeldPerson, places, somebody_everywhere
from tests.stakeholders.factories import AppointmentFactory, InvitationFactory, PartnershipFactory, PersonFactory

DAY = timedelta(days=1)
ZANARY = {"name": "Quill Zanary", "telephone": "+447700900123", "word": "zanary"}
OTHER = {"name": "Wren Yonder", "telephone": "+447700900456", "word": "yonder"}


@pytest.fixture(autouse=True)
def ledger_of_its_own(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"


@pytest.fixture
def zanary(programme) -> HeldPerson:
    return somebody_everywhere(programme, **ZANARY)


@pytest.fixture
def other(programme) -> HeldPerson:
    return somebody_everywhere(programme, **OTHER)


@pytest.fixture
def asked(programme, zanary, lead) -> Request:
    now = timezone.now()
    known = {"identity_by": "known", "identity_checked_at": now, "identity_checked_by": lead}
    return RequestFactory(
        programme=programme, kind="erasure", name="Q. Z.", person=zanary.person, user=zanary.user, **known
    )


@pytest.fixture
def second(programme):
    return UserFactory(is_staff=True)


def decided(asked: Request, lead) -> None:
    """Let a person decide about what waits: what is theirs goes, and their name is taken out of what is not."""
    now = timezone.now()
    look_for(asked, by=lead, at=now)
    decide_all(asked.found.exclude(how="words"), request=asked, decision=Decision.WHOLE, by=lead, at=now)
    named = asked.found.filter(how="words", decision="")
    named.update(decision="part", hidden="Zanary", reason="Others wrote it.", decided_at=now, decided_by=lead)


def erased(asked: Request, lead, second) -> dict:
    decided(asked, lead)
    erasure = propose_erasure(asked, by=lead, at=timezone.now())
    return confirm_erasure(erasure, by=second, at=timezone.now() + timedelta(minutes=1)).receipt


def test_person_in_every_role_has_a_word_in_every_table_that_holds_people(zanary):
    linked = {table.model for table in TABLES.values() if table.whose and table.model._meta.app_label != "privacy"}
    assert linked - {type(row) for row in zanary.rows} == set()
    for text in zanary.gone:
        assert places(text)


@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_declared_to_go_is_left_of_somebody_who_was_erased(asked, zanary, other, lead, second):
    before = {text: places(text) for text in other.gone}
    stays = places("zanary-stays")
    assert stays
    erased(asked, lead, second)
    assert {text: places(text) for text in zanary.gone} == {text: [] for text in zanary.gone}
    # Each word that is kept has its reason in the declarations, and is still there.
    assert places("zanary-stays") == stays
    for place in stays:
        label, _, column = place.rpartition(".")
        table = next(each for model, each in TABLES.items() if model._meta.label == label)
        assert (table.fields[column].on_erasure, table.fields[column].because != "") == (OnErasure.KEEP, True)
    # Nothing of anybody else's has gone.
    assert {text: places(text) for text in other.gone} == before
    assert ledger.path().read_text().count("\n") == 1
    assert [text for text in zanary.gone if text in ledger.path().read_text()] == []
    assert [
        text for text in zanary.gone if text in json.dumps(list(LedgerLine.objects.values_list("words", flat=True)))
    ] == []


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_them_is_left_in_the_file_of_the_database(asked, zanary, lead, second, tmp_path):
    if connection.vendor != "sqlite":
        # Of PostgreSQL the pages are the server's; what `places` reads is all that any query can.
        erased(asked, lead, second)
        assert [places(text) for text in zanary.gone] == [[] for _ in zanary.gone]
        return
    assert [text for text in zanary.gone if text.encode() not in bytes_of(tmp_path / "before")] == []
    erased(asked, lead, second)
    assert [text for text in zanary.gone if text.encode() in bytes_of(tmp_path / "after")] == []


def bytes_of(file: Path) -> bytes:
    """Return the database as a file, with the pages on which nothing stands any more."""
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    return file.read_bytes()


@pytest.mark.django_db(transaction=True)
def test_each_declaration_by_which_something_goes_is_needed(asked, zanary, lead, second, monkeypatch):
    """With every declaration that something goes turned into one that it stays, it stays everywhere."""
    switched = {
        model: replace(
            table,
            row=OnErasure.KEEP,
            fields={
                name: replace(each, on_erasure=OnErasure.KEEP, because="no") for name, each in table.fields.items()
            },
        )
        for model, table in TABLES.items()
    }
    # Why an appointment ended is written anew when it ends; a session ends with what was in it.
    ended = {"stakeholders.Appointment.end_reason", "sessions.Session.session_data"}
    before = places("zanary-gone")
    monkeypatch.setattr("privacy.erasure.plan.without", lambda value, terms, instead: value)
    for model, table in switched.items():
        monkeypatch.setitem(TABLES, model, table)
    erased(asked, lead, second)
    assert set(places("zanary-gone")) >= set(before) - ended


@pytest.mark.django_db(transaction=True)
def test_what_a_restore_brings_back_is_erased_again_once(asked, zanary, other, lead, second):
    rows = [(type(row), row.pk) for row in zanary.rows if not isinstance(row, LogEntry)]
    before = {model: list(model._default_manager.filter(pk=pk).values()) for model, pk in rows}
    others = {text: places(text) for text in other.gone}
    erased(asked, lead, second)
    after = {text: places(text) for text in zanary.gone}
    # As a backup of before the erasure has them: the rows stand as they did, and the ledger's line is not known.
    LedgerLine.objects.all().delete()
    for model, stood in before.items():
        for values in stood:
            if not model._default_manager.filter(pk=values["id"]).update(**values):
                model._default_manager.create(**values)
    assert places(zanary.name) != []
    assert follow_ledger(at=timezone.now()) == 1
    assert {text: places(text) for text in zanary.gone} == after
    assert {text: places(text) for text in other.gone} == others
    assert follow_ledger(at=timezone.now()) == 0
    assert LogEntry.objects.filter(verb="erasures_applied_again", programme_id=None).count() == 1


def test_erasure_is_confirmed_by_somebody_else(asked, lead, second):
    decided(asked, lead)
    erasure = propose_erasure(asked, by=lead, at=timezone.now())
    with pytest.raises(Refused, match="Somebody else confirms it"):
        confirm_erasure(erasure, by=lead, at=timezone.now())
    assert places("zanary-gone")


def test_nothing_is_erased_while_something_waits_to_be_decided(asked, lead):
    look_for(asked, by=lead, at=timezone.now())
    assert asked.found.undecided().exists()
    with pytest.raises(Refused, match="Decide about everything that was found"):
        propose_erasure(asked, by=lead, at=timezone.now())


def test_what_is_new_when_it_is_proposed_or_confirmed_is_there_to_be_decided(asked, lead, second, programme):
    decided(asked, lead)
    MeetingFactory(programme=programme, summary="Quill Zanary chaired.")
    with pytest.raises(Refused, match="Decide about everything that was found: 1 row waits"):
        propose_erasure(asked, by=lead, at=timezone.now())
    assert asked.found.undecided().count() == 1
    decided(asked, lead)
    erasure = propose_erasure(asked, by=lead, at=timezone.now())
    MeetingFactory(programme=programme, summary="Quill Zanary came.")
    with pytest.raises(Refused, match="1 row waits"):
        confirm_erasure(erasure, by=second, at=timezone.now() + timedelta(minutes=1))
    assert asked.found.undecided().count() == 1


def test_open_invitation_ends_and_the_letter_that_says_so_goes_too(asked, zanary, lead, second, programme):
    at = timezone.now()
    partnership = PartnershipFactory(programme=programme)
    invitation = InvitationFactory(partnership=partnership, name=zanary.name, email=zanary.email)
    invite(invitation, at=at)
    Message.objects.filter(to_address=zanary.email).update(state="accepted", accepted_at=at)
    erased(asked, lead, second)
    invitation.refresh_from_db()
    assert (invitation.status, [places(text) for text in zanary.gone]) == ("withdrawn", [[] for _ in zanary.gone])


def test_nothing_is_erased_while_a_hold_stands(asked, lead, second, programme):
    decided(asked, lead)
    erasure = propose_erasure(asked, by=lead, at=timezone.now())
    HoldFactory(programme=programme)
    with pytest.raises(Refused, match="Nothing may be deleted now"):
        confirm_erasure(erasure, by=second, at=timezone.now() + timedelta(minutes=1))
    assert places("zanary-gone")


def test_whoever_is_erased_is_asked_no_more_and_their_silence_is_not_counted(asked, zanary, lead, second):
    open_one = FollowUp.objects.get(proposer__person=zanary.person, round__status="open")
    erased(asked, lead, second)
    open_one.refresh_from_db()
    assert (open_one.status, open_one.proposer.until_on is None) == ("moved_on", False)


def test_what_is_on_its_way_to_them_is_stopped(asked, zanary, lead, second, programme):
    decided(asked, lead)
    elsewhere = Message.objects.filter(pk=zanary.rows[-1].pk)
    elsewhere.update(state="due", accepted_at=None)
    end_what_is_open(asked, by=lead, at=timezone.now())
    assert elsewhere.values_list("state", "stop_reason").get() == ("cancelled", "They have been erased.")


def test_request_leads_to_its_erasure_until_that_is_done(asked, lead, second):
    Request.objects.filter(pk=asked.pk).update(status="at_work")
    asked.refresh_from_db()
    decided(asked, lead)
    step = next_step(asked, [], progress_of(asked))
    assert (step.words, step.page) == ("See what would be erased", "erasure-detail")
    told = "See what goes, what loses a name and what stays; then propose it, for somebody else to confirm."
    assert step.told == told
    erased(asked, lead, second)
    assert next_step(asked, [], progress_of(asked)).page == "request-answer"


def test_receipt_says_in_counts_what_went_and_why_some_of_it_stays(asked, lead, second):
    receipt = erased(asked, lead, second)
    assert receipt["deleted"]["messages"] == 1
    assert receipt["emptied"]["people"] == 1
    assert (
        "commitments" in receipt["kept"]["it is the account of what was done, which the public reads; the name is gone"]
    )
    assert "Zanary" not in json.dumps(receipt)


@pytest.mark.django_db(transaction=True)
def test_what_is_held_for_another_programme_too_stays_with_it(asked, zanary, lead, second):
    elsewhere = AppointmentFactory(person=zanary.person).partnership.programme
    receipt = erased(asked, lead, second)
    zanary.person.refresh_from_db()
    assert zanary.person.name == zanary.name
    assert receipt["kept"][f"it is held for {elsewhere} too, which answers for itself"] != []
    # What this programme keeps of them leads to somebody without a name.
    assert list(Person.objects.known_to(asked.programme).filter(pk=zanary.person.pk)) == []
    assert Attendance.objects.get(meeting__programme=asked.programme).person.name == "Name removed"
    assert Appointment.objects.get(partnership__programme=elsewhere).person == zanary.person
    # After a restore too.
    Attendance.objects.filter(meeting__programme=asked.programme).update(person=zanary.person)
    LedgerLine.objects.all().delete()
    assert follow_ledger(at=timezone.now()) == 1
    assert Attendance.objects.get(meeting__programme=asked.programme).person.name == "Name removed"
    assert Appointment.objects.get(partnership__programme=elsewhere).person == zanary.person
    assert not any(place.startswith("phases.Attendance.") for place in places("zanary-gone"))


def test_hand_in_of_another_programme_is_not_theirs_to_erase_and_that_of_this_one_is(asked, zanary, lead, second):
    here = HandInFactory(poster__programme=asked.programme, contact_name=zanary.name, contact_details=zanary.email)
    elsewhere = HandInFactory(contact_name=zanary.name, contact_details=zanary.email)
    AppointmentFactory(person=zanary.person)
    erased(asked, lead, second)
    here.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (here.contact_name, here.contact_details) == ("", "")
    assert (elsewhere.contact_name, elsewhere.contact_details) == (zanary.name, zanary.email)


def test_earlier_request_of_theirs_is_found_and_the_one_at_work_is_not(asked, zanary, lead):
    earlier = RequestFactory(programme=asked.programme, person=zanary.person, name=zanary.name)
    look_for(asked, by=lead, at=timezone.now())
    assert list(asked.found.filter(table="privacy.request").values_list("row", flat=True)) == [str(earlier.pk)]


def test_address_of_whoever_acts_for_them_is_not_theirs(asked, lead):
    Request.objects.filter(pk=asked.pk).update(acting_as="carer", acting_name="Finch", email="finch@example.org")
    asked.refresh_from_db()
    assert "finch@example.org" not in sought_by(asked).addresses


def test_of_two_people_who_share_an_address_one_is_erased(asked, zanary, lead, second):
    partner = PersonFactory(name="Finch Zanarian", email=zanary.email)
    AppointmentFactory(partnership__programme=asked.programme, person=partner)
    now = timezone.now()
    look_for(asked, by=lead, at=now)
    shared = asked.found.get(table="stakeholders.person", row=str(partner.pk))
    assert (shared.how, shared.decision) == ("details", "")
    decide(shared, decision=Decision.NOT_THEIRS, by=lead, at=now)
    invitation = InvitationFactory(
        partnership__programme=asked.programme, name="Finch Zanarian", email=zanary.email, expires_at=now + 9 * DAY
    )
    look_for(asked, by=lead, at=now)
    theirs = asked.found.get(table="stakeholders.invitation", row=str(invitation.pk))
    decide(theirs, decision=Decision.NOT_THEIRS, by=lead, at=now)
    erased(asked, lead, second)
    partner.refresh_from_db()
    invitation.refresh_from_db()
    assert (invitation.status, invitation.email) == ("open", zanary.email)
    assert (partner.name, partner.email) == ("Finch Zanarian", zanary.email)


def test_whoever_gave_a_poster_and_has_no_account_is_erased(programme, lead, second):
    given = HandInFactory(poster__programme=programme, contact_name="Rook Feather", contact_details="07700 900789")
    poster = given.poster
    now = timezone.now()
    known = {"identity_by": "known", "identity_checked_at": now, "identity_checked_by": lead}
    asked = RequestFactory(
        programme=programme, kind="erasure", name="Rook Feather", email="", telephone="07700 900789", **known
    )
    erased(asked, lead, second)
    given.refresh_from_db()
    assert (given.contact_name, given.contact_details) == ("", "")
    assert type(poster).objects.filter(pk=poster.pk).exists()


def test_staff_who_have_left_lose_their_name_and_can_sign_in_no_more(asked, zanary, lead, second):
    erased(asked, lead, second)
    zanary.user.refresh_from_db()
    assert (zanary.user.name, zanary.user.email.partition("@")[2]) == ("Name removed", "removed.invalid")
    assert (zanary.user.is_active, zanary.user.is_staff, zanary.user.has_usable_password()) == (False, False, False)
    assert LogEntry.objects.filter(by=zanary.user).exists()


def test_hits_in_words_of_others_are_offered_and_their_name_is_taken_out(asked, zanary, lead, second, programme):
    meeting = MeetingFactory(programme=programme, summary="QUILL  ZANARY asked about benches. Zanaryville did not.")
    erased(asked, lead, second)
    meeting.refresh_from_db()
    assert meeting.summary == "[name removed] asked about benches. Zanaryville did not."


def test_other_names_they_go_by_are_looked_for_until_they_are_erased(asked, zanary, lead, second, programme):
    meeting = MeetingFactory(programme=programme, summary="Quilly asked about benches.")
    look_for(asked, also=["Quilly"], by=lead, at=timezone.now())
    erased(asked, lead, second)
    meeting.refresh_from_db()
    assert (meeting.summary, places("Quilly")) == ("[name removed] asked about benches.", [])


def test_what_stays_by_a_decision_stays_with_its_reason(asked, zanary, lead, second, programme):
    meeting = MeetingFactory(programme=programme, summary="Quill Zanary chaired.")
    now = timezone.now()
    look_for(asked, by=lead, at=now)
    found = FoundRow.objects.get(request=asked, table="phases.meeting", row=str(meeting.pk))
    with pytest.raises(Refused, match="Say why"):
        decide(found, decision=Decision.NOT, by=lead, at=now)
    decide(found, decision=Decision.NOT, reason="The minutes of a public body.", by=lead, at=now)
    receipt = erased(asked, lead, second)
    meeting.refresh_from_db()
    assert meeting.summary == "Quill Zanary chaired."
    assert receipt["kept"]["The minutes of a public body."] == ["meetings"]


def test_erasure_that_fails_in_the_middle_leaves_everything_as_it_was(asked, zanary, lead, second, monkeypatch):
    decided(asked, lead)
    erasure = propose_erasure(asked, by=lead, at=timezone.now())
    before = {text: places(text) for text in zanary.gone}

    def fail(steps):
        raise RuntimeError("the receipt cannot be written")

    monkeypatch.setattr("privacy.erasure.services.receipt_of", fail)
    with pytest.raises(RuntimeError):
        confirm_erasure(erasure, by=second, at=timezone.now() + timedelta(minutes=1))
    assert {text: places(text) for text in zanary.gone} == before
    assert not ledger.path().exists() or "deleted" not in ledger.path().read_text()
