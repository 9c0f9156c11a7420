"""What is said of an action area is true in every combination of who had it and what came of asking them.

Each sentence has a statement of its own of when it is true, in `TRUE`, which reads nothing but the facts; a sentence
that has none there is found by whatever combination draws it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest

from actions.models import ActionArea, FollowUp, FollowUpRound, ProgressUpdate, Proposer, Standing
from line.area_history import AreaHistory
from line.area_status import after_latest_answer, area_status
from public.pages.detail import RoundOutcome

GONE_ON = date(2016, 6, 1)
ROUNDS = {
    "Spring": FollowUpRound(pk=1, number=1, name="Spring", answer_by_on=date(2016, 3, 31)),
    "Autumn": FollowUpRound(pk=2, number=2, name="Autumn", answer_by_on=date(2016, 9, 30)),
}
SILENT, TOLD = ("no_reply", "unreachable"), ("moved_on", "not_me")
# Who had an area: name, whether they have left, whether they were named by mistake, and from whom they took it over.
Person = tuple[str, bool, bool, str]
PEOPLE: dict[str, tuple[Person, ...]] = {
    "nobody": (),
    "one": (("Ada", False, False, ""),),
    "one who left": (("Ada", True, False, ""),),
    "one by mistake": (("Ada", True, True, ""),),
    "one, and an heir": (("Ada", True, False, ""), ("Ben", False, False, "Ada")),
    "one, and an heir who left": (("Ada", True, False, ""), ("Ben", True, False, "Ada")),
    "one in the place of a mistake": (("Ada", True, True, ""), ("Ben", False, False, "Ada")),
    "two": (("Ada", False, False, ""), ("Ben", False, False, "")),
    "two, of whom one left": (("Ada", True, False, ""), ("Ben", False, False, "")),
    "two, of whom one was a mistake": (("Ada", True, True, ""), ("Ben", False, False, "")),
    "two who left": (("Ada", True, False, ""), ("Ben", True, False, "")),
}


@dataclass(frozen=True)
class Facts:
    """Who had an area, and what came of asking whom in which round; `published` and `kept` are answers."""

    people: tuple[Person, ...]
    came: dict[tuple[str, str], str]

    def of(self, name: str) -> dict[str, str]:
        """Return what came of asking each person in a round."""
        return {who: came for (round, who), came in self.came.items() if round == name}

    @property
    def asked_in(self) -> list[str]:
        return [name for name in ROUNDS if self.of(name)]

    @property
    def real(self) -> list[Person]:
        return [each for each in self.people if not each[2]]

    @property
    def have_it(self) -> list[str]:
        return [who for who, left, _, _ in self.real if not left]

    @property
    def heirs(self) -> list[str]:
        real = {who for who, *_ in self.real}
        return [who for who, _, _, before in self.real if before in real]

    def silent(self, name: str) -> list[str]:
        """Return who of those to whom it belonged has said nothing in a round."""
        real = {who for who, *_ in self.real}
        return [who for who, came in self.of(name).items() if came in SILENT and who in real]

    def answered(self, name: str) -> bool:
        return bool({"published", "kept"} & set(self.of(name).values()))

    def waits(self, name: str) -> bool:
        return "asked" in self.of(name).values() and not self.answered(name)

    def was_silent(self, name: str) -> bool:
        return bool(self.silent(name)) and not self.answered(name) and not self.waits(name)

    def heard_nothing(self, name: str) -> bool:
        return self.was_silent(name) and not set(TOLD) & set(self.of(name).values())

    @property
    def answered_by(self) -> str:
        """Who gave the latest answer that is published."""
        return [who for (_, who), came in self.came.items() if came == "published"][-1]

    def has_left(self, who: str) -> bool:
        return next(left for name, left, _, _ in self.people if name == who)


NAMES = r"(?P<names>\w+(?: and \w+)?)"
Holds = Callable[[Facts, list[str], str], bool]
TRUE: dict[str, Holds] = {
    r"Nobody has been asked yet what has happened\.": lambda facts, names, who: not facts.came,
    r"Whoever has it now has not been asked yet what has happened\.": lambda facts, names, who: (
        bool(facts.have_it) and not {who for _, who in facts.came} & set(facts.have_it)
    ),
    r"Whoever proposed it has moved on; (?P<who>.+) took it over\.": lambda facts, names, who: (
        who == " and ".join(facts.have_it) and set(facts.have_it) <= set(facts.heirs)
    ),
    r"We asked the wrong person, and are looking for whoever it belongs to\.": lambda facts, names, who: (
        bool(facts.people) and not facts.real
    ),
    r"Whoever took it over has moved on too; nobody has it now\.": lambda facts, names, who: (
        not facts.have_it and bool(facts.heirs)
    ),
    r"Whoever proposed it has moved on; nobody has taken it over yet\.": lambda facts, names, who: (
        bool(facts.real) and not facts.have_it and not facts.heirs
    ),
    rf"We asked(?P<again> again)? in {NAMES} and had no reply\.": lambda facts, names, who: all(
        map(facts.heard_nothing, names)
    ),
    rf"We asked(?P<again> again)? in {NAMES} and had no reply from whoever had it then\.": lambda facts, names, who: (
        all(map(facts.was_silent, names))
    ),
    rf"We asked(?P<again> again)? in {NAMES}\. We have not heard back\.": lambda facts, names, who: all(
        map(facts.heard_nothing, names)
    ),
    rf"We asked(?P<again> again)? in {NAMES}\. Whoever had it then has not replied\.": lambda facts, names, who: all(
        map(facts.was_silent, names)
    ),
    rf"We tried(?P<again> again)? in {NAMES} and could not reach whoever (?P<who>proposed it|had it then)\.": (
        lambda facts, names, who: all(
            facts.was_silent(name)
            and {facts.of(name)[each] for each in facts.silent(name)} == {"unreachable"}
            and not (who == "proposed it" and set(facts.silent(name)) & set(facts.heirs))
            for name in names
        )
    ),
    rf"We asked(?P<again> again)? in {NAMES} and have an answer that is not published\.": lambda facts, names, who: all(
        "kept" in facts.of(name).values() and "published" not in facts.of(name).values() for name in names
    ),
    rf"We asked in {NAMES} and are waiting to hear\.": lambda facts, names, who: all(map(facts.waits, names)),
    r"We have asked again, until 30 September 2016\.": lambda facts, names, who: (
        facts.waits("Autumn") and bool(facts.of("Spring"))
    ),
    r"Whoever told us has moved on since\.": lambda facts, names, who: (
        facts.has_left(facts.answered_by) and bool(facts.have_it)
    ),
    r"Whoever told us has moved on since; (?P<who>\w+) took it over\.": lambda facts, names, who: (
        facts.has_left(facts.answered_by) and who in facts.have_it and who in facts.heirs
    ),
    r"Whoever told us has moved on since; nobody has taken it over yet\.": lambda facts, names, who: (
        facts.has_left(facts.answered_by)
        and not facts.have_it
        and facts.answered_by not in [before for *_, before in facts.people]
    ),
    r"Whoever told us has moved on since; nobody has it now\.": lambda facts, names, who: (
        facts.has_left(facts.answered_by) and not facts.have_it
    ),
}
# What the page of an area says of one round in which nothing was told that can be read.
INSTEAD: dict[str, Callable[[Facts, str], bool]] = {
    "Whoever had it then has not replied.": Facts.was_silent,
    "We are waiting to hear.": Facts.waits,
    "There is an answer. It is not published.": lambda facts, name: "kept" in facts.of(name).values(),
    "Nobody had it: whoever we asked had moved on, or was the wrong person.": lambda facts, name: (
        not facts.silent(name) and not facts.waits(name) and not facts.answered(name)
    ),
    "We have not heard back.": Facts.heard_nothing,
    "We could not reach whoever had it.": lambda facts, name: (
        facts.was_silent(name) and {facts.of(name)[who] for who in facts.silent(name)} == {"unreachable"}
    ),
}


def may_have_come(person: Person) -> list[tuple[str, str]]:
    """Return what may have come of asking somebody in the first round and in the second; blank is not asked.

    Whoever said that it was not theirs has left, and is not asked again.
    """
    _, left, mistaken, _ = person
    gave = ["", "published", "kept", *SILENT]
    told = (["not_me"] if mistaken else ["moved_on"]) if left else []
    open_too = [] if left else ["asked"]
    return [
        (first, second)
        for first, second in product([*gave, *told], [*gave, *told, *open_too])
        if first not in TOLD or not second
    ]


def every_case(people: tuple[Person, ...]) -> Iterator[Facts]:
    """Return every combination of what may have come of asking some people in two rounds."""
    for each in product(*(may_have_come(person) for person in people)):
        came = {}
        for number, name in enumerate(ROUNDS):
            for (who, *_), answers in zip(people, each, strict=True):
                if answers[number]:
                    came[name, who] = answers[number]
        yield Facts(people, came)


def history_of(facts: Facts) -> AreaHistory:
    """Return an area of which these things are so."""
    area, keys = ActionArea(pk=1), {who: number for number, (who, *_) in enumerate(facts.people, 1)}
    proposers = {
        who: Proposer(
            pk=keys[who], area=area, public_name=who, named_by_mistake=mistaken, took_over_from_id=keys.get(before),
            until_on=GONE_ON if left else None,
        )
        for who, left, mistaken, before in facts.people
    }  # fmt: skip
    follow_ups, updates = [], []
    for number, ((name, who), came) in enumerate(facts.came.items(), 1):
        status = "answered" if came in ("published", "kept") else came
        follow_ups.append(FollowUp(pk=number, round=ROUNDS[name], proposer=proposers[who], status=status))
        if came == "published":
            said = {"standing": Standing.UNDER_WAY, "headline": "Two benches stand.", "area": area}
            updates.append(ProgressUpdate(pk=number, follow_up=follow_ups[-1], **said))
    return AreaHistory(area, list(proposers.values()), follow_ups, updates)


def untrue(text: str, facts: Facts) -> list[str]:
    """Return what of a text is not so, or nobody has said when it is."""
    wrong = []
    while text:
        found = [(match, holds) for pattern, holds in TRUE.items() if (match := re.match(pattern, text))]
        if not found:
            return [*wrong, f"no statement of: {text}"]
        match, holds = found[0]
        said = match.groupdict()
        names = (said.get("names") or "").split(" and ")
        again_for_nothing = said.get("again") and facts.asked_in[0] in names
        if again_for_nothing or not holds(facts, names, said.get("who") or ""):
            wrong.append(match[0])
        text = text[match.end() :].strip()
    return wrong


@pytest.mark.parametrize("people", PEOPLE)
def test_all_that_is_said_of_an_area_is_so_whatever_came_of_asking(people):
    wrong = {}
    for facts in every_case(PEOPLE[people]):
        history = history_of(facts)
        said = [after_latest_answer(history)] if history.latest else [area_status(history).latest_word]
        not_so = [each for text in said for each in untrue(text, facts)]
        for asked in history.rounds:
            if not asked.updates:
                instead = RoundOutcome(asked, None).instead
                if instead not in INSTEAD or not INSTEAD[instead](facts, asked.round.name):
                    not_so.append(f"{asked.round.name}: {instead}")
        if not_so:
            wrong[str(facts.came)] = not_so
    assert wrong == {}


@pytest.mark.parametrize("people", PEOPLE)
def test_silence_since_the_latest_answer_is_told_of_each_round(people):
    hidden = []
    for facts in every_case(PEOPLE[people]):
        history = history_of(facts)
        since = history.latest.follow_up.round.number if history.latest else 0
        told = after_latest_answer(history) if history.latest else area_status(history).latest_word
        silent = [name for name, round in ROUNDS.items() if round.number > since and facts.was_silent(name)]
        hidden += [(facts.came, told) for name in silent if name not in told]
    assert hidden == []


def test_every_sentence_of_an_area_is_drawn_in_some_case():
    """The control: none of the statements is of a sentence that nothing draws."""
    drawn, instead = set(), set()
    for people in PEOPLE.values():
        for facts in every_case(people):
            history = history_of(facts)
            told = after_latest_answer(history) if history.latest else area_status(history).latest_word
            drawn |= {pattern for pattern in TRUE if re.search(rf"(?:^|\. ){pattern}", told)}
            instead |= {RoundOutcome(asked, None).instead for asked in history.rounds if not asked.updates}
    assert (sorted(TRUE.keys() - drawn), sorted(INSTEAD.keys() - instead)) == ([], [])


def test_sentence_that_is_not_so_is_found():
    facts = Facts(PEOPLE["one"], {("Spring", "Ada"): "kept"})
    assert untrue("We asked in Spring. We have not heard back.", facts) == [
        "We asked in Spring. We have not heard back."
    ]
    assert untrue("We asked again in Spring and have an answer that is not published.", facts) != []
    assert untrue("It is fine.", facts) == ["no statement of: It is fine."]
