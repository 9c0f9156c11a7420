from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError

from accounts.models import LogEntry, User
from kit.refusals import InvalidTransition, Refused
from stakeholders.models import Appointment, Person
from stakeholders.services import (
    AddressRefused,
    RepresentativeDetails,
    appoint_representative,
    end_appointment,
)
from tests.accounts.factories import UserFactory
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory


@pytest.fixture
def partnership(programme):
    return PartnershipFactory(programme=programme, organisation__name="Befrienders")


def appoint(partnership, lead, at, **changes):
    wanted = {
        "name": "Rosa Adeyemi",
        "email": "Rosa.Adeyemi@example.org",
        "telephone": "0141 000 0000",
        "can_decide": True,
        "can_engage": True,
    } | changes
    return appoint_representative(partnership, details=RepresentativeDetails(**wanted), by=lead, at=at)


def test_appoint_makes_a_person_who_can_sign_in(partnership, lead, at):
    appointment = appoint(partnership, lead, at)
    person = appointment.person
    assert (person.name, person.email, person.telephone) == (
        "Rosa Adeyemi",
        "rosa.adeyemi@example.org",
        "0141 000 0000",
    )
    assert person.user.has_usable_password() is False
    address = EmailAddress.objects.get(user=person.user)
    assert (address.email, address.verified, address.primary) == ("rosa.adeyemi@example.org", True, True)
    assert (appointment.declared_can_decide_at, appointment.declared_can_engage_at) == (at, at)
    assert list(Appointment.objects.of(person.user).current(at)) == [appointment]
    entries = LogEntry.objects.order_by("pk").values_list("verb", "object_type", "by", "at", "programme_id")
    assert list(entries) == [
        ("added", "accounts.user", lead.pk, at, partnership.programme_id),
        ("appointed", "stakeholders.appointment", lead.pk, at, partnership.programme_id),
    ]


@pytest.mark.parametrize("missing", ["can_decide", "can_engage"])
def test_appoint_without_both_declarations_is_refused(partnership, lead, at, missing):
    with pytest.raises(Refused):
        appoint(partnership, lead, at, **{missing: False})
    assert Person.objects.count() == 0


def test_appoint_second_representative_is_refused_and_leaves_nothing(partnership, lead, at):
    appoint(partnership, lead, at)
    with pytest.raises(Refused, match="Befrienders already has its representative"):
        appoint(partnership, lead, at, name="Sam Osei", email="sam@example.org")
    assert User.objects.filter(email="sam@example.org").count() == 0
    assert Person.objects.filter(name="Sam Osei").count() == 0


def test_database_itself_refuses_two_current_appointments(partnership, lead, at):
    appointment = appoint(partnership, lead, at)
    with pytest.raises(IntegrityError):
        AppointmentFactory(partnership=partnership, person=appointment.person)


def test_appoint_somebody_known_keeps_their_account(partnership, lead, at, other_programme):
    first = appoint(partnership, lead, at)
    elsewhere = PartnershipFactory(programme=other_programme)
    second = appoint(elsewhere, lead, at, name="rosa  adeyemi", email="ROSA.adeyemi@EXAMPLE.org")
    assert second.person == first.person
    assert EmailAddress.objects.filter(user=first.person.user).count() == 1
    assert Appointment.objects.of(first.person.user).current(at).count() == 2


def test_appoint_staff_makes_them_a_person_too(partnership, lead, at):
    appointment = appoint(partnership, lead, at, name="Maya", email=lead.email)
    assert appointment.person.user == lead
    lead.refresh_from_db()
    assert lead.is_staff is True


@pytest.mark.parametrize("email", ["nobody", "a@b", "two@example.org, three@example.org", "x@example.org\nBcc: y"])
def test_appoint_with_what_is_no_address_is_refused(partnership, lead, at, email):
    with pytest.raises(AddressRefused, match="not an e-mail address"):
        appoint(partnership, lead, at, email=email)


def test_appoint_with_the_address_of_another_person_is_refused(partnership, lead, at, other_programme):
    appoint(partnership, lead, at)
    with pytest.raises(AddressRefused, match="is the address of Rosa Adeyemi"):
        appoint(PartnershipFactory(programme=other_programme), lead, at, name="Sam Osei")


def test_appoint_with_a_closed_account_is_refused(partnership, lead, at):
    UserFactory(email="rosa.adeyemi@example.org", is_active=False)
    with pytest.raises(AddressRefused, match="is closed"):
        appoint(partnership, lead, at)


@pytest.mark.parametrize("table", [Appointment, LogEntry, EmailAddress])
def test_appoint_leaves_nothing_when_a_later_write_fails(partnership, lead, at, table):
    with refusing(table), pytest.raises(WriteRefused):
        appoint(partnership, lead, at)
    assert User.objects.filter(email="rosa.adeyemi@example.org").count() == 0
    assert (Person.objects.count(), Appointment.objects.count(), LogEntry.objects.count()) == (0, 0, 0)


def test_end_keeps_the_row_and_frees_the_partnership(partnership, lead, at):
    appointment = appoint(partnership, lead, at)
    later = at + timedelta(hours=1)
    end_appointment(appointment, reason="Moved away", by=lead, at=later)
    assert (appointment.ended_at, appointment.ended_by, appointment.end_reason) == (later, lead, "Moved away")
    assert list(Appointment.objects.current(later)) == []
    assert list(Appointment.objects.current(at)) == [appointment]
    successor = appoint(partnership, lead, later, name="Sam Osei", email="sam@example.org")
    assert list(Appointment.objects.current(later)) == [successor]
    done = LogEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(done) == ["added", "appointed", "ended", "added", "appointed"]


def test_end_twice_is_refused(partnership, lead, at):
    appointment = appoint(partnership, lead, at)
    end_appointment(appointment, reason="Moved away", by=lead, at=at + timedelta(hours=1))
    with pytest.raises(InvalidTransition):
        end_appointment(appointment, reason="Again", by=lead, at=at + timedelta(hours=2))
    assert Appointment.objects.get().end_reason == "Moved away"


def test_end_is_undone_when_the_log_refuses(partnership, lead, at):
    appointment = appoint(partnership, lead, at)
    with refusing(LogEntry), pytest.raises(WriteRefused):
        end_appointment(appointment, reason="Moved away", by=lead, at=at + timedelta(hours=1))
    assert Appointment.objects.get().ended_at is None
