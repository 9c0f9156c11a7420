"""Stocktakes in the staff's web admin: looked up there, issued at the desk, never changed anywhere."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from programmes.admin.read_only import ReadOnlyAdmin
from stocktakes.models import Stocktake


@admin.register(Stocktake)
class StocktakeAdmin(ReadOnlyAdmin):
    """Editions of the account of progress, without the account itself: the edition's own page shows that."""

    list_display = ("title", "programme", "number", "status", "as_at", "issued_at")
    list_filter = ("status", "programme")
    list_select_related = ("programme",)
    search_fields = ("title", "foreword")
    ordering = ("-as_at", "-pk")
    fields = (
        "programme", "number", "title", "foreword", "corrects", "status", "problem", "as_at", "issued_at",
        "requested_by", "data_sha256",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("data")

    def desk_url(self, obj: Stocktake) -> str:
        """Where its making is shown."""
        return reverse("stocktakes:stocktake-making", args=[obj.programme.slug, obj.number])

    def view_on_site(self, obj: Stocktake) -> str | None:
        """Lead to the edition's page once it is issued."""
        return obj.get_absolute_url() if obj.issued_at else None
