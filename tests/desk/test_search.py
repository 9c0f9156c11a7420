"""Search in the header of the desk: what is found, for whom, and that looking for people is a look."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import LogEntry
from desk.search import Asked, folded
from programmes.models import Hat
from stakeholders.models import Person
from tests.accounts.factories import UserFactory
from tests.actions.factories import ActionAreaFactory, CommitmentFactory, ProposerFactory, StepFactory
from tests.consultations.factories import FeedbackFactory, PosterFactory
from tests.moments import EARLY
from tests.phases.factories import AttendanceFactory
from tests.programmes.factories import TeamMemberFactory
from tests.stakeholders.factories import AppointmentFactory, OrganisationFactory, PartnershipFactory, PersonFactory

URL = reverse("desk:search-results")


def looking(browser, typed):
    return browser.get(URL, {"q": typed}).text


def found(page: str) -> dict[str, list[str]]:
    """Return by heading each line that was found, as it is read."""
    kinds = {}
    for section in page.split("<main")[1].split("</main>")[0].split("<section>")[1:]:
        whole = section.split("</section>")[0].replace("<ul>", "").split("<li>")
        rows = [
            " ".join(re.sub("<[^>]+>", " ", each).split()) for each in re.split(r"\n {10}<li>", "<li>".join(whole))[1:]
        ]
        kinds[re.search("<h2>([^<]+)", section)[1]] = rows
    return kinds


@pytest.fixture
def words(programme, other_programme, lead):
    """One thing of each kind with “Oak” in its name in the lead's programme, and the same elsewhere."""
    for each in (programme, other_programme):
        # No number stands in how they are reached, for it would be found.
        person = PersonFactory(name="Jo Oakley", email=f"jo.{each.slug}@example.org")
        # Whoever published is called by a number otherwise, in which what is looked for may stand.
        each.published_by.name = "Somebody else"
        each.published_by.save()
        partnership = PartnershipFactory(programme=each, organisation__name=f"Oak Street {each.slug}")
        AppointmentFactory(partnership=partnership, person=person)
        area = ActionAreaFactory(programme=each, number=7, title="Oak benches")
        ProposerFactory(area=area, person=person)
        PosterFactory(programme=each, number=8, title="Under the oak")


def test_search_finds_each_kind_in_my_programmes_alone(client_of, lead, words):
    assert found(looking(client_of(lead), "OAK")) == {
        "People": [
            "Jo Oakley speaks for Oak Street neighbours Better neighbours put forward Oak benches Better neighbours"
        ],
        "Organisations": ["Oak Street neighbours Member · Better neighbours"],
        "Action areas": ["Oak benches Action area 7 · Better neighbours"],
        "Posters": ["Under the oak Poster 8 · Better neighbours"],
    }


def test_search_finds_in_each_programme_of_mine_and_leads_there(client_of, lead, words, other_programme):
    TeamMemberFactory(programme=other_programme, user=lead)
    browser = client_of(lead)
    page = looking(browser, "oak")
    assert [len(rows) for rows in found(page).values()] == [2, 2, 2, 2]
    links = sorted(set(re.findall(r'<a href="([^"]+)"', page.split("<main")[1].split("</main>")[0])))
    assert (len(links), {browser.get(link).status_code for link in links}) == (6, {200})


def test_search_finds_feedback_by_its_number_but_no_draft_and_nothing_elsewhere(client_of, lead, programme):
    sent = FeedbackFactory(consultation__phase__programme=programme)
    draft = FeedbackFactory(consultation__phase__programme=programme, status="draft", said_at=None)
    elsewhere = FeedbackFactory()
    browser = client_of(lead)
    line = f"{sent.reference} Received, waiting for review · Better neighbours"
    for typed in (sent.reference, sent.reference.lower(), f"f{sent.pk}", str(sent.pk)):
        assert found(looking(browser, typed)) == {"Feedback": [line]}
    assert [found(looking(browser, each.reference)) for each in (draft, elsewhere)] == [{}, {}]


