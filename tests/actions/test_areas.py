"""In the room: an action area captured in a hurry, its words and its plan kept by several people at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from actions.areas.services import add_step, move_step
from actions.areas.snapshots import StepSnapshot
from actions.models import ActionArea, Step
from kit.sent_once import FORM_KEY
from tests.actions.factories import ActionAreaFactory, ProposerFactory, StepFactory
from tests.conftest import staff_with
from tests.consultations.factories import PosterFactory
from tests.filled_forms import filled
from tests.phases.factories import MeetingFactory

DESK = "/desk/neighbours/areas/"
KEY = "6f1c1f8e-6f0f-4f52-9a35-9d5f0b1f0c11"
CAPTURED = {
    FORM_KEY: KEY,
    "title": "Benches where people pass",
    "proposer": "Ines Okoro",
    "reached_by": "ines.okoro@example.org",
    "posters": "3, 7 and 12",
    "findings": "",
    "taken_on_at": "",
    "summary": "",
}


def fields_of(response) -> dict[str, object]:
    """What the form of a page would post as it stands."""
    form = response.context["form"]
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


@pytest.fixture
def facilitator(programme):
    """Facilitates the programme, and may not publish."""
    return staff_with("facilitator", programme)


@pytest.fixture
def desk(client_of, facilitator):
    """The facilitator's telephone."""
    return client_of(facilitator)


@pytest.fixture
def wall(programme):
    """Three posters on the wall, and one without a number."""
    posters = [PosterFactory(programme=programme, number=number) for number in (3, 7, 12)]
    PosterFactory(programme=programme, number=None, published_at=None, published_by=None)
    return posters


@pytest.fixture
def area(programme):
    """An action area that nobody but the team sees."""
    return ActionAreaFactory(
        programme=programme, number=1, title="Benches", summary="Sit down.", published_at=None, published_by=None
    )


def test_area_is_captured_with_the_next_number_and_its_sources(desk, programme, wall, facilitator):
    ActionAreaFactory(programme=programme, number=4)
    response = desk.post(f"{DESK}new/", CAPTURED)
    area = ActionArea.objects.latest("pk")
    assert response["Location"] == f"{DESK}5/"
    assert (area.number, area.title, area.published_at) == (5, "Benches where people pass", None)
    assert set(area.posters.all()) == set(wall)
    proposer = area.proposers.get()
    assert (proposer.person.name, proposer.person.email) == ("Ines Okoro", "ines.okoro@example.org")
    assert proposer.public_name == "Somebody who was there"
    entry = LogEntry.objects.get(verb="added")
    assert (entry.by, entry.programme_id, entry.details) == (facilitator, programme.pk, {"proposer": 1})


def test_area_captured_by_two_presses_is_one(desk, wall):
    first = desk.post(f"{DESK}new/", CAPTURED)
    # What was put right since is no other form.
    ActionArea.objects.update(title="Benches")
    assert first["Location"] == desk.post(f"{DESK}new/", CAPTURED)["Location"]
    assert ActionArea.objects.count() == 1


def test_area_captured_by_the_same_form_with_other_words_is_asked_about(desk, wall):
    desk.post(f"{DESK}new/", CAPTURED)
    again = desk.post(f"{DESK}new/", CAPTURED | {"title": "Tables"})
    assert ("This form was sent already, with other words" in again.text, "Tables" in again.text) == (True, True)
    assert ActionArea.objects.count() == 1
    key = filled(again.text)[0].sent[FORM_KEY]
    assert desk.post(f"{DESK}new/", fields_of(again) | {FORM_KEY: key}).status_code == 302
    assert list(ActionArea.objects.order_by("number").values_list("title", flat=True)) == [CAPTURED["title"], "Tables"]


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"title": ""}, "Write what is taken on, in a few words."),
        ({"posters": "3, 8, 9"}, "There is no poster 8, 9. Look at the number again."),
        ({"posters": "three"}, "Enter numbers with commas between them, for example 3, 7, 12."),
        ({"proposer": ""}, "Whose address or number is this? Enter their name."),
        ({"reached_by": "ines@"}, "Enter an e-mail address in the right form"),
        ({"reached_by": "12"}, "Enter an e-mail address, or a telephone number with its area code."),
        ({"taken_on_at": "99"}, "Choose a meeting from the list."),
    ],
)
def test_area_that_cannot_be_captured_says_why_and_keeps_what_was_typed(desk, wall, typed, refusal):
    response = desk.post(f"{DESK}new/", CAPTURED | typed)
    assert response.status_code == 200
    assert refusal in response.text
    assert (CAPTURED | typed)["posters"] in response.text
    assert ActionArea.objects.count() == 0


