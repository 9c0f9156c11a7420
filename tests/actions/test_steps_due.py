"""A step has a day and somebody whose it is: who can be chosen, who sees it, and where it is said to be overdue."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from actions.areas.services import add_step
from actions.areas.snapshots import StepSnapshot
from actions.models import ActionArea, Step
from stakeholders.models import Person
from tests.actions.factories import ActionAreaFactory, CommitmentFactory, ProposerFactory, StepFactory
from tests.conftest import staff_with
from tests.stakeholders.factories import AppointmentFactory, PersonFactory

OVERDUE = "Overdue</strong>"


@pytest.fixture
def area(programme, lead) -> ActionArea:
    return ActionAreaFactory(programme=programme, number=1, title="Benches", published_by=lead)


@pytest.fixture
def desk(client_of, programme):
    return client_of(staff_with("facilitator", programme))


def day_of(name: str, day: date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def test_step_is_due_and_somebodys_who_has_to_do_with_its_area(desk, area, programme):
    names = {
        "Ines": ProposerFactory(area=area, person__name="Ines").person,
        "Joe": CommitmentFactory(programme=programme, area=area, person__name="Joe").person,
        "Kim": AppointmentFactory(partnership__programme=programme, person__name="Kim").person,
    }
    stranger = PersonFactory(name="Stranger")
    page = reverse("actions:step-create", args=[programme.slug, 1])
    offered = desk.get(page).context["form"].fields["owner"].queryset
    assert [each.name for each in offered] == ["Ines", "Joe", "Kim"]
    typed = {"what": "Ask", "who": "The tenants", "by_text": "By May"} | day_of("due_on", date(2030, 5, 3))
    assert "Choose a person from the list." in desk.post(page, typed | {"owner": stranger.pk}).text
    desk.post(page, typed | {"owner": names["Joe"].pk})
    step = Step.objects.get()
    assert (step.due_on, step.owner, step.who) == (date(2030, 5, 3), names["Joe"], "The tenants")
    plan = desk.get(reverse("actions:area-detail", args=[programme.slug, 1])).text
    assert ("Due 3 May 2030" in plan, "It is Joe’s" in plan, OVERDUE in plan) == (True, True, False)


def test_window_that_was_overtaken_says_whose_the_step_is_and_when_it_is_due(desk, area, programme):
    kim = AppointmentFactory(partnership__programme=programme, person__name="Kim").person
    step = StepFactory(area=area)
    typed = {"what": step.what, "who": step.who, "by_text": step.by_text, "version": StepSnapshot.of(step).version()}
    page = reverse("actions:step-edit", args=[programme.slug, step.pk])
    desk.post(page, typed | {"owner": kim.pk} | day_of("due_on", date(2030, 5, 3)))
    late = desk.post(page, typed | day_of("due_on", date(2031, 1, 1)))
    assert late.status_code == 409
    assert list(late.context["form"].stands_now) == [("Due on", "3 May 2030"), ("Whose is it?", "Kim")]
    was = {"due_on": None, "owner": None}
    assert LogEntry.objects.latest("pk").details == {"fields": ["due_on", "owner"], "was": was}


@pytest.mark.parametrize(
    ("due_in", "done", "overdue", "public"),
    [
        (None, False, False, ""),
        (1, False, False, "; due "),
        (0, False, False, "; due "),
        (-1, False, True, "; was due "),
        (-1, True, False, "; done "),
    ],
)
def test_step_is_overdue_from_the_day_after_its_day_until_it_is_done(
    desk, client, area, programme, due_in, done, overdue, public
):
    today = timezone.localdate()
    due_on = None if due_in is None else today + timedelta(days=due_in)
    StepFactory(area=area, due_on=due_on, done_on=today if done else None, owner=PersonFactory(name="Not told"))
    assert (OVERDUE in desk.get(reverse("actions:area-detail", args=[programme.slug, 1])).text) == overdue
    listed = desk.get(reverse("actions:step-list", args=[programme.slug]))
    assert (len(listed.context["page"]), OVERDUE in listed.text) == (int(bool(due_on) and not done), overdue)
    today_page = desk.get(reverse("desk:programme-list")).text
    assert ("See to 1 overdue step" in today_page) == overdue
    shown = client.get(area.get_absolute_url()).text
    said = [each for each in ("; due ", "; was due ", "; done ") if each in shown]
    assert (said, "Not told" in shown) == ([public] if public else [], False)


def test_steps_of_all_plans_stand_by_their_day_and_none_of_elsewhere(desk, area, programme, other_programme):
    other = ActionAreaFactory(programme=programme, number=2)
    for days, of in ((3, area), (-2, other), (1, other)):
        StepFactory(area=of, what=f"In {days}", due_on=timezone.localdate() + timedelta(days=days))
    StepFactory(area=ActionAreaFactory(programme=other_programme, number=1), due_on=timezone.localdate())
    listed = desk.get(reverse("actions:step-list", args=[programme.slug]))
    assert [each.what for each in listed.context["page"]] == ["In -2", "In 1", "In 3"]


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_steps_asks_the_same_few_questions(rows, desk, area, programme, django_assert_num_queries):
    for _ in range(rows):
        StepFactory(area=area, due_on=date(2020, 1, 1), owner=PersonFactory())
    with django_assert_num_queries(8):
        desk.get(reverse("actions:step-list", args=[programme.slug]))


def test_owner_of_a_step_is_known_to_the_programme_and_stays(area, programme):
    owner = PersonFactory()
    StepFactory(area=area, owner=owner)
    assert list(Person.objects.known_to(programme)) == [owner]
    with pytest.raises(IntegrityError), transaction.atomic():
        owner.delete()


def test_step_that_cannot_be_logged_is_not_added(area, lead, at, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("actions.areas.services.record", breaks)
    with pytest.raises(RuntimeError):
        add_step(area, details=StepSnapshot("Ask", "All", "May"), by=lead, at=at)
    assert Step.objects.count() == 0
