"""What a stored status may become, by whom and when: legality and race in one statement or one constraint."""

from collections.abc import Mapping
from datetime import datetime
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
    if not _changed(obj, manager.filter(**{f"{field}__in": transitions[to]}), {field: to} | changes):
        now = manager.filter(pk=obj.pk).values_list(field, flat=True).first()
        labels = dict(obj._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
        raise InvalidTransition(f"This is already “{labels.get(now, now)}” and cannot become “{labels.get(to, to)}”.")


def swap(obj: models.Model, among: models.QuerySet[Any], refusal: str, **changes: Any) -> None:
    """Set `changes` on the stored row of `obj` while it is one of `among`, in one statement, and on the object at hand.

    Refuses with InvalidTransition(refusal) when it is not one of them any more: of two people who press at once, the
    second is told. The caller opens the transaction and records what was done.
    """
    if not _changed(obj, among, changes):
        raise InvalidTransition(refusal)


def publish(
    obj: models.Model,
    *,
    by: Any,
    at: datetime,
    among: models.QuerySet[Any] | None = None,
    refusal: str = "This is public already.",
) -> None:
    """Make `obj` public by `swap`, with who did it and when; `among` are those that may be, where not all may."""
    rows = type(obj)._default_manager.all() if among is None else among
    swap(obj, rows.filter(published_at__isnull=True), refusal, published_at=at, published_by=by)


def withdraw(obj: models.Model, *, refusal: str = "This is not public.") -> None:
    """Take `obj` back from the public by `swap`."""
    public = type(obj)._default_manager.filter(published_at__isnull=False)
    swap(obj, public, refusal, published_at=None, published_by=None)


def _changed(obj: models.Model, among: models.QuerySet[Any], changes: Mapping[str, Any]) -> bool:
    """Set `changes` where the stored row of `obj` is one of `among`; return whether it was."""
    if not among.filter(pk=obj.pk).update(**changes):
        return False
    for name, value in changes.items():
        setattr(obj, name, value)
    return True


def at_and_by(deed: str, name: str) -> models.CheckConstraint:
    """Return the constraint that `<deed>_at` and `<deed>_by` are both there, or neither."""
    neither = Q(**{f"{deed}_at__isnull": True, f"{deed}_by__isnull": True})
    both = Q(**{f"{deed}_at__isnull": False, f"{deed}_by__isnull": False})
    return models.CheckConstraint(condition=neither | both, name=name)
