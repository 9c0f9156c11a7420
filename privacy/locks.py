"""What is held until a transaction ends, so that whoever comes meanwhile waits."""

from __future__ import annotations

from collections.abc import Iterable

from kit.refusals import InvalidTransition
from privacy.requests.models import Request
from programmes.models import Programme

ANSWERED = "This has been answered: nothing more is decided about what was found."
ERASED = "They have been erased already: nothing more is looked for or decided."


def hold_request(request: Request) -> None:
    """Hold a request until the transaction ends; refuse one that was answered, or whose erasure is done."""
    if not Request.objects.select_for_update(of=("self",)).get(pk=request.pk).is_open:
        raise InvalidTransition(ANSWERED)
    if Request.objects.filter(pk=request.pk, erasure__confirmed_at__isnull=False).exists():
        raise InvalidTransition(ERASED)


def lock_holds(programmes: Iterable[int]) -> None:
    """Let nobody set a hold on some programmes until the transaction ends: who deletes looks at holds after this.

    Without it a hold could be set, and told to be kept, while what it is to keep is being deleted.
    """
    list(Programme.objects.select_for_update(no_key=True).filter(pk__in=list(programmes)).order_by("pk"))
