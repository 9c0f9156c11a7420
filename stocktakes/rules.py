"""Who may give account: the lead, whose name stands under it."""

import rules

from programmes.rules import is_lead, is_on_team

rules.add_perm("stocktakes.view_making", is_on_team)
rules.add_perm("stocktakes.issue_stocktake", is_lead)
