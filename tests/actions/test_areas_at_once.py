"""Several facilitators at the same moment: each area has a number of its own, and no words are lost."""

from threading import Barrier

import pytest

from actions.areas.services import add_step, capture_area, edit_area, move_step
from actions.areas.snapshots import AreaSnapshot, StepSnapshot
from actions.models import ActionArea
from kit.refusals import StaleEdit
from tests.actions.factories import ActionAreaFactory
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def details(title: str) -> AreaSnapshot:
    return AreaSnapshot(title)


def edited(area: ActionArea, title: str, version: str, lead, at) -> object:
    """Edit an area as one window would, and return what became of it."""
    try:
        return edit_area(area, details=details(title), version=version, by=lead, at=at).title
    except StaleEdit as meanwhile:
        return meanwhile


def test_areas_captured_at_once_have_numbers_of_their_own(programme, lead, at):
    at_once(*[lambda: capture_area(programme, details=details("Benches"), proposer=None, by=lead, at=at)] * 3)
    assert list(ActionArea.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_two_editors_at_once_lose_nothing(programme, lead, at):
    area = ActionAreaFactory(programme=programme, title="Before", summary="")
    for number in range(TIMES):
        version = AreaSnapshot.of(area).version()
        titles = [f"Window {number} a", f"Window {number} b"]
        became = at_once(
            *[lambda title=title, version=version: edited(area, title, version, lead, at) for title in titles]
        )
        area.refresh_from_db()
        refused = [each for each in became if isinstance(each, StaleEdit)]
        assert (len(refused), refused[0].current.title) == (1, area.title)
        assert [each for each in became if isinstance(each, str)] == [area.title]


def test_two_editors_without_the_comparison_would_lose_one(programme):
    """The negative control: whoever reads, then writes, with nothing compared, undoes the other unseen."""
    area = ActionAreaFactory(programme=programme, title="Before")
    both_have_read = Barrier(2)

    def careless(title: str) -> str:
        mine = ActionArea.objects.get(pk=area.pk)
        both_have_read.wait(10)
        mine.title = title
        mine.save()
        return title

    became = at_once(*[lambda title=title: careless(title) for title in ("a", "b")])
    area.refresh_from_db()
    assert (became, area.title in became) == (["a", "b"], True)


def test_steps_moved_at_once_all_keep_a_place(programme, lead, at):
    area = ActionAreaFactory(programme=programme)
    steps = [
        add_step(area, details=StepSnapshot(what, "All", "May"), by=lead, at=at) for what in ("One", "Two", "Three")
    ]
    for _ in range(TIMES):
        at_once(*[lambda step=step: move_step(step, up=True, by=lead, at=at) for step in steps])
        assert sorted(area.steps.values_list("position", flat=True)) == [1, 2, 3]
