"""What each route answers each actor: the table that the access tests hold the site to."""

from collections.abc import Callable
from uuid import UUID

from outbox.models import Message
from phases.models import Reach
from stakeholders.models import Invitation
from tests.world import World

ACTORS = (
    "anonymous",
    "representative",
    "representative_elsewhere",
    "representative_ended",
    "lead",
    "viewer",
    "staff_elsewhere",
    "superuser",
)


def answers(*codes: int) -> dict[str, int]:
    """Name what each actor is answered, in the order of ACTORS."""
    return dict(zip(ACTORS, codes, strict=True))


PUBLIC = answers(200, 200, 200, 200, 200, 200, 200, 200)
HIDDEN = answers(404, 404, 404, 404, 404, 404, 404, 404)
# Not yours, and not there, answer alike.
REPRESENTATIVE = answers(302, 200, 404, 404, 404, 404, 404, 404)
# Each has one of their own.
REPRESENTATIVES = answers(302, 200, 200, 404, 404, 404, 404, 404)
# On the team but not yours to do is refused; off the team it is not there.
DESK_LOOK = answers(302, 404, 404, 404, 200, 200, 404, 200)
DESK_DO = answers(302, 404, 404, 404, 200, 403, 404, 200)
OWN_SHEET = answers(302, 404, 404, 404, 200, 403, 404, 404)
STAFF = answers(302, 404, 404, 404, 200, 200, 200, 200)

# Buttons of the desk answer only POST, and tell nobody by GET whether the thing is there.
# The world's posters have no picture.
DESK_NO_PICTURE = answers(302, 404, 404, 404, 404, 404, 404, 404)
DESK_PRESS = answers(302, 405, 405, 405, 405, 405, 405, 405)
# The site's messages belong to no programme: a hat is not enough. Their buttons answer only POST.
OPERATORS = answers(302, 404, 404, 404, 404, 404, 404, 200)
PRESSED = answers(405, 405, 405, 405, 405, 405, 405, 405)
# Sign-in pages send on whoever has signed in already.
SIGN_IN = answers(200, 302, 302, 302, 302, 302, 302, 302)
SENT_ON = answers(302, 302, 302, 302, 302, 302, 302, 302)
NO_SECOND_FACTOR = answers(302, 404, 404, 404, 404, 404, 404, 404)
SIGNED_IN = answers(302, 200, 200, 200, 200, 200, 200, 200)

Arguments = Callable[[World], list[object]]


def nothing(world: World) -> list[object]:
    return []


def slug(world: World) -> list[object]:
    return [world.programme.slug]


def first(world: World) -> list[object]:
    return [world.programme.slug, 1]


def second(world: World) -> list[object]:
    return [world.programme.slug, 2]


def consultation(world: World) -> list[object]:
    return [world.programme.slug, world.consultation.slug]


def message(world: World) -> list[object]:
    return [Message.objects.get(key="test").pk]


def spoken_for(world: World) -> list[object]:
    return [world.programme.slug, world.appointment.partnership_id]


def invited(world: World) -> list[object]:
    return [world.programme.slug, *invitation(world)]


def invitation(world: World) -> list[object]:
    return [Invitation.objects.get(partnership__programme=world.programme).pk]


def of(name: str) -> Arguments:
    """Return the programme's slug and the key of what the world calls `name`."""
    return lambda world: [world.programme.slug, getattr(world, name).pk]


def alone(name: str) -> Arguments:
    """Return the key of what the world calls `name`."""
    return lambda world: [getattr(world, name).pk]


def partnership(world: World) -> list[object]:
    return [world.programme.slug, world.appointment.partnership_id]


def one_of(rows: str) -> Arguments:
    """Return the programme's slug and the key of the first of its rows of one kind."""
    return lambda world: [world.programme.slug, getattr(world.programme, rows).earliest("pk").pk]


def reach(world: World) -> list[object]:
    return [world.programme.slug, Reach.objects.get(phase__programme=world.programme).pk]


def closed_phase(world: World) -> list[object]:
    return [world.programme.slug, 900]


def two_organisations(world: World) -> list[object]:
    two = (world.appointment, world.ended_appointment)
    return [world.programme.slug, *(each.partnership.organisation_id for each in two)]


def hand_in(world: World) -> list[object]:
    return [world.programme.slug, world.programme.posters.get(number=1).hand_in.pk]


def hand_in_nowhere(world: World) -> list[object]:
    return [world.programme.slug, UUID(int=0)]


def step(world: World) -> list[object]:
    return [world.programme.slug, world.area.steps.earliest("pk").pk]


