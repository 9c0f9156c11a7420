"""An attacker who is given everything that is published, and how it is made, and tries everything.

He wins where a count of 1 to 7 people is left fewer than three values that it could have (of 1 to 9, where the rule is
`lt10`). He knows nothing of how the rule defends itself.
"""

from collections import defaultdict
from itertools import combinations, product

from kit.disclosure.rounding import disclosed, meant, rule


def is_found(true, possible):
    """Whether a count of people is as good as told: it is small, he has not missed it, and two guesses suffice."""
    return 1 <= true <= rule().small and true in possible and len(possible) < 3


def between(count, bounds):
    return bounds[0] <= count <= bounds[1]


def added(one, other):
    return tuple(a + b for a, b in zip(one, other, strict=True))


def surviving(options, fits):
    """Return, for each line, those of its options that some choice for all the other lines makes fit as a whole.

    The last of what is returned is what the whole can be.
    """
    survivors, whole = [], set()
    for number, mine in enumerate(options):
        sums = {(0,) * len(mine[0])}
        for other in options[:number] + options[number + 1 :]:
            sums = {added(each, option) for each in sums for option in other}
        survivors.append([option for option in mine if any(fits(added(option, each)) for each in sums)])
        whole = {added(option, each) for option in survivors[-1] for each in sums}
    return [*survivors, [each for each in whole if fits(each)]]


def found_in_editions(by, true):
    """Return how many small counts he finds in breakdowns of which each holds the people of the one before.

    A filter is the first of two, and the whole is the second.
    """
    published = []
    for counts in true:
        published.append(by.breakdown(dict(enumerate(counts)), part=published[-1] if published else None))

    def fits(sums):
        return all(between(total, by.whole(edition)) for total, edition in zip(sums, published, strict=True))

    def options(category):
        ranges = [by.bounds(each.cells[category]) if each.cells else (0, 19) for each in published]
        values = product(*(range(least, most + 1) for least, most in ranges))
        return [each for each in values if list(each) == sorted(each)]

    survivors = surviving([options(category) for category in range(len(true[0]))], fits)
    found = 0
    for counts, possible in zip([*zip(*true, strict=True), tuple(map(sum, true))], survivors, strict=True):
        found += sum(is_found(count, {each[number] for each in possible}) for number, count in enumerate(counts))
        for earlier, later in combinations(range(len(true)), 2):
            found += is_found(counts[later] - counts[earlier], {each[later] - each[earlier] for each in possible})
    return found


def found_in_table(by, true):
    """Return how many small counts he finds in a table with margins, whose true rows are given."""
    counts = {(row, column): count for row, line in enumerate(true) for column, count in enumerate(line)}
    published = by.table(counts)
    if not published.cells:
        return 0

    def fits(sums):
        return all(between(each, by.bounds(published.columns[column])) for column, each in enumerate(sums)) and between(
            sum(sums), by.whole(published)
        )

    def options(row):
        ranges = [by.bounds(published.cells[row, column]) for column in range(len(true[0]))]
        values = product(*(range(least, most + 1) for least, most in ranges))
        return [each for each in values if between(sum(each), by.bounds(published.rows[row]))]

    survivors = surviving([options(row) for row in range(len(true))], fits)
    found = 0
    for line, possible in zip([*true, tuple(map(sum, zip(*true, strict=True)))], survivors, strict=True):
        found += is_found(sum(line), {sum(each) for each in possible})
        found += sum(is_found(count, {each[column] for each in possible}) for column, count in enumerate(line))
    return found


def found_by_who_knows_the_rule(published):
    """Return how many small counts he finds who has seen all publications there can be, and compares those alike.

    Each is what is seen, and the counts behind it. No rule can hide from him behind the way it decides: what it holds
    back in few tables, it tells in those.
    """
    alike = defaultdict(list)
    for seen, counts in published:
        alike[seen].append(counts)
    found = 0
    for group in alike.values():
        for values in zip(*group, strict=True):
            possible = set(values)
            found += len(possible) < 3 and any(1 <= value <= rule().small for value in possible)
    return found


def seen_in(breakdown):
    return tuple(breakdown.cells.values()), breakdown.total


def few():
    """Return one more than the largest count that is tried: the most of what is shown like it, past two small ones."""
    return meant(disclosed(2 * rule().small + 3))[1] + 1


def every_breakdown(by):
    for counts in product(range(few()), repeat=3):
        yield seen_in(by.breakdown(dict(enumerate(counts)))), (*counts, sum(counts))


def every_two_editions(by):
    """Yield every two breakdowns by two categories of which the later holds the people of the earlier."""
    # A later edition depends on the words of the earlier and on its own counts: each such pair is made once.
    made = {}
    for first in product(range(few()), repeat=2):
        part = by.breakdown(dict(enumerate(first)))
        for now in product(range(first[0], few()), range(first[1], few())):
            since = [later - earlier for earlier, later in zip(first, now, strict=True)]
            if (seen_in(part), now) not in made:
                made[seen_in(part), now] = seen_in(by.breakdown(dict(enumerate(now)), part=part))
            yield (seen_in(part), made[seen_in(part), now]), (*first, sum(first), *now, sum(now), *since, sum(since))


def every_entry(by):
    """Yield every two states of two categories between which an entry of one came or went, as who knows of it sees.

    He sees which it was, and whether it came. He does not look for what `lt10` shows as 10 before and after.
    """
    counts = range(few() + 5)
    for first in product(counts, repeat=2):
        was = seen_in(by.by_itself(dict(enumerate(first))))
        for place, people in product(range(2), counts):
            entry = people - first[place]
            now = tuple(people if each == place else count for each, count in enumerate(first))
            is_admitted = rule().small == 9 and disclosed(people) == disclosed(first[place]) == "10"
            if entry:
                seen = was, seen_in(by.by_itself(dict(enumerate(now)))), place, entry > 0
                yield seen, (*first, *now, 0 if is_admitted else abs(entry))
