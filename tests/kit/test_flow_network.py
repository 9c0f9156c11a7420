"""What figures can still be, found by pushing flows about, is what trying every number for every figure finds."""

from collections import Counter
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kit.disclosure.flow_network import Leeway

BOUNDS = st.tuples(st.integers(0, 3), st.integers(-1, 3)).map(lambda each: (each[0], sum(each)))
PIPES = st.tuples(st.integers(0, 2), st.integers(0, 2), BOUNDS).filter(lambda pipe: pipe[0] != pipe[1])


def tight_by_trying(pipes, candidates):
    """Return the pipes that could be too few numbers, by trying all numbers for all of them at once."""
    possible = [set() for _ in pipes]
    for flows in product(*(range(least, most + 1) for _, _, (least, most) in pipes)):
        over = Counter()
        for (tail, head, _), flow in zip(pipes, flows, strict=True):
            over.update({head: flow, tail: -flow})
        if not any(over.values()):
            for values, flow in zip(possible, flows, strict=True):
                values.add(flow)
    if not possible[0]:
        return list(range(len(pipes)))
    return [figure for figure, values in enumerate(possible) if len(values) < candidates and max(values) > 0]


@settings(derandomize=True, deadline=None, max_examples=300, database=None)
@given(st.lists(PIPES, min_size=3, max_size=6), st.integers(2, 4))
@example([(0, 1, (0, 3)), (0, 1, (0, 3)), (1, 0, (3, 3))], 3)
def test_figures_have_the_leeway_that_trying_everything_finds(pipes, candidates):
    leeway = Leeway()
    for figure, (tail, head, bounds) in enumerate(pipes):
        leeway.add(figure, tail, head, bounds)
    assert leeway.tight(candidates) == tight_by_trying(pipes, candidates)
