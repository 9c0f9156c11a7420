"""What must not be deleted yet, whatever its time: of a programme that is held, everything or some kinds."""

from collections.abc import Mapping
from datetime import date

from kit.data_map import Heading
from privacy.holds.models import Hold


def held_kinds(on: date) -> Mapping[int, frozenset[Heading]]:
    """Return of which programmes something is not deleted on a day, and which kinds."""
    found: dict[int, frozenset[Heading]] = {}
    for hold in Hold.objects.on(on):
        found[hold.programme_id] = found.get(hold.programme_id, frozenset()) | hold.headings
    return found
