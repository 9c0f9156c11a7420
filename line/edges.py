"""What leads to what on one programme's line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from findings.models import Coding
from line.nodes import KINDS
from line.queries import LineRows

# A thing on the line: what kind of thing it is, and its key among those.
NodeKey = tuple[str, int]


@dataclass(frozen=True)
class Edge:
    """One stored tie. `source` is nearer to what was said; `excerpt` are the words in which it was heard, if any."""

    source: NodeKey
    target: NodeKey
    excerpt: str = ""


def edges(rows: LineRows) -> Iterator[Edge]:
    """Yield every tie between the rows of a line, also those to something that is not published.

    A tie to a merged theme leads to the theme it went into.
    """
    merged_into = {theme.pk: theme.merged_into_id for theme in rows.themes}
    # Posters first, then conversations, then feedback: so are the words read in which a theme was heard.
    for coding in sorted(rows.codings, key=lambda each: KINDS.index(_coded(each)[0])):
        yield Edge(_coded(coding), ("theme", _kept_theme(coding.theme_id, merged_into)), _public_excerpt(coding))
    for (source, target), pairs in rows.links.items():
        for source_pk, target_pk in pairs:
            kept_pk = _kept_theme(source_pk, merged_into) if source == "theme" else source_pk
            yield Edge((source, kept_pk), (target, target_pk))


def _kept_theme(pk: int, merged_into: Mapping[int, int | None]) -> int:
    """Return the theme that one was merged into in the end; itself if it was not."""
    # No more steps than there are themes: two that point at each other end somewhere.
    for _ in merged_into:
        into = merged_into.get(pk)
        if into is None:
            break
        pk = into
    return pk


def _coded(coding: Coding) -> NodeKey:
    """Return what a coding is of."""
    if coding.poster_id is not None:
        return "poster", coding.poster_id
    if coding.conversation_id is not None:
        return "conversation", coding.conversation_id
    assert coding.answer is not None
    return "feedback", coding.answer.feedback_id


def _public_excerpt(coding: Coding) -> str:
    """Return the words of a coding as the public may read them: of feedback only what stands in its published text."""
    return "" if coding.answer is not None and coding.excerpt not in coding.answer.published_text else coding.excerpt
