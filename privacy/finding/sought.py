"""Who a request is about."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from privacy.finding.search import Sought
from privacy.requests.models import ActingAs, Request
from stakeholders.models import Person


def sought_by(request: Request) -> Sought:
    """Return who a request is about: the person and account it names, and the rows of people that are theirs too."""
    theirs = request.found.taken()
    people = set(theirs.filter(table=Person._meta.label_lower).values_list("row", flat=True))
    accounts = set(theirs.filter(table=User._meta.label_lower).values_list("row", flat=True))
    said = [request.name, *request.other_names.splitlines()]
    # Where somebody acts for them, the address and the number are that somebody's.
    said += [request.email, request.telephone] if request.acting_as == ActingAs.SELF else []
    return Sought.of(
        Person.objects.filter(Q(pk=request.person_id) | Q(pk__in=people)).select_related("user"),
        User.objects.filter(Q(pk=request.user_id) | Q(pk__in=accounts)),
        also=said,
    )
