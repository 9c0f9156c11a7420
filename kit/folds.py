"""When two texts mean one thing: to be one (a name that must not be there twice), or to be found by one another.

There are two folds and no third. *Identity* leaves out how a name was written; *search* leaves out accents besides.
"""

import re
import unicodedata

from kit.cleaning import clean_line, without_unseen

# One sign each, whichever of them a keyboard or a word processor has put there.
SAME_SIGNS = {"'": "‘’‚‛`´ʹʻʼʽˈ′＇", '"': "“”„‟″«»", "-": "‐‑‒–—―−"}
SIGNS = {ord(other): sign for sign, others in SAME_SIGNS.items() for other in others}
# Letters that no decomposition turns into plain ones.
PLAIN = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŧ": "t", "ħ": "h", "ŋ": "n",
    "ĸ": "k", "ſ": "s", "ß": "ss",
})  # fmt: skip
TITLES = (
    "mr|mrs|ms|miss|mx|dr|doctor|prof|professor|rev|revd|reverend|sir|dame|lord|lady|cllr|councillor|canon|fr|father"
)
TITLE = re.compile(rf"(?:(?:{TITLES})\.? )+(?=\S)")


def identity(text: str) -> str:
    """Return what is the same of two names that are one: whatever their case, apostrophes, blanks and composition."""
    folded = without_unseen(clean_line(text)).translate(SIGNS)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
    return " ".join(folded.translate(SIGNS).split())


def same_person(first: str, second: str) -> bool:
    """Whether two names can be one person's: one may have left a title out, but two titles are two people."""
    (title, name), (other_title, other_name) = _titled(first), _titled(second)
    return name == other_name and (title == other_title or not (title and other_title))


def untitled(name: str) -> str:
    """Return the identity of somebody's name, without a title before it."""
    return _titled(name)[1]


def _titled(name: str) -> tuple[str, str]:
    folded = identity(name)
    title = TITLE.match(folded)
    return (title[0].replace(".", ""), folded[title.end() :]) if title else ("", folded)


def search_key(text: str) -> str:
    """Return what is the same of words and of what somebody types to find them: accents are left out too."""
    same = identity(text)
    if same.isascii():
        # No letter of it has an accent: whole lists of names are read so.
        return same
    apart = unicodedata.normalize("NFKD", same.translate(PLAIN))
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).translate(PLAIN).split())