@pytest.mark.parametrize(("typed", "kinds"), [("7", ["Action areas"]), ("008", ["Posters"]), ("F7", []), ("9", [])])
def test_search_finds_areas_and_posters_by_their_numbers(client_of, lead, words, typed, kinds):
    assert list(found(looking(client_of(lead), typed))) == kinds


@pytest.mark.parametrize("hat", [*Hat])
def test_search_finds_people_only_for_hats_that_may_look_and_the_log_has_it(client_of, programme, words, hat):
    user = UserFactory(is_staff=True)
    TeamMemberFactory(programme=programme, user=user, hat=hat)
    page = looking(client_of(user), "jo oak")
    may_look = hat in (Hat.LEAD, Hat.BROKER, Hat.FACILITATOR)
    looks = LogEntry.objects.filter(verb="looked", by=user).values_list("object_type", "programme_id")
    assert ("People" in found(page), "That you looked is in the log." in page) == (may_look, may_look)
    assert list(looks) == ([("stakeholders.person", programme.pk)] if may_look else [])


def test_search_that_shows_nobody_is_no_look(client_of, lead, words):
    looking(client_of(lead), "benches")
    assert LogEntry.objects.filter(verb="looked").count() == 0


def test_search_says_all_that_somebody_has_to_do_with(client_of, lead, programme):
    person = PersonFactory(name="Ada")
    AttendanceFactory(meeting__programme=programme, meeting__title="The event", person=person)
    feedback = FeedbackFactory(consultation__phase__programme=programme, said_by=person)
    CommitmentFactory(programme=programme, area=None, person=person)
    area = ActionAreaFactory(programme=programme, title="Benches")
    CommitmentFactory(programme=programme, area=area, person=person)
    AppointmentFactory(partnership__programme=programme, partnership__organisation__name="Oak", person=person)
    line = " ".join(found(looking(client_of(lead), "ada"))["People"]).replace(" Better neighbours", ";")
    assert line == (
        f"Ada speaks for Oak; made a promise in Benches; made a promise; said {feedback.reference}; "
        "is on the list of The event;"
    )


@pytest.mark.parametrize("typed", ["ada@example.org", "ADA@EXAMPLE", "0113 496", "01134960123"])
def test_search_finds_somebody_by_address_and_telephone(client_of, lead, programme, typed):
    person = PersonFactory(name="Somebody", email="ada@example.org", telephone="0113 496 0123")
    AppointmentFactory(partnership__programme=programme, person=person)
    other = PersonFactory(name="Other", email="bo@example.org", telephone="0113 499 0123")
    AppointmentFactory(partnership__programme=programme, person=other)
    assert [row.split()[0] for row in found(looking(client_of(lead), typed))["People"]] == ["Somebody"]


def test_search_finds_an_organisation_by_the_name_it_had(client_of, lead, programme):
    kept = PartnershipFactory(programme=programme, organisation__name="Elm").organisation
    OrganisationFactory(name="Oak", merged_into=kept, merged_at=EARLY, merged_by=lead)
    assert found(looking(client_of(lead), "oak")) == {
        "Organisations": ["Elm (formerly Oak) Member · Better neighbours"]
    }


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siân Lloyd-Løvås", "sian lovas"),
        ("Wałęsa", "WALESA"),
        ("O’Brien", "obrien"),
        ("O'Brien", "o’brien"),
        ("Zoë", "Zoe\u0308"),
        ("Oak\u200bley", "oakley"),
        ("Lee\u2011Baumann", "lee-baumann"),
        ("Ħal Ŧor", "hal tor"),
        ("Æther Straße", "aether strasse"),
        ("İstanbul", "istanbul"),
        ("Oak Street", "street oak"),
    ],
)
def test_search_leaves_out_how_a_name_is_written(name, typed):
    assert Asked.read(typed).is_in(name)
    assert not Asked.read(f"{typed} x1").is_in(name)


