"""Words that sentences are made of: counts with their nouns, lists in words."""

from collections.abc import Sequence


def listed(words: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def several(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "1 theme", "9 themes"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed_counts(*counted: tuple[int, str, str]) -> str:
    """Return counts with their nouns, those of nothing left out: "28 posters, 1 conversation"."""
    return ", ".join(several(count, one, many) for count, one, many in counted if count)
