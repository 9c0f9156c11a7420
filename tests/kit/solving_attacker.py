"""An attacker who solves for whole numbers: what each figure could be, given everything that is published.

He is HiGHS, by `scipy.optimize.milp`, and shares no code with the rule that he attacks: he knows bounds and sums, no
pipes. Sums need not be such as flow in a network; he would be as good at any.
"""

from dataclasses import dataclass, field

from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

# More people than any table of the tests holds.
MANY = 5_000
INFEASIBLE = 2


@dataclass
class Puzzle:
    """Whole numbers between bounds, of which some are sums of others."""

    least: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    sums: list[tuple[int, list[int]]] = field(default_factory=list)
    _solved: object = None

    def number(self, least=0, most=MANY):
        """Add a number that lies between these, both included; return its place."""
        self.least.append(least)
        self.most.append(most)
        return len(self.least) - 1

    def add_up(self, whole, parts):
        """Say that one number is the sum of others."""
        self.sums.append((whole, list(parts)))

    def difference(self, whole, part):
        """Add the number by which one is larger than another that it holds; return its place."""
        rest = self.number()
        self.add_up(whole, [part, rest])
        return rest

    def values(self, place, asked=3):
        """Return as many of the values that a number could have as are asked for, or all if they are fewer.

        An empty set says that no numbers at all fit: then the puzzle does not hold what it claims to. Each solution
        shows a value of every number, so that few have to be asked for one by one.
        """
        seen, least = self._seen()[place], self.least[place]
        while len(seen) < asked and least <= self.most[place]:
            if (low := self._lowest(place, least, self.most[place])) is None:
                break
            least = low + 1
        return set(seen)

    def _seen(self):
        """Return the values that each number had in some solution of the puzzle as it now is."""
        state = len(self.least), len(self.sums)
        if self._solved != state:
            self._solved, self._values = state, [set() for _ in self.least]
            self._table = self._constraints()
        return self._values

    def _lowest(self, place, lowest, highest):
        """Return the lowest value within these that a number could have, or None."""
        seen = self._seen()
        least, most = [*self.least], [*self.most]
        least[place], most[place] = lowest, highest
        aim = [int(each == place) for each in range(len(least))]
        answer = milp(aim, integrality=[1] * len(least), bounds=Bounds(least, most), constraints=self._table)
        if answer.status == INFEASIBLE:
            return None
        assert answer.success, answer.message
        for values, value in zip(seen, answer.x, strict=True):
            values.add(round(value))
        return round(answer.x[place])

    def _constraints(self):
        if not self.sums:
            return ()
        rows, columns, factors = [], [], []
        for row, (whole, parts) in enumerate(self.sums):
            rows += [row] * (len(parts) + 1)
            columns += [whole, *parts]
            factors += [-1, *[1] * len(parts)]
        table = csr_array((factors, (rows, columns)), shape=(len(self.sums), len(self.least)))
        return LinearConstraint(table, 0, 0)
