"""What representatives correct: what is told of their organisation, and how they themselves are reached."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import changes, record
from accounts.models import User
from kit.refusals import Refused, StaleEdit
from kit.stale_edits import CHANGED_SINCE
from stakeholders.corrections import OrganisationDetails, OwnDetails
from stakeholders.models import Appointment, Organisation, Partnership, Person
from stakeholders.verbs import Verb


def correct_organisation(
    partnership: Partnership, *, details: OrganisationDetails, version: str, by: User, at: datetime
) -> Partnership:
    """Let the representative of `partnership` correct what is told of it; the log names the fields that have changed.

    Every programme in which the organisation is told of gets a log entry: its public pages change. `details.groups` of
    another programme are left out; `version` is how the writer's window knows the details. Refuses whoever does not
    speak for it, and raises StaleEdit when that would undo what another window, a colleague or the team has written.
    """
    with transaction.atomic():
        # Other programmes' partnerships tell of the same organisation: whoever corrects it waits for the others. Held
        # in the order of those who merge and those who appoint: nobody waits for somebody who waits for them.
        organisation = Organisation.objects.select_for_update(no_key=True).get(partnerships=partnership)
        stored = Partnership.objects.select_for_update(of=("self",), no_key=True).get(pk=partnership.pk)
        mine = Appointment.objects.of(by).current(at).filter(partnership=partnership)
        if not mine.select_for_update(of=("self",)).exists():
            raise Refused("You do not speak for this organisation at the moment.")
        stored.organisation = organisation
        now = OrganisationDetails.of(stored)
        changed = details.changed_from(now)
        if changed and now.version() != version:
            raise StaleEdit(CHANGED_SINCE, now)
        if not changed:
            return stored
        was = changes(stored, changed, now.by_box())
        of_all = [name for name in changed if name in ("about", "website")]
        if of_all:
            Organisation.objects.filter(pk=organisation.pk).update(about=details.about, website=details.website)
        Partnership.objects.filter(pk=partnership.pk).update(uniquely_placed=details.uniquely_placed)
        stored.groups.set(stored.programme.stakeholder_groups.filter(pk__in=details.groups))
        record(Verb.CORRECTED, stored, by=by, at=at, programme_id=stored.programme_id, **was)
        if of_all:
            everywhere = changes(organisation, of_all, now.by_box())
            for programme_id in _other_programmes(organisation, stored.programme_id, timezone.localdate(at)):
                record(Verb.CORRECTED, organisation, by=by, at=at, programme_id=programme_id, **everywhere)
    return stored


def correct_own_details(person: Person, *, details: OwnDetails, version: str, by: User, at: datetime) -> Person:
    """Let a representative say how they are reached and what they need; the log names the fields that have changed.

    Agreeing that other representatives of a programme may see how to reach them, and taking that back, holds at once.
    Their e-mail address is their login and stays. Refuses when `by` is not this person or speaks for nobody, and raises
    StaleEdit like `correct_organisation`.
    """
    with transaction.atomic():
        stored = Person.objects.select_for_update().get(pk=person.pk)
        appointments = Appointment.objects.of(by).current(at).filter(person=stored)
        programmes = sorted(set(appointments.values_list("partnership__programme_id", flat=True)))
        if not programmes:
            raise Refused("You do not speak for an organisation at the moment.")
        now = OwnDetails.of(stored, at)
        changed = details.changed_from(now)
        if changed and now.version() != version:
            raise StaleEdit(CHANGED_SINCE, now)
        if not changed:
            return stored
        was = changes(stored, changed, now.by_box())
        Person.objects.filter(pk=stored.pk).update(
            telephone=details.telephone,
            postal_address=details.postal_address,
            contact_by=details.contact_by,
            communication_needs=details.communication_needs,
            access_needs=details.access_needs,
        )
        agreed = appointments.filter(partnership__programme__in=details.shared_in)
        appointments.exclude(pk__in=agreed.values("pk")).update(contact_shared_at=None)
        agreed.filter(contact_shared_at__isnull=True).update(contact_shared_at=at)
        for programme_id in programmes:
            record(Verb.OWN_DETAILS_CHANGED, stored, by=by, at=at, programme_id=programme_id, **was)
    return stored


def _other_programmes(organisation: Organisation, programme_id: int, on: date) -> list[int]:
    elsewhere = organisation.partnerships.current(on).exclude(programme=programme_id)
    return sorted(set(elsewhere.values_list("programme_id", flat=True)))