def test_fold_of_nothing_is_nothing():
    assert (folded("  "), Asked.read("  ").is_enough, Asked.read("a").is_enough) == ("", False, False)


@pytest.mark.parametrize("typed", ["", "a", "’"])
def test_search_for_too_little_says_what_to_type(client_of, lead, words, typed):
    page = looking(client_of(lead), typed)
    assert (found(page), "Type at least two letters of a name, or a number" in page) == ({}, True)


# In each way in which somebody can stand in a programme.
STANDING = ["speaks for {}", "spoke for {}", "put forward {}", "has a step of {}", "made a promise in {}"]
STANDING += ["made a promise", "said F{:05d}", "is on the list of {}"]


def test_search_says_of_a_person_all_that_they_are_in_the_programme(client_of, lead, programme, at, monkeypatch):
    person = PersonFactory(name="Jo Oakley")
    AppointmentFactory(person=person, partnership=PartnershipFactory(programme=programme, organisation__name="Elm"))
    before = PartnershipFactory(programme=programme, organisation__name="Ash")
    AppointmentFactory(person=person, partnership=before, ended_at=at, ended_by=lead, ending="other")
    area = ActionAreaFactory(programme=programme, number=7, title="Benches")
    ProposerFactory(area=area, person=person)
    StepFactory(area=area, owner=person)
    CommitmentFactory(programme=programme, area=area, person=person)
    CommitmentFactory(programme=programme, area=None, person=person)
    feedback = FeedbackFactory(programme=programme, said_by=person, status="received")
    AttendanceFactory(meeting__programme=programme, meeting__title="A meeting", person=person)
    # Of many places the first are shown, and how many more there are.
    monkeypatch.setattr("desk.search.PLACES", len(STANDING))
    (line,) = found(looking(client_of(lead), "oakley"))["People"]
    told = ["Elm", "Ash", "Benches", "Benches", "Benches", None, feedback.pk, "A meeting"]
    for words, thing in zip(STANDING, told, strict=True):
        assert words.format(thing) in line


def test_search_for_whoever_has_but_a_step_says_so_and_is_a_look(client_of, lead, programme):
    person = PersonFactory(name="Jo Oakley")
    StepFactory(area=ActionAreaFactory(programme=programme, title="Benches"), owner=person)
    assert found(looking(client_of(lead), "oakley")) == {
        "People": ["Jo Oakley has a step of Benches · Better neighbours"]
    }
    assert LogEntry.objects.filter(verb="looked", programme_id=programme.pk).count() == 1


def test_search_says_when_nothing_was_found_and_keeps_what_was_typed(client_of, lead, words):
    page = looking(client_of(lead), 'nobody "of that" name')
    assert "Nothing was found where you are on the team." in page
    assert 'value="nobody &quot;of that&quot; name"' in page


def test_search_is_on_pages_of_staff_alone(client_of, lead, representative):
    assert 'class="tl-search"' in client_of(lead).get(reverse("desk:programme-list")).text
    assert 'class="tl-search"' not in client_of(representative).get(reverse("actions:home")).text
    assert client_of(representative).get(URL, {"q": "oak"}).status_code == 404


def test_search_shows_twenty_of_a_kind_and_asks_as_often_for_thirty_as_for_one(client_of, lead, programme):
    counts = []
    for more in (1, 29):
        for _ in range(more):
            person = PersonFactory(name="Oak")
            AppointmentFactory(partnership__programme=programme, partnership__organisation__name=f"Oak {person.pk}",
                               person=person)  # fmt: skip
            ActionAreaFactory(programme=programme, title="Oak")
            PosterFactory(programme=programme, title="Oak")
        with CaptureQueriesContext(connection) as captured:
            page = looking(client_of(lead), "oak")
        counts.append(len(captured))
    assert counts == [33, 33]
    assert [len(rows) for rows in found(page).values()] == [20, 20, 20, 20]
    assert page.count("And 10 more: type more of the name.") == 4
    assert Person.objects.count() >= 30
