"""Who may send people digests of what has happened since they spoke."""

from programmes.rules import is_facilitator, is_lead, permit

permit(
    "digests.send_digests",
    is_lead | is_facilitator,
    "tell people what has happened since they spoke, once it is public",
)
