"""How far figures that are tied to one another can still move, when each is known to lie between two bounds."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass
class Pipe:
    """One figure, drawn as a pipe: what flows through it is the count, between the least and the most it can be.

    `low` and `high` are the smallest and the largest flow by which everything was seen to fit.
    """

    figure: Hashable
    tail: Hashable
    head: Hashable
    least: int
    most: int
    flow: int
    low: int = 0
    high: int = 0

    @property
    def seen(self) -> int:
        """How many numbers it is known that the figure could be."""
        return self.high - self.low + 1

    def room(self, *, forwards: bool) -> int:
        """How much more could flow this way."""
        return self.most - self.flow if forwards else self.flow - self.least


@dataclass
class Leeway:
    """Figures as pipes that meet in joints, where as much flows in as out: so parts make up their total.

    Sums in such a network that hold for fractions hold for whole people too, which is why the answers are exact: a
    figure can be each number between the smallest and the largest that it can be.
    """

    pipes: list[Pipe] = field(default_factory=list)
    joints: dict[Hashable, list[Pipe]] = field(default_factory=dict)

    def add(self, figure: Hashable, tail: Hashable, head: Hashable, bounds: tuple[int, int]) -> None:
        """Add a figure that lies within the bounds, both included, and joins tail to head."""
        pipe = Pipe(figure, tail, head, *bounds, flow=bounds[0])
        self.pipes.append(pipe)
        self.joints.setdefault(tail, []).append(pipe)
        self.joints.setdefault(head, []).append(pipe)

    def tight(self, candidates: int) -> list[Hashable]:
        """Return figures that could be fewer than so many numbers, but not only 0; all, if nothing fits the bounds."""
        if not self._fill():
            return [pipe.figure for pipe in self.pipes]
        for pipe in self.pipes:
            pipe.low = pipe.high = pipe.flow
        return [pipe.figure for pipe in self.pipes if pipe.most and self._is_tight(pipe, candidates)]

    def _fill(self) -> bool:
        """Let as much flow out of each joint as flows in. False: it cannot be done."""
        if any(pipe.least > pipe.most for pipe in self.pipes):
            return False
        over = dict.fromkeys(self.joints, 0)
        for pipe in self.pipes:
            over[pipe.head] += pipe.flow
            over[pipe.tail] -= pipe.flow
        lacking = {joint for joint in over if over[joint] < 0}
        for start in over:
            while over[start] > 0:
                if not (way := self._way(start, lacking)):
                    return False
                end = _to(way[0])
                pushed = self._push(way, min(over[start], -over[end]))
                over[start] -= pushed
                over[end] += pushed
                if not over[end]:
                    lacking.remove(end)
        return True

    def _is_tight(self, pipe: Pipe, candidates: int) -> bool:
        """Let ever more through the pipe, then ever less, until enough of what the figure could be was seen.

        It comes round by other pipes, and everything still fits: so it is seen of each of those too what it could be.
        """
        for forwards in (True, False):
            while pipe.seen < candidates and self._push_round(pipe, forwards, candidates - pipe.seen):
                pass
        return pipe.seen < candidates and pipe.high > 0

    def _push_round(self, pipe: Pipe, forwards: bool, amount: int) -> int:
        """Let up to so much more through a pipe and back by others; return how much."""
        start, end = (pipe.head, pipe.tail) if forwards else (pipe.tail, pipe.head)
        amount = min(amount, pipe.room(forwards=forwards))
        way = self._way(start, {end}, barred=pipe) if amount else []
        return self._push([(pipe, forwards), *way], amount) if way else 0

    def _push(self, way: list[tuple[Pipe, bool]], amount: int) -> int:
        """Let up to so much more flow along a way, as far as there is room; return how much."""
        pushed = min(amount, *(pipe.room(forwards=forwards) for pipe, forwards in way))
        for pipe, forwards in way:
            pipe.flow += pushed if forwards else -pushed
            pipe.low, pipe.high = min(pipe.low, pipe.flow), max(pipe.high, pipe.flow)
        return pushed

    def _way(self, start: Hashable, ends: set[Hashable], barred: Pipe | None = None) -> list[tuple[Pipe, bool]]:
        """Return the pipes that lead from start to the nearest of the ends and have room, the last one first."""
        came: dict[Hashable, tuple[Pipe, bool]] = {}
        queue = deque([start])
        while queue:
            joint = queue.popleft()
            for pipe in self.joints[joint]:
                forwards = pipe.tail == joint
                onward = pipe.head if forwards else pipe.tail
                if onward in came or pipe is barred or not pipe.room(forwards=forwards):
                    continue
                came[onward] = (pipe, forwards)
                if onward in ends:
                    way = [came[onward]]
                    while (joint := _from(way[-1])) != start:
                        way.append(came[joint])
                    return way
                queue.append(onward)
        return []


def _from(step: tuple[Pipe, bool]) -> Hashable:
    """Return the joint from which a step along a pipe is taken."""
    pipe, forwards = step
    return pipe.tail if forwards else pipe.head


def _to(step: tuple[Pipe, bool]) -> Hashable:
    """Return the joint to which a step along a pipe leads."""
    pipe, forwards = step
    return pipe.head if forwards else pipe.tail
