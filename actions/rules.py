"""Who may run follow-up rounds, and who decides what of the answers becomes public."""

from programmes.rules import is_analyst, is_at_work, is_facilitator, is_lead, permit

permit("actions.view_rounds", is_at_work, "see follow-up rounds, and how far they have come")
permit("actions.run_rounds", is_lead | is_facilitator, "run follow-up rounds: ask people, and write their answers down")
permit("actions.review_update", is_lead | is_analyst, "review answers to follow-ups, and publish them")
permit("actions.publish_area", is_lead, "publish action areas and commitments, and withdraw them")
permit("actions.view_areas", is_at_work, "see action areas, their plans, and who said what they will do")
permit(
    "actions.send_records",
    is_lead | is_facilitator,
    "send people the record of what they said they would do, and take in what they put right",
)
permit(
    "actions.keep_areas",
    is_lead | is_facilitator,
    "capture action areas, keep their plans and sheets, and write down what people will do",
)
