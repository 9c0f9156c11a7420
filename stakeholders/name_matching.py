"""When two names are likely to mean one body: whatever their case, accents, "the", Ltd or charity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kit.folds import identity, search_key
from stakeholders.models import Organisation

# More names than this and a browser's list of suggestions helps nobody.
MAX_SUGGESTIONS = 2000
# Said of a body's legal form, or so small that people leave it out.
SAYS_LITTLE = frozenset(["the", "and", "ltd", "limited", "plc", "llp", "cic", "scio", "cio", "charity", "charitable"])
LEGAL_FORMS = re.compile(
    r"\b(?:community interest company|(?:scottish )?charitable incorporated organi[sz]ation"
    r"|company limited by guarantee|registered charity)\b"
)


def likeness(name: str) -> str:
    """Return what is the same for two names that are likely to mean one body; never empty for a name that is not."""
    text = search_key(name).replace("&", " and ")
    # C.I.C. is CIC, and the carer's the carers.
    text = re.sub(r"[']|(?<=\b\w)\.(?=\w\b)|(?<=\b\w)\.(?=\s|$)", "", text)
    words = re.findall(r"[^\W_]+", LEGAL_FORMS.sub(" ", text))
    return "".join(word for word in words if word not in SAYS_LITTLE) or "".join(words) or identity(name)


@dataclass
class KnownOrganisations:
    """Every organisation, found by its name or one like it. A merged one's old name leads to what it is now."""

    names: dict[int, str] = field(default_factory=dict)
    formerly: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_exact: dict[str, int] = field(default_factory=dict)
    by_likeness: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls) -> KnownOrganisations:
        """Read every name, in one query."""
        known = cls()
        for pk, name, merged_into in Organisation.objects.values_list("pk", "name", "merged_into_id").order_by("pk"):
            known._add(merged_into or pk, name)
            if merged_into:
                known.formerly[merged_into].append(name)
            else:
                known.names[pk] = name
        return known

    def _add(self, pk: int, name: str) -> None:
        self.by_exact.setdefault(identity(name), pk)
        alike = self.by_likeness[likeness(name)]
        if pk not in alike:
            alike.append(pk)

    def exactly(self, name: str) -> int | None:
        """Return the key of the organisation of this very name, whatever its case."""
        return self.by_exact.get(identity(name))

    def like(self, name: str) -> list[int]:
        """Return the keys of the organisations that are likely to be meant by this name."""
        return self.by_likeness.get(likeness(name), [])

    def label(self, pk: int) -> str:
        """Return an organisation's name, with those it had before."""
        old = self.formerly.get(pk)
        return f"{self.names[pk]} (formerly {', '.join(old)})" if old else self.names[pk]

    def suggestions(self) -> list[str]:
        """Return the names that are offered while somebody types."""
        return sorted(self.names.values(), key=str.casefold)[:MAX_SUGGESTIONS]

    def pairs(self, among: Iterable[int]) -> list[tuple[int, int]]:
        """Return pairs of organisations that are likely to be one; at least one of each pair is `among` those given."""
        ours = set(among)
        return [
            (first, second)
            for alike in self.by_likeness.values()
            for index, first in enumerate(alike)
            for second in alike[index + 1 :]
            if first in ours or second in ours
        ]
