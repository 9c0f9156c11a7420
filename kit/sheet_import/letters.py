"""In which letters a file may be written that does not say so: its own words, for a person to choose the right ones.

A byte of one encoding is a letter of another: what is Łódź in Central Europe reads as £ódŸ in the West, and nothing but
the words can tell. So nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

# What office programs in Europe write where they are asked for CSV and nothing more.
ENCODINGS = {
    "cp1252": "Windows, Western Europe",
    "cp1250": "Windows, Central Europe",
    "mac_roman": "Mac, as it wrote in the past",
}
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# So many words are shown of each, unless it takes more to tell one from another.
SHOWN = 6
MAX_WORD_LENGTH = 40
# A word with a letter that is not ASCII, with what stands beside it in its cell.
TELLING = re.compile(rb"[^,;\t\r\n\"|]*[\x80-\xff][^,;\t\r\n\"|]*")


@dataclass(frozen=True)
class LettersChoice:
    """One way to read a file, with words from it as they would be read."""

    encoding: str
    label: str
    words: tuple[str, ...]


def encoding_said_by(content: bytes) -> str:
    """Return the encoding that a file itself tells, by its mark or by being UTF-8; an empty text where it does not."""
    marked = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), "")
    if marked:
        return marked
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "utf-8"


def letters_choices(content: bytes) -> list[LettersChoice]:
    """Return in how many ways a file that does not say so can be read, each with the same words; likeliest first.

    Two encodings in which all its words are the same are one; one in which a byte means nothing is left out.
    """
    phrases = list(dict.fromkeys(_telling(content)))
    read: dict[tuple[str, ...], str] = {}
    for encoding in ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        read.setdefault(tuple(phrase.decode(encoding) for phrase in phrases), encoding)
    shown = _shown(list(read))
    choices = [
        LettersChoice(encoding, ENCODINGS[encoding], tuple(words[number] for number in shown))
        for words, encoding in read.items()
    ]
    return sorted(choices, key=lambda choice: -_likely(choice.words))


def _telling(content: bytes) -> Iterator[bytes]:
    for found in TELLING.finditer(content):
        phrase = found[0].strip()
        if len(phrase) <= MAX_WORD_LENGTH:
            yield phrase
        else:
            yield from _cut(phrase)


def _cut(phrase: bytes) -> Iterator[bytes]:
    """Cut a long cell to the words around its letters that are not ASCII: each of them stands in one of the pieces."""
    end = 0
    for number, byte in enumerate(phrase):
        if byte >= 0x80 and number >= end:
            begin = max(number - MAX_WORD_LENGTH // 2, 0)
            end = begin + MAX_WORD_LENGTH
            yield phrase[begin:end].strip()


def _shown(read: list[tuple[str, ...]]) -> list[int]:
    """Return which words are shown: those that tell each two ways apart, and then the first, in their order."""
    telling = {
        next(number for number, (one, other) in enumerate(zip(*pair, strict=True)) if one != other)
        for pair in combinations(read, 2)
    }
    count = len(read[0]) if read else 0
    others = (number for number in range(count) if number not in telling)
    return sorted({*telling, *islice(others, max(SHOWN - len(telling), 0))})


def _likely(words: tuple[str, ...]) -> float:
    """Return how much of what is not ASCII stands as letters do in words, or as quotation marks do."""
    text = " ".join(words)
    odd = [number for number, sign in enumerate(text) if not sign.isascii()]
    return sum(_fits(text, number) for number in odd) / len(odd) if odd else 1.0


def _fits(text: str, number: int) -> bool:
    after_small = number > 0 and text[number - 1].islower()
    return text[number].islower() or text[number] in "’‘“”–£€" or (text[number].isupper() and not after_small)
