"""The log at the desk: in words, by page, for leads."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.audit import record
from programmes.audit_display import in_words
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.conftest import staff_with
from tests.phases.factories import AttendanceFactory, ReachFactory
from tests.programmes.factories import TeamMemberFactory
from tests.stakeholders.factories import AppointmentFactory, InvitationFactory, PersonFactory

LOG = "/desk/neighbours/log/"


def lines(page) -> list[tuple[str, str, str]]:
    return [(line.what_was_done, line.thing, line.more) for line in page.context["entries"]]


def test_log_says_who_did_what_in_words(client_of, lead, programme, other_programme, appointment, at):
    partnership = appointment.partnership
    record("corrected", partnership, by=None, at=at, programme_id=programme.pk, fields=["about", "uniquely_placed"])
    record("hat_given", programme.team.get(), by=lead, at=at, programme_id=programme.pk, hat="lead", new_account=False)
    record("draft_saved", programme, by=lead, at=at, programme_id=other_programme.pk)
    record(
        "invited",
        InvitationFactory(name="Ada Obi", partnership=partnership),
        by=None,
        at=at,
        programme_id=programme.pk,
    )
    record("removed", PersonFactory.build(pk=987654), by=lead, at=at, programme_id=programme.pk)
    page = client_of(lead).get(LOG)
    assert lines(page) == [
        ("removed", "person 987654", ""),
        ("invited", "invitation “Ada Obi, for Carers together”", ""),
        ("gave a hat", f"team member “{lead}: Lead”", "hat: lead"),
        ("corrected", "partnership “Carers together (Member)”", "fields: about, uniquely placed"),
    ]
    assert (str(lead) in page.text, "The clock" in page.text) == (True, True)


def test_log_is_newest_first_whatever_was_written_first(client_of, lead, programme, at):
    for verb, days in (("second", 1), ("first", 2), ("third", 0)):
        record(verb, programme, by=lead, at=at - timedelta(days=days), programme_id=programme.pk)
    assert [deed for deed, _, _ in lines(client_of(lead).get(LOG))] == ["third", "second", "first"]


def test_log_shows_who_saw_personal_details_alone(client_of, lead, programme, at):
    for verb in ("published", "looked", "contacts_exported", "corrected"):
        record(verb, programme, by=lead, at=at, programme_id=programme.pk)
    page = client_of(lead).get(LOG, {"only": "looks"})
    assert [deed for deed, _, _ in lines(page)] == ["took contact details away", "looked at personal details"]


def test_log_goes_on_by_pages_and_answers_nonsense(client_of, lead, programme, at):
    for _ in range(53):
        record("looked", programme, by=lead, at=at, programme_id=programme.pk)
    client = client_of(lead)
    first = client.get(LOG, {"only": "looks"})
    assert (len(lines(first)), "?only=looks&amp;page=2" in first.text) == (50, True)
    assert [len(lines(client.get(LOG, {"page": page}))) for page in ("2", "x", "-4", "999")] == [3, 50, 3, 3]


@pytest.mark.parametrize("size", [3, 40])
def test_log_takes_the_same_number_of_queries(client_of, lead, programme, at, django_assert_num_queries, size):
    for _ in range(size):
        appointment = AppointmentFactory(partnership__programme=programme)
        member = TeamMemberFactory(programme=programme, hat="viewer")
        # Of these there is no list in the admin that says what naming one takes.
        others = InvitationFactory(), AttendanceFactory(), ReachFactory()
        for thing in (appointment, member, *others):
            record("tested", thing, by=UserFactory(), at=at, programme_id=programme.pk)
    client = client_of(lead)
    with django_assert_num_queries(11):
        client.get(LOG)


@pytest.mark.parametrize("hat", ["broker", "facilitator", "analyst", "viewer"])
def test_log_is_for_leads(client_of, programme, hat):
    assert client_of(staff_with(hat, programme)).get(LOG).status_code == 403


def test_history_of_a_row_in_the_admin_says_in_words_what_was_done(client_of, lead, programme, at):
    record("target_revised", programme, by=lead, at=at, programme_id=programme.pk)
    page = client_of(lead).get(reverse("admin:programmes_programme_history", args=[programme.pk])).text
    assert ("moved the target date" in page, "target_revised" in page) == (True, False)


def test_whoever_pressed_by_a_link_that_is_gone_is_told_as_such(programme):
    entry = LogEntryFactory(by=None, programme_id=programme.pk, pressed_by="phases.attendance:999999")
    (told,) = in_words([entry], programme)
    assert told.who == "By a personal link: one that is there no more"
