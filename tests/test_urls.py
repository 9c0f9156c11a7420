"""Names of addresses that point down the house: each is here with its reason, and none is here without need."""

import re
from pathlib import Path

from django.conf import settings

from tests.test_architecture import ROOMS

ROOT = Path(settings.BASE_DIR)
NAME = re.compile(r"""['"](\w+):([\w-]+)['"\s]""")
DESK = "the way back to the programme’s desk, which is the last room but one"
HOME = "the way back to a representative’s first page, which shows what every room so far asks of them"
PUBLIC = "a thing names its public page, and all public pages are drawn from the line, which knows every room"
HELD = "from any personal page to what is held of whoever reads it, which every room so far declares"
COVERAGE = "coverage counts what consultations add to who is represented and took part"
# Room → name of an address in a room below it → why.
DOWNWARDS = {
    "programmes": {
        "desk:programme-detail": DESK,
        "privacy:ask": "the privacy page leads to where one asks, and complains",
        "public:progress": PUBLIC,
    },
    "stakeholders": {
        "actions:home": HOME,
        "consultations:coverage-matrix": COVERAGE,
        "privacy:held-by-me": HELD,
        "digests:own-digests": "from what somebody told of themselves to whether they want to be written to",
    },
    "phases": {
        "consultations:coverage-matrix": COVERAGE,
        "consultations:next-meetings": "a representative's page of one meeting leads back to the list of all",
        "consultations:phase-close": "a phase is closed over gaps in coverage, and those are known there",
        "consultations:phase-reopen": "as closing",
        "privacy:held-by-place": HELD,
    },
    "consultations": {
        "actions:home": HOME,
        "findings:feedback-receipt": "what was sent is shown with what became of it",
        "findings:own-input": "as the receipt",
        "public:coverage": PUBLIC,
        "public:feedback-list": PUBLIC,
        "public:poster-detail": PUBLIC,
        "public:poster-list": PUBLIC,
    },
    "findings": {"actions:home": HOME, "public:conversation-list": PUBLIC},
    "actions": {
        "desk:programme-list": DESK,
        "public:area-detail": PUBLIC,
        "privacy:held-by-follow-up": HELD,
        "privacy:held-by-record": HELD,
        "public:factor-list": PUBLIC,
        "public:progress": PUBLIC,
    },
    "line": {"public:progress": "the stations of the thread lead to parts of the progress page"},
    "stocktakes": {
        "public:feedback-list": PUBLIC,
        "public:stocktake-csv": PUBLIC,
        "public:stocktake-detail": PUBLIC,
        "public:stocktake-json": PUBLIC,
        "public:stocktake-pdf": PUBLIC,
        "public:stocktake-picture": PUBLIC,
    },
    "digests": {"desk:programme-detail": DESK, "privacy:held-by-digest": HELD},
}


def pointing_down() -> dict[str, set[str]]:
    """Return the names of addresses below it that each room's code and templates hold; `kit` only explains by them."""
    found: dict[str, set[str]] = {}
    for room in ROOMS[1:]:
        below = set(ROOMS[ROOMS.index(room) + 1 :])
        sources = [*(ROOT / room).rglob("*.py"), *(ROOT / "templates" / room).rglob("*.*")]
        for source in sources:
            names = NAME.findall(source.read_text(encoding="utf-8"))
            if down := {f"{target}:{name}" for target, name in names if target in below}:
                found.setdefault(room, set()).update(down)
    return found


def test_every_name_that_points_down_is_here_with_its_reason_and_no_other() -> None:
    assert pointing_down() == {room: set(names) for room, names in DOWNWARDS.items()}


def test_a_name_that_points_down_is_seen() -> None:
    """The control: what the pattern must find, and what it must leave alone."""
    written = (
        "reverse('desk:programme-list'); {% url 'public:progress' slug %}; {% button_form 'actions:step-move' x %}"
    )
    assert NAME.findall(written) == [("desk", "programme-list"), ("public", "progress"), ("actions", "step-move")]
    assert NAME.findall('"nothing: at all"') == []
