"""Ten thousand random tables of people against an attacker who solves for whole numbers: he finds nobody.

Single breakdowns, editions of which each holds the people of the one before, a filter with the whole behind it,
tables with rows and columns, and figures between which entries were added and taken back. He wins where a small count
is left fewer than three values that it could have. Publishers with the rule broken must lose to him: one tells exact
totals, another trusts to rounding alone, and one shows a total where entries are taken back.
"""

import random
from collections import Counter

import pytest

from kit.disclosure.rounding import rule
from tests.kit.publishers import EXACT_TOTALS, OURS, ROUNDED, WITH_TOTALS
from tests.kit.solving_attacker import MANY, Puzzle

# The edges of what is shown alike, where totals say most; and what lies between.
EDGES = [0, 1, 1, 2, 3, 6, 7, 7, 8, 8, 9, 9, 10, 12, 12, 13, 13, 17, 18, 22]
LEAST, MOST = [1, 8, 10, 13, 18], [7, 9, 12, 17, 22]


EACH_RULE = pytest.mark.parametrize("numbers", ["star7", "lt10"])


# Random tables: mostly small, where each count weighs most; some as wide as a programme's groups.


def random_counts(dice, number):
    """Return counts of any size, in half of the tables mostly the least, or the most, that is shown like them."""
    edges = dice.choice([EDGES, EDGES, LEAST, MOST])
    return [dice.choice(edges) if dice.random() < 0.9 else dice.randint(0, 60) for _ in range(number)]


def random_editions(dice):
    """Return one to three breakdowns of ever more people."""
    times = dice.choice([1, 1, 2, 2, 3])
    categories = dice.randint(12, 30) if dice.random() < 0.03 else dice.randint(2, 7)
    editions = [random_counts(dice, categories)]
    for _ in range(times - 1):
        joined = [dice.choice([0, 0, 0, 1, 2, 5, 8]) for _ in range(categories)]
        editions.append([before + more for before, more in zip(editions[-1], joined, strict=True)])
    return editions


def random_filter(dice):
    """Return those whom a filter picks, and all of them."""
    everybody = random_counts(dice, dice.randint(2, 6))
    return [[dice.randint(0, count) for count in everybody], everybody]


def random_rows(dice):
    rows, columns = (
        (dice.randint(6, 9), dice.randint(4, 6)) if dice.random() < 0.02 else dice.choices([2, 2, 3, 4], k=2)
    )
    counts = random_counts(dice, rows * columns)
    return [counts[row * columns :][:columns] for row in range(rows)]


def random_states(dice):
    """Return counts two or three times, each time after an entry of one category was added or taken back."""
    states = [random_counts(dice, dice.randint(2, 6))]
    for _ in range(dice.choice([1, 1, 2])):
        counts = [*states[-1]]
        place = dice.randrange(len(counts))
        taken_back = counts[place] and dice.random() < 0.6
        counts[place] += -dice.randint(1, counts[place]) if taken_back else dice.choice([1, 1, 2, 5, 6, 8, 20])
        states.append(counts)
    return states


# What the attacker makes of what is published.


def total_in(puzzle, by, published, true):
    """Add the total to a puzzle: a breakdown says that it is 20 or more, and that there is none says that it is not.

    Where the second misleads him (three groups of seven are not broken down), he is told so.
    """
    least, most = by.whole(published)
    return puzzle.number(least, max(most, true))


def found(puzzle, figures):
    """Return those small figures, each with its true count, that he has down to fewer than three values."""
    told = []
    for name, (place, true) in figures.items():
        if 1 <= true <= rule().small:
            values = puzzle.values(place)
            assert len(values) >= 3 or true in values, f"{name} is {true}, which he thinks impossible"
            told += [(name, true, values)] * (len(values) < 3)
    return told


def found_in_editions(by, editions):
    puzzle, figures, published = Puzzle(), {}, None
    for time, counts in enumerate(editions):
        published = by.breakdown(dict(enumerate(counts)), part=published)
        whole = total_in(puzzle, by, published, sum(counts))
        figures["total", time] = whole, sum(counts)
        places = []
        for category, count in enumerate(counts):
            bounds = by.bounds(published.cells[category]) if published.cells else (0, MANY)
            places.append(puzzle.number(*bounds))
            figures[category, time] = places[-1], count
        puzzle.add_up(whole, places)
    for name, (place, count) in [*figures.items()]:
        for earlier in range(name[1]):
            before, had = figures[name[0], earlier]
            figures[*name, "since", earlier] = puzzle.difference(place, before), count - had
    return found(puzzle, figures)


