"""What helps and what stands in the way across all areas, with the published words behind each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from actions.models import Factor, FactorKind, ProgressUpdate
from programmes.models import Programme

# Words that say nothing of what a text is about.
EMPTY_WORDS = {
    "about",
    "and",
    "for",
    "from",
    "have",
    "not",
    "that",
    "the",
    "their",
    "they",
    "what",
    "which",
    "who",
    "with",
}


@dataclass(frozen=True)
class FactorQuote:
    """What one published answer said of a factor: its own words on what helped, or on what hindered."""

    update: ProgressUpdate
    words: str


@dataclass
class FactorSummary:
    """One factor with everything published that is coded to it. It is counted in areas, never in people."""

    factor: Factor
    also_called: list[Factor] = field(default_factory=list)
    area_ids: set[int] = field(default_factory=set)
    quotes: list[FactorQuote] = field(default_factory=list)

    @property
    def areas(self) -> int:
        """How many areas named it."""
        return len(self.area_ids)

    @property
    def names(self) -> str:
        """All that it is called, for whoever looks for it."""
        return " ".join(each.name for each in (self.factor, *self.also_called))


def factor_summaries(programme: Programme) -> dict[str, list[FactorSummary]]:
    """Return every factor of a programme by kind, with the words behind it. Four queries, however many."""
    ranked = ranked_factors(programme)
    add_quotes([summary for summaries in ranked.values() for summary in summaries])
    return ranked


def ranked_factors(programme: Programme) -> dict[str, list[FactorSummary]]:
    """Return every factor of a programme by kind, what most areas named first, and no words yet. Two queries.

    What was merged counts as what it went into. Only published answers of published areas speak.
    """
    factors = list(Factor.objects.filter(programme=programme).order_by("name", "pk"))
    found = {factor.pk: FactorSummary(factor) for factor in factors if factor.merged_into_id is None}
    kept = {factor.pk: factor.merged_into_id or factor.pk for factor in factors}
    for factor in factors:
        if factor.merged_into_id is not None:
            found[factor.merged_into_id].also_called.append(factor)
    named = ProgressUpdate.objects.published().filter(area__programme=programme, area__published_at__isnull=False)
    for pk, area in named.filter(factors__isnull=False).values_list("factors", "area").order_by():
        found[kept[pk]].area_ids.add(area)
    ranked = sorted(found.values(), key=lambda summary: (-summary.areas, summary.factor.name))
    return {kind.value: [summary for summary in ranked if summary.factor.kind == kind] for kind in FactorKind}


def add_quotes(summaries: Iterable[FactorSummary]) -> None:
    """Give factors the published words behind them, in the order of areas and rounds. Two queries, however many."""
    by_factor = {each.pk: summary for summary in summaries for each in (summary.factor, *summary.also_called)}
    updates = (
        ProgressUpdate.objects.published()
        .filter(area__published_at__isnull=False, factors__in=by_factor)
        .select_related("area__programme", "follow_up__round")
        .distinct()
        .prefetch_related("factors")
    )
    for update in sorted(updates, key=lambda each: (each.area.number, each.follow_up.round.number, each.pk)):
        coded = [by_factor[each.pk] for each in update.factors.all() if each.pk in by_factor]
        for summary in {summary.factor.pk: summary for summary in coded}.values():
            summary.quotes.append(FactorQuote(update, published_words(update, summary.factor.kind)))


def published_words(update: ProgressUpdate, kind: str) -> str:
    """Return the published words of an answer that a factor of this kind was drawn from."""
    return update.published_helped if kind == FactorKind.HELPED else update.published_hindered


def by_likeness(factors: Iterable[Factor], text: str) -> list[Factor]:
    """Return factors with those first whose names share words with a text: an order for the eye, never a decision."""
    spoken = _stems(text)
    return sorted(factors, key=lambda factor: (-len(_stems(factor.name) & spoken), factor.name.lower(), factor.pk))


def _stems(text: str) -> set[str]:
    """Return the beginnings of the words that mean something: "forms" and "form" are one."""
    return {word[:4] for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in EMPTY_WORDS}