MEETING_PAGES = ("people", "set-up", "check-in", "sheet", "badges")
ROUTES: dict[str, tuple[Arguments, dict[str, int]]] = {
    "healthz": (nothing, PUBLIC),
    "readyz": (nothing, PUBLIC),
    "stocktakes:programme-list": (nothing, PUBLIC),
    "programmes:robots": (nothing, PUBLIC),
    "programmes:favicon": (nothing, SENT_ON),
    "programmes:accessibility": (nothing, PUBLIC),
    "programmes:privacy": (nothing, PUBLIC),
    "programmes:cookies": (nothing, PUBLIC),
    "programmes:another-format": (nothing, PUBLIC),
    "programmes:brand-css": (slug, PUBLIC),
    "stocktakes:progress": (slug, PUBLIC),
    "stocktakes:poster-list": (slug, PUBLIC),
    "stocktakes:poster-detail": (first, PUBLIC),
    "stocktakes:poster-picture": (first, HIDDEN),
    "stocktakes:conversation-list": (slug, PUBLIC),
    "stocktakes:theme-detail": (first, PUBLIC),
    "stocktakes:finding-detail": (first, PUBLIC),
    "stocktakes:area-list": (slug, PUBLIC),
    "stocktakes:area-detail": (first, PUBLIC),
    "stocktakes:factor-list": (slug, PUBLIC),
    "stocktakes:feedback-list": (slug, PUBLIC),
    "stocktakes:stocktake-list": (slug, PUBLIC),
    "stocktakes:stocktake-detail": (first, PUBLIC),
    "stocktakes:stocktake-pdf": (first, PUBLIC),
    "stocktakes:stocktake-csv": (first, PUBLIC),
    "stocktakes:stocktake-json": (first, PUBLIC),
    "stocktakes:stocktake-picture": (lambda world: [world.programme.slug, 1, 1], HIDDEN),
    "programmes:team": (slug, DESK_LOOK),
    "programmes:hat-give": (slug, DESK_DO),
    "programmes:hat-end": (lambda world: [world.programme.slug, world.programme.team.earliest("pk").pk], DESK_DO),
    "programmes:who-may": (slug, DESK_LOOK),
    "programmes:log": (slug, DESK_DO),
    "stakeholders:contact-look": (lambda world: [world.programme.slug, world.appointment.partnership_id], DESK_PRESS),
    "stakeholders:contact-export": (slug, DESK_DO),
    "stocktakes:desk": (nothing, STAFF),
    "stocktakes:programme-desk": (slug, DESK_LOOK),
    "stocktakes:stocktake-desk-list": (slug, DESK_LOOK),
    "stocktakes:stocktake-issue": (slug, DESK_DO),
    "stocktakes:stocktake-making": (second, DESK_LOOK),
    "stocktakes:stocktake-retry": (second, DESK_PRESS),
    "outbox:mail-list": (nothing, answers(404, 404, 404, 404, 200, 200, 200, 200)),
    "outbox:mail-detail": (message, answers(404, 404, 404, 404, 200, 200, 200, 200)),
    "outbox:message-list": (nothing, OPERATORS),
    "outbox:message-detail": (message, OPERATORS),
    "outbox:message-cancel": (message, PRESSED),
    "outbox:message-release": (message, PRESSED),
    "outbox:message-retry": (message, PRESSED),
    "outbox:message-settle": (message, PRESSED),
    "outbox:mail-release": (nothing, PRESSED),
    "stakeholders:partnership-list": (slug, DESK_LOOK),
    "stakeholders:partnership-csv": (slug, DESK_LOOK),
    "stakeholders:partnership-create": (slug, DESK_DO),
    "stakeholders:partnership-edit": (partnership, DESK_DO),
    "stakeholders:partnership-contact": (partnership, DESK_DO),
    "stakeholders:partnership-end": (partnership, DESK_DO),
    "stakeholders:import-list": (slug, DESK_DO),
    "stakeholders:import-template": (slug, DESK_DO),
    # A sheet holds contact details: nobody but the one who chose it finds it.
    "stakeholders:import-columns": (of("sheet"), OWN_SHEET),
    "stakeholders:import-check": (of("sheet"), OWN_SHEET),
    "stakeholders:import-run": (of("sheet"), DESK_PRESS),
    "stakeholders:import-give-up": (of("sheet"), DESK_PRESS),
    "stakeholders:merge-list": (slug, DESK_DO),
    "stakeholders:merge-confirm": (two_organisations, DESK_DO),
    "stakeholders:partnership-detail": (
        lambda world: [world.programme.slug, world.appointment.partnership_id],
        DESK_LOOK,
    ),
    "stocktakes:coverage": (slug, PUBLIC),
    "stocktakes:coverage-csv": (slug, PUBLIC),
    "stocktakes:coverage-json": (slug, PUBLIC),
    "stakeholders:group-list": (slug, DESK_LOOK),
    "stakeholders:group-create": (slug, DESK_DO),
    "stakeholders:group-edit": (one_of("stakeholder_groups"), DESK_DO),
    "stakeholders:group-remove": (one_of("stakeholder_groups"), DESK_DO),
    "stakeholders:characteristics-add": (slug, DESK_PRESS),
    "stakeholders:thresholds-edit": (slug, DESK_DO),
    "stakeholders:missing-voice-list": (slug, DESK_LOOK),
    "stakeholders:missing-voice-create": (slug, DESK_DO),
    "stakeholders:missing-voice-edit": (one_of("missing_voices"), DESK_DO),
    "stakeholders:missing-voice-settle": (one_of("missing_voices"), DESK_DO),
    "stakeholders:missing-voice-reopen": (one_of("missing_voices"), DESK_PRESS),
    **{f"phases:meeting-{page}": (of("meeting"), PUBLIC) for page in ("detail", "register", "registered")},
    "phases:place-open": (lambda world: ["not-a-token"], HIDDEN),
    **{f"phases:place-{page}": (alone("attendance"), HIDDEN) for page in ("detail", "change", "give-up", "calendar")},
    "phases:meeting-list": (slug, DESK_LOOK),
    **{f"phases:meeting-{page}": (of("meeting"), DESK_DO) for page in MEETING_PAGES},
    "phases:attendance-create": (of("meeting"), DESK_DO),
    **{f"phases:attendance-{deed}": (of("attendance"), DESK_DO) for deed in ("needs", "check-in")},
    "phases:attendance-give-up": (of("attendance"), DESK_PRESS),
    "phases:attendance-undo": (of("attendance"), DESK_PRESS),
    "phases:phase-list": (slug, DESK_LOOK),
    "phases:reach-list": (slug, DESK_LOOK),
    "phases:reach-create": (slug, DESK_DO),
    "phases:reach-remove": (reach, DESK_DO),
    "consultations:coverage-matrix": (slug, DESK_LOOK),
    "consultations:coverage-cell": (
        lambda world: [*one_of("stakeholder_groups")(world), "represented"],
        DESK_LOOK,
    ),
    "consultations:phase-close": (closed_phase, DESK_DO),
    "consultations:phase-reopen": (closed_phase, DESK_DO),
    "consultations:poster-hand-in": (slug, PUBLIC),
    "consultations:conversation-tell": (slug, PUBLIC),
    "consultations:poster-template": (lambda world: [world.programme.slug, "a4"], PUBLIC),
    # The key is known to the telephone that sent it alone.
    "consultations:poster-thanks": (hand_in_nowhere, HIDDEN),
    "consultations:conversation-thanks": (hand_in_nowhere, HIDDEN),
    "consultations:conversation-review-list": (slug, DESK_LOOK),
    "consultations:conversation-create": (slug, DESK_DO),
    "consultations:conversation-review": (one_of("conversations"), DESK_LOOK),
    "consultations:conversation-publish": (one_of("conversations"), DESK_PRESS),
    "consultations:giver-look": (hand_in, DESK_PRESS),
    "consultations:giver-forget": (hand_in, DESK_PRESS),
    "consultations:poster-call-edit": (slug, DESK_DO),
    "consultations:poster-review-list": (slug, DESK_LOOK),
    "consultations:poster-captions": (lambda world: [world.programme.slug, "a4"], DESK_LOOK),
    "consultations:poster-photograph": (slug, DESK_DO),
    "consultations:poster-review": (one_of("posters"), DESK_LOOK),
    "consultations:poster-review-picture": (one_of("posters"), DESK_NO_PICTURE),
    "consultations:poster-exchange": (one_of("posters"), DESK_DO),
    "consultations:poster-consent": (one_of("posters"), DESK_DO),
    "consultations:poster-withdraw": (one_of("posters"), DESK_DO),
    "consultations:poster-publish": (one_of("posters"), DESK_PRESS),
    "consultations:poster-take-down": (one_of("posters"), DESK_PRESS),
    "consultations:said": (nothing, REPRESENTATIVES),
    "consultations:next-meetings": (nothing, REPRESENTATIVES),
    "consultations:conversation-log": (lambda world: [world.appointment.partnership_id], REPRESENTATIVE),
    "stakeholders:about-me": (nothing, REPRESENTATIVES),
    "stakeholders:own-organisation": (lambda world: [world.appointment.partnership_id], REPRESENTATIVE),
    "stakeholders:people": (slug, REPRESENTATIVE),
    "stakeholders:step-down": (alone("appointment"), REPRESENTATIVE),
    # The world's representative has sent theirs: they are shown the receipt.
    "consultations:feedback-give": (consultation, answers(302, 302, 404, 404, 404, 404, 404, 404)),
    "consultations:feedback-check": (consultation, answers(302, 302, 404, 404, 404, 404, 404, 404)),
    "consultations:feedback-receipt": (alone("received"), REPRESENTATIVE),
    "consultations:feedback-review-list": (slug, DESK_LOOK),
    "consultations:feedback-review": (of("received"), DESK_LOOK),
    "stakeholders:partnership-invite": (spoken_for, DESK_DO),
    "stakeholders:partnership-appoint": (spoken_for, DESK_DO),
    "stakeholders:appointment-end": (of("appointment"), DESK_DO),
    "stakeholders:appointment-sign-in": (of("appointment"), DESK_DO),
    "stakeholders:invitation-list": (slug, DESK_LOOK),
    "stakeholders:invitation-resend": (invited, DESK_PRESS),
    "stakeholders:invitation-withdraw": (invited, DESK_PRESS),
    "stakeholders:invitation-readdress": (invited, DESK_DO),
    "stakeholders:invitation-declined": (invited, DESK_DO),
    "stakeholders:invitation-open": (lambda world: ["not-a-token"], HIDDEN),
    "stakeholders:invitation-read": (invitation, HIDDEN),
    "stakeholders:invitation-choose": (invitation, HIDDEN),
    "stakeholders:invitation-pass-on": (invitation, HIDDEN),
    "stakeholders:invitation-decline": (invitation, HIDDEN),
    "stakeholders:invitation-name": (invitation, HIDDEN),
    "stakeholders:invitation-declare": (invitation, HIDDEN),
    "stakeholders:invitation-contact": (invitation, HIDDEN),
    "stakeholders:invitation-needs": (invitation, HIDDEN),
    "stakeholders:invitation-sharing": (invitation, HIDDEN),
    "stakeholders:invitation-check": (invitation, HIDDEN),
    "stakeholders:invitation-done": (invitation, HIDDEN),
    "actions:home": (nothing, answers(302, 200, 200, 200, 302, 302, 302, 302)),
    "actions:follow-up-open": (lambda world: ["not-a-token"], HIDDEN),
    "actions:follow-up-answer": (alone("follow_up"), HIDDEN),
    "actions:follow-up-move-on": (alone("follow_up"), HIDDEN),
    "actions:follow-up-not-me": (alone("follow_up"), HIDDEN),
    "actions:follow-up-thanks": (alone("follow_up"), HIDDEN),
    "actions:round-list": (slug, DESK_LOOK),
    "actions:round-create": (slug, DESK_DO),
    "actions:round-detail": (second, DESK_LOOK),
    "actions:round-edit": (lambda world: [world.programme.slug, world.planned_round.number], DESK_DO),
    "actions:round-open": (lambda world: [world.programme.slug, world.planned_round.number], DESK_DO),
    "actions:round-extend": (second, DESK_DO),
    "actions:round-close": (second, DESK_DO),
    "actions:follow-up-record": (of("follow_up"), DESK_DO),
    "actions:follow-up-moved-on": (of("follow_up"), DESK_DO),
    "actions:follow-up-not-theirs": (of("follow_up"), DESK_PRESS),
    "actions:follow-up-not-reached": (of("follow_up"), DESK_PRESS),
    "actions:follow-up-new-link": (of("follow_up"), DESK_PRESS),
    "actions:follow-up-revoke-link": (of("follow_up"), DESK_PRESS),
    "actions:proposer-hand-on": (
        lambda world: [world.programme.slug, world.follow_up.proposer_id],
        DESK_DO,
    ),
    "actions:factor-list": (slug, DESK_DO),
    "actions:factor-detail": (of("factor"), DESK_DO),
    "actions:factor-merge": (of("factor"), DESK_PRESS),
    "actions:factor-separate": (of("factor"), DESK_PRESS),
    "actions:update-review-list": (slug, DESK_DO),
    "actions:update-review": (of("waiting_update"), DESK_DO),
    "actions:area-list": (slug, DESK_LOOK),
    "actions:area-create": (slug, DESK_DO),
    "actions:area-detail": (first, DESK_LOOK),
    "actions:area-edit": (first, DESK_DO),
    "actions:area-publish": (first, DESK_PRESS),
    "actions:area-withdraw": (first, DESK_PRESS),
    "actions:step-create": (first, DESK_DO),
    "actions:step-edit": (step, DESK_DO),
    "actions:step-move": (step, DESK_PRESS),
    "actions:sheet-join": (lambda world: [world.area.sheet.code], PUBLIC),
    # The key is known to the telephone that sent it alone.
    "actions:sheet-thanks": (lambda world: [world.area.sheet.code, UUID(int=0)], HIDDEN),
    "actions:sheet-list": (slug, DESK_DO),
    "actions:sheet-open": (slug, DESK_PRESS),
    "actions:sheet-switch": (one_of("sheets"), DESK_PRESS),
    "actions:commitment-list": (slug, DESK_LOOK),
    "actions:commitment-create": (slug, DESK_DO),
    "actions:commitment-publish": (one_of("commitments"), DESK_PRESS),
    "account_login": (nothing, SIGN_IN),
    "account_request_login_code": (nothing, SIGN_IN),
    "account_confirm_login_code": (nothing, SENT_ON),
    "account_logout": (nothing, SIGNED_IN),
    "account_inactive": (nothing, PUBLIC),
    "account_signup": (nothing, SIGN_IN),
    "account_reauthenticate": (nothing, SIGNED_IN),
    "mfa_index": (nothing, SIGNED_IN),
    "mfa_authenticate": (nothing, SENT_ON),
    "mfa_reauthenticate": (nothing, SENT_ON),
    "mfa_activate_totp": (nothing, SENT_ON),
    "mfa_deactivate_totp": (nothing, NO_SECOND_FACTOR),
    "mfa_list_webauthn": (nothing, SIGNED_IN),
    "mfa_add_webauthn": (nothing, SENT_ON),
    "mfa_reauthenticate_webauthn": (nothing, SENT_ON),
    "mfa_edit_webauthn": (lambda world: [1], SENT_ON),
    "mfa_remove_webauthn": (lambda world: [1], SENT_ON),
    "mfa_view_recovery_codes": (nothing, SENT_ON),
}

