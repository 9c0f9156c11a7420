"""What was taken on, and the follow-up as it is looked up; rounds and answers are worked on at the desk."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from actions.areas.services import publish_area, withdraw_area
from actions.commitments.services import publish_commitment, withdraw_commitment
from actions.models import (
    ActionArea,
    Commitment,
    Factor,
    FollowUp,
    FollowUpRound,
    ProgressUpdate,
    Proposer,
    Step,
)
from programmes.admin.actions import published
from programmes.admin.hats import ANALYSTS, FACILITATORS
from programmes.admin.inlines import StackedScopedInline
from programmes.admin.read_only import ReadOnlyAdmin
from programmes.admin.scoped import ScopedAdmin


class ProposerForm(forms.ModelForm):
    """One proposer of an area. Public pages say that somebody has moved on as soon as their day is written down."""

    def clean_until_on(self) -> date | None:
        """Refuse a day to come, on which it is theirs still; one that was known before stays."""
        until_on: date | None = self.cleaned_data["until_on"]
        if "until_on" in self.changed_data and until_on and until_on > timezone.localdate():
            raise forms.ValidationError("Enter today or an earlier day. Write a day to come down when it has come.")
        return until_on


class ProposerInline(StackedScopedInline):
    model = Proposer
    form = ProposerForm
    ordering = ("from_on", "pk")
    # Succession is done at the desk, where the successor is asked as well.
    exclude = ("took_over_from", "named_by_mistake")


class StepInline(StackedScopedInline):
    model = Step
    ordering = ("position",)
    # Whose a step is, is chosen at the desk, among those who have to do with its area.
    exclude = ("owner",)


@admin.register(ActionArea)
class ActionAreaAdmin(ScopedAdmin):
    change_hats = FACILITATORS
    list_display = ("title", "number", "taken_on_at", "published_at", "programme")
    list_filter = ("programme",)
    list_select_related = ("programme", "taken_on_at")
    search_fields = ("title", "summary", "proposers__public_name")
    ordering = ("programme", "number")
    inlines = (ProposerInline, StepInline)
    admin_actions = published("action area", publish_area, withdraw_area, "actions.publish_area")

    def desk_url(self, obj: ActionArea) -> str:
        return reverse("actions:area-detail", args=[obj.programme.slug, obj.number])


@admin.register(Commitment)
class CommitmentAdmin(ScopedAdmin):
    change_hats = FACILITATORS
    list_display = ("what", "public_name", "area", "made_on", "published_at", "programme")
    list_filter = ("programme",)
    list_select_related = ("programme", "area")
    search_fields = ("what", "public_name")
    ordering = ("programme", "-made_on", "pk")
    admin_actions = published("commitment", publish_commitment, withdraw_commitment, "actions.publish_area")

    def desk_url(self, obj: Commitment) -> str:
        return reverse("actions:commitment-list", args=[obj.programme.slug])


@admin.register(FollowUpRound)
class FollowUpRoundAdmin(ScopedAdmin):
    """Planned and opened at the desk; its dates can be moved until it is opened."""

    change_hats = FACILITATORS
    list_display = ("name", "number", "status", "planned_on", "answer_by_on", "programme")
    list_filter = ("status", "programme")
    list_select_related = ("programme",)
    search_fields = ("name",)
    ordering = ("programme", "-number")
    readonly_fields = ("number",)
    sentences = {
        "round_dates_in_order": "The day to answer by must not be before the day of opening.",
        "round_steps_in_order": "Each step must come later, fewer days before the last day, than the one before it.",
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_planned = obj is None or obj.status == FollowUpRound.Status.PLANNED
        return is_planned and super().has_change_permission(request, obj)

    def desk_url(self, obj: FollowUpRound) -> str:
        return reverse("actions:round-detail", args=[obj.programme.slug, obj.number])


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    programme_paths = ["round__programme"]
    view_hats = FACILITATORS
    list_display = ("proposer", "round", "status", "asked_at", "settled_at")
    list_filter = ("status", "round__programme")
    list_select_related = ("proposer__area", "round")
    search_fields = ("proposer__public_name", "proposer__area__title", "round__name")
    ordering = ("-asked_at", "pk")
    # Whom somebody named to carry it on, and how they are reached.
    personal_pages = frozenset({"change"})
    # Not even a hash of a link is anybody's to read.
    exclude = ("token_hash", "link_nonce")

    def desk_url(self, obj: FollowUp) -> str:
        return reverse("actions:follow-up-enter", args=[obj.round.programme.slug, obj.pk])


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ReadOnlyAdmin):
    programme_paths = ["area__programme"]
    view_hats = ANALYSTS
    list_display = ("area", "follow_up", "version", "status", "standing", "given_at")
    list_filter = ("status", "standing", "channel", "area__programme")
    list_select_related = ("area", "follow_up__proposer", "follow_up__round")
    search_fields = ("area__title", "headline", "follow_up__proposer__public_name", "follow_up__round__name")
    ordering = ("-given_at", "pk")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> ProgressUpdate | None:
        """Return the update with its factors by name: Django lists what is only shown in whatever order it comes."""
        update = super().get_object(request, object_id, from_field)
        if update is not None:
            prefetch_related_objects([update], Prefetch("factors", Factor.objects.order_by("name", "pk")))
        return update

    def desk_url(self, obj: ProgressUpdate) -> str:
        return reverse("actions:update-review", args=[obj.area.programme.slug, obj.pk])


@admin.register(Factor)
class FactorAdmin(ScopedAdmin):
    """Named here if need be; renamed and merged at the desk, where the trace is kept."""

    exclude = ("merged_into",)
    change_hats = ANALYSTS
    list_display = ("name", "kind", "programme")
    list_filter = ("kind", "programme")
    list_select_related = ("programme",)
    search_fields = ("name",)
    ordering = ("programme", "kind", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("programme", "kind", "name") if obj else super().get_readonly_fields(request, obj)

    def desk_url(self, obj: Factor) -> str:
        return reverse("actions:factor-detail", args=[obj.programme.slug, obj.pk])
