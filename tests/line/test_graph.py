"""The line, read both ways: what hangs together, what is left out, where each thing stands."""

from datetime import UTC, date, datetime

import pytest

from line.graph import Line, tie
from line.queries import line_rows
from tests.actions.factories import (
    ActionAreaFactory,
    FactorFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.consultations.factories import ConversationFactory, FeedbackAnswerFactory, FeedbackFactory, PosterFactory
from tests.findings.factories import CodingFactory, FindingFactory, ThemeFactory
from tests.world import CANARY, build_world

SEPTEMBER = datetime(2016, 9, 30, 12, tzinfo=UTC)
OCTOBER = date(2016, 10, 20)
ROUNDS = {1: "September 2016", 2: "December 2016"}


@pytest.fixture
def area(programme):
    return ActionAreaFactory(programme=programme, number=1, title="Benches")


@pytest.fixture
def rounds(programme, lead):
    closed = {"status": "closed", "opened_at": SEPTEMBER, "opened_by": lead, "closed_at": SEPTEMBER, "closed_by": lead}
    return [
        FollowUpRoundFactory(programme=programme, number=number, name=name, answer_by_on=until, **closed)
        for (number, name), until in zip(ROUNDS.items(), [date(2016, 9, 30), date(2016, 12, 20)], strict=True)
    ]


def asked(area, round, status="no_reply", proposer=None):
    proposer = proposer or area.proposers.first() or ProposerFactory(area=area)
    settled = None if status == "asked" else SEPTEMBER
    return FollowUpFactory(round=round, proposer=proposer, status=status, settled_at=settled)


def told(area, round, lead, *, standing="under_way", headline="Two benches stand.", **fields):
    return ProgressUpdateFactory(
        follow_up=asked(area, round, "answered"), standing=standing, headline=headline,
        status="published", reviewed_at=SEPTEMBER, reviewed_by=lead, **fields,
    )  # fmt: skip


def the_area(programme):
    (node,) = Line.read(programme).areas
    return node


def states(thread):
    return [(station.key, station.state.value) for station in thread.stations]


def test_line_ties_what_was_said_to_what_came_of_it_both_ways(programme, area):
    poster = PosterFactory(programme=programme, number=7)
    theme = ThemeFactory(programme=programme, number=3)
    CodingFactory(theme=theme, poster=poster, excerpt="our living room")
    finding = FindingFactory(programme=programme, number=2)
    finding.themes.add(theme)
    area.findings.add(finding)
    line = Line.read(programme)
    (said,), (heard,), (agreed,), (taken_on,) = line.posters, line.themes, line.findings, line.areas
    assert [said.successors, heard.successors, agreed.successors, taken_on.successors] == [
        [heard],
        [agreed],
        [taken_on],
        [],
    ]
    assert [said.predecessors, heard.predecessors, agreed.predecessors, taken_on.predecessors] == [
        [],
        [said],
        [heard],
        [agreed],
    ]
    assert (said.descendants("area"), taken_on.ancestors("poster")) == ([taken_on], [said])
    assert (heard.excerpts, said.excerpts) == ([(said, "our living room")], [(heard, "our living room")])
    assert [node.url for node in (said, heard, agreed, taken_on)] == [
        "/programmes/neighbours/posters/7/",
        "/programmes/neighbours/themes/3/",
        "/programmes/neighbours/findings/2/",
        "/programmes/neighbours/actions/1/",
    ]


def test_line_follows_a_merged_theme_to_where_it_went(programme):
    kept = ThemeFactory(programme=programme, number=1)
    middle = ThemeFactory(programme=programme, number=2, merged_into=kept)
    merged = ThemeFactory(programme=programme, number=3, merged_into=middle, published_at=None, published_by=None)
    coding = CodingFactory(theme=merged, poster__programme=programme)
    finding = FindingFactory(programme=programme)
    finding.themes.set([kept, middle])
    line = Line.read(programme)
    (theme,) = line.themes
    assert theme.obj == kept
    assert [node.obj for node in theme.predecessors] == [coding.poster]
    assert [node.obj for node in theme.successors] == [finding]


def test_line_leaves_out_what_is_not_published(db):
    world = build_world()
    line = Line.read(world.programme)
    nodes = [*line.said, *line.themes, *line.findings, *line.areas]
    assert [(node.kind, node.number) for node in nodes] == [
        ("poster", 1), ("conversation", 1), ("feedback", 1), ("theme", 1), ("finding", 1), ("area", 1)
    ]  # fmt: skip
    linked = {id(each) for node in nodes for each in [*node.predecessors, *node.successors]}
    assert linked <= {id(node) for node in nodes}
    words = [text for node in nodes for _, text in node.excerpts] + [node.title for node in nodes]
    assert [text for text in words if CANARY in text] == []
    assert (line.areas[0].commitments_count, line.areas[0].latest) == (1, world.published_update)


def test_line_gives_of_feedback_only_published_words(programme, lead):
    theme = ThemeFactory(programme=programme)
    feedback = FeedbackFactory(
        consultation__phase__programme=programme, status="published", reviewed_at=SEPTEMBER, reviewed_by=lead
    )
    answer = FeedbackAnswerFactory(
        feedback=feedback, text="Ask Joan for more benches", published_text="Ask [a name] for more benches"
    )
    CodingFactory(theme=theme, poster=None, answer=answer, excerpt="more benches")
    CodingFactory(theme=theme, poster=None, answer=answer, excerpt="Ask Joan")
    (node,) = Line.read(programme).themes
    assert [(each.obj, words) for each, words in node.excerpts] == [(feedback, "more benches")]


@pytest.mark.parametrize(
    ("statuses", "standing", "word"),
    [
        ([], "not_asked", "Nobody has been asked yet what has happened."),
        (["asked"], "waiting", "We asked in September 2016 and are waiting to hear."),
        (["answered"], "unpublished", "We asked in September 2016 and have an answer that is not published."),
        (["no_reply", "no_reply"], "no_reply", "We asked in September and December 2016. We have not heard back."),
        (
            ["no_reply", "asked"],
            "no_reply",
            "We asked in September 2016. We have not heard back. We have asked again, until 20 December 2016.",
        ),
        (
            ["no_reply", "answered"],
            "unpublished",
            (
                "We asked in September 2016 and had no reply. "
                "We asked in December 2016 and have an answer that is not published."
            ),
        ),
        (
            ["answered", "no_reply"],
            "no_reply",
            (
                "We asked in September 2016 and have an answer that is not published. "
                "We asked in December 2016. We have not heard back."
            ),
        ),
        (
            ["answered", "asked"],
            "unpublished",
            (
                "We asked in September 2016 and have an answer that is not published. "
                "We have asked again, until 20 December 2016."
            ),
        ),
        (["unreachable"], "no_reply", "We tried in September 2016 and could not reach whoever proposed it."),
    ],
)
def test_area_without_a_published_answer_says_what_came_of_asking(programme, area, rounds, statuses, standing, word):
    for round, status in zip(rounds, statuses, strict=False):
        asked(area, round, status)
    node = the_area(programme)
    assert (node.standing, node.latest_word, node.latest) == (standing, word, None)
    assert states(node.thread)[-1] == ("came-of-it", "ahead")


@pytest.fixture
def gone(area, rounds):
    """Somebody who was asked in September and had moved on."""
    first = ProposerFactory(area=area, public_name="A housing officer", until_on=SEPTEMBER.date())
    asked(area, rounds[0], "moved_on", first)
    return first


def test_area_whose_only_proposer_moved_on_belongs_to_nobody(programme, gone):
    node = the_area(programme)
    assert (node.standing, node.latest_word) == (
        "nobody", "Whoever proposed it has moved on; nobody has taken it over yet."
    )  # fmt: skip


def test_area_whose_successor_moved_on_too_belongs_to_nobody_until_the_next_takes_it_over(programme, area, gone):
    second = ProposerFactory(area=area, public_name="The tenants' group", took_over_from=gone, until_on=OCTOBER)
    node = the_area(programme)
    assert (node.standing, node.latest_word, node.handed_to) == (
        "nobody", "Whoever took it over has moved on too; nobody has it now.", "The tenants' group"
    )  # fmt: skip
    ProposerFactory(area=area, public_name="A librarian", took_over_from=second)
    node = the_area(programme)
    assert (node.standing, node.latest_word, node.handed_to) == (
        "handed_on", "Whoever proposed it has moved on; A librarian took it over.", "The tenants' group and A librarian"
    )  # fmt: skip


@pytest.mark.parametrize("status", ["moved_on", "not_me"])
def test_area_that_somebody_else_still_has_says_what_came_of_asking_them(programme, area, rounds, status):
    first = ProposerFactory(area=area, until_on=SEPTEMBER.date(), named_by_mistake=status == "not_me")
    second = ProposerFactory(area=area)
    asked(area, rounds[0], status, first)
    node = the_area(programme)
    assert (node.standing, node.latest_word) == (
        "not_asked", "Whoever has it now has not been asked yet what has happened."
    )  # fmt: skip
    asked(area, rounds[1], "no_reply", second)
    asked(area, rounds[1], status, ProposerFactory(area=area, until_on=OCTOBER, named_by_mistake=status == "not_me"))
    node = the_area(programme)
    assert (node.standing, node.latest_word) == (
        "no_reply", "We asked in December 2016. Whoever had it then has not replied."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("no_reply", "We asked in December 2016. We have not heard back."),
        ("unreachable", "We tried in December 2016 and could not reach whoever had it then."),
    ],
)
def test_area_whose_successor_is_silent_says_so(programme, area, rounds, gone, status, word):
    asked(area, rounds[1], status, ProposerFactory(area=area, took_over_from=gone))
    node = the_area(programme)
    assert (node.standing, node.latest_word) == ("no_reply", word)


