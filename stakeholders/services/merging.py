"""Two organisations that are one: everything of the one moves to the other, and a trace of it stays."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ForeignObject, Model
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from kit.refusals import InvalidTransition
from stakeholders.merging import moves_of, programmes_naming, programmes_of, references_to
from stakeholders.models import Organisation, Partnership
from stakeholders.rules import may_merge
from stakeholders.verbs import Verb

ORGANISATION_OF_PART = Partnership._meta.get_field("organisation")


def merge_organisations(kept: Organisation, gone: Organisation, *, by: User, at: datetime) -> Organisation:
    """Merge `gone` into `kept`: what belongs to `gone` belongs to `kept` from now on; `gone` stays as the trace.

    Where both have the same role in a programme, their two parts become one. Refuses with InvalidTransition an
    organisation that was merged already, two parts of which each has somebody who speaks for it or somebody who is
    invited to, and two of what can be there only once; and with PermissionDenied whoever does not look after every
    programme in which one of the two has a part by the time it is done.
    """
    with transaction.atomic():
        list(programmes_of(kept, gone).select_for_update().order_by("pk").values_list("pk", flat=True))
        kept, gone = _both(kept.pk, gone.pk)
        # From here on neither is given a part elsewhere: who may is asked of what is merged.
        if not may_merge(by, kept, gone):
            raise PermissionDenied
        programmes = list(programmes_of(kept, gone).union(programmes_naming(gone)).order_by("pk"))
        moves = moves_of(kept, gone, at=at)
        if obstacles := [move.obstacle for move in moves if move.obstacle]:
            raise InvalidTransition(" ".join(obstacles))
        for move in moves:
            if move.twin is None:
                Partnership.objects.filter(pk=move.partnership.pk).update(organisation=kept)
            else:
                _merge_parts(move.twin, move.partnership, on=timezone.localdate(at))
        _point_all(kept, gone, but=ORGANISATION_OF_PART)
        _fill(kept, gone, "about", "website")
        Organisation.objects.filter(pk=gone.pk).update(merged_into=kept, merged_at=at, merged_by=by)
        merged = sum(move.twin is not None for move in moves)
        for programme in programmes:
            counts = {"gone": gone.pk, "moved": len(moves) - merged, "merged": merged}
            record(Verb.MERGED, kept, by=by, at=at, programme_id=programme.pk, **counts)
    return kept


def _both(kept: int, gone: int) -> tuple[Organisation, Organisation]:
    found = Organisation.objects.select_for_update().filter(pk__in=[kept, gone]).order_by("pk")
    locked = {each.pk: each for each in found}
    if len(locked) < 2:
        raise InvalidTransition("Choose two organisations.")
    for each in locked.values():
        if each.merged_into_id is not None:
            raise InvalidTransition(f"{each} was merged into another organisation already.")
    # Whoever appoints or invites somebody for one of their parts waits, and then finds it merged.
    parts = Partnership.objects.filter(organisation__in=locked).order_by("pk")
    list(parts.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return locked[kept], locked[gone]


def _merge_parts(twin: Partnership, gone: Partnership, *, on: date) -> None:
    """Make two parts in one role one: all that hangs on `gone` hangs on `twin`, and `gone` has ended."""
    _point_all(twin, gone)
    twin.from_on = min(twin.from_on, gone.from_on)
    twin.until_on = max(twin.until_on, gone.until_on) if twin.until_on and gone.until_on else None
    ends_on = max(on, gone.from_on + timedelta(days=1))
    Partnership.objects.filter(pk=gone.pk).update(until_on=ends_on, merged_into=twin)
    words = ("part", "uniquely_placed", "identified_by_id", "contact_name", "contact_email", "contact_telephone")
    _fill(twin, gone, *words)
    twin.save(update_fields=["from_on", "until_on"])


def _fill(kept: Model, gone: Model, *names: str) -> None:
    """Give `kept` what it lacks and `gone` has; what it has stays."""
    lacking = {name: getattr(gone, name) for name in names if not getattr(kept, name) and getattr(gone, name)}
    for name, value in lacking.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(lacking))


def _point_all(kept: Model, gone: Model, but: object = None) -> None:
    """Make every row of every room that points at `gone` point at `kept`; refuse where both have the only one."""
    for field in references_to(type(gone)):
        if field == but:
            continue
        try:
            with transaction.atomic():
                _point(field, kept, gone)
        except IntegrityError as error:
            what = field.model._meta.verbose_name_plural
            raise InvalidTransition(
                f"Both organisations have {what}, of which there can only be one. Settle that first."
            ) from error


def _point(field: "ForeignObject[Any, Any]", kept: Model, gone: Model) -> None:
    rows = field.model._base_manager.filter(**{field.name: gone})
    if field.model._meta.auto_created:
        # A tie of many to many: where both are tied to the same thing, one tie is enough.
        [other] = [each for each in field.model._meta.fields if each.is_relation and each != field]
        tied = field.model._base_manager.filter(**{field.name: kept}).values(other.attname)
        rows.filter(**{f"{other.attname}__in": list(tied.values_list(other.attname, flat=True))}).delete()
    rows.update(**{field.name: kept})
