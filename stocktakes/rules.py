"""Who may give account: the lead, whose name stands under it; and who tells people what has happened."""

from programmes.rules import is_facilitator, is_lead, is_on_team, permit

permit("stocktakes.view_making", is_on_team, "see stocktakes that are being made")
permit("stocktakes.issue_stocktake", is_lead, "issue stocktakes")
permit(
    "stocktakes.tell_people",
    is_lead | is_facilitator,
    "tell people what has happened since they spoke, once it is public",
)