def test_area_handed_on_names_who_took_it_over(programme, area, gone):
    ProposerFactory(area=area, public_name="The tenants' group", took_over_from=gone)
    node = the_area(programme)
    assert (node.standing_label, node.proposed_by, node.handed_to) == (
        "Handed on, starting again", "A housing officer", "The tenants' group"
    )  # fmt: skip
    assert node.latest_word == "Whoever proposed it has moved on; The tenants' group took it over."


def test_area_stands_where_its_newest_published_answer_says(programme, area, rounds, lead):
    told(area, rounds[0], lead, headline="We began.")
    newest = told(area, rounds[1], lead, standing="done", headline="It is done.")
    node = the_area(programme)
    assert (node.latest, node.standing, node.standing_label, node.latest_word) == (
        newest,
        "done",
        "Done",
        "It is done.",
    )
    assert [each.round.name for each in node.history.rounds] == list(ROUNDS.values())
    assert states(node.thread)[-1] == ("came-of-it", "reached")


def test_area_that_fell_silent_after_an_answer_says_both(programme, area, rounds, lead):
    told(area, rounds[0], lead)
    asked(area, rounds[1], "no_reply")
    node = the_area(programme)
    assert node.latest_word == "Two benches stand."
    assert node.silence == "We asked again in December 2016. We have not heard back."


