"""Who publishes counts of people in the tests: ours, and some that are not good enough, though usual."""

from collections import defaultdict

from kit.disclosure.rounding import (
    Breakdown,
    CrossTable,
    broken_down,
    cross_tabulated,
    disclosed,
    each_by_itself,
    meant,
    rule,
)


def bounds(show, shown):
    """Return the smallest and the largest count that somebody shows like this."""
    return meant(shown) if show is disclosed or shown == rule().hidden else (int(shown), int(shown))


def starred(count):
    return rule().hidden if 1 <= count <= rule().small else str(count)


class Publisher:
    """Shows cells and totals each on its own, as the given function says (totals by `total`, if given): so most do."""

    def __init__(self, show, total=None):
        self.show = show
        self.show_total = total or show

    def breakdown(self, counts, part=None):
        return Breakdown(
            {each: self.show(count) for each, count in counts.items()}, self.show_total(sum(counts.values()))
        )

    def by_itself(self, counts):
        return self.breakdown(counts)

    def table(self, counts):
        rows, columns = defaultdict(int), defaultdict(int)
        for (row, column), count in counts.items():
            rows[row] += count
            columns[column] += count
        return CrossTable(
            {each: self.show(count) for each, count in counts.items()},
            {row: self.show_total(count) for row, count in rows.items()},
            {column: self.show_total(count) for column, count in columns.items()},
            self.show_total(sum(counts.values())),
        )

    def whole(self, edition):
        return self.bounds_of_total(edition.total)

    def bounds(self, shown):
        return bounds(self.show, shown)

    def bounds_of_total(self, shown):
        return bounds(self.show_total, shown)


class Ours(Publisher):
    breakdown = staticmethod(broken_down)
    by_itself = staticmethod(each_by_itself)
    table = staticmethod(cross_tabulated)

    def whole(self, edition):
        """Return what the total can be: a breakdown, or none, says on which side of 20 it is."""
        least, most = self.bounds(edition.total)
        return (max(least, 20), most) if edition.cells else (least, 19 if edition.total == "15" else most)


class WithTotals(Ours):
    """Shows also what may be taken back with a total, each time a breakdown that is safe alone: as we did once."""

    by_itself = staticmethod(broken_down)


OURS = Ours(disclosed)
WITH_TOTALS = WithTotals(disclosed)
NAIVE = Publisher(starred)
ROUNDED = Publisher(disclosed)
EXACT_TOTALS = Publisher(disclosed, total=str)
