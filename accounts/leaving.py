"""What stands in the way when somebody's account is closed, as rooms say it that this one does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from accounts.models import User

CHECKS: list[Callable[[User, datetime], Iterator[str]]] = []


def before_leaving(check: Callable[[User, datetime], Iterator[str]]) -> Callable[[User, datetime], Iterator[str]]:
    """Have `check` asked before an account is closed: it yields a sentence for each thing to be done first."""
    CHECKS.append(check)
    return check


def to_be_done_before_leaving(user: User, at: datetime) -> list[str]:
    """Return in sentences what is to be done before somebody is staff no more, or signs in no more."""
    return [sentence for check in CHECKS for sentence in check(user, at)]