def test_capture_offers_the_meeting_that_has_begun_and_takes_a_telephone_number(desk, programme, at):
    begun = MeetingFactory(programme=programme, starts_at=at - timedelta(hours=1), ends_at=None)
    MeetingFactory(programme=programme, starts_at=at + timedelta(days=30), ends_at=None)
    assert f'<option value="{begun.pk}" selected' in desk.get(f"{DESK}new/").text
    typed = CAPTURED | {
        "posters": "", "reached_by": "0191 496 0000", "taken_on_at": str(begun.pk), "may_name": "on"
    }  # fmt: skip
    desk.post(f"{DESK}new/", typed)
    proposer = ActionArea.objects.get().proposers.get()
    assert (proposer.person.telephone, proposer.person.email) == ("0191 496 0000", "")
    assert (proposer.public_name, proposer.from_on) == ("Ines Okoro", timezone.localdate(begun.starts_at))


def test_area_is_not_public_before_it_is_published(desk, client, client_of, lead, area):
    page = "/programmes/neighbours/actions/1/"
    assert client.get(page).status_code == 404
    assert desk.post(f"{DESK}1/publish/").status_code == 403
    client_of(lead).post(f"{DESK}1/publish/")
    assert client.get(page).status_code == 200
    client_of(lead).post(f"{DESK}1/withdraw/")
    assert client.get(page).status_code == 404


def test_area_edited_in_two_windows_shows_both_texts_and_loses_neither(desk, area):
    seen = fields_of(desk.get(f"{DESK}1/edit/"))
    assert desk.post(f"{DESK}1/edit/", seen | {"title": "Benches everywhere"}).status_code == 302
    late = desk.post(f"{DESK}1/edit/", seen | {"title": "Benches and tables"})
    assert late.status_code == 409
    assert ("Benches everywhere" in late.text, 'value="Benches and tables"' in late.text) == (True, True)
    assert ActionArea.objects.get().title == "Benches everywhere"
    assert desk.post(f"{DESK}1/edit/", fields_of(late)).status_code == 302
    assert ActionArea.objects.get().title == "Benches and tables"


def test_area_saved_twice_with_the_same_words_is_no_conflict(desk, area):
    was = f"{len(area.summary)} characters"
    seen = fields_of(desk.get(f"{DESK}1/edit/")) | {"summary": "Sit down, all of you."}
    assert [desk.post(f"{DESK}1/edit/", seen).status_code for _ in range(2)] == [302, 302]
    assert LogEntry.objects.get(verb="changed").details == {"fields": ["summary"], "was": {"summary": was}}


def test_steps_change_places_by_buttons(desk, area, lead, at):
    steps = [
        add_step(area, details=StepSnapshot(what, "All", "May"), by=lead, at=at) for what in ("One", "Two", "Three")
    ]
    add_step(area, details=StepSnapshot("Three", "All", "May"), by=lead, at=at)
    desk.post(f"/desk/neighbours/steps/{steps[2].pk}/move/", {"up": ""})
    desk.post(f"/desk/neighbours/steps/{steps[0].pk}/move/", {"down": ""})
    assert list(area.steps.order_by("position").values_list("what", flat=True)) == ["Three", "One", "Two"]
    move_step(Step.objects.get(what="Three"), up=True, by=lead, at=at)
    assert list(area.steps.order_by("position").values_list("position", flat=True)) == [1, 2, 3]


def test_step_is_done_on_a_day_that_has_come(desk, area, lead, at):
    step = add_step(area, details=StepSnapshot("Ask", "Ines", "By May"), by=lead, at=at)
    page = f"/desk/neighbours/steps/{step.pk}/"
    typed = {"what": "Ask", "who": "Ines", "by_text": "By May", "version": StepSnapshot.of(step).version()}
    typed |= {"done_on_0": "1", "done_on_1": "3", "done_on_2": "2099"}
    assert "This day is still to come." in desk.post(page, typed).text
    desk.post(page, typed | {"done_on_2": "2020"})
    assert Step.objects.get().done_on.isoformat() == "2020-03-01"
    late = desk.post(page, typed | {"what": "Ask twice", "done_on_2": "2019"})
    assert (late.status_code, Step.objects.get().what) == (409, "Ask")
    assert ("How it stands now" in late.text, "1 March 2020" in late.text) == (True, True)


@pytest.mark.parametrize("page", ["", "new/", "1/", "1/edit/", "1/steps/new/"])
def test_areas_of_a_programme_are_not_there_for_staff_elsewhere(page, client_of, staff_elsewhere, area):
    assert client_of(staff_elsewhere).get(f"{DESK}{page}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_areas_asks_the_same_few_questions(rows, desk, programme, django_assert_num_queries):
    for number in range(1, rows + 1):
        area = ActionAreaFactory(programme=programme, number=number)
        ProposerFactory(area=area)
        StepFactory(area=area)
    desk.get(DESK)
    with django_assert_num_queries(9):
        assert desk.get(DESK).status_code == 200


def test_area_in_the_web_admin_leads_to_its_page_at_the_desk(client_of, facilitator, programme):
    area = ActionAreaFactory(programme=programme, number=7)
    page = client_of(facilitator).get(reverse("admin:actions_actionarea_change", args=[area.pk])).text
    assert f'href="{DESK}7/"' in page
