"""What a list that grows is made of: one page of it, and the words by which somebody looks for something in it.

    page = page_of(request, programme.action_areas.order_by("number"), find=["number", "title"])

`page_of` stands in `kit/pages.py`; `govuk/_list_search.html` draws the words, `govuk/_pagination.html` the other pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.core.paginator import Page
from django.db.models import Expression, Q
from django.http import HttpRequest

from kit.folds import search_key
from kit.form_fields import LineField
from kit.form_layout import FormLayout, SubmitButton
from kit.searching import FoundIn

LABEL = "Look for words in this list"
# Of what somebody looks for, more is never read.
MAX_SOUGHT = 200
# In a list of no more rows nobody has to look for one.
SEEN_AT_ONCE = 10
# Where words are looked for: columns, those of relations too, and what is made of columns; or, where rows are no rows
# of a table, what says the words of one.
Find = Sequence[str | Expression] | Callable[[Any], str]


class FindForm(forms.Form):
    """Words by which something is looked for in a list; whatever else the address asks for goes along unseen."""

    q = LineField(called=LABEL, required=False, widget=forms.TextInput({"autocomplete": "off"}))
    helper = FormLayout(
        Div("q", SubmitButton("Look", style="secondary"), css_class="tl-find"),
        method="get",
        attrs={"role": "search", "aria-label": LABEL},
    )

    def __init__(self, sought: str, *, label: str, others: Mapping[str, str]) -> None:
        # It stands beside other forms; and there is nothing in it to be refused.
        super().__init__(initial={**others, "q": sought}, auto_id="find_%s")
        self.fields["q"].label = label
        self.fields.update({name: LineField(called=name, widget=forms.HiddenInput) for name in others})


class ListPage(Page[Any]):
    """One page of a list, with what was asked of the list besides."""

    find: FindForm | None = None
    # The words that were looked for.
    sought = ""
    # What else the address asks for, as the links to other pages keep it (`role=member&q=oak&`), and without the words.
    kept = ""
    kept_without_words = ""

    @property
    def is_long(self) -> bool:
        """Whether it takes looking for: there are more rows than an eye takes in, or something was looked for."""
        return bool(self.sought) or self.paginator.count > SEEN_AT_ONCE

    @property
    def begins(self) -> bool:
        """Whether the whole list begins here: what is not here is not there."""
        return not self.has_previous() and not self.sought

    @property
    def ends(self) -> bool:
        """Whether the whole list ends here."""
        return not self.has_next() and not self.sought

    @property
    def groups(self) -> dict[str, list[Any]]:
        """Of a list of several groups, made by `grouped`: what of each is on this page."""
        groups: dict[str, list[Any]] = defaultdict(list)
        for name, row in self.object_list:
            groups[name].append(row)
        return groups


def found(rows: Any, sought: str, find: Find) -> Any:
    """Return the rows in which each of the words stands, in any of the places that are looked through.

    The order, and whatever else is asked of the rows, stays as it was.
    """
    words = sought.split()
    if not words:
        return rows
    if callable(find):
        said = find
        keys = [search_key(word) for word in words]
        return [row for row in rows if all(key in search_key(said(row)) for key in keys)]
    held = reduce(and_, (reduce(or_, (_holds(column, word) for column in find)) for word in words))
    if any(isinstance(column, str) and lookup_spawns_duplicates(rows.model._meta, column) for column in find):
        # Apart, so that no row comes once for each of its relations.
        held = Q(pk__in=rows.model._base_manager.filter(held).values("pk"))
    return rows.filter(held)


def _holds(column: str | Expression, word: str) -> Q:
    return Q(**{f"{column}__icontains": word}) if isinstance(column, str) else Q(FoundIn(column, word))


def grouped(**groups: Iterable[Any]) -> list[tuple[str, Any]]:
    """Return one list of several groups, one after the other, each row with the name of its group."""
    return [(name, row) for name, rows in groups.items() for row in rows]


def asked_besides(request: HttpRequest, *names: str) -> str:
    """Return what an address asks for besides `names`, as a link can begin with it: `role=member&`."""
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
    return f"{asked.urlencode()}&" if asked else ""
