"""What is held of somebody, on a page by the personal link that they have, or by signing in: at once, and read only."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from accounts.pages import SignedInRequest, signed_in_page
from actions.models import FollowUp, PersonalRecord
from actions.records.links import RECORD_LINK
from actions.rounds.links import LINK as FOLLOW_UP_LINK
from digests.links import LINK as DIGEST_LINK
from digests.models import Reader
from digests.readers import people_of
from kit.pages import page_of
from phases.meetings.links import LINK as PLACE_LINK
from phases.models import Attendance
from privacy.access.held import held_at_once
from programmes.models import Programme, Statement
from stakeholders.models import Appointment, Person


@PLACE_LINK.page()
def held_by_place(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Show whoever has a place at a meeting what is held of them."""
    return _held(request, "held_by_place", attendance.meeting.programme, [attendance.person], attendance.pk)


@FOLLOW_UP_LINK.page()
def held_by_follow_up(request: HttpRequest, follow_up: FollowUp) -> HttpResponse:
    """Show whoever is asked what came of something what is held of them."""
    people = [follow_up.proposer.person] if follow_up.proposer.person else []
    return _held(request, "held_by_follow_up", follow_up.round.programme, people, follow_up.pk)


@RECORD_LINK.page()
def held_by_record(request: HttpRequest, record: PersonalRecord) -> HttpResponse:
    """Show whoever reads what they said they would do what else is held of them."""
    return _held(request, "held_by_record", record.programme, [record.person], record.pk)


@DIGEST_LINK.page()
def held_by_digest(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Show whoever is told what came of what they said what is held of them; of an address that several share, ask."""
    people = people_of(reader)
    return _held(request, "held_by_digest", reader.programme, people, reader.pk)


@signed_in_page()
def held_by_me(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show whoever speaks for an organisation in a programme what is held of them there."""
    mine = Appointment.objects.of(request.user).current(timezone.now()).select_related("person")
    there = mine.filter(partnership__programme__slug=slug).select_related("partnership__programme")
    appointment = there.order_by("pk").first()
    if appointment is None:
        raise Http404
    return _held(request, "held_by_me", appointment.partnership.programme, [appointment.person], None, [request.user])


def _held(
    request: HttpRequest,
    template: str,
    programme: Programme,
    people: list[Person],
    pk: int | None,
    accounts: Iterable[User] = (),
) -> HttpResponse:
    is_shared = len(people) > 1
    rows = [] if is_shared else held_at_once(people, accounts, programme)
    context = {
        "programme": programme,
        "statement": Statement.objects.of(programme),
        "page": page_of(request, rows, find=lambda row: " ".join(fact.words for fact in row.facts)),
        "is_shared": is_shared,
        "pk": pk,
    }
    return render(request, f"privacy/{template}.html", context)
