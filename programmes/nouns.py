"""Six words that a programme may call otherwise: "action areas" here, "pledges" there. The code keeps the glossary's.

A word is asked for as it would stand there if nobody had renamed it, which says whether it is one or several, and with
a capital or not. In a template the page's programme is known: `{% noun "poster" %}`, `{% noun "Posters" %}`,
`{% counted "poster" 3 %}`. In code: `word_for(programme, "posters")`, and in whole sentences
`in_words_of(programme, "This {poster} is public.")`, or `reword(form, programme)` for all that a form says.

Sentences are written round articles: nobody knows whether a word begins with a vowel. Where a page is about several
programmes, or none, the usual words stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.db import models

from kit.form_fields import WordsField
from kit.model_fields import LineField


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


def word_field(noun: Noun, *, many: bool = False) -> LineField:
    """Return the column of a programme that holds its word for one, or many, of a noun."""
    if many:
        return LineField(f"word for several {noun.many}", max_length=40, default=noun.many)
    return LineField(f"word for one {noun.one}", max_length=40, default=noun.one)


def columns() -> list[str]:
    """Return the names of the columns of a programme that hold its words."""
    return [f"{noun}_word{several}" for noun in Noun for several in ("", "s")]


USUAL = {usual: (noun, many) for noun in Noun for many, usual in ((False, noun.one), (True, noun.many))}
IN_BRACES = re.compile("{(" + "|".join(USUAL) + ")}", re.IGNORECASE)
STANDING = re.compile(r"\b(?:" + "|".join(USUAL) + r")\b", re.IGNORECASE)
Form = TypeVar("Form", bound=forms.BaseForm)


def word_for(programme: Any, usual: str) -> str:
    """Return what a programme calls something that is usually called so: "Posters" may be "Sheets" there.

    `programme` is a row, or what was frozen of one; without it the usual word is returned. Raises ValueError for a word
    that is none of the six, and none of their plurals.
    """
    try:
        noun, many = USUAL[usual[:1].lower() + usual[1:]]
    except KeyError:
        raise ValueError(f"“{usual}” is no word that a programme may call otherwise.") from None
    column = f"{noun}_words" if many else f"{noun}_word"
    own = programme.get(column) if isinstance(programme, Mapping) else getattr(programme, column, "")
    if not own:
        return usual
    return f"{own[:1].upper()}{own[1:]}" if usual[:1].isupper() else str(own)


def one_and_many(programme: Any, usual: str) -> tuple[str, str]:
    """Return what a programme calls one of something, and several."""
    return word_for(programme, usual), word_for(programme, USUAL[usual][0].many)


def counted(programme: Any, usual: str, count: int) -> str:
    """Return a count with a programme's word: "1 poster", "28 posters"."""
    return f"{count:,} {word_for(programme, usual if count == 1 else USUAL[usual][0].many)}"


def in_words_of(programme: Any, sentence: str) -> str:
    """Return a sentence in a programme's words: "{Action area} 3" may be "Pledge 3" there."""
    return IN_BRACES.sub(lambda found: word_for(programme, found[1]), sentence)


def renamed(programme: Any, words: str) -> str:
    """Return words of ours that stand elsewhere too (a rule, the name of a model) in a programme's words."""
    return STANDING.sub(lambda found: word_for(programme, found[0]), words)


def reword(form: Form, programme: Any) -> Form:
    """Let everything that a form says be in a programme's words: labels, hints, choices, and what it refuses."""
    for field in form.fields.values():
        field.label = field.label and in_words_of(programme, str(field.label))
        field.help_text = in_words_of(programme, str(field.help_text))
        field.error_messages = {
            code: in_words_of(programme, message) if isinstance(message, str) else message
            for code, message in field.error_messages.items()
        }
        if isinstance(field, WordsField):
            # It is named in what is refused when somebody has typed.
            field.called = in_words_of(programme, field.called)
        if isinstance(field, forms.ChoiceField) and isinstance(field.choices, list):
            field.choices = [
                (value, in_words_of(programme, label) if isinstance(label, str) else label)
                for value, label in field.choices
            ]
    return form
