"""For migrations: what was stored before it was cleaned on its way in."""

from contextlib import suppress
from typing import Any

from django.apps import apps as current
from django.db import IntegrityError, transaction

from kit.model_fields import Cleaned

# Nothing is ever sent to an address that ends so (RFC 2606).
NOWHERE = ".invalid"


def clean_rows(apps: Any, room: str) -> None:
    """Clean all words, addresses and numbers of a room, in the columns that it has at this migration.

    An address that may stand once, and that another row has once both are clean, is kept apart for a person: under
    `.invalid`. It reached nobody before.
    """
    for kind in current.get_app_config(room).get_models():
        there = {model.__name__: model for model in apps.get_app_config(room).get_models()}
        if old := there.get(kind.__name__):
            has = {field.name for field in old._meta.local_concrete_fields}
            columns = [each for each in kind._meta.local_concrete_fields if isinstance(each, Cleaned)]
            _clean(old._default_manager, [each for each in columns if each.name in has])


def _clean(rows: Any, columns: list[Any]) -> None:
    for pk, *values in rows.order_by("pk").values_list("pk", *(each.attname for each in columns)):
        changes = {}
        for column, value in zip(columns, values, strict=True):
            if isinstance(value, str) and (kept := column.cleaned(value)) != value:
                if column.unique and rows.filter(**{column.attname: kept}).exclude(pk=pk).exists():
                    kept = f"{kept[:200]}.{pk}{NOWHERE}"
                changes[column.attname] = kept
        if changes:
            # What a constraint of then would have twice stays as it was written: its key keeps it apart later on.
            with suppress(IntegrityError), transaction.atomic():
                rows.filter(pk=pk).update(**changes)
