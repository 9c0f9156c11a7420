"""The one rule by which counts of people are shown, so that nobody can be picked out of a small number."""

SMALL = 7
TO_NEAREST = 5


def disclosed(count: int) -> str:
    """Return a count of people as it may be shown: 0 as 0, 1 to 7 as `*`, the rest to the nearest 5.

    Counts of organisations, posters and actions are no counts of people, and do not pass through here.
    """
    if count == 0:
        return "0"
    return "*" if count <= SMALL else str(TO_NEAREST * round(count / TO_NEAREST))
