"""The facts that stand beside the line, as they are on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from line.queries import area_rows, programme_facts
from public.pages.programme_list import glances, published_programmes
from tests.actions.factories import ProgressUpdateFactory
from tests.stakeholders.factories import PartnershipFactory, StakeholderGroupFactory

NOON = datetime(2016, 9, 30, 11, tzinfo=UTC)
TODAY = date(2016, 9, 30)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("from_on", "until_on", "is_in_it"),
    [
        (TODAY, None, True),
        (TODAY + DAY, None, False),
        (TODAY - DAY, TODAY, False),
        (TODAY - DAY, TODAY + DAY, True),
    ],
    ids=["begins", "to come", "over", "last day"],
)
def test_organisation_is_named_on_public_pages_on_the_days_of_its_part(programme, from_on, until_on, is_in_it):
    group = StakeholderGroupFactory(programme=programme)
    member = PartnershipFactory(programme=programme, from_on=from_on, until_on=until_on)
    member.groups.add(group)
    lead_body = PartnershipFactory(programme=programme, from_on=from_on, until_on=until_on, role="lead_body")
    facts = programme_facts(programme, NOON)
    assert (facts.members, facts.partners) == (([member], [lead_body]) if is_in_it else ([], []))
    assert facts.unheard_groups == ([] if is_in_it else [group])
    assert [each.big for each in glances(published_programmes(TODAY))] == [str(int(is_in_it))]


def test_rows_of_areas_lead_to_one_another_and_none_is_made_twice(programme, lead, at, django_assert_num_queries):
    published = {"status": "published", "reviewed_at": at, "reviewed_by": lead}
    asked = {"follow_up__round__programme": programme, "follow_up__status": "answered", "follow_up__settled_at": at}
    update = ProgressUpdateFactory(**asked, **published)
    with django_assert_num_queries(4):
        rows = area_rows([programme])[programme.pk]
        assert [each.follow_up for each in rows.updates] == [update.follow_up]
        assert [each.follow_up is rows.follow_ups[0] for each in rows.updates] == [True]
        assert [each.proposer is rows.proposers[0] for each in rows.follow_ups] == [True]
        assert [each.round for each in rows.follow_ups] == [update.follow_up.round]
