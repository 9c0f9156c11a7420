"""Who may say who speaks for whom."""

import rules

from programmes.rules import is_broker, is_lead, is_on_team

rules.add_perm("stakeholders.appoint_representative", is_lead | is_broker)
rules.add_perm("stakeholders.change_coverage", is_lead | is_broker)
rules.add_perm("stakeholders.view_partnership", is_on_team)
rules.add_perm("stakeholders.change_partnership", is_lead | is_broker)
