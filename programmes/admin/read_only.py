"""Pages of the admin on which rows are looked up, and written elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from programmes.admin.inlines import StackedScopedInline
from programmes.admin.scoped import ScopedAdmin


class ReadOnlyInline(StackedScopedInline):
    """Rows that are shown where they belong, and written elsewhere."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that only services write: looked up here, worked on at the desk."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
