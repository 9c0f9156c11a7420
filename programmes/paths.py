"""The ways from a row to its programmes, as the models' relations say them."""

from __future__ import annotations

from collections import deque

from django.db import models

from accounts.models import User
from programmes.models import Programme


def programme_paths_of(model: type[models.Model]) -> list[str]:
    """Return the ways from a row that programmes share to each programme it has to do with.

    One for each relation that points at it, in whichever room: through the row that points, and from there over as few
    foreign keys as lead to a programme. What points at it unseen, and what belongs to no programme, is left out.
    """
    ways = []
    for relation in model._meta.related_objects:
        pointing = relation.related_model
        if isinstance(pointing, type) and not relation.hidden and (way := way_to_programme(pointing, but=model)):
            ways.append(f"{relation.name}__{way}")
    return sorted(ways)


def own_ways_of(model: type[models.Model]) -> list[str]:
    """Return the ways over a row's own foreign keys to its programmes: several, of which it may have one or the other.

    None for what all programmes share, as people and accounts.
    """
    ways = {
        each.name: way_to_programme(each.related_model, but=User)  # type: ignore[arg-type]
        for each in model._meta.concrete_fields
        if each.is_relation
    }
    return [f"{name}__{way}" for name, way in ways.items() if way]


def way_to_programme(start: type[models.Model], *, but: type[models.Model] | None = None) -> str:
    """Return the shortest chain of foreign keys from a model to its programme, past `but`; empty if there is none."""
    waiting, seen = deque([(start, "")]), {start, but}
    while waiting:
        model, way = waiting.popleft()
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(target, type) or target in seen:
                continue
            longer = f"{way}__{field.name}" if way else field.name
            if target is Programme:
                return longer
            seen.add(target)
            waiting.append((target, longer))
    return ""
