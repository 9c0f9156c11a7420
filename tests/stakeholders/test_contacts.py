"""How representatives are reached, at the desk: by a button, for a purpose, always logged."""

import csv
import io

import openpyxl
import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import LogEntry
from outbox.models import About, Message
from outbox.services import Email, queue_message
from stakeholders.models import Partnership, Person
from tests.conftest import staff_with
from tests.stakeholders.factories import AppointmentFactory, PersonFactory

EXPORT = "/desk/neighbours/organisations/contacts/"
WORDS = ("canary-email@example.org", "canary-telephone", "canary-street", "canary-reading", "canary-access")
OF_CONTACT = ("canary-contact", "canary-contact@example.org", "canary-contact-telephone")
MAY_LOOK = ["lead", "broker", "facilitator"]


@pytest.fixture
def known(appointment):
    """The representative, with a word that must not leave in everything that is nobody else's."""
    email, telephone, street, reading, access = WORDS
    Person.objects.filter(pk=appointment.person_id).update(
        email=email, telephone=telephone, postal_address=street, communication_needs=reading, access_needs=access
    )
    name, contact_email, contact_telephone = OF_CONTACT
    Partnership.objects.filter(pk=appointment.partnership_id).update(
        contact_name=name, contact_email=contact_email, contact_telephone=contact_telephone
    )
    return appointment


@pytest.fixture
def look(known):
    """The address of the button."""
    return reverse("stakeholders:contact-look", args=["neighbours", known.partnership_id])


def logged() -> list[tuple[str, str, dict]]:
    return list(LogEntry.objects.order_by("pk").values_list("verb", "by__email", "details"))


@pytest.mark.parametrize("hat", MAY_LOOK)
def test_contact_is_shown_to_whom_it_may_be_and_each_look_is_logged(client_of, programme, look, hat):
    user = staff_with(hat, programme)
    page = client_of(user).post(look)
    assert [word for word in (*WORDS, *OF_CONTACT) if word not in page.text] == []
    assert "no-store" in page.headers["Cache-Control"]
    client_of(user).post(look)
    assert logged() == [("looked", user.email, {})] * 2


@pytest.mark.parametrize("hat", ["analyst", "viewer"])
def test_contact_is_refused_to_others_and_nothing_is_logged(client_of, programme, look, hat):
    client = client_of(staff_with(hat, programme))
    assert (client.post(look).status_code, client.get(EXPORT).status_code, client.post(EXPORT).status_code) == (
        403,
    ) * 3
    assert logged() == []


def test_contact_is_shown_to_nobody_who_only_asks_for_the_page(client_of, lead, look):
    assert client_of(lead).get(look).status_code == 405
    page = client_of(lead).get(EXPORT)
    assert (page.status_code, "canary" in page.text) == (200, False)
    assert logged() == []


@pytest.mark.parametrize(("hat", "code"), [("lead", 200), ("broker", 200), ("facilitator", 403)])
def test_contacts_are_taken_away_by_lead_and_broker(client_of, programme, known, hat, code):
    assert client_of(staff_with(hat, programme)).post(EXPORT, {"purpose": "writing", "kind": "csv"}).status_code == code


