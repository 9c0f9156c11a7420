"""Themes, codings and findings."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from findings.excerpts import stands_in
from findings.models import Coding, Decision, Finding, Theme
from findings.services import decide_finding, publish_finding, publish_theme, withdraw_finding, withdraw_theme
from kit.form_fields import WordsField
from programmes.admin.actions import AdminAction, published
from programmes.admin.forms import ScopedForm
from programmes.admin.hats import ANALYSTS
from programmes.admin.scoped import ScopedAdmin


class DecideForm(forms.Form):
    """What was decided, and why."""

    decision = forms.ChoiceField(
        label="Decision",
        choices=[choice for choice in Decision.choices if choice[0] != Decision.UNDECIDED],
        error_messages={"invalid_choice": "Choose a decision."},
    )
    reason = WordsField(
        called="Reason",
        label="Reason",
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="People are told. It is needed for whatever is not taken forward as it stands.",
    )


class CodingForm(ScopedForm):
    """An excerpt, which must stand in the one piece of input that it is said to come from."""

    excerpt = WordsField(called="Excerpt", help_text="Copied word for word: people read it as somebody’s own words.")

    def clean(self) -> dict[str, Any]:
        """Refuse words that nobody said."""
        cleaned = super().clean()
        sources = [cleaned[name] for name in ("poster", "conversation", "answer") if cleaned.get(name)]
        if "excerpt" in cleaned and len(sources) == 1 and not stands_in(cleaned["excerpt"], sources[0]):
            self.add_error("excerpt", "These words do not stand there. Copy them from what was said.")
        return cleaned


@admin.register(Theme)
class ThemeAdmin(ScopedAdmin):
    change_hats = ANALYSTS
    list_display = ("name", "number", "published_at", "merged_into", "programme")
    list_filter = ("programme",)
    list_select_related = ("programme", "merged_into")
    search_fields = ("name", "description")
    ordering = ("programme", "number")
    readonly_fields = ("merged_into",)
    admin_actions = published("theme", publish_theme, withdraw_theme, "findings.publish_theme")


@admin.register(Coding)
class CodingAdmin(ScopedAdmin):
    form = CodingForm
    programme_paths = ["theme__programme"]
    view_hats = ANALYSTS
    change_hats = ANALYSTS
    foreign_key_paths = {"answer": "feedback__programme"}
    list_display = ("excerpt", "theme", "poster", "conversation")
    list_filter = ("theme__programme",)
    list_select_related = ("theme", "poster__programme", "conversation")
    search_fields = ("excerpt", "theme__name")
    ordering = ("theme", "pk")
    sentences = {"coding_of_one_piece_of_input": "Choose one poster, one conversation or one answer."}


@admin.register(Finding)
class FindingAdmin(ScopedAdmin):
    change_hats = ANALYSTS
    list_display = ("title", "number", "kind", "decision", "published_at", "programme")
    list_filter = ("kind", "decision", "programme")
    list_select_related = ("programme",)
    search_fields = ("title", "text")
    ordering = ("programme", "number")
    admin_actions = (
        *published("finding", publish_finding, withdraw_finding, "findings.publish_finding"),
        AdminAction(
            "decide",
            "Record the decision",
            "What did the lead body decide? People read it as “we did”, or “we could not, because”.",
            "findings.decide_finding",
            decide_finding,
            form=DecideForm,
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "decision", "reason"]