RUN_MEETING = {f"phases:meeting-{page}" for page in MEETING_PAGES}
RUN_MEETING |= {f"phases:attendance-{deed}" for deed in ("create", "needs", "check-in")}

# Where a hat is answered like the lead; everywhere else it is answered like the viewer.
AS_LEAD: dict[str, set[str]] = {
    "broker": {
        *(f"stakeholders:partnership-{deed}" for deed in ("create", "edit", "contact", "end", "invite", "appoint")),
        *(f"stakeholders:import-{page}" for page in ("list", "template")),
        *(f"stakeholders:merge-{page}" for page in ("list", "confirm")),
        *(f"stakeholders:group-{deed}" for deed in ("create", "edit", "remove")),
        *(f"stakeholders:missing-voice-{deed}" for deed in ("create", "edit", "settle")),
        *(f"stakeholders:appointment-{deed}" for deed in ("end", "sign-in")),
        *(f"stakeholders:invitation-{deed}" for deed in ("readdress", "declined")),
        "stakeholders:contact-export",
        "stakeholders:thresholds-edit",
        "phases:reach-create",
        *RUN_MEETING,
    },
    "facilitator": {
        *(f"actions:round-{deed}" for deed in ("create", "edit", "open", "extend", "close")),
        "actions:follow-up-record",
        "actions:follow-up-moved-on",
        "actions:proposer-hand-on",
        *(f"actions:{page}" for page in ("area-create", "area-edit", "step-create", "step-edit")),
        *(f"actions:{page}" for page in ("sheet-list", "commitment-create")),
        *(f"consultations:poster-{deed}" for deed in ("call-edit", "photograph", "exchange", "consent", "withdraw")),
        "consultations:conversation-create",
        "phases:reach-create",
        *RUN_MEETING,
    },
    "analyst": {
        "actions:factor-list",
        "actions:factor-detail",
        "actions:update-review-list",
        "actions:update-review",
    },
}
# What a colleague began, and nobody else sees: not there, for hats that could have begun it.
NOT_THEIRS: dict[str, set[str]] = {
    "broker": {"stakeholders:import-columns", "stakeholders:import-check", "phases:reach-remove"},
    "facilitator": {"phases:reach-remove"},
}
