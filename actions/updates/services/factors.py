"""What helped and hindered, named once for all areas: renamed, merged, and taken apart again, with the trace kept."""

from datetime import datetime

from django.db import transaction

from accounts.audit import before, record
from accounts.models import User
from actions.models import Factor
from actions.verbs import Verb
from kit.lifecycle import swap
from kit.name_keys import key_of
from kit.refusals import InvalidTransition, Refused
from programmes.models import Programme


def rename_factor(factor: Factor, *, name: str, by: User, at: datetime) -> Factor:
    """Give a factor another name; the name it had stays beside it, and finds it still.

    Refuses a name that another factor has or had, and with InvalidTransition a factor that went into another.
    """
    with transaction.atomic():
        locked = _held(factor)
        if locked.name == name:
            return locked
        namesake = _called(name, like=locked)
        if namesake is not None and namesake.pk != locked.pk:
            # A name it had itself may come back, as long as nothing was ever coded to it.
            if namesake.merged_into_id != locked.pk or namesake.updates.exists():
                raise Refused(f"“{namesake.name}” is there already. Merge the two instead.", field="name")
            namesake.delete()
        was = before(locked, ["name"])
        given_up, locked.name = locked.name, name
        locked.save(update_fields=["name", "name_key"])
        if _called(given_up, like=locked) is None:
            Factor.objects.create(programme=locked.programme, kind=locked.kind, name=given_up, merged_into=locked)
        record(Verb.RENAMED, locked, by=by, at=at, programme_id=locked.programme_id, was=was)
    return locked


def merge_factor(factor: Factor, *, into: Factor, by: User, at: datetime) -> Factor:
    """Let one factor, and all that went into it before, count as another from now on; return that other one.

    Answers stay coded to what they were coded to, so that it can be undone. Refuses with InvalidTransition what is of
    another programme or the other kind, itself, and what went into another already.
    """
    with transaction.atomic():
        locked, kept = _held(factor), _held(into)
        if locked.pk == kept.pk or (locked.programme_id, locked.kind) != (kept.programme_id, kept.kind):
            raise InvalidTransition("These two cannot be merged.")
        moved = Factor.objects.filter(merged_into=locked).update(merged_into=kept)
        Factor.objects.filter(pk=locked.pk).update(merged_into=kept)
        record(Verb.MERGED, locked, by=by, at=at, programme_id=kept.programme_id, into=kept.pk, with_it=moved)
    return kept


def separate_factor(factor: Factor, *, by: User, at: datetime) -> Factor:
    """Let a factor that went into another count for itself again. Refuses with InvalidTransition one that did not."""
    with transaction.atomic():
        swap(
            factor,
            Factor.objects.filter(merged_into__isnull=False),
            "This counts for itself already.",
            merged_into=None,
        )
        record(Verb.SEPARATED, factor, by=by, at=at, programme_id=factor.programme_id)
    return factor


def find_or_add_factor(name: str, *, kind: str, programme: Programme, by: User, at: datetime) -> Factor:
    """Return the programme's factor that has or had this name, whatever its case; make it if nobody has used it yet."""
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        found = _called(name, like=Factor(programme=programme, kind=kind))
        if found is not None:
            return found.merged_into or found
        made = Factor.objects.create(programme=programme, kind=kind, name=name)
        record(Verb.ADDED, made, by=by, at=at, programme_id=programme.pk, kind=str(kind))
    return made


def _held(factor: Factor) -> Factor:
    """Return a factor that counts for itself, as it stands, while nobody else names or merges any of its programme."""
    Programme.objects.select_for_update().get(pk=factor.programme_id)
    locked = Factor.objects.select_related("programme").get(pk=factor.pk)
    if locked.merged_into_id is not None:
        raise InvalidTransition("This has been merged into another already.")
    return locked


def _called(name: str, *, like: Factor) -> Factor | None:
    """Return the factor of that name, however it is written, in the same programme and of the same kind."""
    alike = Factor.objects.filter(programme=like.programme_id, kind=like.kind).select_related("merged_into")
    return alike.filter(name_key=key_of(name)).first()
