"""Rows that are written, or shown, on the admin's page of what they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programmes.admin.choices import ScopedChoices
from programmes.admin.scoped import ScopedAdmin


class ScopedInline(ScopedChoices, admin.TabularInline):
    """Rows that are written on the page of what they belong to, by whoever may change that."""

    # One empty line is there without JavaScript too.
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._page().may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._page().may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._page().may_change(request, obj)

    def _page(self) -> ScopedAdmin:
        page = self.admin_site._registry[self.parent_model]
        assert isinstance(page, ScopedAdmin)
        return page


class StackedScopedInline(ScopedInline):
    """Rows with more to write than one line of a table holds."""

    template = "admin/edit_inline/stacked.html"
