"""Who may say who speaks for whom."""

import rules

from programmes.rules import is_broker, is_lead

rules.add_perm("stakeholders.appoint_representative", is_lead | is_broker)
rules.add_perm("stakeholders.change_coverage", is_lead | is_broker)
