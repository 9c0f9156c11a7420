"""Seconds for time limits: by a clock that nobody sets, and that goes on while the machine sleeps.

`time.monotonic` stands still then on Linux: a message that was in hand before the sleep would have all its time left.
"""

import time


def seconds() -> float:
    """Return seconds since a moment that stays the same as long as this machine runs or sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)
