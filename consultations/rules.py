"""Who may review what was said, and make it public."""

from programmes.rules import is_analyst, is_facilitator, is_lead, permit

permit("consultations.review_feedback", is_lead | is_analyst, "review feedback: publish it, or keep it unpublished")
permit(
    "consultations.manage_hand_ins",
    is_lead | is_facilitator,
    "keep the poster wall: when posters may come, add, transcribe and number them, write down conversations",
)
permit(
    "consultations.enter_answers",
    is_lead | is_facilitator | is_analyst,
    "enter answers that came from paper, in a letter, by telephone or at a meeting",
)
permit("consultations.publish_poster", is_lead, "publish posters, and take them down")
permit("consultations.withdraw_poster", is_lead | is_facilitator, "withdraw posters at their group’s word")
permit("consultations.publish_conversation", is_lead, "publish conversations, and withdraw them")
permit("consultations.set_window", is_lead, "open, extend and close consultations")
permit(
    "consultations.set_up",
    is_lead | is_facilitator,
    "set consultations up: what they say of themselves, and their questions",
)
