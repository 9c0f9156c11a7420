"""What opens by a meeting's time, and what does not any more where it was moved into a quiet period."""

from phases.models import Meeting

# Each window, with the columns that say from when to when.
WINDOWS = {
    "evaluation": ["evaluation_closes_at"],
    "registration": ["registration_opens_at", "registration_closes_at"],
}
CALLED = {"evaluation": "Asking how it was", "registration": "Registration"}


def what_waits(meeting: Meeting, *, stood: Meeting) -> str:
    """Say what does not open any more since the meeting was moved from where it `stood`; nothing where all does."""
    held = [
        CALLED[window]
        for window, [field, *_] in WINDOWS.items()
        if getattr(stood, field) is not None and getattr(meeting, field) is None
    ]
    if not held:
        return ""
    called, does = " and ".join([held[0], *map(str.lower, held[1:])]), "does" if len(held) == 1 else "do"
    return (
        f"{called} would open in a quiet period, and {does} not until somebody gives new days. "
        "If that cannot wait, a lead writes why (Quiet periods, at the desk)."
    )
