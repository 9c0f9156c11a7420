"""What a hold keeps: the kinds of records, which are the headings of the data map as staff think of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from kit.data_map import TABLES, Heading, Held

KINDS: dict[Heading, str] = {
    Heading.WHO: "people, and how they are reached",
    Heading.PART: "appointments, invitations and partnerships",
    Heading.MEETINGS: "who came to meetings, what they needed, and what they said of them",
    Heading.SAID: "answers, {posters}, photographs and conversations, and who handed them in",
    Heading.DOING: "who said that they would do what, and what came of it",
    Heading.SENT: "messages that were sent",
    Heading.WRITTEN: "what the {programme} wrote of itself",
    Heading.ASKED: "requests and complaints about personal information",
    Heading.ACCOUNT: "accounts, and how people sign in",
    Heading.WORK: "what staff wrote and did, and who looked",
}
EVERYTHING = frozenset(KINDS)


def in_words(kinds: Iterable[str]) -> str:
    """Name kinds of records, by the names under which a hold has them, in the usual words for nouns in braces."""
    chosen = set(kinds)
    return "; ".join(words for heading, words in KINDS.items() if heading.name in chosen)


def that_go_with(table: Held, *, whole: bool) -> frozenset[Heading]:
    """Return of which kinds what goes with a row is: its own, and, where the row goes `whole`, of what hangs on it."""
    tables, found = [table.model], set[type[models.Model]]()
    while tables:
        found.add(model := tables.pop())
        hanging = (each for each in model._meta.related_objects if whole and each.on_delete is models.CASCADE)
        tables += [each.related_model for each in hanging if each.related_model not in found]
    return frozenset(TABLES[model].stands_under for model in found if model in TABLES)
