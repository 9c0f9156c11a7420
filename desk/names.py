"""Names of before that mean one thing, and wait for a person to say which of them stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from kit.name_keys import APART, kept_apart, key_columns, scope_of
from kit.rows_of_before import NOWHERE
from kit.text import several
from kit.todo import TodoItem
from programmes.models import Programme
from programmes.paths import programme_paths_of, way_to_programme
from stakeholders.models import Appointment

# Where a name is put right at the desk; of what has no page there, in the web admin.
AT_DESK = {
    "stakeholders.StakeholderGroup": "stakeholders:group-edit",
    "stakeholders.MissingVoice": "stakeholders:missing-voice-edit",
    "actions.Factor": "actions:factor-detail",
}
# Who settles them.
SETTLE = "programmes.settle_names"
MERGE = "stakeholders:merge-confirm"
_SPEAKS_WITHOUT_ADDRESS = Q(ended_at=None, person__user__email__endswith=NOWHERE)


@dataclass(frozen=True)
class NameTwice:
    """One row that means the same as another of its kind: what each is called, and where that is settled."""

    kind: str
    name: str
    other: str
    url: str


def names_twice(programme: Programme) -> list[NameTwice]:
    """Return what is there twice in a programme: one query says of which kinds, and two more read each of these."""
    kinds = {model._meta.label: model for model in _kinds()}
    found = {kind for _, kind, _ in _everywhere([programme.pk])}
    return [each for label in sorted(found) for each in _twice(kinds[label], programme)] + [
        NameTwice(
            "sign-in address",
            each.person.name,
            "another account has the same one",
            reverse("stakeholders:appointment-identity", args=[programme.slug, each.pk]),
        )
        for each in _without_address(programme).select_related("person")
    ]


def todo_items(programmes: Collection[Programme]) -> dict[int, list[TodoItem]]:
    """Say by programme how many names are there twice: two queries, however many programmes there are."""
    slugs = {each.pk: each.slug for each in programmes}
    if not slugs:
        return {}
    counts = Counter(programme for programme, *_ in _everywhere(slugs))
    counts.update(
        Appointment.objects.filter(_SPEAKS_WITHOUT_ADDRESS, partnership__programme__in=slugs)
        .order_by()
        .values_list("partnership__programme", flat=True)
    )
    return {
        pk: [
            TodoItem(
                f"Settle {several(count, 'name that is', 'names that are')} there twice",
                reverse("desk:name-list", args=[slugs[pk]]),
                SETTLE,
                count=count,
            )
        ]
        for pk, count in counts.items()
    }


def _kinds() -> list[Any]:
    return [model for model in apps.get_models() if key_columns(model)]


def _without_address(programme: Programme) -> QuerySet[Appointment]:
    """Return who speaks in a programme and cannot sign in, because another account has the same address."""
    return Appointment.objects.filter(_SPEAKS_WITHOUT_ADDRESS, partnership__programme=programme).order_by("pk")


def _everywhere(programmes: Collection[int]) -> QuerySet[Any, Any]:
    """Return what is there twice in some programmes: of each its programme, its kind and its key, once."""
    first, *rest = [
        kept_apart(model)
        .annotate(
            of_programme=F(way), of_kind=Value(model._meta.label, CharField()), key_of_row=Cast("pk", CharField())
        )
        .filter(of_programme__in=programmes)
        .order_by()
        .values_list("of_programme", "of_kind", "key_of_row")
        for model in _kinds()
        for way in _ways(model)
    ]
    found: QuerySet[Any, Any] = first.union(*rest)
    return found


def _ways(model: Any) -> list[str]:
    return [way] if (way := way_to_programme(model)) else programme_paths_of(model)


def _here(model: Any, programme: Programme) -> QuerySet[Any]:
    """Return the rows of a kind that are kept apart and have to do with a programme."""
    mine = Q()
    for each in _ways(model):
        mine |= Q(pk__in=model._default_manager.filter(**{each: programme}).values("pk"))
    return kept_apart(model).filter(mine)


def _twice(model: Any, programme: Programme) -> list[NameTwice]:
    (column,) = key_columns(model)
    rows = list(_here(model, programme).order_by("pk"))
    keys = {getattr(row, column.attname).partition(APART)[0] for row in rows}
    others = model._default_manager.filter(**{f"{column.attname}__in": keys}).order_by("pk")
    scope = scope_of(model)

    def place(row: Any) -> tuple[Any, ...]:
        return (*(getattr(row, name) for name in scope), getattr(row, column.attname).partition(APART)[0])

    by_place = {place(other): other for other in others}
    return [_named(row, by_place[place(row)], column.of, programme) for row in rows]


def _named(row: Any, other: Any, of: str, programme: Programme) -> NameTwice:
    label, slug = row._meta.label, programme.slug
    if label == "stakeholders.Organisation":
        url = reverse(MERGE, args=[slug, other.merged_into_id or other.pk, row.pk])
    elif label in AT_DESK:
        url = reverse(AT_DESK[label], args=[slug, row.pk])
    elif label == "actions.FollowUpRound":
        url = reverse("actions:round-edit", args=[slug, row.number])
    elif admin.site.is_registered(type(row)):
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    else:
        url = reverse("admin:programmes_programme_change", args=[programme.pk])
    return NameTwice(str(row._meta.verbose_name), getattr(row, of), getattr(other, of), url)
