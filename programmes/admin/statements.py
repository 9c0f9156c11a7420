"""What stands on the privacy and accessibility pages: a superuser writes it of the site, a lead of a programme."""

from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from programmes.admin.scoped import ScopedAdmin
from programmes.models import Programme, Statement
from programmes.statements.models import FULL_MEANS


@admin.register(Statement)
class StatementAdmin(ScopedAdmin):
    """What a body says of itself. That of the whole site stands on the pages of every programme without one."""

    list_display = ("__str__", "officer", "compliance", "privacy_updated_on", "reviewed_on")
    list_select_related = ("programme",)
    search_fields = ("body", "officer", "programme__title")
    ordering = ("programme", "pk")
    sentences = {
        "statement_once": "There is a statement for that already: change it.",
        "statement_failures_unless_full": f"Name the known failures, or what is exempt. {FULL_MEANS}",
        "statement_reviewed_after_prepared": "It cannot be reviewed before it was prepared.",
    }

    def programmes_of(self, obj: models.Model) -> set[int]:
        """Return the programmes on whose pages it stands: the site's may be on those of all of them."""
        found = super().programmes_of(obj)
        if found or not obj.pk or cast(Statement, obj).programme_id:
            return found
        return set(Programme.objects.values_list("pk", flat=True))

    def may_change(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The statement of the whole site is a superuser's to write."""
        if obj is not None and obj.pk and cast(Statement, obj).programme_id is None:
            return bool(request.user.is_superuser)
        return super().may_change(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Whoever leads a programme writes its own statement, and not that of the site."""
        if db_field.name == "programme" and not request.user.is_superuser:
            kwargs["required"] = True
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def view_on_site(self, obj: Any) -> str | None:
        if obj.programme_id and obj.programme.published_at:
            return reverse("programmes:programme-privacy", args=[obj.programme.slug])
        return None if obj.programme_id else reverse("programmes:privacy")
