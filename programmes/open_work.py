"""Open work that is somebody's by name: before they leave a team it is listed, and handed on to a colleague.

A room whose rows belong to one of the team says so by `belongs_by_name`, in a module of this name, which is found when
the site starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.leaving import before_leaving
from accounts.models import User
from kit.text import several
from programmes.models import WORKING_HATS, Hat, Programme, TeamMember


@dataclass(frozen=True)
class OpenWork:
    """One kind of work: what it is called, where it is seen to, whose rows are open, and the service that hands one on.

    `rows` returns what is somebody's in a programme at a moment,
    `hand_on(row, to=…, by=…, at=…)` gives one to a colleague.
    """

    one: str
    many: str
    url_name: str
    rows: Callable[[Programme, User, datetime], QuerySet[Any]]
    hand_on: Callable[..., Any]


KINDS: list[OpenWork] = []


def belongs_by_name(kind: OpenWork) -> None:
    """Have a kind of work listed and handed on when whoever it belongs to leaves a team."""
    KINDS.append(kind)


@dataclass(frozen=True)
class OpenWorkOf:
    """What of one kind is somebody's in a programme."""

    kind: OpenWork
    rows: list[Any]
    url: str

    @property
    def words(self) -> str:
        """Return how much it is: "2 missing voices"."""
        return several(len(self.rows), self.kind.one, self.kind.many)


def open_work_of(user: User, programme: Programme, at: datetime) -> list[OpenWorkOf]:
    """Return all open work that is somebody's by name in a programme; a kind of which there is none is left out."""
    found = [(kind, list(kind.rows(programme, user, at))) for kind in KINDS]
    return [OpenWorkOf(kind, rows, reverse(kind.url_name, args=[programme.slug])) for kind, rows in found if rows]


def leaves_team(member: TeamMember) -> bool:
    """Whether somebody wears no other hat of the programme without an end in sight: with this one they leave."""
    others = TeamMember.objects.filter(programme=member.programme_id, user=member.user_id, until_on=None)
    return not others.exclude(pk=member.pk).exists()


def colleagues_of(member: TeamMember, on: date) -> QuerySet[User]:
    """Return who else works on the programme on a day or later, and can sign in."""
    worn = TeamMember.objects.lasting(on).filter(programme=member.programme_id, hat__in=WORKING_HATS)
    staff = User.objects.filter(is_active=True, is_staff=True).exclude(pk=member.user_id)
    return staff.filter(pk__in=worn.values("user")).order_by("name", "pk")


def successors(member: TeamMember, on: date) -> QuerySet[User]:
    """Return those of them who are on the team on that very day: whoever may take over."""
    worn = TeamMember.objects.current(on).filter(programme=member.programme_id, hat__in=WORKING_HATS)
    return colleagues_of(member, on).filter(pk__in=worn.values("user"))


def programmes_without_other_lead(user: User) -> QuerySet[Programme]:
    """Return the programmes that nobody but this person leads without an end in sight."""
    leads = TeamMember.objects.filter(hat=Hat.LEAD, until_on=None, user__is_active=True, user__is_staff=True)
    led = Programme.objects.filter(pk__in=leads.filter(user=user).values("programme"))
    return led.exclude(pk__in=leads.exclude(user=user).values("programme")).order_by("title", "pk")


@before_leaving
def _hand_on_first(user: User, at: datetime) -> Iterator[str]:
    """Say which programmes would have no lead without somebody, and where open work is theirs by name."""
    for programme in programmes_without_other_lead(user):
        yield f"Nobody else leads “{programme}”. Give somebody else that hat first."
    on_team = set(user.hats.lasting(timezone.localdate(at)).values_list("programme", flat=True))
    for programme in Programme.objects.filter(pk__in=user.hats.values("programme")).order_by("title", "pk"):
        first = "End their hats at the desk, and hand" if programme.pk in on_team else "At the desk, hand"
        for work in open_work_of(user, programme, at):
            yield f"{work.words} in “{programme}” would be nobody’s. {first} this on."
