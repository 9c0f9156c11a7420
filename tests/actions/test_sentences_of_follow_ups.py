"""What the desk says is to be done about a follow-up fits what is so of it, in every combination of its facts."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from actions.models import ActionArea, FollowUp, FollowUpRound, ProgressUpdate, Proposer
from actions.rounds.follow_up_status import FollowUpStatus, next_action
from actions.rounds.recipients import reason_not_to_ask, reason_not_to_ask_successor, reason_to_ask
from actions.rounds.reminders import why_not_written_to
from actions.todo import rounds_to_see_to
from outbox.models import Message, State
from programmes.models import Programme
from stakeholders.models import Person
from tests.moments import EARLY, EARLY_ON
from tests.public.sentences import combinations

LAST = date(2016, 9, 30)
DAY = timedelta(days=1)
ON = {"in time": LAST - 20 * DAY, "last day": LAST, "late": LAST + DAY}
PEOPLE = {
    "by e-mail": {"email": "ada@example.org", "contact_by": "email"},
    "rather not": {"email": "ada@example.org", "contact_by": "telephone"},
    "no e-mail": {"email": "", "contact_by": "email"},
    "no address": {"email": "ada at home", "contact_by": "email"},
}


@dataclass(frozen=True)
class Facts:
    """What is so of one follow-up; `message` is how far the latest message has come, if there is one."""

    status: str
    answer: str = ""
    is_open: bool = True
    on: str = "in time"
    has_left: bool = False
    successor: str = ""
    person: str = "by e-mail"
    telephone: bool = False
    link: str = "given"
    message: str = "accepted"
    has_begun: bool = False

    @property
    def waits(self) -> bool:
        """Whether an answer is waited for, from somebody to whom it still belongs."""
        return self.status == "asked" and self.is_open and not self.has_left


def every_case() -> list[Facts]:
    """Return every combination that can be, each fact varied where it is of any weight."""
    answered = [Facts("answered", answer, is_open) for answer in ("waiting", "published", "kept") for is_open in (0, 1)]
    gone = [
        Facts(status, "", bool(is_open), on, True, successor)
        for status, is_open, on, successor in product(
            ("moved_on", "not_me"), (0, 1), ON, ("", "named", "there", "named and there")
        )
    ]
    closed = [
        Facts(status, "", False, "late", bool(left), successor)
        for status, left, successor in product(("no_reply", "unreachable"), (0, 1), ("", "there"))
        if left or not successor
    ]
    left = [
        Facts(status, on=on, has_left=True, successor=successor)
        for status, on, successor in product(("asked", "unreachable"), ON, ("", "there"))
    ]
    waits = [
        Facts("asked", "", True, on, False, "", person, bool(telephone), link, message, bool(begun))
        for on, person, telephone, link, message, begun in product(
            ON, PEOPLE, (0, 1), ("none", "given", "revoked"), ("", *State.values), (0, 1)
        )
    ]
    return [*answered, *gone, *closed, *left, *waits, Facts("unreachable"), Facts("unreachable", on="late")]


def said(facts: Facts) -> str:
    """Return what the desk says of a follow-up of which these things are so."""
    person = Person(name="Ada", telephone="0161 496 0000" if facts.telephone else "", **PEOPLE[facts.person])
    proposer = Proposer(
        pk=1, person=person, area=ActionArea(title="Benches"), public_name="Ada", from_on=EARLY_ON,
        until_on=EARLY_ON if facts.has_left else None,
    )  # fmt: skip
    proposer._state.fields_cache["successor"] = Proposer(public_name="Ben") if "there" in facts.successor else None
    round = FollowUpRound(
        pk=1, name="Autumn", status="open" if facts.is_open else "closed", answer_by_on=LAST, first_reminder_days=7,
        second_reminder_days=None, last_call_days=None,
    )  # fmt: skip
    follow_up = FollowUp(
        pk=1, round=round, proposer=proposer, status=facts.status, asked_at=EARLY,
        successor_name="Cora" if "named" in facts.successor else "",
        token_hash=None if facts.link == "none" else "a" * 64,
        link_revoked_at=EARLY if facts.link == "revoked" else None,
    )  # fmt: skip
    update = ProgressUpdate(pk=1, status=facts.answer) if facts.answer else None
    messages = [Message(state=facts.message, step="first")] if facts.message else []
    begun_at = datetime(2016, 9, 1, 12, tzinfo=UTC) if facts.has_begun else None
    return next_action(FollowUpStatus(follow_up, ON[facts.on], update, messages, begun_at))


def no_successor(facts: Facts) -> bool:
    return "there" not in facts.successor


def has_gone_out(facts: Facts) -> bool:
    return facts.waits and facts.link == "given" and facts.message in ("accepted", "uncertain")


RING = "(?P<ring>ring them|find another way to reach them)"
TRUE: dict[str, Callable[[Facts], bool]] = {
    r"Read the answer and decide what the public reads\.": lambda facts: facts.answer == "waiting",
    r"Nothing: the answer is published\.": lambda facts: facts.answer == "published",
    r"Nothing: the answer is kept unpublished\.": lambda facts: facts.answer == "kept",
    r"Cora is to carry it on: look, and ask them instead\.": lambda facts: (
        facts.status == "moved_on" and facts.successor == "named" and facts.is_open and facts.on != "late"
    ),
    r"Cora is to carry it on: look, and hand it on to them\.": lambda facts: (
        facts.status == "moved_on" and facts.successor == "named" and not (facts.is_open and facts.on != "late")
    ),
    r"Find somebody to hand it on to\.": lambda facts: facts.status == "moved_on" and facts.successor == "",
    r"Nothing: it has been handed on\.": lambda facts: facts.status == "moved_on" and not no_successor(facts),
    r"Find out whose it is, and hand it to them\.": lambda facts: facts.status == "not_me" and no_successor(facts),
    r"Nothing: the right person has it\.": lambda facts: facts.status == "not_me" and not no_successor(facts),
    r"Nothing: they could not be reached, and the round is closed\.": lambda facts: (
        facts.status == "unreachable" and not facts.is_open
    ),
    r"Nothing: they did not answer, and the round is closed\.": lambda facts: (
        facts.status == "no_reply" and not facts.is_open
    ),
    r"They have moved on: find somebody to hand it on to\.": lambda facts: facts.has_left and no_successor(facts),
    r"They have moved on: it has been handed on\.": lambda facts: facts.has_left and not no_successor(facts),
    r"Try another way to reach them, or hand it on\.": lambda facts: facts.status == "unreachable" and facts.is_open,
    rf"No e-mail address: {RING} and write the answer down\.": lambda facts: (
        facts.waits and facts.link == "none" and facts.person == "no e-mail"
    ),
    rf"No e-mail address that works: {RING} and write the answer down\.": lambda facts: (
        facts.waits and facts.link == "none" and facts.person == "no address"
    ),
    rf"They would rather not have e-mail: {RING} and write the answer down\.": lambda facts: (
        facts.waits and facts.link == "none" and facts.person == "rather not"
    ),
    rf"They have an e-mail address now: send a link, or {RING}\.": lambda facts: (
        facts.waits and facts.link == "none" and facts.person == "by e-mail"
    ),
    r"The link was revoked: send a new one\.": lambda facts: facts.waits and facts.link == "revoked",
    r"Wait: the message is on its way\.": lambda facts: facts.waits and facts.message in ("due", "claimed", "data"),
    rf"The message did not go: correct the address and send a new link, or {RING}\.": lambda facts: (
        facts.waits and facts.message in ("", "failed", "cancelled")
    ),
    r"(?P<begun>They have begun to write \(1 September 2016\)\. )?Wait: they have until 30 September 2016\."
    r"(?P<reminder> First reminder on 23 September 2016\.)?": lambda facts: has_gone_out(facts) and facts.on != "late",
    rf"(?P<begun>They have begun to write \(1 September 2016\)\. )?The day has passed: {RING}, or send a new link\.": (
        lambda facts: has_gone_out(facts) and facts.on == "late"
    ),
}


def is_so(text: str, facts: Facts) -> bool:
    """Whether what is said is so, by the statement that there is of it."""
    for pattern, holds in TRUE.items():
        if match := re.fullmatch(pattern, text):
            parts = match.groupdict()
            ring = {None: True, "ring them": facts.telephone}.get(parts.get("ring"), not facts.telephone)
            begun = "begun" not in parts or (parts["begun"] is not None) == facts.has_begun
            to_come = facts.on == "in time" and facts.person == "by e-mail"
            reminder = "reminder" not in parts or (parts["reminder"] is not None) == to_come
            return holds(facts) and ring and begun and reminder
    return False


def test_what_is_to_be_done_about_a_follow_up_fits_what_is_so():
    assert [(facts, text) for facts in every_case() if not is_so(text := said(facts), facts)] == []


def test_every_sentence_about_a_follow_up_is_drawn():
    """The control: none of the statements is of a sentence that nothing draws."""
    drawn = {said(facts) for facts in every_case()}
    assert [pattern for pattern in TRUE if not any(re.fullmatch(pattern, text) for text in drawn)] == []


@combinations(person=list(PEOPLE), link=["none", "given", "revoked"], mine=["yes", "left", "unpublished"], went=[0, 1])
def test_why_nobody_is_written_to_is_so(person, link, mine, went):
    proposer = Proposer(
        person=Person(**PEOPLE[person]), until_on=EARLY_ON if mine == "left" else None,
        area=ActionArea(published_at=None if mine == "unpublished" else EARLY),
    )  # fmt: skip
    follow_up = FollowUp(
        proposer=proposer, token_hash=None if link == "none" else "a" * 64,
        link_revoked_at=EARLY if link == "revoked" else None,
    )  # fmt: skip
    sent = [Message(state="accepted" if went else "failed", to_address="ada@example.org")]
    reasons = {
        "They have no e-mail address, or would rather not have e-mail.": person != "by e-mail",
        "They have no personal link that works.": link != "given",
        "It is no longer public, or no longer theirs.": mine != "yes",
        "The last message did not arrive at the address we have.": not went,
    }
    why = why_not_written_to(follow_up, sent, ON["in time"])
    assert reasons.get(why, not any(reasons.values())) is True


@combinations(
    published=[0, 1], mistaken=[0, 1], left=["", "gone", "handed on"], begins=[-1, 0, 1], word=["", "under_way", "done"]
)
def test_why_a_proposer_is_not_asked_is_so(published, mistaken, left, begins, word):
    on = ON["in time"]
    proposer = Proposer(
        area=ActionArea(published_at=EARLY if published else None), named_by_mistake=bool(mistaken),
        from_on=on + begins * DAY, until_on=on if left else None,
    )  # fmt: skip
    proposer._state.fields_cache["successor"] = Proposer(public_name="Ben") if left == "handed on" else None
    reasons = {
        "This is not published yet.": not published,
        "Was named by mistake; it is somebody else’s.": bool(mistaken),
        "Has moved on (10 September 2016). Nobody has taken it over yet.": left == "gone",
        "Has moved on (10 September 2016). Ben took it over.": left == "handed on",
        "Takes it on only on 11 September 2016.": begins == 1,
        "The latest word on it is “Done”.": word == "done",
    }
    why = reason_not_to_ask(proposer, word or None, on)
    assert reasons.get(why, not any(reasons.values())) is True


@pytest.mark.django_db
@combinations(open_round=[0, 1], late=[0, 1], answered=[0, 1])
def test_why_a_successor_is_not_asked_is_so(follow_up, at, open_round, late, answered):
    FollowUp.objects.filter(pk=follow_up.pk).update(**{"status": "answered", "settled_at": at} if answered else {})
    round, proposer = follow_up.round, follow_up.proposer
    reasons = {
        "No round is open.": not open_round,
        f"The last day of {round.name} has passed ({round.answer_by_on:%-d %B %Y}).": bool(late),
        f"{proposer.public_name} has answered in {round.name}.": bool(answered),
    }
    on = round.answer_by_on + late * DAY
    why = reason_not_to_ask_successor(proposer, round if open_round else None, on)
    assert reasons.get(why, not any(reasons.values())) is True


@combinations(before=["nobody", "somebody", "mistaken"], asked=[0, 1])
def test_why_a_proposer_is_asked_is_so(before, asked):
    taken_over = Proposer(public_name="Ben", named_by_mistake=before == "mistaken") if before != "nobody" else None
    last = FollowUp(round=FollowUpRound(name="Spring"), status="no_reply") if asked else None
    why = reason_to_ask(Proposer(from_on=EARLY_ON, took_over_from=taken_over), last)
    took = f"Took it over from Ben on {EARLY_ON:%-d %B %Y}."
    assert (took in why, "Put it forward on" in why) == (before == "somebody", before != "somebody")
    assert why.endswith(f" Spring: {FollowUp.Status.NO_REPLY.label.lower()}.") == bool(asked)


@combinations(on=list(ON), to_hand_on=[0, 1, 2], open_round=[0, 2], due_round=[0, 3], silent=[0, 4])
def test_rounds_to_see_to_are_said_as_they_are(on, to_hand_on, open_round, due_round, silent):
    programme = Programme(slug="here")
    counted = {"follow_ups_to_hand_on": to_hand_on if open_round else 0, "follow_ups_silent": silent}
    counted |= {"open_round_number": open_round, "open_round_name": "Autumn", "open_round_answer_by_on": LAST}
    counted |= {"follow_ups_answered": 3, "follow_ups_asked": 9}
    counted |= {"due_round_number": due_round, "due_round_name": "Winter", "due_round_planned_on": EARLY_ON}
    for name, value in counted.items():
        setattr(programme, name, value)
    items = rounds_to_see_to(programme, ON[on])
    told = f"Autumn: 3 of 9 answered, {silent} silent"
    # Somebody can still be asked why they are silent up to the last day; with nobody silent, or after it, it is closed.
    can_wait = bool(silent) and on != "late"
    said = {
        "Hand on 1 action area": bool(open_round) and to_hand_on == 1,
        "Hand on 2 action areas": bool(open_round) and to_hand_on == 2,
        f"See who is silent in {told}": bool(open_round) and can_wait,
        f"Close {told}": bool(open_round) and not can_wait,
        "Open Winter": bool(due_round) and not open_round,
    }
    assert sorted(each.words for each in items) == sorted(words for words, is_so in said.items() if is_so)
    days = {words: EARLY_ON if words == "Open Winter" else LAST for words in said}
    assert all(each.last_on == days[each.words] for each in items)
