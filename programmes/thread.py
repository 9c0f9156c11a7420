"""The thread: five stations from what people said to what came of it, and how far one thing has come along it.

What is drawn (`programmes/templatetags/thread.py`) and what is read out are made from the same `Thread`, so that the
picture never says more or less than its words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

# Key and label, in order. An action area born in the room has no themes or findings before it: it leaves them out.
STATIONS = {
    "said": "Said",
    "heard": "Heard",
    "agreed": "Agreed",
    "taken-on": "Taken on",
    "came-of-it": "Came of it",
}


class State(StrEnum):
    """How one station stands: reached, where things are now, still ahead, or barred and not going to be reached."""

    REACHED = "reached"
    NOW = "now"
    AHEAD = "ahead"
    BARRED = "barred"


@dataclass(frozen=True)
class Station:
    """One station of one thread; `count_text` is what there is at it ("9 themes"), `url` where to read it."""

    key: str
    label: str
    state: State
    count_text: str = ""
    url: str = ""

    @property
    def words(self) -> str:
        """Return what there is at the station, or how it stands when nothing more is known."""
        if self.count_text:
            return self.count_text
        return {State.REACHED: "yes", State.NOW: "now", State.AHEAD: "not yet", State.BARRED: "no"}[self.state]


@dataclass(frozen=True)
class Thread:
    """The stations one thing has, in order; `reason` says in words why it was not taken further."""

    stations: tuple[Station, ...]
    reason: str = ""

    @property
    def description(self) -> str:
        """Return the text alternative: what the drawing says, station by station."""
        stations = ". ".join(f"{station.label}: {station.words}" for station in self.stations)
        return f"{stations}. {self.reason}".strip() if self.reason else f"{stations}."

    @classmethod
    def drawn_to(
        cls,
        key: str,
        *,
        now: bool = False,
        counts: Mapping[str, str] | None = None,
        urls: Mapping[str, str] | None = None,
        without: Collection[str] = (),
        reason: str = "",
    ) -> Thread:
        """Return a thread filled up to the station `key` and hollow beyond it.

        With `now`, the last filled station is where things stand at this moment. With a `reason`, the station after
        `key` is barred. `without` names stations this thing does not have. An unknown key is a ValueError.
        """
        keys = [each for each in STATIONS if each not in without]
        reached = keys.index(key)
        states = [State.REACHED if position <= reached else State.AHEAD for position in range(len(keys))]
        if now:
            states[reached] = State.NOW
        if reason and reached + 1 < len(keys):
            states[reached + 1] = State.BARRED
        counts, urls = counts or {}, urls or {}
        return cls(
            stations=tuple(
                Station(each, STATIONS[each], state, counts.get(each, ""), urls.get(each, ""))
                for each, state in zip(keys, states, strict=True)
            ),
            reason=reason,
        )
