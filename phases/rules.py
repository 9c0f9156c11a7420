"""Who may close a phase, and who may say how many people were reached."""

import rules

from programmes.rules import is_broker, is_facilitator, is_lead

rules.add_perm("phases.enter_reach", is_lead | is_facilitator | is_broker)
# Anybody's entry; one's own may be taken back by whoever may enter.
rules.add_perm("phases.correct_reach", is_lead)
rules.add_perm("phases.close_phase", is_lead)
