"""Six words that a programme may call otherwise: "action areas" here, "pledges" there. The code keeps the glossary's.

In a template: `{% load nouns %}{% noun programme "poster" %}`, `{% noun programme "poster" many=True capital=True %}`,
`{% counted programme "poster" 3 %}`. Sentences are written round articles: nobody knows whether a word begins with a
vowel.
"""

from __future__ import annotations

from typing import Any

from django.db import models


class Noun(models.TextChoices):
    """A word that can be renamed, with what it is called unless a programme says otherwise."""

    ACTION_AREA = "action_area", "action area"
    REPRESENTATIVE = "representative", "representative"
    PROPOSER = "proposer", "proposer"
    POSTER = "poster", "poster"
    STOCKTAKE = "stocktake", "stocktake"
    PROGRAMME = "programme", "programme"

    @property
    def one(self) -> str:
        """The word for one of them, unless a programme says otherwise."""
        return str(self.label)

    @property
    def many(self) -> str:
        """The word for several, unless a programme says otherwise."""
        return f"{self.label}s"


def word_field(noun: Noun, *, many: bool = False) -> models.CharField[str, str]:
    """Return the column of a programme that holds its word for one, or many, of a noun."""
    if many:
        return models.CharField(f"word for several {noun.many}", max_length=40, default=noun.many)
    return models.CharField(f"word for one {noun.one}", max_length=40, default=noun.one)


def word_for(programme: Any, noun: str, *, many: bool = False, capital: bool = False) -> str:
    """Return a programme's word for one or many of a noun; without a programme, the usual one.

    Raises ValueError for a noun that is none of the six.
    """
    which = Noun(noun)
    usual = which.many if many else which.one
    word = str(getattr(programme, f"{which}_words" if many else f"{which}_word", "") or usual)
    return word[:1].upper() + word[1:] if capital else word


def counted(programme: Any, noun: str, count: int) -> str:
    """Return a count with a programme's word: "1 poster", "28 posters"."""
    return f"{count:,} {word_for(programme, noun, many=count != 1)}"
