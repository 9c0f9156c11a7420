"""Bodies, and the spreadsheets by which many of them arrive at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.audit import record
from accounts.models import User
from kit.lifecycle import at_and_by
from kit.model_fields import LineField, WebAddressField, WordsField
from kit.name_keys import KeyField
from kit.sheet_import.models import SheetImport
from programmes.models import Programme


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def standing(self) -> OrganisationQuerySet:
        """Organisations that were not merged into another."""
        return self.filter(merged_into__isnull=True)


class Organisation(models.Model):
    """A body. It is never a login; people appointed by it sign in as themselves.

    One that was merged into another stays as the trace of it, under the name by which it was known.
    """

    name = LineField(max_length=200)
    name_key = KeyField()
    about = WordsField(blank=True)
    website = WebAddressField(blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name_key"], name="organisation_name_once"),
            at_and_by("merged", "organisation_merged_at_and_by"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, merged_at__isnull=True)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
                name="organisation_merged_into_and_at",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
                name="organisation_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationImport(SheetImport):
    """One spreadsheet of organisations for one programme: read, looked over, then imported whole or not at all."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="organisation_imports")

    class Meta:
        constraints = [at_and_by("imported", "organisation_import_imported_at_and_by")]

    @property
    def added(self) -> int:
        """How many partnerships came of it."""
        return int(self.outcome.get("partnerships", 0))

    def log(self, verb: str, *, by: User | None, at: datetime, **details: Any) -> None:
        """Write into the programme's log what was done to it."""
        record(verb, self, by=by, at=at, programme_id=self.programme_id, **details)
