"""The wall of posters, browsed by what was heard in them and by whose voice they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Div
from django import forms

from kit.form_fields import LineField
from kit.form_layout import FormLayout, SubmitButton, TheRest
from line.graph import Line
from line.nodes import Node


class WallForm(forms.Form):
    """Which posters of a wall somebody wants to see. Only what a published poster leads to can be asked for."""

    q = LineField(
        called="Words on them", label="Words on them", required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    theme = forms.ChoiceField(label="What was heard in them", required=False)
    group = forms.ChoiceField(label="Whose voice they are", required=False)
    helper = FormLayout(
        "q",
        Div(TheRest(), css_class="tl-two"),
        submit=SubmitButton("Look", style="secondary"),
        method="get",
        action="{% url 'public:poster-list' programme.slug %}",
        attrs={"role": "search"},
    )

    def __init__(self, data: Mapping[str, Any], *, line: Line) -> None:
        super().__init__(data)
        self.posters = line.posters
        themes = {theme.number: theme.title for poster in line.posters for theme in poster.descendants("theme")}
        groups = {poster.obj.speaking_for_id: poster.speaks_for for poster in line.posters if poster.speaks_for}
        self._offer("theme", "Anything", sorted(themes.items()))
        self._offer("group", "Anybody’s", sorted(groups.items(), key=lambda each: each[1].lower()))
        # What is not known here finds nothing, and is no mistake of whoever follows an old address.
        self.is_known = self.is_valid()
        self.errors.clear()

    @property
    def wanted(self) -> bool:
        """Whether anything is asked for, known or not."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def found(self) -> list[Node]:
        """The posters of a theme and a group that are asked for, in their order; none where it is not known here."""
        if not self.is_known:
            return []
        theme, group = (self.cleaned_data.get(name) for name in ("theme", "group"))
        return [
            poster
            for poster in self.posters
            if (not theme or any(str(each.number) == theme for each in poster.descendants("theme")))
            and (not group or str(poster.obj.speaking_for_id) == group)
        ]

    def _offer(self, name: str, anything: str, rows: list[tuple[Any, str]]) -> None:
        """Offer what there is; where there is nothing to choose from, nothing is asked."""
        choices = [("", anything), *((str(key), words) for key, words in rows)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not rows:
            del self.fields[name]


def poster_words(node: Node) -> str:
    """Return what the public reads on a poster, for whoever looks for words on it."""
    poster = node.obj
    return f"{poster.number} {poster.title} {poster.group_name} {poster.place} {poster.words} {poster.transcript}"
