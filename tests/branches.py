"""The sentences that templates make by rule, found in their source: words within a condition, or said of an empty list.

A branch is one way that an `{% if %}` or the `{% empty %}` of a `{% for %}` can go. `sentences(names)` lists those of
templates that hold words; `branches_drawn()` gathers those that are drawn meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.base import Node, NodeList, TextNode, VariableDoesNotExist
from django.template.defaulttags import ForNode, IfNode
from django.template.loader import get_template

# A condition, by template, line and how it is written, and which of its branches: None where none holds.
Way = tuple[str, int, str, int | None]
# Two words that follow each other; what stands in a tag or an attribute is none.
WORDS = re.compile(r"[A-Za-z’]+[,;:.]? [A-Za-z’“]+")
MARKUP = re.compile(r"<[^>]*>|[\w-]+=\"[^\"]*\"?|^[^<]*>")


def templates_under(*folders: str) -> list[str]:
    """Return the names of the pages' templates in some folders."""
    root = Path(settings.BASE_DIR) / "templates"
    found = (path for folder in folders for path in sorted((root / folder).rglob("*.html")))
    return [str(path.relative_to(root)) for path in found]


def sentences(names: Iterable[str]) -> dict[int, str]:
    """Return each branch of templates that holds words: by its identity, where it stands and how it begins."""
    found: dict[int, str] = {}
    for name in names:
        for branch in _branches(get_template(name).template.nodelist):
            if words := _words(branch):
                found[id(branch)] = f"{name}, line {branch[0].token.lineno}: {words[:60]}"
    return found


@contextmanager
def branches_drawn() -> Iterator[set[int]]:
    """Gather the identities of all branches that are drawn meanwhile."""
    drawn: set[int] = set()
    render = NodeList.render

    def note(self: NodeList, context: Any) -> Any:
        drawn.add(id(self))
        return render(self, context)

    NodeList.render = note  # type: ignore[method-assign]
    try:
        yield drawn
    finally:
        NodeList.render = render  # type: ignore[method-assign]


def _branches(nodes: Iterable[Node]) -> Iterator[NodeList]:
    for node in nodes:
        if isinstance(node, IfNode):
            yield from (branch for _, branch in node.conditions_nodelists)
        elif isinstance(node, ForNode):
            yield node.nodelist_empty
        for part in _parts(node):
            yield from _branches(part)


def _parts(node: Node) -> list[NodeList]:
    """Return the lists of nodes within one, whatever they are for."""
    if isinstance(node, IfNode):
        return [branch for _, branch in node.conditions_nodelists]
    return [part for name in node.child_nodelists if (part := getattr(node, name, None))]


def _words(branch: NodeList) -> str:
    """Return what a branch says of itself, without what conditions within it say; empty where it is no sentence."""
    said = "".join(_said(node) for node in branch)
    text = " ".join(MARKUP.sub(" ", said).split())
    return text if WORDS.search(text) else ""


def _said(node: Node) -> str:
    if isinstance(node, TextNode):
        return str(node.s)
    if isinstance(node, IfNode):
        return " "
    return " … " + "".join(_said(each) for part in _parts(node) for each in part)


def ways(names: Iterable[str]) -> dict[Way, str]:
    """Return each way that a condition of templates can go, that none of it holds among them: where, and what it says.

    Unlike `sentences` it lists ways without words too; a condition is known by where it stands and how it is written.
    """
    found: dict[Way, str] = {}
    for name in names:
        for node in _conditions(get_template(name).template.nodelist):
            for number, (_, branch) in enumerate(node.conditions_nodelists):
                found[_way(node, number)] = _words(branch)
            if node.conditions_nodelists[-1][0] is not None:
                found[_way(node, None)] = ""
    return found


@contextmanager
def ways_gone() -> Iterator[set[Way]]:
    """Gather the ways that conditions go meanwhile."""
    gone: set[Way] = set()
    render = IfNode.render

    def note(self: IfNode, context: Any) -> Any:
        held = (number for number, (condition, _) in enumerate(self.conditions_nodelists) if _holds(condition, context))
        gone.add(_way(self, next(held, None)))
        return render(self, context)

    IfNode.render = note  # type: ignore[method-assign]
    try:
        yield gone
    finally:
        IfNode.render = render  # type: ignore[method-assign]


def _way(node: IfNode, number: int | None) -> Way:
    return (str(node.origin.template_name), node.token.lineno, node.token.contents, number)


def _holds(condition: Any, context: Any) -> bool:
    try:
        return condition is None or bool(condition.eval(context))
    except VariableDoesNotExist:
        return False


def _conditions(nodes: Iterable[Node]) -> Iterator[IfNode]:
    for node in nodes:
        if isinstance(node, IfNode):
            yield node
        for part in _parts(node):
            yield from _conditions(part)
