"""The one rule by which counts of people are shown, so that nobody can be picked out of a small number.

A count of 0 is shown as 0, 1 to 7 as `*`, the rest to the nearest 5, totals on their own: the rule of NHS Digital's
"Disclosure control methodology for Hospital Episode Statistics and Emergency Care Data Set" (September 2018), here
`star7`. Where a site has chosen `lt10`, 1 to 9 are shown as `<10`, and all else is the same. Fewer than 20 people are
not broken down at all. That is not enough: parts and total together can give a part away (`*`, 15
and 15 make 25 only if `*` is 1), which is why the Handbook on Statistical Disclosure Control (chapter on frequency
tables) sets controlled rounding beside conventional rounding. So a total that would do so is rounded to another 5, the
next if that suffices; and whatever is shown leaves each figure at least three values that it could have.

Whether a total has to give way is decided by looking at what would be shown, never at what is true: that it gave way,
or did not, tells nothing more. `docs/small-numbers.md` says what may and what may not be inferred.

Counts of organisations, posters and actions are no counts of people, and do not pass through here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.conf import settings

from kit.disclosure.flow_network import Leeway

TO_NEAREST = 5
BREAKDOWN_FROM = 20
CANDIDATES = 3
NOT_BROKEN_DOWN = "not broken down, because the numbers are too small"
UNKNOWN = (0, 10**9)

Category = TypeVar("Category", bound=Hashable)
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
Totals = dict[Hashable, str]


@dataclass(frozen=True)
class Rule:
    """How small counts of people are shown: from 1 to `small` as `hidden`, whichever they are."""

    small: int
    hidden: str


RULES = {"star7": Rule(7, "*"), "lt10": Rule(9, "<10")}
# Editions that were drawn before a site chose the other rule keep their words, and are still read.
SMALL = {each.hidden: each.small for each in RULES.values()}


def rule() -> Rule:
    """Return the rule that this site has chosen, by SMALL_NUMBERS in its settings, for everything about people."""
    return RULES[settings.SMALL_NUMBERS]


def disclosed(count: int) -> str:
    """Return a count of people as it may be shown: 0 as 0, a small one as the rule hides it, the rest to the nearest 5.

    Refuses a negative count with ValueError. Parts of a whole go through `broken_down` or `cross_tabulated` instead.
    """
    if count < 0:
        raise ValueError("Nobody can be counted fewer than no times.")
    if count == 0:
        return "0"
    return rule().hidden if count <= rule().small else str(TO_NEAREST * round(count / TO_NEAREST))


def in_words(shown: str) -> str:
    """Return in words what `disclosed` shows: "no", "fewer than 8" or "about 45"."""
    if shown in SMALL:
        return f"fewer than {SMALL[shown] + 1}"
    return "no" if shown == "0" else f"about {int(shown):,}"


def meant(shown: str) -> tuple[int, int]:
    """Return the smallest and the largest count that `disclosed` shows like this."""
    if shown in SMALL:
        return 1, SMALL[shown]
    if shown == "0":
        return 0, 0
    return max(int(shown) - TO_NEAREST // 2, rule().small + 1), int(shown) + TO_NEAREST // 2


@dataclass(frozen=True)
class Breakdown(Generic[Category]):
    """People by category as they may be shown; it holds nothing that may not.

    `cells` is empty where nothing may be broken down, and `note` then says so. Where a breakdown is shown, its `total`
    is the total wherever that stands; it is empty where none is told. What was published earlier can be made again from
    its words.
    """

    cells: Mapping[Category, str]
    total: str = ""
    part: Breakdown[Category] | None = None

    @property
    def note(self) -> str:
        """Return why there are no cells, or nothing."""
        return "" if self.cells else NOT_BROKEN_DOWN


@dataclass(frozen=True)
class CrossTable(Generic[Row, Column]):
    """People by two things at once as they may be shown, with the totals of rows and columns; see `Breakdown`."""

    cells: Mapping[tuple[Row, Column], str]
    rows: Mapping[Row, str] = field(default_factory=dict)
    columns: Mapping[Column, str] = field(default_factory=dict)
    total: str = "0"

    @property
    def note(self) -> str:
        """Return why there are no cells, or nothing."""
        return "" if self.cells else NOT_BROKEN_DOWN


def broken_down(counts: Mapping[Category, int], *, part: Breakdown[Category] | None = None) -> Breakdown[Category]:
    """Return people by category as they may be shown with their total. Each person is in one category.

    `part` is what has been published of some of the same people: the edition before this one, or those picked by a
    filter. The two together then give away no more than either: nobody finds how many came since, or were left out.
    Where a category is seen to have shrunk, by a correction say, it is no part any more and left aside.
    """
    total = sum(counts.values())
    cells = {each: disclosed(count) for each, count in counts.items()}
    if part and _has_shrunk(part, Breakdown(cells, disclosed(total))):
        part = None
    nothing = Breakdown[Category]({}, _alone(total), part)
    if total < BREAKDOWN_FROM:
        return nothing

    def leeway(totals: Totals) -> Leeway:
        return _leeway_in_chain(Breakdown(cells, totals["total"], part))

    safest: Totals = {"total": disclosed(sum(_middle(shown) for shown in cells.values()))}
    totals = _eased({"total": disclosed(total)}, {"total": total}, safest, leeway, lambda _: ["total"])
    return Breakdown(cells, totals["total"], part) if totals else nothing


def each_by_itself(counts: Mapping[Category, int]) -> Breakdown[Category]:
    """Return people by category, each shown by itself and without a total: for counts that can be put right later.

    A total ties categories together: whoever knows that one entry of one of them was taken back, and sees two totals,
    has both its counts down to few. Without one, and with 20 people looked for in what is shown, not in what is true,
    nothing is told of a category but its own figure, however often it changes and whatever is known of the others.
    """
    cells = {each: disclosed(count) for each, count in counts.items()}
    certain = sum(meant(shown)[0] for shown in cells.values())
    return Breakdown(cells if certain >= BREAKDOWN_FROM or not certain else {})


def cross_tabulated(counts: Mapping[tuple[Row, Column], int]) -> CrossTable[Row, Column]:
    """Return people by row and column as they may be shown, with every total. Each person is in one cell.

    A cell that is not given is 0. People picked by a filter, and those left out, are two columns of such a table.
    """
    true = _added_up(counts)
    cells = {each: disclosed(count) for each, count in counts.items()}
    plain: Totals = {line: disclosed(count) for line, count in true.items()}
    middle = _added_up({each: _middle(shown) for each, shown in cells.items()})
    safest: Totals = {line: disclosed(count) for line, count in middle.items()}
    nothing = CrossTable[Row, Column]({}, total=_alone(true["total"]))
    if true["total"] < BREAKDOWN_FROM:
        return nothing
    totals = _eased(plain, true, safest, lambda totals: _leeway_in_cross_table(cells, totals), _lines_through)
    if totals is None:
        return nothing
    rows = {row: totals["row", row] for row in dict.fromkeys(row for row, _ in cells)}
    columns = {column: totals["column", column] for column in dict.fromkeys(column for _, column in cells)}
    return CrossTable(cells, rows, columns, totals["total"])


def _alone(total: int) -> str:
    """Return a total without a breakdown: 15 instead of 20, which would tell 18 or 19, for 20 would be broken down."""
    shown = disclosed(total)
    return str(BREAKDOWN_FROM - TO_NEAREST) if shown == str(BREAKDOWN_FROM) else shown


def _has_shrunk(part: Breakdown[Category], whole: Breakdown[Category]) -> bool:
    """Return whether the part is seen to hold people whom the whole does not."""
    pairs = [(shown, whole.cells.get(each, "0")) for each, shown in part.cells.items()] or [(part.total, whole.total)]
    return any(meant(inside)[0] > meant(outside)[1] for inside, outside in pairs)


def _eased(
    totals: Totals,
    true: Mapping[Hashable, int],
    safest: Totals,
    leeway: Callable[[Totals], Leeway],
    touching: Callable[[Hashable], Iterable[Hashable]],
) -> Totals | None:
    """Return totals that leave every figure its leeway: those given if they do, else some near to the truth, or None.

    First the given ones are moved, each time by the step that leaves the fewest figures without leeway. Where no step
    helps, the safest ones are moved back towards the truth for as long as that is safe.
    """

    def tight(tried: Totals) -> int:
        return len(leeway(tried).tight(CANDIDATES))

    def far(tried: Totals) -> int:
        bounds = [(true[line], *meant(shown)) for line, shown in tried.items()]
        return sum(max(least - count, count - most, 0) for count, least, most in bounds)

    while left := leeway(totals).tight(CANDIDATES):
        lines = dict.fromkeys(line for figure in left for line in touching(figure))
        fewest, _, best = min(
            ((tight(tried), far(tried), tried) for tried in _moved(totals, lines)), key=lambda each: each[:2]
        )
        if fewest >= len(left):
            break
        totals = best
    else:
        return totals
    if tight(safest):
        return None
    while closer := [tried for tried in _moved(safest, safest) if far(tried) < far(safest) and not tight(tried)]:
        safest = min(closer, key=far)
    return safest


def _moved(totals: Totals, lines: Iterable[Hashable]) -> list[Totals]:
    """Return these totals with one of the lines a step smaller or larger; nobody at all stays nobody at all."""
    return [totals | {line: shown} for line in lines if totals[line] != "0" for shown in _beside(totals[line])]


def _beside(shown: str) -> list[str]:
    """Return how the next smaller and the next larger counts are shown; the smallest is `*`."""
    least, most = meant(shown)
    return [disclosed(count) for count in (least - 1, most + 1) if count]


def _added_up(counts: Mapping[tuple[Row, Column], int]) -> dict[Hashable, int]:
    """Return the total of everything, of each row and of each column."""
    sums: dict[Hashable, int] = {"total": sum(counts.values())}
    for (row, column), count in counts.items():
        for line in (("row", row), ("column", column)):
            sums[line] = sums.get(line, 0) + count
    return sums


def _middle(shown: str) -> int:
    """Return a multiple of 5 in the midst of what is shown like this: totals of such counts leave every part leeway."""
    return TO_NEAREST if shown == rule().hidden else int(shown)


def _of_a_whole(shown: str) -> tuple[int, int]:
    """Return what the total of a breakdown can be: that there is a breakdown says that it is not below 20."""
    least, most = meant(shown)
    return max(least, BREAKDOWN_FROM), most


def _leeway_in_chain(latest: Breakdown[Category]) -> Leeway:
    """Return the leeway in a breakdown and those of parts of its people: each later figure holds the one before it."""
    leeway = Leeway()
    chain: list[Breakdown[Category]] = [latest]
    while (part := chain[-1].part) is not None:
        chain.append(part)
    categories = dict.fromkeys(category for edition in chain for category in edition.cells)
    for depth, edition in enumerate(chain):
        known = _of_a_whole(edition.total) if edition.cells else meant(edition.total)
        leeway.add(("total", depth), ("sum", depth), ("sum", depth - 1) if depth else "all", known)
        leeway.add(("total", depth, "since"), ("since", depth), ("sum", depth), UNKNOWN)
        for category in categories:
            bounds = meant(edition.cells[category]) if category in edition.cells else UNKNOWN
            above = (category, depth - 1) if depth else "all"
            leeway.add((category, depth), above, (category, depth), bounds)
            leeway.add((category, depth, "since"), (category, depth), ("since", depth), UNKNOWN)
    return leeway


def _leeway_in_cross_table(cells: Mapping[tuple[Row, Column], str], totals: Totals) -> Leeway:
    """Return the leeway in a table with its totals."""
    leeway = Leeway()
    for line, shown in totals.items():
        if line == "total":
            leeway.add(line, "columns", "rows", _of_a_whole(shown))
        else:
            is_row = isinstance(line, tuple) and line[0] == "row"
            leeway.add(line, "rows" if is_row else line, line if is_row else "columns", meant(shown))
    for (row, column), shown in cells.items():
        leeway.add(("cell", row, column), ("row", row), ("column", column), meant(shown))
    return leeway


def _lines_through(figure: Hashable) -> list[Hashable]:
    """Return the totals that a figure of a table has to do with."""
    if isinstance(figure, tuple) and figure[0] == "cell":
        return [("row", figure[1]), ("column", figure[2]), "total"]
    return [figure, "total"]
