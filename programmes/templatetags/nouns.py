"""A programme's own words in a template."""

from typing import Any

from django import template

from programmes import nouns

register = template.Library()


@register.simple_tag
def noun(programme: Any, which: str, many: bool = False, capital: bool = False) -> str:
    """Write a programme's word for one or many of a noun; where the page has no programme, the usual word."""
    return nouns.word_for(programme, which.replace(" ", "_"), many=many, capital=capital)


@register.simple_tag
def counted(programme: Any, which: str, count: int) -> str:
    """Write a count with a programme's word: "1 poster", "28 posters"."""
    return nouns.counted(programme, which.replace(" ", "_"), count)
