"""Hats that the admin pages of several rooms ask for."""

from programmes.models import Hat

FACILITATORS = frozenset({Hat.LEAD, Hat.FACILITATOR})
ANALYSTS = frozenset({Hat.LEAD, Hat.ANALYST})
