"""One person, one thing: what was two by the way it was typed, gone through from one end to the other."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps as current
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from actions.models import Factor
from actions.person_matching import find_or_add_person
from actions.updates.services.factors import find_or_add_factor
from kit.rows_of_before import clean_rows
from outbox.mime import email_of
from outbox.models import About
from outbox.services import Email, queue_message
from phases.meetings.services import RegistrationDetails, register
from stakeholders.models import Person
from stakeholders.services import AddressRefused, RepresentativeDetails, appoint_representative
from tests.accounts.factories import UserFactory
from tests.actions.factories import ProposerFactory
from tests.phases.factories import MeetingFactory
from tests.stakeholders.factories import PartnershipFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NIAMH = ["Niamh O'Dowd", "Niamh O’Dowd", "NIAMH O’DOWD", "Dr Niamh O'Dowd", "Niamh\u00a0O'Dowd\u200b"]
SIOBHAN = ["Siobhán O'Neill", "Siobha\u0301n O'Neill", "SIOBHÁN O’NEILL"]
TELEPHONES = ["07700 900123", "07700900123", "+44 (0)7700 900 123"]
FACTORS = [
    "Volunteers' time",
    "Volunteers’ time",
    "Volunteers'\u00a0time",
    "Volunteers' time\u200b",
    "Café",
    "Cafe\u0301",
    "CAFÉ",
]
ADDRESSES = ["niamh@example.org\u200e", "\u202aniamh@exam\u00adple.org\u202c", "Niamh@Example.ORG\ufeff"]


def appointed(programme, name, email, *, by, at):
    details = RepresentativeDetails(name=name, email=email, can_decide=True, can_engage=True)
    return appoint_representative(PartnershipFactory(programme=programme), details=details, by=by, at=at).person


@pytest.fixture
def meeting(programme, at):
    to_come = {"starts_at": at + timedelta(days=7), "ends_at": None, "capacity": None}
    return MeetingFactory(programme=programme, registration_opens_at=at - timedelta(days=1), **to_come)


@pytest.mark.parametrize("names", [NIAMH, SIOBHAN])
def test_representative_of_several_organisations_is_one_person_however_each_writes_them(programme, lead, at, names):
    people = {appointed(programme, name, "one@example.org", by=lead, at=at) for name in names}
    assert [each.name for each in people] == [names[0]]


def test_representative_is_refused_the_address_of_somebody_of_another_title(programme, lead, at):
    appointed(programme, "Mr Oak", "oak@example.org", by=lead, at=at)
    with pytest.raises(AddressRefused, match="is the address of Mr Oak"):
        appointed(programme, "Mrs Oak", "oak@example.org", by=lead, at=at)


@pytest.mark.parametrize("names", [NIAMH, SIOBHAN])
def test_whoever_registers_again_has_one_place_however_they_write_their_name(meeting, at, names):
    for name in names:
        details = RegistrationDetails(name=name, email="one@example.org")
        register(meeting, key=uuid4(), details=details, by=None, at=at)
    assert [each.person.name for each in meeting.attendances.all()] == [names[0]]


def test_whoever_registers_by_telephone_has_one_place_however_they_write_the_number(meeting, at):
    for telephone in TELEPHONES:
        register(meeting, key=uuid4(), details=RegistrationDetails(name="Ann", telephone=telephone), by=None, at=at)
    assert [each.person.telephone for each in meeting.attendances.all()] == ["07700 900123"]


def test_somebody_whom_the_programme_knows_is_not_written_down_twice(programme):
    known = ProposerFactory(area__programme=programme, person__name=NIAMH[0], person__email="one@example.org").person
    found = {find_or_add_person(programme, name=name, email="One@example.org\u200e") for name in NIAMH}
    assert found == {known}


def test_factors_in_seven_spellings_are_two(programme, lead, at):
    for name in FACTORS:
        find_or_add_factor(name, kind="helped", programme=programme, by=lead, at=at)
    assert list(Factor.objects.order_by("pk").values_list("name", flat=True)) == ["Volunteers' time", "Café"]


@pytest.mark.parametrize("typed", ADDRESSES)
def test_representative_is_not_locked_out_by_what_nobody_sees(programme, lead, at, mailoutbox, typed):
    appointed(programme, "Niamh", typed, by=lead, at=at)
    Client().post("/accounts/login/code/", {"email": typed})
    assert [letter.to for letter in mailoutbox] == [["niamh@example.org"]]


def test_letter_to_a_domain_with_sharp_s_goes_to_that_domain(at):
    email = Email(to_address="x@straße.example", to_name="X", subject="S", text="T")
    message = queue_message(About("test", 1), email, kind="test", at=at)
    assert email_of(message)["To"] == "X <x@xn--strae-oqa.example>"


def spoil(row, **values):
    """Write what was stored before anything was cleaned."""
    columns = ", ".join(f'"{name}" = %s' for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET {columns} WHERE id = %s', [*values.values(), row.pk])  # noqa: S608


def test_rows_of_before_are_cleaned():
    person = PersonFactory()
    spoil(person, email="Ann@Example.org\u200e", telephone="+44 (0)7700 900 123", access_needs="A\u00ad ramp")
    clean_rows(current, "stakeholders")
    person = Person.objects.get(pk=person.pk)
    assert (person.email, person.telephone, person.access_needs) == ("ann@example.org", "07700 900123", "A ramp")


def test_account_of_before_whose_address_another_has_is_kept_apart():
    first, later = UserFactory(email="ann@example.org"), UserFactory(email="bo@example.org")
    spoil(later, email="ann@example.org\u200b")
    clean_rows(current, "accounts")
    addresses = dict(get_user_model().objects.values_list("pk", "email"))
    assert addresses == {first.pk: "ann@example.org", later.pk: f"ann@example.org.{later.pk}.invalid"}
    get_user_model().objects.get(pk=later.pk).save()
