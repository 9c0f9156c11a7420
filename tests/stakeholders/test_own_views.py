"""A representative's own pages, as a browser without JavaScript meets them."""

from datetime import timedelta

import pytest

from accounts.models import LogEntry
from stakeholders.models import Appointment, Organisation, Partnership, Person
from stakeholders.services import end_appointment, step_down
from tests.moments import EARLY
from tests.programmes.factories import ProgrammeFactory
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory, StakeholderGroupFactory

ABOUT_ME = "/home/about-me/"
PEOPLE = "/home/people/neighbours/"


@pytest.fixture
def client(client_of, representative):
    return client_of(representative)


@pytest.fixture
def own(appointment):
    """The address of the organisation's page."""
    return f"/home/organisation/{appointment.partnership_id}/"


@pytest.fixture
def down(appointment):
    """The address at which somebody steps down."""
    return f"/home/step-down/{appointment.pk}/"


def version(page) -> str:
    return page.context["form"]["version"].value()


def logged() -> list[tuple[str, int, dict]]:
    return list(LogEntry.objects.order_by("pk").values_list("verb", "programme_id", "details"))


def details(page, **changes) -> dict[str, object]:
    said = {"about": "", "website": "", "uniquely_placed": "", "groups": [], "version": version(page)}
    return said | changes


def about(page, **changes) -> dict[str, object]:
    said = dict.fromkeys(("telephone", "postal_address", "communication_needs", "access_needs"), "")
    return said | {"contact_by": "email", "shared_in": [], "version": version(page)} | changes


# -- Their organisation --------------------------------------------------------------------------------


def test_own_organisation_is_corrected_and_the_log_names_the_fields_alone(client, own, appointment, programme):
    newcomers = StakeholderGroupFactory(programme=programme, name="New Scots")
    page = client.get(own)
    answer = client.post(
        own,
        details(page, about="We sit\r\nwith people.", website="www.example.org/us", groups=[newcomers.pk]),
    )
    assert answer.headers["Location"] == "/home/"
    partnership = Partnership.objects.get(pk=appointment.partnership_id)
    organisation = partnership.organisation
    assert (organisation.name, organisation.about) == ("Carers together", "We sit\nwith people.")
    assert organisation.website == "https://www.example.org/us"
    assert list(partnership.groups.all()) == [newcomers]
    was = {"about": "", "website": "", "groups": 1}
    assert logged() == [("corrected", programme.pk, {"fields": ["about", "website", "groups"], "was": was})]
    client.post(own, details(client.get(own), about="We sit\nwith people.", website="https://www.example.org/us",
                             groups=[newcomers.pk]))  # fmt: skip
    assert len(logged()) == 1


def test_own_organisation_corrected_is_told_at_the_desk(client, client_of, own, appointment, lead):
    desk = f"/desk/neighbours/organisations/{appointment.partnership_id}/"
    assert "Put right by the organisation" not in client_of(lead).get(desk).text
    client.post(own, details(client.get(own), about="We sit with people.", groups=[]))
    page = client_of(lead).get(desk)
    assert [what for _, what in page.context["corrections"]] == ["what it does, its groups"]
    assert f"by {appointment.person.user}: what it does, its groups" in page.text


def test_own_organisation_that_is_in_another_programme_is_new_there_too(client, own, appointment, other_programme):
    organisation = appointment.partnership.organisation
    PartnershipFactory(programme=other_programme, organisation=organisation)
    client.post(own, details(client.get(own), about="We sit with people."))
    told = {programme_id for verb, programme_id, _ in logged() if verb == "corrected"}
    assert told == {appointment.partnership.programme_id, other_programme.pk}


def test_own_organisation_takes_no_name_and_no_group_of_elsewhere(client, own, appointment, other_programme):
    stranger = StakeholderGroupFactory(programme=other_programme, name="Somebody else's")
    page = client.get(own)
    assert stranger.name not in page.text
    for wrong in (stranger.pk, 10**30, "x", "\x00"):
        answer = client.post(own, details(page, name="Mine", groups=[wrong]))
        assert list(answer.context["form"].errors) == ["groups"]
    client.post(own, details(page, name="Mine"))
    assert Organisation.objects.get(pk=appointment.partnership.organisation_id).name == "Carers together"


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("about", "x" * 2001, "“What your organisation does” is 2,001 characters long. Shorten it to 2,000 or fewer."),
        ("website", "not a website", "That is not the address of a website."),
    ],
)
def test_own_organisation_says_what_is_wrong_and_keeps_what_was_typed(client, own, field, text, sentence):
    page = client.post(own, details(client.get(own), **{"about": "Kept as typed", field: text}))
    assert page.status_code == 200
    assert sentence in page.text
    assert "<title>Error: " in page.text
    assert text in page.text
    assert logged() == []


