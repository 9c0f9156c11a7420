"""The demonstration's members of staff: made once, and left as they are when they exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Permission

from accounts.models import User
from accounts.services import make_account
from demo.toml_files import read
from programmes.models import Hat, Programme, TeamMember

OPERATOR = ("view_message", "change_message")


@dataclass(frozen=True)
class Team:
    """Who wears which hat; all wear the same on both programmes."""

    lead: User
    broker: User
    facilitator: User
    analyst: User
    viewer: User
    officer: User

    def join(self, programme: Programme) -> None:
        """Put everybody on the programme's team from its first day."""
        TeamMember.objects.bulk_create(
            TeamMember(programme=programme, user=user, hat=hat, from_on=programme.starts_on)
            for hat, user in vars(self).items()
        )


def load_team(*, password: str, at: datetime) -> Team:
    """Return the team, making whoever is missing; without a `password` they sign in by code alone."""
    return Team(**{row["hat"]: _member(**row, password=password, at=at) for row in read("staff")["staff"]})


def _member(*, name: str, email: str, hat: str, password: str, at: datetime) -> User:
    user, is_new = make_account(email, name=name, is_staff=True, password=password or None, by=None, at=at)
    if is_new and hat == Hat.LEAD:
        # They also look after the site's messages, which belong to no programme.
        operator = Permission.objects.filter(content_type__app_label="outbox", codename__in=OPERATOR)
        user.user_permissions.set(operator)
    elif password and not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])
    return user
