"""The retention schedule within the privacy page, which a room above this one draws."""

from typing import Any

from django import template

from privacy.retention.schedule import schedule
from programmes.models import Programme

register = template.Library()


@register.inclusion_tag("privacy/_schedule.html")
def retention_schedule(programme: Programme | None) -> dict[str, Any]:
    """Draw what goes by the clock and when, with the times of a programme, and what stays until a person acts."""
    by_clock, by_people = schedule(programme or None)
    return {"by_clock": by_clock, "by_people": by_people, "programme": programme}
