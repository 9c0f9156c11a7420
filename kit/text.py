"""Words that sentences are made of: counts with their nouns, and text that has to stay on one line."""

from typing import Any

from django.template.loader import render_to_string


def several(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "1 theme", "9 themes"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed_counts(*counted: tuple[int, str, str]) -> str:
    """Return counts with their nouns, those of nothing left out: "28 posters, 1 conversation"."""
    return ", ".join(several(count, one, many) for count, one, many in counted if count)


def one_line(text: str, max_length: int = 250) -> str:
    """Return `text` as the header of an e-mail or a log can hold it: printable, on one line, and no longer."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:max_length]


def plain_text(template: str, context: dict[str, Any]) -> str:
    """Return what a text template says as words of no markup, so that a page which shows them escapes them.

    A template's words are marked as safe for HTML, which only what an HTML template has escaped is.
    """
    # A safe string and a plain one together are plain.
    return render_to_string(template, context) + ""