def test_own_organisation_in_two_windows_loses_nothing(client, own, appointment):
    first, second = client.get(own), client.get(own)
    client.post(own, details(first, about="From the first window"))
    page = client.post(own, details(second, about="From the second window"))
    assert page.status_code == 409
    for words in ("From the first window", "From the second window", "How it stands now"):
        assert words in page.text
    assert Organisation.objects.get(pk=appointment.partnership.organisation_id).about == "From the first window"
    assert client.post(own, details(page, about="Both")).headers["Location"] == "/home/"
    assert Organisation.objects.get(pk=appointment.partnership.organisation_id).about == "Both"


# -- Themselves ----------------------------------------------------------------------------------------


def test_about_me_is_noted_and_the_log_holds_none_of_it(client, appointment, programme):
    page = client.get(ABOUT_ME)
    answer = client.post(
        ABOUT_ME,
        about(
            page, contact_by="telephone", telephone="0141 496 0000", access_needs="No stairs", shared_in=[programme.pk]
        ),
    )
    assert answer.headers["Location"] == "/home/"
    person = Person.objects.get(pk=appointment.person_id)
    assert (person.contact_by, person.telephone, person.access_needs) == ("telephone", "0141 496 0000", "No stairs")
    changed = ["telephone", "contact_by", "access_needs", "shared_in"]
    was = {"telephone": "", "contact_by": "email", "access_needs": "", "shared_in": 0}
    assert logged() == [("own_details_changed", programme.pk, {"fields": changed, "was": was})]


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("telephone", "Enter a telephone number, so that we can ring or text you."),
        ("text", "Enter a telephone number, so that we can ring or text you."),
        ("post", "Enter a postal address, so that we can write to you."),
        ("pigeon", "Choose one."),
    ],
)
def test_about_me_that_leaves_no_way_to_reach_somebody_is_refused(client, way, sentence):
    page = client.post(ABOUT_ME, about(client.get(ABOUT_ME), contact_by=way, access_needs="Kept as typed"))
    assert sentence in page.text
    assert "Kept as typed" in page.text
    assert logged() == []


def test_about_me_in_two_windows_loses_nothing(client, appointment):
    first, second = client.get(ABOUT_ME), client.get(ABOUT_ME)
    client.post(ABOUT_ME, about(first, access_needs="No stairs"))
    page = client.post(ABOUT_ME, about(second, access_needs="A quiet room"))
    assert page.status_code == 409
    assert ("No stairs" in page.text, "A quiet room" in page.text) == (True, True)
    assert Person.objects.get(pk=appointment.person_id).access_needs == "No stairs"


def test_about_me_is_shared_programme_by_programme(client, appointment, other_programme):
    elsewhere = AppointmentFactory(partnership__programme=other_programme, person=appointment.person)
    client.post(ABOUT_ME, about(client.get(ABOUT_ME), shared_in=[other_programme.pk]))
    shared = Appointment.objects.filter(contact_shared_at__isnull=False)
    assert list(shared) == [elsewhere]
    stranger = ProgrammeFactory()
    page = client.post(ABOUT_ME, about(client.get(ABOUT_ME), shared_in=[stranger.pk]))
    assert page.context["form"].errors["shared_in"]


# -- The others ----------------------------------------------------------------------------------------


def test_people_are_named_with_organisation_and_groups_and_shown_no_needs(client, appointment, programme):
    colleague = AppointmentFactory(
        partnership__programme=programme,
        partnership__organisation__name="Befrienders",
        person__name="Sam Osei",
        person__email="canary-address@example.org",
        person__telephone="canary-telephone",
        person__postal_address="canary-street",
        person__communication_needs="canary-communication",
        person__access_needs="canary-access",
    )
    AppointmentFactory(partnership__programme=programme, person__name="Ended Person",
                                 ended_at=EARLY + timedelta(days=1), ended_by=appointment.appointed_by,
                                 ending="other")  # fmt: skip
    page = client.get(PEOPLE)
    assert [each.person.name for each in page.context["page"]] == ["Sam Osei", appointment.person.name]
    assert ("Befrienders" in page.text, "Speaks for Carers" in page.text) == (True, True)
    assert ("canary" in page.text, "Ended Person" in page.text) == (False, False)
    Appointment.objects.filter(pk=colleague.pk).update(contact_shared_at=EARLY)
    told = client.get(PEOPLE).text
    assert [word in told for word in ("canary-address@example.org", "canary-telephone")] == [True, True]
    assert [word in told for word in ("canary-street", "canary-communication", "canary-access")] == [False] * 3


