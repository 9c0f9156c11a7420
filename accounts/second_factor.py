"""The second step of signing in: who must take it, and whether they have. Decided from the session alone."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User

# What a person signs in with; recovery codes only stand in for one of these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# A sign-in this fresh need not be shown again before something about it is changed.
FRESH_SECONDS = 300


def is_required() -> bool:
    """Return whether staff must take the second step here; only a demonstration may let them off."""
    return bool(settings.STAFF_SECOND_FACTOR == "required")


def is_required_of(user: User | AnonymousUser) -> bool:
    """Return whether this person may not be without a second factor."""
    return is_required() and (user.is_staff or user.is_superuser)


def is_due(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Return whether this person must still take the second step in this session. Asks the database nothing."""
    return is_required_of(user) and not any(record["method"] == "mfa" for record in sign_in_records(request, user))


def is_fresh(request: HttpRequest, user: User) -> bool:
    """Return whether this person showed who they are minutes ago: by a factor, where they have one."""
    shown = sign_in_records(request, user)
    if Authenticator.objects.filter(user=user, type__in=FACTORS).exists():
        shown = [record for record in shown if record["method"] == "mfa"]
    return bool(shown) and time.time() - shown[-1]["at"] < FRESH_SECONDS


def sign_in_records(request: HttpRequest, user: User | AnonymousUser) -> list[dict[str, Any]]:
    """Return by which steps this person signed in, in this session, oldest first."""
    return list(get_authentication_records(request, user)) if user.is_authenticated else []


def factors_of(user: User, *, lock: bool = False) -> list[Authenticator]:
    """Return everything this person can take the second step with; `lock` keeps others from changing it meanwhile."""
    if lock:
        User.objects.select_for_update().get(pk=user.pk)
    return list(Authenticator.objects.filter(user=user).order_by("pk"))


def has_factor(factors: list[Authenticator]) -> bool:
    """Return whether there is a factor among these; recovery codes alone are none."""
    return any(factor.type in FACTORS for factor in factors)


def address_to_show_factor(request: HttpRequest, user: User) -> str:
    """Return the address at which to show a factor; empty for whoever has none, or has shown it in this session."""
    if any(record["method"] == "mfa" for record in sign_in_records(request, user)):
        return ""
    factors = factors_of(user)
    if not has_factor(factors):
        return ""
    by_code = any(factor.type == Authenticator.Type.TOTP for factor in factors)
    return reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")
