"""The part of the table of routes that is about what people are asked, and what they say and hand in."""

from uuid import UUID

from tests.access.answers import (
    DESK_DO,
    DESK_LOOK,
    DESK_NO_PICTURE,
    DESK_PRESS,
    HIDDEN,
    PUBLIC,
    REPRESENTATIVE,
    REPRESENTATIVES,
    Arguments,
    answers,
    closed_phase,
    consultation,
    hand_in,
    hand_in_nowhere,
    nothing,
    of,
    one_of,
    planned_consultation,
    planned_question,
    slug,
)

# Forms of what is set up: whoever may facilitate has them as the lead does.
SET_UP = tuple(
    f"consultations:{page}" for page in ("consultation-create", "consultation-edit", "question-create", "question-edit")
)
CONSULTATIONS: dict[str, tuple[Arguments, dict[str, int]]] = {
    "consultations:consultation-list": (slug, DESK_LOOK),
    "consultations:consultation-create": (slug, DESK_DO),
    "consultations:consultation-detail": (planned_consultation, DESK_LOOK),
    "consultations:consultation-preview": (planned_consultation, DESK_LOOK),
    **{
        f"consultations:consultation-{page}": (planned_consultation, DESK_DO)
        for page in ("edit", "open", "extend", "close")
    },
    "consultations:question-create": (planned_consultation, DESK_DO),
    "consultations:question-edit": (planned_question, DESK_DO),
    **{f"consultations:question-{deed}": (planned_question, DESK_PRESS) for deed in ("move", "remove")},
    "consultations:coverage-matrix": (slug, DESK_LOOK),
    "consultations:coverage-cell": (
        lambda world: [*one_of("stakeholder_groups")(world), "represented"],
        DESK_LOOK,
    ),
    "consultations:phase-close": (closed_phase, DESK_DO),
    "consultations:phase-reopen": (closed_phase, DESK_DO),
    "consultations:consultation-answer": (lambda world: [world.programme.slug, "all"], PUBLIC),
    "consultations:consultation-answered": (lambda world: [world.programme.slug, "all", UUID(int=0)], HIDDEN),
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
    "consultations:hand-in-contact-look": (hand_in, DESK_PRESS),
    "consultations:hand-in-contact-forget": (hand_in, DESK_PRESS),
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
    "consultations:next-meetings": (nothing, REPRESENTATIVES),
    "consultations:conversation-log": (lambda world: [world.appointment.partnership_id], REPRESENTATIVE),
    # The world's representative has sent theirs: they are shown the receipt.
    "consultations:feedback-edit": (consultation, answers(302, 302, 404, 404, 404, 404, 404, 404)),
    "consultations:feedback-check": (consultation, answers(302, 302, 404, 404, 404, 404, 404, 404)),
    "consultations:feedback-review-list": (slug, DESK_LOOK),
    "consultations:feedback-review": (of("received"), DESK_LOOK),
}
