"""What the desk says of an invitation is so, and what to do fits it, in every combination of its facts."""

from datetime import timedelta

from django.utils import timezone

from kit.days import day
from outbox.models import State
from stakeholders.invitation_status import open_in_words, settled_in_words
from stakeholders.models import Invitation
from tests.moments import EARLY
from tests.public.sentences import combinations

DAY = timedelta(days=1)
ENDS_AT = EARLY + 42 * DAY


def on(days: int) -> str:
    return day(timezone.localdate(EARLY + days * DAY))


@combinations(state=[None, *State.values], opened=[0, 1], waited=[0, 6, 7, 20, 21, 41, 42, 43])
def test_invitation_that_nobody_answered_says_what_is_so(state, opened, waited):
    invitation = Invitation(
        name="Ada Elm", status="open", last_sent_at=EARLY, expires_at=ENDS_AT, opened_at=EARLY + DAY if opened else None
    )
    summary, next_step = open_in_words(invitation, state, EARLY + waited * DAY)
    did_not_go = state in ("failed", "cancelled") and not opened
    is_over = waited >= 42 and not did_not_go
    on_its_way = state in ("due", "claimed", "data") and not opened and not is_over
    waits = not did_not_go and not is_over
    said = {
        f"Ada Elm was asked on {on(0)}, but the message did not go.": did_not_go,
        f"Ada Elm was asked on {on(0)} and did not answer by {on(42)}.": is_over,
        f"Ada Elm was asked on {on(0)}, began to answer and has not answered yet.": waits and bool(opened),
        f"Ada Elm was asked on {on(0)} and has not answered yet.": waits and not opened and not on_its_way,
        "That is 3 weeks ago.": waits and not on_its_way and waited == 21,
        "That is 5 weeks ago.": waits and not on_its_way and waited == 41,
    }
    todo = {
        "Correct the address, or ring them.": did_not_go,
        "Ring them, send it again, or ask somebody else.": is_over,
        "Wait: the message is on its way.": on_its_way,
        f"Ring them: the link ends on {on(42)}.": waits and not on_its_way and waited >= 21,
        f"Wait: we remind them on {on(7)}.": waits and not on_its_way and waited < 7,
        f"Wait: we remind them on {on(21)}.": waits and not on_its_way and 7 <= waited < 21,
    }
    assert {words: words in summary for words in said} == said
    assert next_step == next(words for words, is_so in todo.items() if is_so)


@combinations(status=["accepted", "declined", "passed_on", "withdrawn"], settled=[1, 41, 42, 50])
def test_invitation_that_is_settled_says_what_came_of_it(status, settled):
    settled_at = EARLY + settled * DAY
    invitation = Invitation(name="Ada Elm", status=status, settled_at=settled_at, expires_at=ENDS_AT)
    ran_out = status == "withdrawn" and settled >= 42
    said = {
        f"Ada Elm said yes on {on(settled)}.": status == "accepted",
        f"Ada Elm declined on {on(settled)}.": status == "declined",
        f"Ada Elm named a colleague on {on(settled)}.": status == "passed_on",
        f"Ada Elm did not answer by {on(42)}.": ran_out,
        f"The invitation of Ada Elm was withdrawn on {on(settled)}.": status == "withdrawn" and not ran_out,
    }
    summary, next_step = settled_in_words(invitation)
    assert summary == next(words for words, is_so in said.items() if is_so)
    todo = "Ask somebody else there, or name whose voice is missing."
    assert next_step == (todo if status == "declined" else "")
