"""How people stand to a meeting."""

from django.db import models


class Presence(models.TextChoices):
    """How somebody stands to a meeting."""

    REGISTERED = "registered", "Registered"
    WAITING = "waiting", "Waits for a place"
    ATTENDED = "attended", "Attended"
    WALK_IN = "walk_in", "Walked in"
    APOLOGIES = "apologies", "Sent apologies"


PRESENT = (Presence.ATTENDED, Presence.WALK_IN)
PLACED = (Presence.REGISTERED, *PRESENT)