def found_in_states(by, states):
    """Return what is told by who knows of each time which category's entry came or went, and that no other did.

    Where no category is shown for want of people, that is decided by how each would be shown: he is given even that.
    """
    puzzle, figures, before, places = Puzzle(), {}, None, []
    for time, counts in enumerate(states):
        published = by.by_itself(dict(enumerate(counts)))
        shown = published.cells or ({} if published.total else {n: by.show(each) for n, each in enumerate(counts)})
        earlier, places = (
            places,
            [puzzle.number(*(by.bounds(shown[n]) if shown else (0, MANY))) for n in range(len(counts))],
        )
        if published.total:
            whole = total_in(puzzle, by, published, sum(counts))
            figures["total", time] = whole, sum(counts)
            puzzle.add_up(whole, places)
        for category, (place, count) in enumerate(zip(places, counts, strict=True)):
            figures[category, time] = place, count
        for category, (had, has) in enumerate(zip(earlier, places, strict=bool(earlier))):
            had_people, people = states[time - 1][category], counts[category]
            if had_people == people:
                puzzle.add_up(has, [had])
                continue
            entry = puzzle.number(1)
            puzzle.add_up(*((has, [had, entry]) if people > had_people else (had, [has, entry])))
            if not is_admitted(before, shown, category):
                figures[category, time, "entry"] = entry, abs(people - had_people)
        before = shown
    return found(puzzle, figures)


def is_admitted(before, after, category):
    """Whether this is what docs/small-numbers.md admits of `lt10`: an entry of people who are 10 to 12 all the time."""
    return rule().small == 9 and before.get(category) == after.get(category) == "10"


def found_in_table(by, rows):
    counts = {(row, column): count for row, line in enumerate(rows) for column, count in enumerate(line)}
    published = by.table(counts)
    puzzle, total = Puzzle(), sum(counts.values())
    figures = {"total": (total_in(puzzle, by, published, total), total)}
    if published.cells:
        for cell, count in counts.items():
            figures[cell] = puzzle.number(*by.bounds(published.cells[cell])), count
        for axis, lines in enumerate((published.rows, published.columns)):
            for line, shown in lines.items():
                cells = [figures[cell] for cell in counts if cell[axis] == line]
                place = puzzle.number(*by.bounds_of_total(shown))
                puzzle.add_up(place, [each for each, _ in cells])
                figures["sum", axis, line] = place, sum(count for _, count in cells)
            puzzle.add_up(figures["total"][0], [figures["sum", axis, line][0] for line in lines])
    return found(puzzle, figures)


ATTACKS = {
    "editions": (random_editions, found_in_editions),
    "filter": (random_filter, found_in_editions),
    "table": (random_rows, found_in_table),
    "states": (random_states, found_in_states),
}
SHARES = ["editions"] * 4 + ["filter"] * 2 + ["table"] * 2 + ["states"] * 2


def attacked(by, tables):
    """Return what is found in so many random tables, by how it was published and the table’s number."""
    told, attacks = {}, Counter()
    for number in range(tables):
        kind = SHARES[number % len(SHARES)]
        make, attack = ATTACKS[kind]
        true = make(random.Random(number))
        attacks[kind] += 1
        if one := attack(by, true):
            told[kind, number] = true, one
    assert set(attacks) == set(ATTACKS)
    return told


@EACH_RULE
@pytest.mark.parametrize("tables", [60, pytest.param(10_000, marks=pytest.mark.proof)])
def test_who_solves_for_whole_numbers_finds_nobody(settings, numbers, tables):
    settings.SMALL_NUMBERS = numbers
    assert attacked(OURS, tables) == {}


@EACH_RULE
@pytest.mark.parametrize("by", [EXACT_TOTALS, ROUNDED], ids=["exact totals", "rounding alone"])
def test_he_finds_people_where_the_rule_is_broken(settings, numbers, by):
    settings.SMALL_NUMBERS = numbers
    assert len(attacked(by, 120)) > 3


@EACH_RULE
def test_he_finds_people_where_entries_are_taken_back_and_totals_are_shown(settings, numbers):
    settings.SMALL_NUMBERS = numbers
    assert {kind for kind, _ in attacked(WITH_TOTALS, 120)} == {"states"}


def test_he_knows_what_a_puzzle_leaves_open():
    puzzle = Puzzle()
    parts = [puzzle.number(1, 7), puzzle.number(13, 17), puzzle.number(13, 17)]
    whole = puzzle.number(23, 27)
    puzzle.add_up(whole, parts)
    assert puzzle.values(parts[0]) == {1}
    assert puzzle.values(whole) == {27}
    assert puzzle.values(puzzle.number(3, 4)) == {3, 4}
    puzzle.add_up(parts[0], [parts[1], parts[2]])
    assert puzzle.values(whole) == set()