def test_stopped_area_is_barred(programme, area, rounds, lead):
    told(area, rounds[0], lead, standing="stopped", headline="No premises could be found.")
    node = the_area(programme)
    assert states(node.thread) == [("taken-on", "reached"), ("came-of-it", "barred")]
    assert node.thread.reason == "Stopped."


def test_finding_not_taken_forward_is_barred_with_its_reason(programme, lead):
    theme = ThemeFactory(programme=programme)
    finding = FindingFactory(
        programme=programme, decision="not_taken_forward", reason="The street is not ours.",
        decided_at=SEPTEMBER, decided_by=lead,
    )  # fmt: skip
    finding.themes.add(theme)
    line = Line.read(programme)
    barred = [("heard", "reached"), ("agreed", "reached"), ("taken-on", "barred"), ("came-of-it", "ahead")]
    assert states(line.findings[0].thread) == barred
    assert states(line.themes[0].thread) == barred
    assert line.findings[0].thread.reason == "Not taken forward: The street is not ours."


def test_area_born_in_the_room_has_only_the_stations_on_its_way(programme, area):
    area.posters.add(PosterFactory(programme=programme))
    line = Line.read(programme)
    way = [("said", "reached"), ("taken-on", "reached"), ("came-of-it", "ahead")]
    assert (states(line.posters[0].thread), states(line.areas[0].thread)) == (way, way)


