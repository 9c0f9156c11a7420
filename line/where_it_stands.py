"""Where a programme stands: one big number, and its honest remainder."""

from __future__ import annotations

from dataclasses import replace

from actions.models import Standing
from kit.text import several
from line.area_status import LEFT, NO_REPLY, NOT_ASKED, WAITING
from line.graph import Line
from line.summary import big_number
from line.surroundings import Surroundings

# How many areas stand where, as the remainder of the big number; each needs a word for one and for several.
OF_THE_UNTOLD = {
    NO_REPLY: ("has not replied", "have not replied"),
    WAITING: ("is waited for", "are waited for"),
    Standing.HANDED_ON: ("was handed on and is starting again", "were handed on and are starting again"),
    LEFT: ("has nobody to carry it on yet", "have nobody to carry them on yet"),
    NOT_ASKED: ("has not been asked yet", "have not been asked yet"),
}
OF_THE_TOLD = {
    Standing.STOPPED: ("has stopped", "have stopped"),
    Standing.HANDED_ON: ("was handed on and is starting again", "were handed on and are starting again"),
    Standing.NOT_STARTED: ("has not started", "have not started"),
}


def where_it_stands(line: Line, around: Surroundings) -> dict[str, str]:
    """Return the one big number, what it is a number of, and its honest remainder."""
    big, of = big_number(line.programme, replace(line.counts, members=len(around.members)))
    if line.areas:
        rest = _remainder(line) or "Nobody is missing."
    elif line.findings:
        rest = "Nobody has taken anything on yet."
    else:
        some = len(around.missing)
        missing = f"{several(some, 'group')} {'has' if some == 1 else 'have'} nobody yet. " if some else ""
        rest = f"{missing}Nothing has been decided yet."
    return {"big": big, "of": of, "rest": rest}


def _remainder(line: Line) -> str:
    untold = [area.standing for area in line.areas if area.latest is None]
    told = [area.standing for area in line.told]
    counted = [(untold.count(code), words) for code, words in OF_THE_UNTOLD.items()]
    counted += [(told.count(code), words) for code, words in OF_THE_TOLD.items()]
    return " ".join(f"{count} {one if count == 1 else many}." for count, (one, many) in counted if count)
