"""Which letters this machine has a typeface for: words in any others would be empty boxes on paper.

What Pango draws with is what fontconfig knows, which `fc-list` tells: the package fontconfig comes with Pango.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from functools import cache

from kit.refusals import Refused

# The packages of Debian that `make system` installs, each with a letter by which it is known to be there.
CORE, CJK, EMOJI = "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"
KNOWN_BY = {CORE: "स", CJK: "我", EMOJI: "👍"}
# Spaces and marks without a shape need no typeface: controls, formats, separators, variation selectors.
SHAPELESS = {"Cc", "Cf", "Zs", "Zl", "Zp"}
SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
BETWEEN_WORDS = re.compile(r'[\s"“”<>\\]+')


class LettersMissing(Refused):
    """Words cannot be set on paper, because no typeface of this machine has their letters."""


def require_letters(text: str) -> None:
    """Refuse with LettersMissing words that hold a letter for which this machine has no typeface.

    The sentence names the first such word, and the package that has its letters. Where fontconfig is missing nothing
    is refused: such a machine draws nothing on paper.
    """
    if shutil.which("fc-list") is None or not missing_letters(text):
        return
    # A typeface may have been installed since this process looked.
    letters_covered.cache_clear()
    if missing := missing_letters(text):
        word = next(word for word in BETWEEN_WORDS.split(text) if not missing.isdisjoint(word))
        raise LettersMissing(_sentence(word, next(letter for letter in word if letter in missing)))


def missing_letters(text: str) -> set[str]:
    """Return the letters of a text that no typeface of this machine has."""
    return {
        letter
        for letter in set(text)
        if ord(letter) not in letters_covered()
        and unicodedata.category(letter) not in SHAPELESS
        and ord(letter) not in SELECTORS
    }


def packages_lacking() -> list[str]:
    """Return the packages of typefaces that are not here."""
    letters_covered.cache_clear()
    return [package for package, letter in KNOWN_BY.items() if missing_letters(letter)]


def package_of(letter: str) -> str:
    """Return the package that has a letter, if any has."""
    if unicodedata.category(letter) in ("So", "Sk") and ord(letter) >= 0x1F000:
        return EMOJI
    return CJK if unicodedata.east_asian_width(letter) in "WF" else CORE


def _sentence(word: str, letter: str) -> str:
    package = package_of(letter)
    if ord(KNOWN_BY[package]) in letters_covered() or unicodedata.category(letter) in ("Co", "Cn"):
        return (
            f"“{word}” cannot be set on paper: no typeface that we know of has the sign “{letter}” "
            f"(U+{ord(letter):04X}). Write it in other letters."
        )
    return (
        f"“{word}” cannot be set on paper: this machine has no typeface with its letters. Ask whoever runs the site to "
        f"install the package {package}, or write it in other letters."
    )


@cache
def letters_covered() -> frozenset[int]:
    """Return the code point of every letter that some typeface has."""
    if shutil.which("fc-list") is None:
        return frozenset()
    told = subprocess.run(["fc-list", "--format", "%{charset}\n"], capture_output=True, text=True, check=True)  # noqa: S607
    ranges = (each.partition("-") for each in told.stdout.split())
    return frozenset(code for first, _, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1))
