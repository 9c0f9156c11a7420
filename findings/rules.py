"""Who may tie what was said to themes, make public what was heard, and write down what was decided."""

from programmes.rules import is_analyst, is_lead, permit

permit("findings.code_excerpt", is_lead | is_analyst, "tie what was said to themes")
permit("findings.publish_theme", is_lead, "publish themes, and withdraw them")
permit("findings.publish_finding", is_lead, "publish priorities and gaps, and withdraw them")
permit("findings.decide_finding", is_lead, "write down what was decided on priorities and gaps")
