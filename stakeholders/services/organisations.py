"""Organisations' parts in a programme: begun, put right, ended; and a look at whom the team writes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.audit import changes, record
from accounts.models import User
from kit.days import day, day_before
from kit.refusals import InvalidTransition, Refused
from programmes.models import Programme
from stakeholders.models import Organisation, Partnership, Role, StakeholderGroup
from stakeholders.verbs import Verb

CONTACT = ("contact_name", "contact_email", "contact_telephone")


@dataclass(frozen=True)
class NewPartnership:
    """An organisation's part in a programme: without `organisation_id` that of a new one called `name`."""

    name: str
    organisation_id: int | None
    role: str
    from_on: date
    groups: Iterable[StakeholderGroup] = ()
    # The key of the organisation that named it as one to ask.
    identified_by: int | None = None
    part: str = ""
    uniquely_placed: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_telephone: str = ""


def add_partnership(programme: Programme, *, new: NewPartnership, by: User, at: datetime) -> Partnership:
    """Give an organisation, known or new, a part in a programme.

    Refuses an organisation that was merged into another, one that has this role here already, and a new one whose name
    is taken.
    """
    with transaction.atomic():
        organisation = _organisation(new.name, new.organisation_id, by=by, at=at, programme_id=programme.pk)
        partnership = Partnership(
            programme=programme,
            organisation=organisation,
            role=new.role,
            from_on=new.from_on,
            identified_by_id=new.identified_by,
            part=new.part,
            uniquely_placed=new.uniquely_placed,
            contact_name=new.contact_name,
            contact_email=new.contact_email,
            contact_telephone=new.contact_telephone,
        )
        try:
            with transaction.atomic():
                partnership.save(force_insert=True)
        except IntegrityError as error:
            known_as = Role(new.role).label.lower()
            raise Refused(f"{organisation} takes part here as {known_as} already.", field="organisation") from error
        partnership.groups.set(new.groups)
        record(Verb.ADDED, partnership, by=by, at=at, programme_id=programme.pk, role=new.role)
    return partnership


def _organisation(name: str, pk: int | None, *, by: User, at: datetime, programme_id: int) -> Organisation:
    if pk is not None:
        known = Organisation.objects.standing().select_for_update().filter(pk=pk).first()
        if known is None:
            raise Refused("That organisation was merged into another one. Choose again.", field="organisation")
        return known
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(name=name)
    except IntegrityError as error:
        raise Refused(f"There is an organisation called “{name}” already.", field="organisation") from error
    record(Verb.ADDED, organisation, by=by, at=at, programme_id=programme_id)
    return organisation


def edit_partnership(
    partnership: Partnership,
    *,
    from_on: date,
    identified_by: int | None = None,
    groups: Iterable[StakeholderGroup] = (),
    by: User,
    at: datetime,
    **words: str,
) -> Partnership:
    """Put an organisation's part in a programme right: `part` and `uniquely_placed` are its words.

    Logs which fields are others now. Refuses with InvalidTransition one that was merged into another.
    """
    with transaction.atomic():
        locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
        if locked.merged_into_id is not None:
            raise InvalidTransition("This was merged into another one, and is kept as it was.")
        given: dict[str, Any] = {"from_on": from_on, "identified_by_id": identified_by, **words}
        changed = _change(locked, given)
        chosen, held = sorted(group.pk for group in groups), sorted(locked.groups.values_list("pk", flat=True))
        if chosen != held:
            locked.groups.set(chosen)
            changed["fields"].append("groups")
            changed["was"]["groups"] = len(held)
        if changed["fields"]:
            record(Verb.CHANGED, locked, by=by, at=at, programme_id=locked.programme_id, **changed)
    return locked


def _change(partnership: Partnership, given: dict[str, Any]) -> dict[str, Any]:
    """Write what is given and not so yet; return which fields those are, and how they were."""
    changed = [name for name, value in given.items() if getattr(partnership, name) != value]
    was = changes(partnership, changed)
    for name in changed:
        setattr(partnership, name, given[name])
    if changed:
        partnership.save(update_fields=changed)
    return was


def change_contact(
    partnership: Partnership,
    *,
    contact_name: str,
    contact_email: str,
    contact_telephone: str,
    by: User,
    at: datetime,
) -> Partnership:
    """Write whom the team writes to at an organisation; logs which fields are others now, never what they say."""
    with transaction.atomic():
        locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
        given = dict(zip(CONTACT, (contact_name, contact_email, contact_telephone), strict=True))
        changed = _change(locked, given)
        if changed["fields"]:
            record(Verb.CONTACT_CHANGED, locked, by=by, at=at, programme_id=locked.programme_id, **changed)
    return locked


def end_partnership(partnership: Partnership, *, until_on: date, by: User, at: datetime) -> Partnership:
    """End an organisation's part in a programme on a day; what it said and who spoke for it stay.

    Refuses with InvalidTransition while somebody speaks for it or is asked to, and when it has ended already.
    """
    with transaction.atomic():
        locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
        if locked.until_on is not None:
            raise InvalidTransition(f"Its part has an end already: {day(day_before(locked.until_on))} is its last day.")
        if locked.appointments.filter(ended_at=None).exists():
            raise InvalidTransition("Somebody speaks for this organisation. End that appointment first.")
        if locked.invitations.open(at).exists():
            raise InvalidTransition(
                "Somebody is invited to speak for this organisation. Withdraw the invitation first."
            )
        locked.until_on = until_on
        locked.save(update_fields=["until_on"])
        record(Verb.ENDED, locked, by=by, at=at, programme_id=locked.programme_id, until_on=until_on.isoformat())
    return locked
