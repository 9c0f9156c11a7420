"""Where a programme stands: one big number, and its honest remainder."""

from __future__ import annotations

from dataclasses import replace

from kit.text import several
from line.area_status import states_in_words
from line.graph import Line
from line.queries import ProgrammeFacts
from line.summary import big_number
from programmes.nouns import in_words_of


def where_it_stands(line: Line, facts: ProgrammeFacts) -> dict[str, str]:
    """Return the one big number, what it is a number of, and its honest remainder."""
    big, of = big_number(line.programme, replace(line.counts, members=len(facts.members)))
    if line.areas:
        rest = f"{states_in_words(line.standings)}."
    elif line.findings:
        rest = in_words_of(line.programme, "No {action area} is published yet.")
    else:
        count = len(facts.unheard_groups)
        unheard = f"{several(count, 'group')} {'has' if count == 1 else 'have'} nobody yet. " if count else ""
        rest = f"{unheard}No decision is published yet."
    return {"big": big, "of": of, "rest": rest}
