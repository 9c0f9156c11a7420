"""Who may review what was said, and make public what was heard."""

import rules

from programmes.rules import is_analyst, is_lead

rules.add_perm("consultations.review_feedback", is_lead | is_analyst)
rules.add_perm("consultations.code_excerpt", is_lead | is_analyst)
rules.add_perm("consultations.publish_poster", is_lead)
rules.add_perm("consultations.publish_conversation", is_lead)
rules.add_perm("consultations.publish_theme", is_lead)
rules.add_perm("consultations.publish_finding", is_lead)
rules.add_perm("consultations.decide_finding", is_lead)
rules.add_perm("consultations.set_window", is_lead)