def test_people_stop_seeing_how_to_reach_somebody_at_once(client, client_of, appointment, programme):
    other = AppointmentFactory(partnership__programme=programme)
    Person.objects.filter(pk=appointment.person_id).update(telephone="0141 496 0000")
    client.post(ABOUT_ME, about(client.get(ABOUT_ME), telephone="0141 496 0000", shared_in=[programme.pk]))
    theirs = client_of(other.person.user)
    assert "0141 496 0000" in theirs.get(PEOPLE).text
    client.post(ABOUT_ME, about(client.get(ABOUT_ME), telephone="0141 496 0000"))
    assert "0141 496 0000" not in theirs.get(PEOPLE).text
    assert "0141 496 0000" not in client.get(PEOPLE).text


@pytest.mark.parametrize("size", [3, 60])
def test_people_take_the_same_number_of_queries(client, appointment, programme, django_assert_num_queries, size):
    for _ in range(size - 1):
        partnership = PartnershipFactory(programme=programme)
        partnership.groups.add(StakeholderGroupFactory(programme=programme))
        AppointmentFactory(partnership=partnership, contact_shared_at=EARLY)
    with django_assert_num_queries(7):
        page = client.get(PEOPLE).text
    assert page.count("<li>\n          <strong>") == min(size, 50)
    assert client.get(f"{PEOPLE}?page=2").text.count("<li>\n          <strong>") == (10 if size > 50 else size)


# -- Stepping down -------------------------------------------------------------------------------------


def test_step_down_is_read_through_before_it_is_done(client, down, appointment):
    said = {"reason": "A new post", "suggested_name": "Sam Osei", "suggested_email": "sam@example.org"}
    checked = client.post(down, said)
    assert [words in checked.text for words in said.values()] == [True] * 3
    assert Appointment.objects.get().ended_at is None
    changed = client.post(down, said | {"change": ""})
    assert 'value="A new post"' in changed.text
    done = client.post(down, said | {"done": ""}, follow=True)
    assert "You no longer speak for Carers together. Thank you." in done.text
    assert "You do not speak for an organisation at the moment" in done.text
    ended = Appointment.objects.get()
    assert (ended.ending, ended.end_reason, ended.ended_by) == ("stepped_down", "A new post", appointment.person.user)
    late = client.post(down, said | {"done": ""})
    assert (late.status_code, [words in late.text for words in said.values()]) == (404, [True] * 3)


def test_step_down_that_is_refused_shows_why_and_what_was_typed(client, down, appointment, lead, at, monkeypatch):
    """It ends while it is being sent: the page was found, and then the service refuses."""

    def ended_meanwhile(appointment, **given):
        monkeypatch.undo()
        end_appointment(appointment, reason="Moved", by=lead, at=at)
        return step_down(appointment, **given)

    monkeypatch.setattr("stakeholders.views.own.step_down", ended_meanwhile)
    said = {"reason": "A new post", "suggested_name": "Sam Osei", "suggested_email": "sam@example.org"}
    answer = client.post(down, said | {"done": ""})
    assert answer.status_code == 409
    for words in ("This appointment has ended already.", *said.values()):
        assert words in answer.text
    assert Appointment.objects.get().end_reason == "Moved"


def test_step_down_needs_nothing_said_and_refuses_an_address_that_is_none(client, down):
    page = client.post(down, {"suggested_email": "nowhere", "done": ""})
    assert "Enter an e-mail address like name@example.org." in page.text
    page = client.post(down, {"suggested_email": "sam@example.org", "done": ""})
    assert "Whose e-mail address is this? Enter their name." in page.text
    assert client.post(down, {"done": ""}).headers["Location"] == "/home/"


# -- Whose pages these are -----------------------------------------------------------------------------


def test_own_pages_end_with_the_appointment_in_a_live_session(client, own, down, appointment, lead, at):
    addresses = (own, ABOUT_ME, PEOPLE, down, "/home/said/", "/home/meetings/")
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    typed = details(client.get(own), about="Too late"), about(client.get(ABOUT_ME), access_needs="Too late")
    end_appointment(appointment, reason="Moved", by=lead, at=at)
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    late = [client.post(own, typed[0]), client.post(ABOUT_ME, typed[1]), client.post(down, {"done": ""})]
    assert [answer.status_code for answer in late] == [404, 404, 404]
    assert [verb for verb, _, _ in logged()] == ["ended"]


def test_own_pages_of_others_and_what_is_not_there_answer_alike(
    client_of, own, down, representative_elsewhere, staff_elsewhere, lead
):
    missing = ("/home/organisation/999999/", f"/home/step-down/{10**25}/", "/home/people/no-such/")
    for user in (representative_elsewhere, staff_elsewhere, lead):
        client = client_of(user)
        assert [client.get(address).status_code for address in (own, down, PEOPLE, *missing)] == [404] * 6
        assert [client.post(address).status_code for address in (own, down, *missing[:2])] == [404] * 4
    future = AppointmentFactory(started_at=EARLY.replace(year=2100))
    assert client_of(future.person.user).get(f"/home/organisation/{future.partnership_id}/").status_code == 404
