"""What a stored status may become, by whom and when: legality and race in one statement or one constraint."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from kit.refusals import InvalidTransition


def move(obj: models.Model, *, to: str, field: str = "status", **changes: Any) -> None:
    """Move `obj` to the status `to` by compare-and-swap, along its model's `TRANSITIONS` (target → sources).

    Refuses with InvalidTransition when the stored row is in no source of `to`; sets `changes` in the same statement
    and on the object at hand.
    """
    transitions: Mapping[str, set[str]] = type(obj).TRANSITIONS  # type: ignore[attr-defined]
    manager = type(obj)._default_manager
    moved = manager.filter(pk=obj.pk, **{f"{field}__in": transitions[to]}).update(**{field: to}, **changes)
    if not moved:
        now = manager.filter(pk=obj.pk).values_list(field, flat=True).first()
        raise InvalidTransition(f"This is already “{now}” and cannot become “{to}”.")
    setattr(obj, field, to)
    for name, value in changes.items():
        setattr(obj, name, value)


def at_and_by(deed: str, name: str) -> models.CheckConstraint:
    """Return the constraint that `<deed>_at` and `<deed>_by` are both there, or neither."""
    neither = Q(**{f"{deed}_at__isnull": True, f"{deed}_by__isnull": True})
    both = Q(**{f"{deed}_at__isnull": False, f"{deed}_by__isnull": False})
    return models.CheckConstraint(condition=neither | both, name=name)
