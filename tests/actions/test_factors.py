"""What helped and hindered: suggested, named once, renamed and merged with the trace kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import LogEntry
from actions.models import Factor
from actions.updates.factor_summaries import by_likeness, factor_summaries
from actions.updates.services.factors import find_or_add_factor, merge_factor, rename_factor, separate_factor
from kit.refusals import InvalidTransition, Refused
from tests.accounts.factories import UserFactory
from tests.actions.factories import FactorFactory, FollowUpRoundFactory, ProgressUpdateFactory
from tests.moments import EARLY

DESK = "/desk/neighbours/factors/"


@pytest.fixture
def money(programme) -> Factor:
    return FactorFactory(programme=programme, kind="hindered", name="No money for rooms")


@pytest.fixture
def rent(programme) -> Factor:
    return FactorFactory(programme=programme, kind="hindered", name="The rent")


def told(programme, factor: Factor, number: int, words: str = "It cost too much.", **more):
    update = ProgressUpdateFactory(
        follow_up__round=FollowUpRoundFactory(programme=programme), area__number=number,
        status="published", headline="Told.", published_hindered=words, reviewed_at=EARLY,
        reviewed_by=UserFactory(), **more,
    )  # fmt: skip
    update.factors.add(factor)
    return update


def names(programme) -> list[tuple[str, int, list[str]]]:
    said = factor_summaries(programme)["hindered"]
    return [(each.factor.name, each.areas, [old.name for old in each.also_called]) for each in said]


def test_rename_factor_keeps_the_name_it_had(programme, money, lead, at):
    rename_factor(money, name="Nothing to pay a room with", by=lead, at=at)
    assert names(programme) == [("Nothing to pay a room with", 0, ["No money for rooms"])]
    found = find_or_add_factor("no MONEY for rooms", kind="hindered", programme=programme, by=lead, at=at)
    assert (found.name, LogEntry.objects.latest("id").verb) == ("Nothing to pay a room with", "renamed")
    rename_factor(money, name="No money for rooms", by=lead, at=at)
    assert names(programme) == [("No money for rooms", 0, ["Nothing to pay a room with"])]


def test_rename_factor_refuses_the_name_of_another(programme, money, rent, lead, at):
    with pytest.raises(Refused, match="“The rent” is there already"):
        rename_factor(money, name="the RENT", by=lead, at=at)
    merge_factor(rent, into=money, by=lead, at=at)
    told(programme, rent, 1)
    with pytest.raises(Refused, match="Merge"):
        rename_factor(money, name="The rent", by=lead, at=at)
    assert rename_factor(money, name="NO money for rooms", by=lead, at=at).name == "NO money for rooms"


def test_merge_factor_counts_areas_once_and_can_be_taken_apart(programme, money, rent, lead, at):
    update = told(programme, money, 1)
    update.factors.add(rent)
    told(programme, rent, 2)
    assert names(programme) == [("The rent", 2, []), ("No money for rooms", 1, [])]
    merge_factor(rent, into=money, by=lead, at=at)
    assert names(programme) == [("No money for rooms", 2, ["The rent"])]
    assert LogEntry.objects.latest("id").details == {"into": money.pk, "with_it": 0}
    separate_factor(Factor.objects.get(pk=rent.pk), by=lead, at=at)
    assert names(programme) == [("The rent", 2, []), ("No money for rooms", 1, [])]


def test_merge_factor_takes_along_what_went_into_it(programme, money, rent, lead, at):
    third = FactorFactory(programme=programme, kind="hindered", name="Costs")
    merge_factor(third, into=rent, by=lead, at=at)
    merge_factor(rent, into=money, by=lead, at=at)
    assert names(programme) == [("No money for rooms", 0, ["Costs", "The rent"])]


def test_merge_factor_refuses_what_is_not_alike(programme, money, rent, lead, at):
    helped = FactorFactory(programme=programme, kind="helped")
    elsewhere = FactorFactory(kind="hindered")
    for other in (helped, elsewhere, money):
        with pytest.raises(InvalidTransition):
            merge_factor(money, into=other, by=lead, at=at)
    merge_factor(rent, into=money, by=lead, at=at)
    with pytest.raises(InvalidTransition, match="merged into another already"):
        merge_factor(rent, into=money, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        separate_factor(money, by=lead, at=at)


def test_said_of_factors_hears_published_answers_of_published_areas_alone(programme, money, lead, at):
    told(programme, money, 1, "Published.")
    hidden = told(programme, money, 2, "Of a hidden area.")
    type(hidden.area).objects.filter(pk=hidden.area_id).update(published_at=None, published_by=None)
    kept = told(programme, money, 3, "Kept.")
    type(kept).objects.filter(pk=kept.pk).update(status="kept")
    said = factor_summaries(programme)["hindered"][0]
    assert [voice.words for voice in said.quotes] == ["Published."]


def test_likely_first_puts_what_shares_words_first_and_ticks_nothing(programme, money, rent):
    assert by_likeness([money, rent], "The rents went up") == [rent, money]
    assert by_likeness([rent, money], "The room cost money") == [money, rent]


def test_desk_names_merges_and_takes_apart(client_of, lead, viewer, programme, money, rent):
    told(programme, money, 1, "Rooms cost forty pounds.")
    staff = client_of(lead)
    assert "Rooms cost forty pounds." in staff.get(DESK).text
    assert client_of(viewer).get(DESK).status_code == 403
    page = f"{DESK}{money.pk}/"
    for typed, message in (
        ({"name": ""}, "Enter a name."),
        ({"name": "x" * 161}, "161 characters"),
        ({"name": "the rent"}, "is there already"),
    ):
        assert message in staff.post(page, typed).text
    assert staff.post(page, {"name": "Money"}).status_code == 302
    for into in ("", "no number", str(2**70), str(money.pk)):
        assert "Choose from the list" in staff.post(f"{page}merge/", {"into": into}, follow=True).text
    assert staff.post(f"{page}merge/", {"into": rent.pk})["Location"] == f"{DESK}{rent.pk}/"
    assert staff.get(page)["Location"] == f"{DESK}{rent.pk}/"
    staff.post(f"{page}separate/")
    assert Factor.objects.get(pk=money.pk).merged_into is None


def test_factor_pages_take_the_same_number_of_queries(client_of, lead, programme, money):
    staff, counts = client_of(lead), []
    for size in (1, 3):
        for _ in range(size):
            told(programme, money, len(counts) * 10 + 1 + _)
        for path in (DESK, f"{DESK}{money.pk}/", "/programmes/neighbours/helped/"):
            with CaptureQueriesContext(connection) as queries:
                assert staff.get(path).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
