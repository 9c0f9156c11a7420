"""The part of the table of routes that is about requests and holds, and what the officer sees of the rest."""

from tests.access.answers import (
    DESK_DO,
    DESK_LOOK,
    DESK_PRESS,
    HIDDEN,
    PUBLIC,
    REPRESENTATIVE,
    STAFF,
    Arguments,
    after,
    alone,
    asked,
    asked_erasure,
    asked_letter,
    bundle,
    first_of,
    found_row,
    hand_in_nowhere,
    needs_kept,
    nothing,
    of,
    one_of,
    own_record,
    slug,
)

ACCESS = ("look", "found", "bundle", "bundle-read", "bundle-pdf")
STEPS = ("acknowledge", "progress", "stop", "start", "extend", "identity", "person", "answer")
PAGES = ("detail", "change", *STEPS)
PRIVACY: dict[str, tuple[Arguments, dict[str, int]]] = {
    "privacy:processing-record": (slug, DESK_LOOK),
    "privacy:processing-record-csv": (slug, DESK_LOOK),
    "privacy:officer-pack": (slug, DESK_LOOK),
    **{f"privacy:retention-{page}": (slug, DESK_DO) for page in ("due", "done", "period-list")},
    "privacy:retention-period-set": (needs_kept, DESK_DO),
    "privacy:retention-period-end": (needs_kept, DESK_PRESS),
    "privacy:ask": (slug, PUBLIC),
    # The key is known to the browser that sent it alone.
    "privacy:asked": (hand_in_nowhere, HIDDEN),
    "privacy:request-all": (nothing, STAFF),
    **{f"privacy:request-{page}": (slug, DESK_DO) for page in ("list", "create")},
    **{f"privacy:request-{page}": (asked, DESK_DO) for page in PAGES},
    **{f"privacy:request-{page}": (asked, DESK_DO) for page in ACCESS},
    "privacy:request-decide": (found_row, DESK_DO),
    "privacy:request-decide-all": (lambda world: [*asked(world), "WHO"], DESK_DO),
    "privacy:held-by-digest": (lambda world: [world.reader.pk], HIDDEN),
    "privacy:held-by-follow-up": (alone("follow_up"), HIDDEN),
    "privacy:held-by-place": (alone("attendance"), HIDDEN),
    "privacy:held-by-record": (own_record, HIDDEN),
    "privacy:held-by-me": (slug, REPRESENTATIVE),
    "privacy:request-bundle-revoke": (asked, DESK_PRESS),
    "privacy:bundle-open": (lambda world: ["no-such-link"], HIDDEN),
    "privacy:bundle-detail": (bundle, HIDDEN),
    "privacy:bundle-archive": (bundle, HIDDEN),
    "privacy:request-letter": (asked_letter, DESK_DO),
    "privacy:erasure-detail": (asked_erasure, DESK_DO),
    **{f"privacy:erasure-{deed}": (asked_erasure, DESK_PRESS) for deed in ("propose", "give-up", "confirm")},
    **{f"privacy:hold-{page}": (slug, DESK_DO) for page in ("list", "set")},
    "privacy:hold-change": (one_of("holds"), DESK_DO),
    "privacy:hold-release": (one_of("holds"), DESK_PRESS),
    **{f"privacy:equality-{page}": (after("meetings"), PUBLIC) for page in ("answer", "thanks")},
    "privacy:equality-list": (slug, DESK_LOOK),
    "privacy:equality-plan": (after("hand-ins"), DESK_DO),
    **{f"privacy:equality-{page}": (of("questionnaire"), DESK_LOOK) for page in ("detail", "sheet")},
    **{f"privacy:equality-{page}": (of("questionnaire"), DESK_PRESS) for page in ("open", "close", "draw")},
    **{f"privacy:equality-{page}": (first_of("questionnaire"), DESK_DO) for page in ("paper", "population")},
    **{f"privacy:equality-{page}": (first_of("questionnaire"), DESK_PRESS) for page in ("publish", "withdraw")},
    **{f"privacy:equality-{page}": (slug, PUBLIC) for page in ("figures", "csv")},
}
LOOKED_AT = (*ACCESS, "decide", "decide-all")
PRIVATE_LOOKS = {f"privacy:request-{page}" for page in ("detail", "change", "person", "letter", *LOOKED_AT)} | {
    "privacy:erasure-detail"
}
# The officer answers requests like the lead, and sees of the rest that it is there, and who is on the team.
OFFICERS = {f"privacy:request-{page}" for page in ("list", "create", "letter", *PAGES, *LOOKED_AT)}
OFFICERS |= {"privacy:erasure-detail", "privacy:hold-list", "privacy:hold-set", "privacy:hold-change"}
OFFICERS_LOOK = {"desk:programme-detail", "programmes:team", "programmes:permission-matrix"}
OFFICERS_LOOK |= {"programmes:quiet-period-list", "privacy:processing-record", "privacy:processing-record-csv"}
OFFICERS_LOOK |= {"privacy:officer-pack"}
