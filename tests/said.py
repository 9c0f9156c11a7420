"""Cases of what is said by rule: for each combination of some facts, what is drawn, and what of it is to be said.

A case is a function that is given a programme, its lead, a moment and one combination, makes what is so, draws the
words, and returns them with sentences, each with whether it is true: those and no others of them are to be read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from programmes.models import Programme

# What is drawn, and sentences with whether each of them is true.
Said = tuple[str, dict[str, bool]]


@dataclass(frozen=True)
class Given:
    """What every case begins with."""

    programme: Programme
    lead: User
    at: datetime


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

    def true_sentences(self, given: Given) -> str:
        """Draw everything, taking back what was made for each; return all that was true of any, one in a line."""
        true: set[str] = set()
        for _, draw in self.each():
            with transaction.atomic():
                given.programme.refresh_from_db()
                true |= {words for words, is_so in draw(given)[1].items() if is_so}
                transaction.set_rollback(True)
        return "\n".join(sorted(true))
