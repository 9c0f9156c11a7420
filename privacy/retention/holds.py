"""What must not be deleted yet, whatever its time: a programme that is held."""

from datetime import date

from privacy.holds.models import Hold


def held_programmes(on: date) -> set[int]:
    """Return the programmes of which nothing is deleted on a day."""
    return set(Hold.objects.on(on).values_list("programme", flat=True))
