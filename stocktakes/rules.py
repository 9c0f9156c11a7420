"""Who may give account: the lead, whose name stands under it."""

from programmes.rules import is_at_work, is_lead, permit

permit("stocktakes.view_making", is_at_work, "see stocktakes that are being made")
permit("stocktakes.issue_stocktake", is_lead, "issue stocktakes")
