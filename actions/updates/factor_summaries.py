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
    quotes: list[FactorQuote] = field(default_factory=list)

    @property
    def areas(self) -> int:
        """How many areas named it."""
        return len({quote.update.area_id for quote in self.quotes})

    @property
    def words(self) -> str:
        """All by which somebody may look for it."""
        names = [each.name for each in (self.factor, *self.also_called)]
        return " ".join([*names, *(quote.words for quote in self.quotes)])


def factor_summaries(programme: Programme) -> dict[str, list[FactorSummary]]:
    """Return every factor of a programme by kind, what most areas named first. Three queries, however many.

    What was merged counts as what it went into. Only published answers of published areas speak.
    """
    factors = list(Factor.objects.filter(programme=programme).order_by("name", "pk"))
    found = {factor.pk: FactorSummary(factor) for factor in factors if factor.merged_into_id is None}
    kept = {factor.pk: factor.merged_into_id or factor.pk for factor in factors}
    for factor in factors:
        if factor.merged_into_id is not None:
            found[factor.merged_into_id].also_called.append(factor)
    updates = (
        ProgressUpdate.objects.published()
        .filter(area__programme=programme, area__published_at__isnull=False, factors__isnull=False)
        .select_related("area__programme", "follow_up__round")
        .distinct()
        .prefetch_related("factors")
    )
    for update in sorted(updates, key=lambda each: (each.area.number, each.follow_up.round.number, each.pk)):
        for pk in {kept[factor.pk]: None for factor in update.factors.all()}:
            found[pk].quotes.append(FactorQuote(update, published_words(update, found[pk].factor.kind)))
    ranked = sorted(found.values(), key=lambda summary: (-summary.areas, summary.factor.name))
    return {kind.value: [summary for summary in ranked if summary.factor.kind == kind] for kind in FactorKind}


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
