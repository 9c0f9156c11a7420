"""What the routes of `privacy/` answer each actor: a part of the table in `routes.py`."""

from tests.access.answers import DESK_LOOK, Arguments, slug

PRIVACY: dict[str, tuple[Arguments, dict[str, int]]] = {
    "privacy:processing-record": (slug, DESK_LOOK),
    "privacy:processing-record-csv": (slug, DESK_LOOK),
}
