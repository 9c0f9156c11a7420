"""The demonstration's members of staff: made once, and left as they are when they exist."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission

from accounts.models import User
from programmes.models import Programme, TeamMember
from stocktakes.demo.reading import read

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
    team = Team(**{row["hat"]: _member(row["name"], row["email"], password) for row in read("staff")["staff"]})
    # Whoever leads the demonstration also looks after its messages, which belong to no programme.
    team.lead.user_permissions.add(*Permission.objects.filter(content_type__app_label="outbox", codename__in=OPERATOR))
    return team


def _member(name: str, email: str, password: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, password or None, name=name, is_staff=True)
    elif password and not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user
