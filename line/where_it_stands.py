"""Where a programme stands: one big number, and its honest remainder."""

from __future__ import annotations

from dataclasses import replace

from actions.models import Standing
from kit.text import several
from line.area_status import NO_REPLY, NOBODY, NOT_ASKED, WAITING
from line.graph import Line
from line.queries import ProgrammeFacts
from line.summary import big_number

# How many areas stand where, as the remainder of the big number; each needs a word for one and for several.
WITHOUT_PROGRESS = {
    NO_REPLY: ("has not replied", "have not replied"),
    WAITING: ("is waited for", "are waited for"),
    Standing.HANDED_ON: ("was handed on and is starting again", "were handed on and are starting again"),
    NOBODY: ("has nobody to carry it on yet", "have nobody to carry them on yet"),
    NOT_ASKED: ("has not been asked yet", "have not been asked yet"),
}
WITH_PROGRESS = {
    Standing.STOPPED: ("has stopped", "have stopped"),
    Standing.HANDED_ON: ("was handed on and is starting again", "were handed on and are starting again"),
    Standing.NOT_STARTED: ("has not started", "have not started"),
}


def where_it_stands(line: Line, facts: ProgrammeFacts) -> dict[str, str]:
    """Return the one big number, what it is a number of, and its honest remainder."""
    big, of = big_number(line.programme, replace(line.counts, members=len(facts.members)))
    if line.areas:
        rest = _remainder(line) or "Nobody is missing."
    elif line.findings:
        rest = "Nobody has taken anything on yet."
    else:
        count = len(facts.unheard_groups)
        unheard = f"{several(count, 'group')} {'has' if count == 1 else 'have'} nobody yet. " if count else ""
        rest = f"{unheard}Nothing has been decided yet."
    return {"big": big, "of": of, "rest": rest}


def _remainder(line: Line) -> str:
    without = [area.standing for area in line.areas if area.latest is None]
    having = [area.standing for area in line.areas_with_progress]
    counted = [(without.count(code), words) for code, words in WITHOUT_PROGRESS.items()]
    counted += [(having.count(code), words) for code, words in WITH_PROGRESS.items()]
    return " ".join(f"{count} {one if count == 1 else many}." for count, (one, many) in counted if count)
