"""The demonstration's members of staff: made once, and left as they are when they exist."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission

from accounts.models import User
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

    def join(self, programme: Programme) -> None:
        """Put everybody on the programme's team from its first day."""
        TeamMember.objects.bulk_create(
            TeamMember(programme=programme, user=user, hat=hat, from_on=programme.starts_on)
            for hat, user in vars(self).items()
        )


def load_team(*, password: str) -> Team:
    """Return the team, making whoever is missing; without a `password` they sign in by code alone."""
    return Team(**{row["hat"]: _member(**row, password=password) for row in read("staff")["staff"]})


def _member(*, name: str, email: str, hat: str, password: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, password or None, name=name, is_staff=True)
        if hat == Hat.LEAD:
            # They also look after the site's messages, which belong to no programme.
            operator = Permission.objects.filter(content_type__app_label="outbox", codename__in=OPERATOR)
            user.user_permissions.set(operator)
    elif password and not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user
