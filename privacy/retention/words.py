"""What goes by the clock, in words."""

from __future__ import annotations

from privacy.retention.due import Rule


def what_goes(rule: Rule) -> str:
    """Say what goes by a rule: “name and contact details: deal with the people of the programme”."""
    kinds = ", ".join(rule.kinds)
    return f"{kinds}: {rule.activity.purpose.what_for}"