def test_large_thread_dashes_what_lies_ahead(programme):
    ConversationFactory(programme=programme)
    line = Line.read(programme)
    assert states(line.thread) == [
        ("said", "now"), ("heard", "ahead"), ("agreed", "ahead"), ("taken-on", "ahead"), ("came-of-it", "ahead")
    ]  # fmt: skip
    assert line.thread.stations[0].count_text == "1 conversation"
    assert line.thread.stations[0].url == "/programmes/neighbours/#said"


def test_factors_are_counted_by_areas_most_first(programme, lead, rounds):
    room = FactorFactory(programme=programme, name="A free room")
    time = FactorFactory(programme=programme, name="Time")
    money = FactorFactory(programme=programme, kind="hindered", name="No money")
    for number in (1, 2):
        area = ActionAreaFactory(programme=programme, number=number)
        for round in rounds:
            told(area, round, lead).factors.set([time, money] if number == 1 else [time, room])
    line = Line.read(programme)
    assert (line.helped, line.hindered) == ([("Time", 2), ("A free room", 1)], [("No money", 1)])


@pytest.mark.parametrize(("rows", "queries"), [(0, 15), (1, 17), (3, 17), (30, 17)])
def test_line_is_read_in_the_same_queries_however_much_there_is(
    programme, lead, rounds, rows, queries, django_assert_num_queries
):
    fill(programme, lead, rounds, rows)
    with django_assert_num_queries(queries):
        line = Line.read(programme)
        for node in [*line.said, *line.themes, *line.findings, *line.areas]:
            assert node.thread.description


def fill(programme, lead, rounds, rows):
    """Put `rows` of everything on the line of a programme, each tied to the next."""
    for number in range(1, rows + 1):
        area = ActionAreaFactory(programme=programme, number=number)
        coding = CodingFactory(theme__programme=programme, poster__programme=programme)
        finding = FindingFactory(programme=programme)
        finding.themes.add(coding.theme)
        area.findings.add(finding)
        told(area, rounds[0], lead).factors.add(FactorFactory(programme=programme))
        FeedbackFactory(
            consultation__phase__programme=programme, status="published", reviewed_at=SEPTEMBER, reviewed_by=lead
        )


def as_plain_data(line):
    """Return everything that pages say of a line, so that two lines can be compared."""
    nodes = [*line.said, *line.themes, *line.findings, *line.areas]
    return {
        "thread": line.thread,
        "standings": line.standings,
        "factors": (line.helped, line.hindered),
        "nodes": [
            {
                "is": (
                    node.kind,
                    node.obj,
                    node.number,
                    node.title,
                    node.url,
                    node.label,
                    node.speaks_for,
                    node.answers,
                ),
                "ties": [[each.url for each in ties] for ties in (node.predecessors, node.successors)],
                "came_from": [(group.heading, [each.url for each in group.nodes]) for group in node.came_from],
                "led_to": [(group.heading, [each.url for each in group.nodes]) for group in node.led_to],
                "excerpts": [(each.url, words) for each, words in node.excerpts],
                "thread": node.thread,
            }
            for node in nodes
        ],
        "areas": [(area.status, area.silence, area.proposed_by, area.history) for area in line.areas],
    }


def test_tying_the_same_rows_twice_gives_equal_lines_and_asks_no_database(
    programme, lead, rounds, django_assert_num_queries
):
    fill(programme, lead, rounds, 3)
    asked(programme.action_areas.get(number=1), rounds[1])
    rows = line_rows(programme)
    with django_assert_num_queries(0):
        first, second = as_plain_data(tie(rows)), as_plain_data(tie(rows))
    assert first == second
    assert [len(node["led_to"]) for node in first["nodes"]] == [3, 3, 3, 0, 0, 0, 2, 2, 2, 1, 1, 1, 0, 0, 0]


def test_line_that_was_read_stays_and_any_change_shows_in_the_next(programme):
    poster = PosterFactory(programme=programme, title="Our bench")
    first = Line.read(programme)
    assert as_plain_data(Line.read(type(programme).objects.get(pk=programme.pk))) == as_plain_data(first)
    type(poster).objects.update(title="Our gate")
    assert [node.title for node in Line.read(programme).posters] == ["Our gate"]
    programme.action_area_words = "promises"
    assert Line.read(programme).programme.action_area_words == "promises"
    assert [node.title for node in first.posters] == ["Our bench"]
