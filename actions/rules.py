"""Who may run follow-up rounds, and who decides what of the answers becomes public."""

import rules

from programmes.rules import is_analyst, is_facilitator, is_lead, is_on_team

rules.add_perm("actions.view_rounds", is_on_team)
rules.add_perm("actions.run_rounds", is_lead | is_facilitator)
rules.add_perm("actions.review_update", is_lead | is_analyst)
rules.add_perm("actions.publish_area", is_lead)
