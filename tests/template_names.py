"""The proof that a template asks for nothing that its page does not give, held through the whole suite.

Django shows nothing where a name is missing, so a name changed in a view and not in its template leaves a page that is
empty and well. Whatever template of ours a test renders: a name in `{{ }}`, a tag's argument, or after
`{% for … in %}`, is there, and so is each attribute after a dot, unless what stands before the dot is nothing. What a
template may do without it says so: by `{% if %}`, by `|default`, or by `{% firstof %}`.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.template.context import Context
from django.template.defaultfilters import default
from django.template.defaulttags import ForNode

OURS = f"{settings.BASE_DIR / 'templates'}/"
MISSING: list[str] = []


def start() -> None:
    """Look at every name from here on."""
    resolve, render = FilterExpression.resolve, ForNode.render

    def resolve_or_note(self: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
        if not ignore_failures:
            _note(self, context)
        return resolve(self, context, ignore_failures)

    def render_or_note(self: ForNode, context: Context) -> Any:
        _note(self.sequence, context)
        return render(self, context)

    FilterExpression.resolve, ForNode.render = resolve_or_note, render_or_note


def _note(asked: FilterExpression, context: Context) -> None:
    template = context.render_context.template
    if not asked.is_var or not str(template.origin.name).startswith(OURS) or _may_be_missing(asked):
        return
    try:
        asked.var.resolve(context)
    except VariableDoesNotExist as missing:
        bit, before = missing.params or ("", None)
        # Nothing has no attributes, and a list may be too short: both are facts of the rows, not mistakes in a name.
        if (before is None and "." in asked.var.var) or str(bit).isdigit():
            return
        MISSING.append(f"{asked.token} in {template.name}")


def _may_be_missing(asked: FilterExpression) -> bool:
    return isinstance(asked.var, Variable) and any(function is default for function, _ in asked.filters)