def test_contacts_are_taken_away_for_a_purpose_with_their_number_logged(client_of, lead, known, programme, at):
    AppointmentFactory(partnership__programme=programme, person=known.person)
    AppointmentFactory(partnership__programme=programme, started_at=at.replace(year=2100))
    AppointmentFactory(
        partnership__programme=programme, ended_at=at, ended_by=lead, ending="other", person__name="Ended Person"
    )
    AppointmentFactory(person__name="Person Elsewhere")
    client = client_of(lead)
    assert "Choose what you need them for." in client.post(EXPORT, {"purpose": ""}).text
    assert "Choose one of these." in client.post(EXPORT, {"purpose": "selling"}).text
    answer = client.post(EXPORT, {"purpose": "meeting", "kind": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    name = known.person.name
    assert [row[1] for row in rows] == ["Representative", name, name]
    assert rows[1] == ["Carers together", name, *WORDS[:3], "E-mail"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert logged() == [("contacts_exported", lead.email, {"purpose": "meeting", "people": 1})]


def test_contacts_that_begin_like_formulas_leave_neutralised(client_of, lead, known):
    Person.objects.filter(pk=known.person_id).update(name="=HYPERLINK(1)", telephone="+353 1 234 5678")
    content = client_of(lead).post(EXPORT, {"purpose": "writing", "kind": "csv"}).content.decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(content)))[1]
    assert (row[1], row[3]) == ("'=HYPERLINK(1)", "'+353 1 234 5678")
    workbook = client_of(lead).post(EXPORT, {"purpose": "writing", "kind": "xlsx"}).content
    cells = list(openpyxl.load_workbook(io.BytesIO(workbook)).active)[1]
    shown = [(cells[n].value, cells[n].data_type, cells[n].number_format, cells[n].quotePrefix) for n in (1, 3)]
    assert shown == [("=HYPERLINK(1)", "s", "@", True), ("+353 1 234 5678", "s", "@", True)]


@pytest.mark.parametrize("size", [3, 40])
def test_contacts_take_the_same_number_of_queries(client_of, lead, programme, django_assert_num_queries, size):
    AppointmentFactory.create_batch(size, partnership__programme=programme)
    client = client_of(lead)
    with django_assert_num_queries(8):
        client.post(EXPORT, {"purpose": "writing", "kind": "csv"})


@pytest.mark.parametrize("hat", [*MAY_LOOK, "analyst", "viewer"])
def test_admin_shows_how_people_are_reached_only_on_their_page_and_logs_it(client_of, programme, known, hat):
    """Every list, form and history of the admin, as somebody with this hat meets it."""
    user = staff_with(hat, programme)
    client = client_of(user)
    told: dict[str, set[str]] = {}
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{base}_changelist"), f"{reverse(f'{base}_changelist')}?q=canary"]
        for row in model._default_manager.all():
            pages += [reverse(f"{base}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
        for address in pages:
            text = client.get(address).content.decode()
            if found := {word for word in (*WORDS, *OF_CONTACT) if word in text}:
                told[address] = found
    own_page = reverse("admin:stakeholders_person_change", args=[known.person_id])
    assert told == ({own_page: set(WORDS)} if hat in MAY_LOOK else {})
    # Who comes to a meeting is a look of its own.
    looks = LogEntry.objects.filter(object_type="stakeholders.person").values_list("verb", "by__email")
    assert list(looks) == ([("looked", user.email)] if hat in MAY_LOOK else [])


def test_admin_finds_people_by_a_whole_address_never_by_a_part_of_one(client_of, lead, known):
    search = reverse("admin:stakeholders_person_changelist")
    found = [
        client_of(lead).get(search, {"q": words}).context["cl"].result_count
        for words in ("CANARY-EMAIL@example.org", "canary-email", "anary-email@example.org")
    ]
    assert found == [1, 0, 0]


@pytest.mark.parametrize("is_shared", [False, True], ids=["theirs alone", "shared"])
def test_new_address_in_the_records_is_followed_by_what_is_unsent_unless_somebody_else_has_the_old(
    client_of, lead, programme, at, is_shared
):
    person = PersonFactory(name="Alma", email="alma@example.org", user=None)
    AppointmentFactory(person=person, partnership__programme=programme)
    if is_shared:
        PersonFactory(name="Otto", email="Alma@example.org", user=None)
    queue_message(About("waits", 1), Email("alma@example.org", "Yes", "Yes"), kind="reminder", at=at)
    address = reverse("admin:stakeholders_person_change", args=[person.pk])
    client = client_of(lead)
    form = client.get(address).context["adminform"].form
    fields = {name: form[name].value() or "" for name in form.fields}
    assert client.post(address, fields | {"email": "new@example.org"}).status_code == 302
    person.refresh_from_db()
    sent_to = Message.objects.get(topic="waits").to_address
    assert (person.email, sent_to) == ("new@example.org", "alma@example.org" if is_shared else "new@example.org")
