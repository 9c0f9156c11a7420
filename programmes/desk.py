"""The way into every page of the team's desk, and what its buttons do."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.requests import SignedInRequest
from kit.lifecycle import WrongState
from programmes.models import Programme


def desk_programme(request: SignedInRequest, slug: str, permission: str = "programmes.view_desk") -> Programme:
    """Return the programme if the signed-in member of staff sees it (else 404) and has the permission (else 403)."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user, timezone.localdate()), slug=slug)
    if not request.user.has_perm(permission, programme):
        raise PermissionDenied
    return programme


def act(request: SignedInRequest, service: Callable[..., Any], obj: Any, *, done: str, **given: Any) -> bool:
    """Call one service as the person signed in, and tell them what came of it. Returns whether it was done."""
    try:
        service(obj, **given, by=request.user, at=timezone.now())
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
