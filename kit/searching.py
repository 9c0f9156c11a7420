"""Words found by what somebody types: whatever their case, accents, apostrophes and blanks, on both databases alike.

Neither database folds as `search_key` does, so what is sought becomes a pattern that allows every spelling of it; both
read it in the same way, and nothing has to be stored for it. `icontains` of our columns of words is this, so that each
search of the desk and of the web admin is, without being told.
"""

import re
from collections import defaultdict
from functools import cache
from typing import Any

from django.db.models.lookups import Regex

from kit.folds import SAME_SIGNS, search_key

# Latin, Greek and Cyrillic letters; of others each stands for itself, in both cases.
LETTERS = [*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xAA, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)]
MARKS = "[\u0300-\u036f]*"
BLANK = "[ \t\n\u00a0\u2000-\u200a\u202f\u3000]+"


class FoundIn(Regex):
    """Whether words stand in a column, in any spelling."""

    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Any) -> None:
        super().__init__(lhs, pattern_of(str(rhs)))


def pattern_of(words: str) -> str:
    """Return the pattern by which words are found; it means the same to Python and to PostgreSQL."""
    spelt, key, at, pattern = spellings(), search_key(words), 0, []
    while at < len(key):
        two, one = key[at : at + 2], key[at]
        if len(two) == 2 and two in spelt:
            pattern.append(f"(?:{_one(two[0], spelt)}{_one(two[1], spelt)}|[{spelt[two]}])")
            at += 2
        else:
            pattern.append(BLANK if one == " " else _one(one, spelt))
            at += 1
    return "".join(pattern)


def _one(sign: str, spelt: dict[str, str]) -> str:
    if sign in spelt:
        return f"[{spelt[sign]}]{MARKS}"
    both = {sign, sign.upper(), sign.lower()}
    return re.escape(sign) if len(both) == 1 else f"(?:{'|'.join(sorted(both))}){MARKS}"


@cache
def spellings() -> dict[str, str]:
    """Return by what each plain sign, or pair of letters, may be written."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in LETTERS:
        key = search_key(chr(code))
        if 1 <= len(key) <= 2 and key.isalpha():
            found[key].append(chr(code))
    # A hyphen stands first, where it means itself.
    return {key: "".join(signs) for key, signs in found.items()} | {
        sign: sign + others for sign, others in SAME_SIGNS.items()
    }
