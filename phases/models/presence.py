"""How people stand to a meeting."""

from django.db import models


class Presence(models.TextChoices):
    """How somebody stands to a meeting."""

    REGISTERED = "registered", "Registered"
    WAITING = "waiting", "Waits for a place"
    ATTENDED = "attended", "Attended"
    WALK_IN = "walk_in", "Walked in"
    APOLOGIES = "apologies", "Sent apologies"


CAME = (Presence.ATTENDED, Presence.WALK_IN)
HAS_A_PLACE = (Presence.REGISTERED, *CAME)
