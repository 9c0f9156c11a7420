"""How many people were reached: told to nobody but whoever wrote it down, taken back by them or by the lead."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from kit.refusals import Refused
from phases.methods.services import ReachDetails, enter_reach
from phases.models import Reach
from tests.conftest import staff_with
from tests.moments import EARLY_ON
from tests.phases.factories import MethodFactory, PhaseFactory, ReachFactory
from tests.stakeholders.factories import PartnershipFactory, StakeholderGroupFactory

KNOWN_DAY = {"reached_on_0": "7", "reached_on_1": "5", "reached_on_2": "2016"}


@pytest.fixture
def phase(programme):
    return PhaseFactory(programme=programme, position=1)


@pytest.fixture
def group(programme):
    return StakeholderGroupFactory(programme=programme, name="Carers")


def test_reach_is_written_down_and_taken_back_by_whoever_wrote_it_or_the_lead(phase, group, client_of, lead):
    team = [staff_with(hat, phase.programme) for hat in ("broker", "facilitator")]
    slug = phase.programme.slug
    form = KNOWN_DAY | {"phase": phase.pk, "group": group.pk, "people": "4321", "how": "Tea"}
    assert "Enter the number of people in figures" in client_of(team[0]).post(
        reverse("phases:reach-create", args=[slug]), form | {"people": "many"}
    ).text  # fmt: skip
    for _ in range(2):
        client_of(team[0]).post(reverse("phases:reach-create", args=[slug]), form)
    seen = [client_of(who).get(reverse("phases:reach-list", args=[slug])).text for who in (*team, lead)]
    assert ["4321" in text for text in seen] == [True, False, False]
    assert "4321" not in str(list(LogEntry.objects.values_list("details", flat=True)))
    first, second = (reverse("phases:reach-remove", args=[slug, reach.pk]) for reach in Reach.objects.order_by("pk"))
    answers = [client_of(who).post(where).status_code
               for who, where in ((team[1], first), (team[0], first), (lead, second))]  # fmt: skip
    assert (answers, Reach.objects.count()) == ([404, 302, 302], 0)


@pytest.mark.parametrize("wrong", ["nobody", "tomorrow", "group", "partnership", "method"])
def test_enter_reach_refuses_what_cannot_be(wrong, phase, group, lead, at):
    given = {"group": group, "people": 5, "how": "Tea", "reached_on": timezone.localdate(at)}
    given |= {
        "nobody": lambda: {"people": 0},
        "tomorrow": lambda: {"reached_on": timezone.localdate(at) + timedelta(days=1)},
        "group": lambda: {"group": StakeholderGroupFactory()},
        "partnership": lambda: {"partnership": PartnershipFactory()},
        "method": lambda: {"method": MethodFactory()},
    }[wrong]()
    with pytest.raises(Refused, match=r"."):
        enter_reach(phase, details=ReachDetails(**given), by=lead, at=at)
    assert (Reach.objects.count(), LogEntry.objects.filter(verb="added").count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 30])
def test_reach_list_takes_the_same_number_of_queries(count, phase, group, client_of, lead, django_assert_num_queries):
    for number in range(count):
        partnership = PartnershipFactory(programme=phase.programme, organisation__name=f"Body {number}")
        ReachFactory(phase=phase, group=group, partnership=partnership, method=MethodFactory(phase=phase))
    desk = client_of(lead)
    with django_assert_num_queries(8):
        assert len(desk.get(reverse("phases:reach-list", args=[phase.programme.slug])).context["page"]) == count


def test_reach_list_stands_on_pages_the_newest_first(phase, group, client_of, lead, at):
    ReachFactory.create_batch(50, phase=phase, group=group)
    oldest = ReachFactory(phase=phase, group=group, how="Before all others", reached_on=EARLY_ON - timedelta(days=1))
    ReachFactory(how="Of another programme")
    first, second = (client_of(lead).get("/desk/neighbours/reach/", {"page": number}) for number in (1, 2))
    assert (len(first.context["page"]), list(second.context["page"])) == (50, [oldest])
    cell = f"/desk/neighbours/coverage/{group.pk}/people/"
    assert list(client_of(lead).get(cell, {"page": 2}).context["page"]) == [oldest]


@pytest.mark.parametrize("is_public", [True, False])
def test_reach_remove_says_what_the_public_sees_of_it_where_there_is_a_public_page(
    phase, group, client_of, lead, is_public
):
    if not is_public:
        type(phase.programme).objects.update(published_at=None, published_by=None)
    reach = ReachFactory(phase=phase, group=group)
    page = client_of(lead).get(reverse("phases:reach-remove", args=[phase.programme.slug, reach.pk])).text
    assert (
        "What was entered before this quarter of the year began is counted on the public page." in page
    ) is is_public
