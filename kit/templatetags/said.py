"""Words that people said, as they stand on a page: in whatever script and direction they were written."""

import re
from datetime import date, time
from decimal import Decimal
from html import unescape

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from fontTools.unicodedata import script

register = template.Library()

# What belongs to no script: digits, punctuation, marks.
OF_ALL = {"Zyyy", "Zinh", "Zzzz"}
# What Django writes as numbers and days are written.
WORDLESS = (bool, int, float, Decimal, date, time)
TAG = re.compile(r"<[^>]*>")
ON_THE_WEB = re.compile(r"https?://", re.IGNORECASE)


@register.filter(is_safe=True)
def said(value: object) -> object:
    """Return words as HTML, set apart from the sentence round them where they are not all in Latin letters.

    Their direction is their own, so that a name in Arabic moves no comma of ours, and their script is told, so that no
    voice reads them as English; nobody has said which language it is. `linebreaks` made paragraphs: each is told.
    Other HTML, numbers and forms are left as they are.
    """
    if value is None or isinstance(value, WORDLESS) or (hasattr(value, "__html__") and not isinstance(value, str)):
        return value
    words = value if isinstance(value, str) else str(value)
    if words.isascii() or scripts_of(words) <= {"Latn"}:
        return value
    html = conditional_escape(words)
    tags, told = set(TAG.findall(html)), _told(unescape(TAG.sub("", html)))
    if tags <= {"<br>"}:
        return mark_safe(f"<bdi{told}>{html}</bdi>")  # noqa: S308 - escaped above
    if tags <= {"<p>", "</p>", "<br>"}:
        return mark_safe(html.replace("<p>", f"<p{told}>"))  # noqa: S308 - escaped above
    return html


@register.filter
def web_link(address: str) -> SafeString | str:
    """Return the address of a page on the web as a link; what begins otherwise, as `javascript:`, is words alone."""
    return format_html('<a href="{0}">{0}</a>', address) if ON_THE_WEB.match(address) else address


def _told(words: str) -> str:
    # Of HTML whose words stand in attributes alone there is no first letter, and nothing to tell.
    first = next((each for each in map(script, words) if each not in OF_ALL), "Latn")
    return ' dir="auto"' if first == "Latn" else f' dir="auto" lang="und-{first}"'


def scripts_of(text: str) -> set[str]:
    """Return the scripts of a text's letters, as ISO 15924 calls them."""
    return {script(letter) for letter in set(text)} - OF_ALL
