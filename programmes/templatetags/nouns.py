"""A programme's own words in a template; `nouns` says how they are asked for."""

from typing import Any

from django import template
from django.template import Context

from programmes import nouns

register = template.Library()


@register.simple_tag(takes_context=True)
def noun(context: Context, usual: str, of: Any = None) -> str:
    """Write what a programme calls something that is usually called so; of the page's programme unless said otherwise.

    Where the page has no programme, the usual word.
    """
    return nouns.word_for(of or context.get("programme"), usual)


@register.simple_tag(takes_context=True)
def counted(context: Context, usual: str, count: int, of: Any = None) -> str:
    """Write a count with a programme's word: "1 poster", "28 posters"."""
    return nouns.counted(of or context.get("programme"), usual, count)
