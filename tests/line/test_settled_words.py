"""What has been settled about an action area stays until something else settles it, whoever is asked meanwhile."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import example, given, settings

from actions.models import Proposer
from line.graph import Line
from public.pages.factors import factors_context
from tests.actions.factories import (
    ActionAreaFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.line.random_programmes import Came, Part, build, close_rounds, programmes

AT = datetime(2016, 9, 30, 12, tzinfo=UTC)
LEFT_ON = date(2016, 10, 20)
NAMES = {1: "September 2016", 2: "December 2016", 3: "March 2017", 4: "June 2017"}
AGAIN = "We have asked again, until 20 June 2017."
WAITED_FOR = "We asked in June 2017 and are waiting to hear."


@pytest.fixture
def area(programme):
    return ActionAreaFactory(programme=programme, number=1)


def came(proposer, number, status, **answer):
    """Record what came of asking somebody in a round; an answer is published if it says where the area stands."""
    programme, by = proposer.area.programme, proposer.area.programme.published_by
    closed = {"status": "closed", "opened_at": AT, "opened_by": by, "closed_at": AT, "closed_by": by}
    round = programme.follow_up_rounds.filter(number=number).first() or FollowUpRoundFactory(
        programme=programme, number=number, name=NAMES[number], answer_by_on=date(2017, 6, 20), **closed
    )
    follow_up = FollowUpFactory(
        round=round, proposer=proposer, status=status, settled_at=None if status == "asked" else AT
    )
    if status == "answered":
        reviewed = {"status": "published", "reviewed_at": AT, "reviewed_by": by} if answer else {}
        ProgressUpdateFactory(follow_up=follow_up, headline="It goes on.", **reviewed, **answer)


def ask_everybody(programme):
    """Ask everybody who has something in one more round, as opening it does."""
    for proposer in Proposer.objects.filter(area__programme=programme, until_on=None, named_by_mistake=False):
        came(proposer, 4, "asked")


def words(programme):
    line = Line.read(programme)
    return [(area.standing, area.latest_word, area.silence) for area in line.areas]


def stands(programme):
    ((standing, latest_word, silence),) = words(programme)
    return standing, f"{latest_word} {silence}".strip()


# Fell silent; handed on; handed on, and the successor fell silent, too; an answer that is read; one that is published.
SILENT = (True, [Part(True, False, False, (Came("no_reply"), Came("no_reply"), None))])
HANDED_ON = (True, [Part(False, False, False, (Came("moved_on"), None, None)), Part(True, False, True, (None,) * 3)])
SUCCESSOR = (
    True,
    [
        Part(False, False, False, (Came("moved_on"), None, None)),
        Part(True, False, True, (None, Came("unreachable"), None)),
    ],
)
TO_READ = (True, [Part(True, False, False, (Came("no_reply"), Came("answered", "waiting"), None))])
PUBLISHED = (True, [Part(True, False, False, (Came("answered"), Came("no_reply"), None))])


@pytest.mark.django_db
@settings(derandomize=True, deadline=None, max_examples=50, database=None)
@given(programmes)
@example([SILENT, HANDED_ON, SUCCESSOR, TO_READ, PUBLISHED])
def test_asking_again_takes_back_no_word(areas):
    with transaction.atomic():
        programme = build(areas)
        close_rounds(programme)
        before = words(programme)
        ask_everybody(programme)
        for (standing, word, silence), (now, word_now, silence_now) in zip(before, words(programme), strict=True):
            assert now == standing or (standing, now) == ("not_asked", "waiting")
            assert standing == "not_asked" or word_now.replace(AGAIN, "").replace(WAITED_FOR, "").strip() == word
            assert silence_now.replace(AGAIN, "").strip() == silence
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("statuses", "standing", "told"),
    [
        (
            ["no_reply", "no_reply"],
            "no_reply",
            "We asked in September and December 2016. We have not heard back. We have asked again, until 20 June 2017.",
        ),
        (["answered"], "unpublished", f"We asked in September 2016 and have an answer that is not published. {AGAIN}"),
        (["unreachable"], "no_reply", f"We tried in September 2016 and could not reach whoever proposed it. {AGAIN}"),
    ],
)
def test_area_that_is_asked_about_again_says_both(programme, area, statuses, standing, told):
    proposer = ProposerFactory(area=area)
    for number, status in enumerate(statuses, start=1):
        came(proposer, number, status)
    ask_everybody(programme)
    assert stands(programme) == (standing, told)


def test_area_that_was_handed_on_stays_so_until_its_successor_is_silent(programme, area):
    first = ProposerFactory(area=area, until_on=LEFT_ON)
    heir = ProposerFactory(area=area, took_over_from=first, public_name="The tenants' group")
    came(first, 1, "no_reply")
    came(first, 2, "moved_on")
    handed_on = (
        "Whoever proposed it has moved on; The tenants' group took it over. "
        "We asked in September 2016. We have not heard back."
    )
    assert stands(programme) == ("handed_on", handed_on)
    came(heir, 3, "asked")
    assert stands(programme) == ("handed_on", f"{handed_on} {AGAIN}")
    heir.follow_ups.update(status="no_reply", settled_at=AT)
    assert stands(programme) == (
        "no_reply", "We asked in September 2016 and March 2017. We have not heard back."
    )  # fmt: skip


def test_successor_who_was_asked_in_the_same_round_counts_when_silent(programme, area):
    first = ProposerFactory(area=area, until_on=LEFT_ON)
    came(first, 1, "moved_on")
    came(ProposerFactory(area=area, took_over_from=first), 1, "no_reply")
    assert stands(programme) == ("no_reply", "We asked in September 2016. Whoever had it then has not replied.")
    ((_, (cell,)),) = factors_context(Line.read(programme))["rows"]
    assert (cell.code, cell.label) == ("no_reply", "No reply")


HANDED_TO_HAL = "Whoever proposed it has moved on; Hal took it over."
ANN_AND_BEN = [("Ann", LEFT_ON, None), ("Ben", None, None), ("Hal", None, "Ann")]
ANN_THEN_HAL = [("Ann", LEFT_ON, None), ("Hal", None, "Ann")]
BOTH_LEFT = [("Ann", LEFT_ON, None), ("Hal", LEFT_ON, "Ann")]


@pytest.mark.parametrize(
    ("people", "asked", "standing", "told"),
    [
        (ANN_AND_BEN, [], "not_asked", "Nobody has been asked yet what has happened."),
        (ANN_AND_BEN, [("Ben", 1, "asked")], "waiting", "We asked in September 2016 and are waiting to hear."),
        (
            ANN_AND_BEN,
            [("Ann", 1, "moved_on")],
            "not_asked",
            "Whoever has it now has not been asked yet what has happened.",
        ),
        (
            ANN_AND_BEN,
            [("Ann", 1, "moved_on"), ("Ben", 2, "asked"), ("Hal", 2, "asked")],
            "waiting",
            "We asked in December 2016 and are waiting to hear.",
        ),
        (ANN_AND_BEN, [("Ann", 1, "no_reply")], "no_reply", "We asked in September 2016. We have not heard back."),
        (
            [("Ann", LEFT_ON, None), ("Ben", LEFT_ON, None), ("Hal", None, "Ann"), ("Ida", None, "Ben")],
            [],
            "handed_on",
            "Whoever proposed it has moved on; Hal and Ida took it over.",
        ),
        (ANN_THEN_HAL, [], "handed_on", HANDED_TO_HAL),
        (
            ANN_THEN_HAL,
            [("Hal", 1, "asked")],
            "handed_on",
            f"{HANDED_TO_HAL} We asked in September 2016 and are waiting to hear.",
        ),
        (
            ANN_THEN_HAL,
            [("Ann", 1, "moved_on"), ("Hal", 1, "asked")],
            "handed_on",
            f"{HANDED_TO_HAL} We asked in September 2016 and are waiting to hear.",
        ),
        (ANN_THEN_HAL, [("Ann", 1, "moved_on"), ("Hal", 2, "asked")], "handed_on", f"{HANDED_TO_HAL} {AGAIN}"),
        (
            ANN_THEN_HAL,
            [("Ann", 1, "unreachable")],
            "handed_on",
            f"{HANDED_TO_HAL} We tried in September 2016 and could not reach whoever had it then.",
        ),
        (
            ANN_THEN_HAL,
            [("Ann", 1, "unreachable"), ("Hal", 2, "unreachable")],
            "no_reply",
            "We tried in September and December 2016 and could not reach whoever had it then.",
        ),
        (
            BOTH_LEFT,
            [("Ann", 1, "moved_on"), ("Hal", 2, "unreachable")],
            "no_reply",
            "We tried in December 2016 and could not reach whoever had it then.",
        ),
        (
            [("Ann", LEFT_ON, None), ("Ben", None, None)],
            [("Ann", 1, "moved_on"), ("Ben", 1, "unreachable")],
            "no_reply",
            "We tried in September 2016 and could not reach whoever had it then.",
        ),
        (
            [("Ann", LEFT_ON, None)],
            [],
            "nobody",
            "Whoever proposed it has moved on; nobody has taken it over yet.",
        ),
        (BOTH_LEFT, [], "nobody", "Whoever took it over has moved on too; nobody has it now."),
        (
            [("Ann", LEFT_ON, None)],
            [("Ann", 1, "asked")],
            "waiting",
            "We asked in September 2016 and are waiting to hear.",
        ),
        ([], [], "not_asked", "Nobody has been asked yet what has happened."),
    ],
)
def test_who_had_it_and_who_was_asked_are_said_as_they_were(programme, area, people, asked, standing, told):
    by_name = {}
    for name, until_on, before in people:
        by_name[name] = ProposerFactory(
            area=area, public_name=name, until_on=until_on, took_over_from=by_name.get(before)
        )
    for name, number, status in asked:
        came(by_name[name], number, status)
    assert stands(programme) == (standing, told)


@pytest.mark.parametrize("is_first", [True, False], ids=["entered first", "entered second"])
@pytest.mark.parametrize(
    ("one", "other", "standing"),
    [
        ({"status": "answered", "standing": "done"}, {"status": "no_reply"}, "done"),
        ({"status": "answered", "standing": "done"}, {"status": "answered"}, "done"),
        ({"status": "answered"}, {"status": "no_reply"}, "unpublished"),
        ({"status": "answered"}, {"status": "asked"}, "unpublished"),
        ({"status": "asked"}, {"status": "unreachable"}, "waiting"),
        ({"status": "no_reply"}, {"status": "unreachable"}, "no_reply"),
        ({"status": "no_reply"}, {"status": "moved_on"}, "no_reply"),
        ({"status": "no_reply"}, {"status": "not_me"}, "no_reply"),
    ],
)
def test_of_two_proposers_it_is_no_matter_who_was_entered_first(programme, area, one, other, standing, is_first):
    for each in (one, other) if is_first else (other, one):
        gone = {"until_on": LEFT_ON} if each["status"] in ("moved_on", "not_me") else {}
        came(ProposerFactory(area=area, named_by_mistake=each["status"] == "not_me", **gone), 1, **each)
    assert stands(programme)[0] == standing


@pytest.mark.parametrize("is_first", [True, False], ids=["entered first", "entered second"])
def test_of_two_proposers_who_answered_the_later_answer_stands(programme, area, is_first):
    earlier = {"standing": "stopped", "given_at": datetime(2016, 9, 10, tzinfo=UTC)}
    later = {"standing": "under_way", "given_at": datetime(2016, 9, 11, tzinfo=UTC)}
    for answer in (later, earlier) if is_first else (earlier, later):
        came(ProposerFactory(area=area), 1, "answered", **answer)
    assert stands(programme)[0] == "under_way"


@pytest.mark.parametrize(("status", "is_mistake"), [("moved_on", False), ("not_me", True)])
def test_moved_on_and_wrong_person_are_one_state(client, programme, area, status, is_mistake):
    came(ProposerFactory(area=area, until_on=LEFT_ON, named_by_mistake=is_mistake), 1, status)
    line = Line.read(programme)
    ((node, (cell,)),) = factors_context(line)["rows"]
    assert (node.standing, node.standing_label, cell.code, cell.label) == (
        "nobody", "Nobody has it now", "nobody", "Nobody had it"
    )  # fmt: skip
    page = client.get(area.get_absolute_url()).text
    assert "<h3>Nobody had it: whoever we asked had moved on, or was the wrong person.</h3>" in page


@pytest.mark.parametrize("until_on", [None, LEFT_ON], ids=["has it", "left since"])
@pytest.mark.parametrize("status", ["answered", "not_me", "moved_on"])
def test_round_in_which_we_heard_something_is_not_called_silent(programme, area, status, until_on):
    gone = {} if status == "answered" else {"until_on": LEFT_ON, "named_by_mistake": status == "not_me"}
    came(ProposerFactory(area=area, **gone), 1, status)
    came(ProposerFactory(area=area, until_on=until_on), 2, "no_reply")
    standing, told = stands(programme)
    answered = "We asked in September 2016 and have an answer that is not published. " if status == "answered" else ""
    assert (standing, told) == ("no_reply", f"{answered}We asked in December 2016. We have not heard back.")


def test_silence_of_somebody_named_by_mistake_is_not_told(programme, area):
    wrong = ProposerFactory(area=area, until_on=LEFT_ON, named_by_mistake=True)
    came(wrong, 1, "no_reply")
    came(wrong, 2, "not_me")
    assert stands(programme) == (
        "nobody", "We asked the wrong person, and are looking for whoever it belongs to."
    )  # fmt: skip


def test_silence_is_told_of_the_area_and_at_the_desk_of_who_it_was(client, client_of, lead, programme, area):
    """Of two who were asked one answered: they are named in what they told us, the other in no round."""
    joan, tom = (ProposerFactory(area=area, public_name=name) for name in ("Joan Hale", "Tom Reed"))
    came(joan, 1, "answered", standing="under_way")
    came(tom, 1, "no_reply")
    came(joan, 2, "unreachable")
    came(tom, 2, "no_reply")
    page = client.get(area.get_absolute_url()).text
    history = page[page.index('id="history"') : page.index('id="plan"')]
    assert (history.count("Joan Hale"), history.count("Tom Reed"), history.count("<h3>")) == (1, 0, 2)
    assert "<h3>We have not heard back.</h3>" in history
    desk = client_of(lead).get(f"/desk/{programme.slug}/rounds/2/").text
    assert [each for each in (joan, tom) if each.person.name not in desk] == []
