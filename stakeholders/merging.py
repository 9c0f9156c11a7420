"""What would move if one organisation were merged into another, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, ForeignObject, ManyToOneRel, Model, Prefetch, QuerySet
from django.utils import timezone

from programmes.models import Programme
from stakeholders.models import Invitation, Organisation, Partnership, StakeholderGroup


@dataclass(frozen=True)
class Move:
    """One part of the organisation that goes: moved as it is, or made one with the same part of the one that stays."""

    partnership: Partnership
    twin: Partnership | None
    obstacle: str


def moves_of(kept: Organisation, gone: Organisation, *, at: datetime) -> list[Move]:
    """Return what would become of each part that `gone` has or had in a programme."""
    partnerships = Partnership.objects.filter(organisation=gone, merged_into=None)
    partnerships = partnerships.select_related("programme").order_by("programme", "pk")
    partnerships = partnerships.prefetch_related(Prefetch("groups", StakeholderGroup.objects.order_by("name")))
    twins = [(each, twin_of(each, kept, on=timezone.localdate(at))) for each in partnerships]
    return [Move(each, twin, obstacle_to(each, twin) if twin else "") for each, twin in twins]


def twin_of(partnership: Partnership, kept: Organisation, *, on: date) -> Partnership | None:
    """Return the part that `kept` has in the same role of the same programme, if neither has ended by that day."""
    if partnership.until_on is not None and partnership.until_on <= on:
        return None
    same = Partnership.objects.filter(organisation=kept, programme=partnership.programme_id, role=partnership.role)
    return same.lasting(on).filter(merged_into=None).order_by(F("until_on").desc(nulls_first=True), "pk").first()


def obstacle_to(partnership: Partnership, twin: Partnership) -> str:
    """Return in a sentence why two parts cannot be made one; empty where they can."""
    both = [partnership.pk, twin.pk]
    of = f"as {partnership.get_role_display().lower()} in {partnership.programme}"
    speaking = Partnership.objects.filter(pk__in=both, appointments__ended_at=None, appointments__isnull=False)
    if speaking.distinct().count() == 2:
        return f"Somebody speaks for each of the two {of}. End one of the appointments first."
    if Invitation.objects.filter(partnership__in=both, status=Invitation.Status.OPEN).count() == 2:
        return f"Somebody is invited to speak for each of the two {of}. Withdraw one of the invitations first."
    return ""


def programmes_of(first: Organisation, second: Organisation) -> QuerySet[Programme]:
    """Return the programmes in which either organisation has a part, now or in the past."""
    either = Partnership.objects.filter(organisation__in=[first.pk, second.pk])
    return Programme.objects.filter(pk__in=either.values("programme"))


def programmes_naming(organisation: Organisation) -> QuerySet[Programme]:
    """Return the programmes in which an organisation is named as the one that identified another."""
    return Programme.objects.filter(partnerships__identified_by=organisation).distinct()


def references_to(model: type[Model]) -> Iterator[ForeignObject[Any, Any]]:
    """Yield every foreign key that points at `model`, in whichever room; ties of many to many are among them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            yield relation.field
