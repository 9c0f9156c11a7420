"""What can be chosen in the admin: only from programmes on which whoever asks wears a hat."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from kit.form_fields import NumberField, RowsField
from programmes.models import TeamMember


def hats_of(request: HttpRequest) -> dict[int, set[str]]:
    """Return the hats of whoever asks, by programme; read once a request."""
    held: dict[int, set[str]] | None = getattr(request, "hats_by_programme", None)
    if held is None:
        held = {}
        if request.user.is_active and request.user.is_staff:
            current = TeamMember.objects.current(timezone.localdate()).filter(user=request.user.pk)
            for programme_id, hat in current.values_list("programme_id", "hat"):
                held.setdefault(programme_id, set()).add(hat)
        request.hats_by_programme = held  # type: ignore[attr-defined]
    return held


class ScopedChoices:
    """What rows and inlines share: foreign keys offer only what the person who asks may see."""

    admin_site: admin.AdminSite
    # Foreign keys to rows that have no page of their own here: the way from them to their programme.
    foreign_key_paths: ClassVar[dict[str, str]] = {}
    formfield_overrides: Any = {models.IntegerField: {"form_class": NumberField}}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the little buttons that open other windows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and hasattr(field, "queryset"):
            # Read once, not once for each line of an inline.
            field.choices = list(field.choices)
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        kwargs.setdefault("form_class", RowsField)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            # Written for a list in which one holds down a key.
            field.help_text = db_field.help_text
        return field

    def choices_for(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows that may be chosen."""
        model: type[models.Model] = db_field.related_model
        if model is User:
            return User.objects.filter(is_staff=True, is_active=True).order_by("name", "email")
        if way := self.foreign_key_paths.get(db_field.name):
            rows = model._default_manager.order_by("pk")
            return rows if request.user.is_superuser else rows.filter(**{f"{way}__in": list(hats_of(request))})
        related = self.admin_site._registry.get(model)
        if related is None:
            return model._default_manager.none()
        # So that naming each choice asks for nothing more.
        rows, names = related.get_queryset(request), cast("list[str]", related.list_select_related)
        rows = rows.order_by(*related.get_ordering(request), "pk")
        return rows.select_related(*names) if names else rows
