"""Who may say who speaks for whom, and who may see how to reach them."""

from accounts.models import User
from programmes.rules import is_at_work, is_broker, is_facilitator, is_lead, permit
from stakeholders.merging import programmes_of
from stakeholders.models import Organisation

permit("stakeholders.view_partnership", is_at_work, "see organisations, whom they represent, and who speaks for them")
permit("stakeholders.change_partnership", is_lead | is_broker, "add organisations, put them right, end their part")
permit("stakeholders.appoint_representative", is_lead | is_broker, "invite organisations, appoint and replace people")
permit("stakeholders.change_coverage", is_lead | is_broker, "say which groups count, and who is missing")
permit(
    "stakeholders.look_at_contacts",
    is_lead | is_broker | is_facilitator,
    "look at how people are reached and what they need; each look is logged",
)
permit(
    "stakeholders.export_contacts", is_lead | is_broker, "take contact details away as a spreadsheet, which is logged"
)


def may_merge(user: User, first: Organisation, second: Organisation) -> bool:
    """Whether somebody looks after every programme in which one of two organisations has a part."""
    return all(user.has_perm("stakeholders.change_partnership", each) for each in programmes_of(first, second))
