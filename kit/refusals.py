"""What a person is told when something cannot be done. Views and the admin catch `Refused` and nothing else.

A `ValueError` from below is a bug, and ends as a page that says so and a traceback in the log.
"""

from __future__ import annotations

from typing import Any

# What is said of a form that was sent before with other words; the page has drawn it anew.
SENT_DIFFERENTLY = "This form was sent already, with other words, and we have it. Press again if this is another one."


class Refused(Exception):
    """Something cannot be done: the message says why, in a sentence for whoever asked.

    `field` names the one field of a form that has to be put right, where there is one.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return self.message


class InvalidTransition(Refused):
    """The thing was not in a state that allows this: somebody else moved it first, or it was never possible."""


class StaleEdit(Refused):
    """Somebody else changed it since this page was opened; `current` is how it stands now."""

    def __init__(self, message: str, current: Any, field: str | None = None) -> None:
        super().__init__(message, field)
        self.current = current


class SubmittedDifferently(Refused):
    """This form was sent before, with other words: what was taken in then stands."""

    def __init__(self, message: str = SENT_DIFFERENTLY, field: str | None = None) -> None:
        super().__init__(message, field)
