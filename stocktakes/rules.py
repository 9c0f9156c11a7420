"""Who may give account: the lead, whose name stands under it."""

from programmes.rules import is_lead, is_on_team, permit

permit("stocktakes.view_making", is_on_team, "see stocktakes that are being made")
permit("stocktakes.issue_stocktake", is_lead, "issue stocktakes")
