"""What can be chosen in the admin: only from programmes on which whoever asks wears a hat."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import User
from kit.days import day, ending
from kit.form_fields import NumberField, RowsField
from kit.moment_fields import EndField, LastDayField, MomentField
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


# What only ends with the beginning of a day or an hour, and how its last day is shown instead.
SHOWN_ENDS = {"ends_at": "open_until", "until_on": "last_day"}


class ScopedChoices:
    """What rows and inlines share: foreign keys offer only what the person who asks may see; ends are last days."""

    admin_site: admin.AdminSite
    model: type[models.Model]
    # Foreign keys to rows that have no page of their own here: the way from them to their programme.
    foreign_key_paths: ClassVar[dict[str, str]] = {}
    formfield_overrides: Any = {models.IntegerField: {"form_class": NumberField}}

    @admin.display(description="open until", ordering="ends_at", empty_value="no end")
    def open_until(self, obj: Any) -> str | None:
        """Until when a window is open, in words."""
        return ending(obj.ends_at) if obj.ends_at else None

    @admin.display(description="last day", ordering="until_on", empty_value="no end")
    def last_day(self, obj: Any) -> str | None:
        """The last day of what ends by a day."""
        return day(obj.last_on) if obj.last_on else None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """With the last days that stand for ends which are only shown: see `get_fields`."""
        return [*super().get_readonly_fields(request, obj), *self._shown_ends().values()]  # type: ignore[misc]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Put the last day in the place of each end that is shown, and not written."""
        may_write = obj is None or self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        ends = self._shown_ends()
        written = {*ends} - {*self.get_readonly_fields(request, obj)} if may_write else set()
        names = super().get_fields(request, obj)  # type: ignore[misc]
        names = [name for name in names if name not in ends.values()]
        return [name if name in written else ends.get(name, name) for name in names]

    def _shown_ends(self) -> dict[str, str]:
        """Return the ends that a row has; when somebody moved on is the day of that, and none."""
        fields = {field.name for field in self.model._meta.fields}
        has_last = {"ends_at", *(["until_on"] if hasattr(self.model, "last_on") else [])}
        return {name: shown for name, shown in SHOWN_ENDS.items() if name in fields & has_last}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the little buttons that open other windows."""
        if isinstance(db_field, models.DateTimeField):
            # Given whole: Django's own would put another field and widget in their place.
            return db_field.formfield(form_class=EndField if db_field.name == "ends_at" else MomentField, **kwargs)
        if db_field.name in self._shown_ends():
            kwargs["form_class"] = LastDayField
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and hasattr(field, "queryset"):
            field.label_from_instance = self._label(db_field, request)
            # Read once, not once for each line of an inline.
            field.choices = list(field.choices)
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        kwargs.setdefault("form_class", RowsField)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            field.label_from_instance = self._label(db_field, request)
            # Written for a list in which one holds down a key.
            field.help_text = db_field.help_text
        return field

    def choices_for(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows that may be chosen."""
        model: type[models.Model] = db_field.related_model
        if model is User:
            return User.objects.filter(is_staff=True, is_active=True).order_by("name", "email")
        if way := self.foreign_key_paths.get(db_field.name):
            rows = model._default_manager.select_related(way).order_by("pk")
            return rows if request.user.is_superuser else rows.filter(**{f"{way}__in": list(hats_of(request))})
        related = self.admin_site._registry.get(model)
        if related is None:
            return model._default_manager.none()
        # So that naming each choice asks for nothing more.
        rows, names = related.get_queryset(request), cast("list[str]", related.list_select_related)
        way = self._way_of(db_field)
        names = [*(names or []), *([way] if way else [])]
        rows = rows.order_by(*related.get_ordering(request), "pk")
        return rows.select_related(*names) if names else rows

    def _way_of(self, db_field: Any) -> str:
        """Return the way from what can be chosen to its one programme; empty where it is one, or has several."""
        own = self.foreign_key_paths.get(db_field.name)
        related: Any = self.admin_site._registry.get(db_field.related_model)
        ways = [own] if own else getattr(related, "programme_paths", [])
        if len(ways) != 1 or ways == ["pk"]:
            return ""
        fields = get_fields_from_path(db_field.related_model, ways[0])
        return ways[0] if all(field.many_to_one for field in fields) else ""

    def _label(self, db_field: Any, request: HttpRequest) -> Callable[[models.Model], str]:
        """Return how what can be chosen is called: by its words, and its programme where several are looked after."""
        way = self._way_of(db_field) if request.user.is_superuser or len(hats_of(request)) > 1 else ""

        def label(row: models.Model) -> str:
            words = Truncator(str(row)).chars(100)
            return f"{words}, {reduce(getattr, way.split('__'), row)}" if way else words

        return label
