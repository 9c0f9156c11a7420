"""Today reminds of questions about equality that are to be closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from desk.todo import waiting_for
from privacy.models import Questionnaire


@pytest.mark.parametrize(
    ("days", "last_day"),
    [(8, []), (7, ["last day"]), (0, ["last day today"]), (-1, ["last day was"])],
)
def test_questions_whose_last_day_is_near_are_to_be_closed_by_the_lead(asked, lead, viewer, at, days, last_day):
    Questionnaire.objects.filter(pk=asked.pk).update(close_on=timezone.localdate(at) + timedelta(days=days))
    mine = [each for each in waiting_for(lead, at) if "equality" in each.item.words]
    assert [each.item.words for each in mine] == ["Close 1 set of questions about equality"] * len(last_day)
    assert [each.last_day.startswith(words) for each, words in zip(mine, last_day, strict=True)] == [True] * len(mine)
    assert [each for each in waiting_for(viewer, at) if "equality" in each.item.words] == []
