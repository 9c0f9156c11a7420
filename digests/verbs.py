"""What is done about telling people what has happened, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did about digests, or whoever reads them."""

    DIGESTS_SENT = "digests_sent", "told people what has happened"
    DIGESTS_STOPPED = "digests_stopped", "asked to be told no more"
    DIGESTS_RESUMED = "digests_resumed", "asked to be told again"
    DIGESTS_CANCELLED = "digests_cancelled", "cancelled messages that had become untrue"
