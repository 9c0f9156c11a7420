"""Words that sentences are made of: counts with their nouns."""


def several(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "1 theme", "9 themes"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed_counts(*counted: tuple[int, str, str]) -> str:
    """Return counts with their nouns, those of nothing left out: "28 posters, 1 conversation"."""
    return ", ".join(several(count, one, many) for count, one, many in counted if count)
