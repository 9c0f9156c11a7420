"""What the public reads across all areas, and what is said of an area after its last answer."""

from datetime import date

import pytest

from actions.models import Proposer
from line.graph import Line
from public.pages.factors import factors_context
from tests.actions.factories import (
    ActionAreaFactory,
    FactorFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.consultations.factories import PosterFactory
from tests.moments import EARLY

EARLY = EARLY


@pytest.fixture
def area(programme):
    return ActionAreaFactory(programme=programme, number=1, title="Benches")


def asked(programme, proposer, number: int, status: str):
    round = programme.follow_up_rounds.filter(number=number).first() or FollowUpRoundFactory(
        programme=programme, number=number, name=f"Month {number}", status="closed", opened_at=EARLY, closed_at=EARLY,
        opened_by=programme.published_by, closed_by=programme.published_by,
    )  # fmt: skip
    settled_at = None if status == "asked" else EARLY
    return FollowUpFactory(round=round, proposer=proposer, status=status, settled_at=settled_at)


def told(programme, proposer, number: int, **more):
    follow_up = asked(programme, proposer, number, "answered")
    return ProgressUpdateFactory(
        follow_up=follow_up, status="published", headline="Told.", published_helped="A van.", reviewed_at=EARLY,
        reviewed_by=programme.published_by, **more,
    )  # fmt: skip


def only_area(programme):
    (node,) = Line.read(programme).areas
    return node


def test_area_whose_proposer_moved_on_after_answering_says_so(programme, area):
    left = ProposerFactory(area=area, until_on=date(2016, 11, 1), public_name="A nurse")
    told(programme, left, 1)
    assert only_area(programme).silence == "Whoever told us has moved on since; nobody has taken it over yet."
    heir = ProposerFactory(area=area, took_over_from=left, public_name="A librarian")
    assert only_area(programme).silence == "Whoever told us has moved on since; A librarian took it over."
    Proposer.objects.filter(pk=heir.pk).update(until_on=date(2016, 12, 1))
    assert only_area(programme).silence == "Whoever told us has moved on since; nobody has it now."
    ProposerFactory(area=area, took_over_from=heir, public_name="A teacher")
    assert only_area(programme).silence == "Whoever told us has moved on since; A teacher took it over."


def test_area_is_silent_after_a_successor_says_nothing(programme, area):
    left = ProposerFactory(area=area, until_on=date(2016, 11, 1), public_name="A nurse")
    told(programme, left, 1)
    successor = ProposerFactory(area=area, took_over_from=left, public_name="A librarian")
    asked(programme, left, 2, "moved_on")
    asked(programme, successor, 2, "no_reply")
    assert only_area(programme).silence == (
        "Whoever told us has moved on since; A librarian took it over. "
        "We asked again in Month 2. Whoever had it then has not replied."
    )


def test_area_says_that_the_wrong_person_was_asked_and_names_them_nowhere(client, programme, area):
    wrong = ProposerFactory(area=area, public_name="Somebody else", named_by_mistake=True, until_on=date(2016, 9, 2))
    asked(programme, wrong, 1, "not_me")
    node = only_area(programme)
    assert (node.standing, node.proposed_by) == ("nobody", "")
    assert node.latest_word == "We asked the wrong person, and are looking for whoever it belongs to."
    ProposerFactory(area=area, took_over_from=wrong, public_name="A librarian")
    node = only_area(programme)
    assert (node.proposed_by, node.handed_to) == ("A librarian", "")
    text = client.get("/programmes/neighbours/actions/1/").text
    assert "Nobody had it: whoever we asked had moved on, or was the wrong person." in text
    assert "<li>Somebody else" not in text


def test_stopped_area_says_so_once(programme, area):
    told(programme, ProposerFactory(area=area), 1, standing="stopped")
    poster = PosterFactory(programme=programme, number=1)
    area.posters.add(poster)
    line = Line.read(programme)
    assert line.areas[0].thread.description.endswith("Taken on: Action area 1. Came of it: no. Stopped.")
    assert line.posters[0].thread.description.endswith("Came of it: no. Stopped.")


def test_factor_list_shows_published_words_with_counts_of_areas_and_each_round(client, programme, area):
    proposer = ProposerFactory(area=area)
    van = FactorFactory(programme=programme, name="Somebody with a van")
    told(programme, proposer, 1).factors.add(van)
    asked(programme, proposer, 2, "unreachable")
    unsaid = FactorFactory(programme=programme, name="Named and not published")
    update = ProgressUpdateFactory(follow_up=asked(programme, proposer, 3, "answered"))
    update.factors.add(unsaid)
    text = " ".join(client.get("/programmes/neighbours/helped/").text.split())
    assert 'Somebody with a van <span class="tl-small">1 action area</span>' in text
    assert "“A van.”" in text
    assert "Named and not published" not in text
    ((_, cells),) = factors_context(Line.read(programme))["rows"]
    assert [(each.round.name, each.label) for each in cells] == [
        ("Month 1", "Under way"),
        ("Month 2", "Not reached"),
        ("Month 3", "Answer not published"),
    ]


def test_factor_list_says_when_nothing_was_named(client, programme, area):
    response = client.get("/programmes/neighbours/helped/")
    assert "Nothing has been named yet." in response.text
    assert client.get("/programmes/neighbours/helped/", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_merged_factor_counts_under_the_name_it_went_into(programme, area):
    kept = FactorFactory(programme=programme, name="A van")
    merged = FactorFactory(programme=programme, name="Transport", merged_into=kept)
    proposer = ProposerFactory(area=area)
    told(programme, proposer, 1).factors.add(kept, merged)
    told(programme, proposer, 2).factors.add(merged)
    assert Line.read(programme).helped == [("A van", 1)]
