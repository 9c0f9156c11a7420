"""An address is changed by whoever has both mailboxes: a code goes to each, and both are typed in.

What was asked for stays in the session of whoever asked, the codes as their hashes alone.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

KEY = "address_change"
LIFETIME = timedelta(minutes=15)
MAX_TRIES = 3


@dataclass(frozen=True)
class AddressChange:
    """What somebody wants to be called, and the address with which they want to sign in."""

    name: str
    email: str


def remember(request: HttpRequest, change: AddressChange, *, codes: tuple[str, str], at: datetime) -> None:
    """Keep what was asked for, and the codes that went to the old address and to the new."""
    request.session[KEY] = {
        "name": change.name,
        "email": change.email,
        "codes": [_mark(code) for code in codes],
        "until": (at + LIFETIME).isoformat(),
        "tries": 0,
    }


def asked_for(request: HttpRequest, at: datetime) -> AddressChange | None:
    """Return what waits for its codes; None where nothing does, or it has waited too long or been tried too often."""
    kept = request.session.get(KEY)
    if kept is None or datetime.fromisoformat(kept["until"]) <= at or kept["tries"] >= MAX_TRIES:
        return None
    return AddressChange(kept["name"], kept["email"])


def are_right(request: HttpRequest, codes: tuple[str, str]) -> bool:
    """Whether these are the codes that were sent, in this order; each asking counts as one try."""
    kept = request.session[KEY]
    request.session[KEY] = kept | {"tries": kept["tries"] + 1}
    return constant_time_compare(" ".join(kept["codes"]), " ".join(map(_mark, codes)))


def forget(request: HttpRequest) -> None:
    """Nothing waits any more."""
    request.session.pop(KEY, None)


def _mark(code: str) -> str:
    return salted_hmac("accounts.address_codes", re.sub(r"[^A-Z0-9]", "", code.upper())).hexdigest()
