"""Names that may be there once only, however they are written: the column that holds what is the same of them.

SQLite folds no letter beyond ASCII, and neither database knows that ’ and ' are one sign, so what is compared is
computed here (`identity`) and stored, and a constraint holds it. Where several rows of before mean one thing, a mark
behind the key keeps them apart until a person has settled which of them stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import StrIndex, Substr
from django.db.models.query_utils import DeferredAttribute

from kit.folds import identity

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
else:
    from django.db.models import CharField

# Stands between a key and what keeps a row apart from another of the same key; no name holds it.
APART = "\x1f"
# Names are shorter; some signs unfold to many letters.
LONGEST = 500


def key_of(name: str) -> str:
    """Return what is compared of a name."""
    return identity(name)[:LONGEST]


class _Key(DeferredAttribute):
    """What the name says now; with its mark, where the row was kept apart and is still called so."""

    field: KeyField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        stored = super().__get__(instance, cls)
        key = key_of(getattr(instance, self.field.of))
        return stored if stored.partition(APART)[0] == key else key

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class KeyField(CharField):
    """The key of the name in the column `of`. It follows the name by itself wherever the whole row is written.

    Where single columns are written, by `update` or `update_fields`, it is written with the name: tests watch that.
    """

    descriptor_class = _Key

    def __init__(self, *, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        # A broken constraint is told of by what people call the column.
        fixed: dict[str, Any] = {"verbose_name": of, "max_length": LONGEST + 40, "editable": False, "default": ""}
        super().__init__(**fixed | kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}


def key_columns(model: type[models.Model]) -> list[KeyField]:
    """Return the columns of a model that hold keys."""
    return [field for field in model._meta.local_concrete_fields if isinstance(field, KeyField)]


def fill_keys(model: Any, *, within: Iterable[str] = ()) -> None:
    """Give every row of before its key, for a migration; of several that share one, the first has it as it is.

    A row that was merged into another is a trace, and comes after those that stand.
    """
    (column,) = key_columns(model)
    scope, taken = list(within), set[tuple[Any, ...]]()
    rows = model._default_manager.order_by("pk")
    for row in sorted(rows, key=lambda each: (getattr(each, "merged_into_id", None) is not None, each.pk)):
        key = key_of(getattr(row, column.of))
        here = (*(getattr(row, name) for name in scope), key)
        stored = f"{key}{APART}{row.pk}" if here in taken else key
        taken.add(here)
        rows.filter(pk=row.pk).update(**{column.attname: stored})


def scope_of(model: Any) -> list[str]:
    """Return within what a name may be there once: the other columns of the constraint on its key."""
    (column,) = key_columns(model)
    (constraint,) = (each for each in model._meta.constraints if column.name in getattr(each, "fields", ()))
    return [model._meta.get_field(name).attname for name in constraint.fields if name != column.name]


def kept_apart(model: Any) -> models.QuerySet[Any]:
    """Return the rows that mean the same as another, and wait for a person to say which of them stays.

    Not those whose other has another name by now, or was merged into them.
    """
    (column,) = key_columns(model)
    manager, key = model._default_manager, column.attname
    rows = manager.filter(**{f"{key}__contains": APART})
    rows = rows.annotate(said=Substr(key, 1, StrIndex(F(key), Value(APART)) - 1))
    others = manager.filter(**{name: OuterRef(name) for name in scope_of(model)}, **{key: OuterRef("said")})
    if any(field.name == "merged_into" for field in model._meta.get_fields()):
        rows, others = rows.filter(merged_into=None), others.exclude(merged_into=OuterRef("pk"))
    found: models.QuerySet[Any] = rows.filter(Exists(others))
    return found
