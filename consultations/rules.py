"""Who may review what was said, and make public what was heard."""

from programmes.rules import is_analyst, is_facilitator, is_lead, permit

permit("consultations.review_feedback", is_lead | is_analyst, "review feedback: publish it, or keep it unpublished")
permit("consultations.code_excerpt", is_lead | is_analyst, "tie what was said to themes")
permit(
    "consultations.keep_wall",
    is_lead | is_facilitator,
    "keep the poster wall: when posters may come, add, transcribe and number them, write down conversations",
)
permit("consultations.publish_poster", is_lead, "publish posters, and take them down")
permit("consultations.withdraw_poster", is_lead | is_facilitator, "withdraw posters at their group’s word")
permit("consultations.publish_conversation", is_lead, "publish conversations, and withdraw them")
permit("consultations.publish_theme", is_lead, "publish themes, and withdraw them")
permit("consultations.publish_finding", is_lead, "publish priorities and gaps, and withdraw them")
permit("consultations.decide_finding", is_lead, "write down what was decided on priorities and gaps")
permit("consultations.set_window", is_lead, "open, extend and close consultations")
