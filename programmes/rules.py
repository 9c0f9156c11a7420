"""Who may do what on a programme: facts, composed into permissions."""

import rules
from django.utils import timezone

from accounts.models import User
from programmes.models import Hat, Programme, TeamMember


def wears(*hats: Hat) -> rules.Predicate:
    """Return the fact that a member of staff wears one of `hats` on the programme today."""

    @rules.predicate(name=f"wears:{'/'.join(hats)}")
    def wears_one(user: User, programme: Programme | None) -> bool:
        if programme is None or not user.is_active or not user.is_staff:
            return False
        worn = TeamMember.objects.current(timezone.localdate()).filter(programme=programme, user=user)
        return worn.filter(hat__in=hats).exists()

    return wears_one


is_lead = wears(Hat.LEAD)
is_broker = wears(Hat.BROKER)
is_facilitator = wears(Hat.FACILITATOR)
is_analyst = wears(Hat.ANALYST)
is_on_team = wears(*Hat)

rules.add_perm("programmes.view_desk", is_on_team)
rules.add_perm("programmes.publish_programme", is_lead)
