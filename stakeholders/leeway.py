"""How far figures that are tied to one another can still move, when each is known to lie between two bounds."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass
class Pipe:
    """One figure, drawn as a pipe: what flows through it is the count, between the least and the most it can be."""

    figure: Hashable
    tail: Hashable
    head: Hashable
    least: int
    most: int
    flow: int


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
        return [pipe.figure for pipe in self.pipes if pipe.most and self._is_tight(pipe, candidates)]

    def _fill(self) -> bool:
        """Let as much flow out of each joint as flows in. False: it cannot be done."""
        over = dict.fromkeys(self.joints, 0)
        for pipe in self.pipes:
            over[pipe.head] += pipe.flow
            over[pipe.tail] -= pipe.flow
        for start in over:
            while over[start] > 0:
                end, pushed = self._push(start, {joint for joint in over if over[joint] < 0}, over)
                if not pushed:
                    return False
                over[start] -= pushed
                over[end] += pushed
        return True

    def _is_tight(self, pipe: Pipe, candidates: int) -> bool:
        """Try the figure one larger, two larger, then smaller, until enough of what it could be is found."""
        found = 1
        kept = [each.flow for each in self.pipes]
        most = pipe.flow
        for start, end, step in ((pipe.head, pipe.tail, 1), (pipe.tail, pipe.head, -1)):
            while found < candidates and pipe.least <= pipe.flow + step <= pipe.most:
                if not self._push(start, {end}, {start: 1, end: -1}, barred=pipe)[1]:
                    break
                pipe.flow += step
                most = max(most, pipe.flow)
                found += 1
            for each, flow in zip(self.pipes, kept, strict=True):
                each.flow = flow
        return found < candidates and most > 0

    def _push(
        self, start: Hashable, ends: set[Hashable], over: dict[Hashable, int], *, barred: Pipe | None = None
    ) -> tuple[Hashable, int]:
        """Let more flow from start to the nearest of the ends, by pipes that have room; return the end and how much."""
        came: dict[Hashable, tuple[Pipe, int]] = {}
        seen, queue = {start}, deque([start])
        while queue and queue[0] not in ends:
            joint = queue.popleft()
            for pipe in self.joints[joint]:
                onward, step = (pipe.head, 1) if pipe.tail == joint else (pipe.tail, -1)
                room = pipe.most - pipe.flow if step > 0 else pipe.flow - pipe.least
                if room and onward not in seen and pipe is not barred:
                    came[onward] = (pipe, step)
                    seen.add(onward)
                    queue.append(onward)
        if not queue:
            return start, 0
        end = joint = queue[0]
        way = []
        while joint != start:
            pipe, step = came[joint]
            way.append((pipe, step))
            joint = pipe.tail if step > 0 else pipe.head
        rooms = [pipe.most - pipe.flow if step > 0 else pipe.flow - pipe.least for pipe, step in way]
        pushed = min([over[start], -over[end], *rooms])
        for pipe, step in way:
            pipe.flow += step * pushed
        return end, pushed
