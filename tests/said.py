"""Cases of what is said by rule: for each combination of some facts, what is drawn, and what of it is to be said.

A case is a function that is given a programme, its lead, a moment and one combination, makes what is so, draws the
words, and returns them with sentences, each with whether it is true: those and no others of them are to be read.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from programmes.models import Programme
from tests.branches import ways, ways_gone

# What is drawn, and sentences with whether each of them is true.
Said = tuple[str, dict[str, bool]]


@dataclass(frozen=True)
class Given:
    """What every case begins with."""

    programme: Programme
    lead: User
    at: datetime

    @property
    def evening(self) -> datetime:
        """In nine days at six: what lasts two hours ends on the same day, at whatever hour the tests run."""
        return timezone.localtime(self.at + timedelta(days=9)).replace(hour=18, minute=0)


@dataclass
class Cases:
    """Functions that draw words, each with the facts through whose combinations it goes."""

    functions: dict[str, tuple[dict[str, list[Any]], Callable[..., Said]]] = field(default_factory=dict)

    def of(self, **facts: list[Any]) -> Callable[[Callable[..., Said]], Callable[..., Said]]:
        """Go through every combination of some facts."""

        def keep(function: Callable[..., Said]) -> Callable[..., Said]:
            self.functions[function.__name__] = (facts, function)
            return function

        return keep

    def each(self) -> Iterator[tuple[str, Callable[[Given], Said]]]:
        """Return each combination by a name that says which it is, with what draws it."""
        for name, (facts, function) in self.functions.items():
            for values in product(*facts.values()):
                chosen = dict(zip(facts, values, strict=True))
                named = "-".join([name, *(f"{fact}={value}" for fact, value in chosen.items())])
                yield named, lambda given, function=function, chosen=chosen: function(given, **chosen)

    def parametrized(self) -> pytest.MarkDecorator:
        """One test for each combination."""
        named = list(self.each())
        return pytest.mark.parametrize("draw", [draw for _, draw in named], ids=[name for name, _ in named])

    def drawn(self, given: Given) -> Iterator[tuple[str, Said]]:
        """Draw everything, taking back what was made for each; return each combination's name and what it says."""
        for name, draw in self.each():
            with transaction.atomic():
                given.programme.refresh_from_db()
                said = draw(given)
                transaction.set_rollback(True)
            yield name, said


def false_and_not_held(names: Iterable[str], cases: Cases, given: Given) -> tuple[list[str], list[str]]:
    """Draw some cases once; return what they say falsely or leave unsaid, and what of some templates they do not hold.

    Not held are the ways that no case goes, and those of whose words none was true of any.
    """
    every, false, true = ways(names), [], set()
    with ways_gone() as gone:
        for name, (text, said) in cases.drawn(given):
            false += [f"{name}: {words} ({is_so})" for words, is_so in said.items() if (words in text) != is_so]
            true |= {words for words, is_so in said.items() if is_so}
    held = words_of("\n".join(sorted(true)))
    return false, [f"{way}: {said}" for way, said in every.items() if way not in gone or not is_held(said, held)]


def is_held(said: str, true: str) -> bool:
    """Whether some three words that follow each other in a branch, or all of fewer, were held to be true."""
    for run in said.split("…"):
        words = words_of(run).split()
        threes = [" ".join(words[first : first + 3]) for first in range(max(len(words) - 2, 1))]
        if any(f" {each} " in true for each in threes if each):
            return True
    return not said


def words_of(text: str) -> str:
    """Return the words of a text alone, with a space before and after each."""
    return " " + " ".join(re.findall(r"[\w’'-]+", text)) + " "
