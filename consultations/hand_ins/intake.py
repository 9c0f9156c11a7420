"""Whether something is taken in: nothing twice, and nothing when handing in is closed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from consultations.hand_ins.models import HandIn, PosterCall
from kit.refusals import Refused, SubmittedDifferently
from kit.windows import Clock
from programmes.models import Programme


def sent_before(key: UUID, fingerprint: str) -> HandIn | None:
    """Return what was handed in with this form before; refuses with SubmittedDifferently when it said something else.

    The words are compared with those that were sent, whatever the team has made of them since.
    """
    hand_in = HandIn.objects.select_related("poster", "conversation", "feedback").filter(key=key).first()
    if hand_in is not None and hand_in.fingerprint != fingerprint:
        raise SubmittedDifferently
    return hand_in


def refuse_when_closed(programme: Programme, at: datetime) -> None:
    """Refuse what comes while nothing can be handed in, with where else to send it."""
    call = PosterCall.objects.of(programme)
    if call is None or call.clock(at) != Clock.OPEN:
        write_to = programme.contact_email
        raise Refused(f"Handing in has closed meanwhile. Copy what you wrote and send it to {write_to}.")
