"""Who presses where nobody has signed in: whoever a personal link was sent to, anybody at all, or the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

CLOCK, ANYBODY = "clock", "anybody"
_PRESSED: ContextVar[str] = ContextVar("pressed", default=CLOCK)


def pressed_by() -> str:
    """Return who presses now: `CLOCK`, `ANYBODY`, or the row whose personal link was used, as "room.model:key"."""
    return _PRESSED.get()


@contextmanager
def pressing(who: models.Model | str) -> Iterator[None]:
    """Let what is done meanwhile be the doing of `who`: the row whose personal link was used, or `ANYBODY`."""
    name = who if isinstance(who, str) else f"{who._meta.label_lower}:{who.pk}"
    token = _PRESSED.set(name)
    try:
        yield
    finally:
        _PRESSED.reset(token)
