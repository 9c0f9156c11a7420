"""What comes before anything that was found is given or erased."""

from __future__ import annotations

from kit.text import several
from privacy.requests.models import Request


def still_to_do(request: Request) -> list[str]:
    """Return in sentences what comes before anything is given or erased; none where all that was found is decided."""
    reasons = []
    if request.needs_identity and not request.identity_by:
        reasons.append("Make sure who asks.")
    if not request.found.exists():
        reasons.append("Look for all that is held of them. Where nothing is held, answer so.")
    if waiting := request.found.undecided().count():
        waits = "waits" if waiting == 1 else "wait"
        reasons.append(f"Decide about everything that was found: {several(waiting, 'row')} {waits}.")
    return reasons
