"""The questions about equality, by version: the words of a version are never changed, since answers were given to them.

A wording that has to be otherwise is another version beside it (`tests/privacy/test_wordings.py` keeps a fingerprint of
each). They are those of the censuses and of the harmonised standards, so that figures can be put beside the
population's; each says where its words are from, and where ours leave something out.
"""

from dataclasses import dataclass
from functools import cache

PREFER_NOT = ("prefer-not", "Prefer not to say")


@dataclass(frozen=True)
class Wording:
    """One question in the words of one version. `key` is what is stored; what can be answered ends with PREFER_NOT."""

    key: str
    about: str
    text: str
    answers: tuple[tuple[str, str], ...]
    source: str
    hint: str = ""

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be answered, each with its code, in order."""
        return (*self.answers, PREFER_NOT)

    @property
    def codes(self) -> list[str]:
        """The codes of what can be answered, in order."""
        return [code for code, _ in self.options]


@cache
def wordings() -> dict[str, Wording]:
    """Return every wording by its key, those of England and Wales before those of Scotland."""
    from privacy.equality.wordings import england_and_wales, scotland

    every = [*england_and_wales.WORDINGS, *scotland.WORDINGS]
    return {wording.key: wording for wording in every}
