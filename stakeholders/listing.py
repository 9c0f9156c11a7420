"""The programme's organisations as the team lists them: looked for, filtered, with who speaks for each."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from kit.spreadsheets import csv_of
from programmes.models import Programme
from stakeholders.models import Appointment, Partnership, StakeholderGroup

COLUMNS = [
    "Organisation",
    "Role",
    "Represents",
    "Why it is uniquely placed",
    "Identified by",
    "From",
    "Last day",
    "Website",
]


def partnerships_of(programme: Programme, wanted: dict[str, Any], *, at: datetime) -> QuerySet[Partnership]:
    """Return the partnerships of `programme` that fit what is wanted, by name.

    `wanted` may hold `q` (part of a name, an old one too), `role`, `group`, `speaks` ("nobody", "somebody") and
    `when` ("ended", "all"; otherwise those that have not ended). What was merged into another is never listed.
    Groups come with each, and in `appointments` whoever speaks for it `at`.
    """
    found = programme.partnerships.filter(merged_into=None)
    today = timezone.localdate(at)
    if wanted.get("when") == "ended":
        found = found.filter(until_on__lte=today)
    elif wanted.get("when") != "all":
        found = found.lasting(today)
    if words := wanted.get("q"):
        named = Q(organisation__name__icontains=words) | Q(organisation__merged__name__icontains=words)
        found = found.filter(pk__in=programme.partnerships.filter(named).values("pk"))
    if role := wanted.get("role"):
        found = found.filter(role=role)
    if group := wanted.get("group"):
        found = found.filter(groups=group)
    if speaks := wanted.get("speaks"):
        spoken_for = Appointment.objects.current(at).values("partnership")
        found = found.filter(pk__in=spoken_for) if speaks == "somebody" else found.exclude(pk__in=spoken_for)
    return _with_words(found, at).order_by("organisation__name", "role", "pk")


def _with_words(found: QuerySet[Partnership], at: datetime) -> QuerySet[Partnership]:
    speaking = Appointment.objects.current(at).select_related("person")
    return found.select_related("organisation", "identified_by").prefetch_related(
        Prefetch("groups", StakeholderGroup.objects.order_by("name")),
        Prefetch("appointments", speaking),
    )


def partnerships_csv(partnerships: QuerySet[Partnership]) -> bytes:
    """Return partnerships as a spreadsheet in UTF-8 with the mark by which Excel knows it. No people are in it."""

    def cells_of(each: Partnership) -> list[str]:
        organisation = each.organisation
        cells = [organisation.name, each.get_role_display(), "; ".join(group.name for group in each.groups.all())]
        cells += [each.uniquely_placed, each.identified_by.name if each.identified_by else ""]
        cells += [each.from_on.isoformat(), each.last_on.isoformat() if each.last_on else "", organisation.website]
        return cells

    return csv_of(COLUMNS, map(cells_of, partnerships))
