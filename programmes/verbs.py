"""What is done to programmes and their teams, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did to a programme, to its team, or to rows of the web admin."""

    ADDED = "added", "added"
    CHANGED = "changed", "changed"
    REMOVED = "removed", "removed"
    PUBLISHED = "published", "published"
    TARGET_REVISED = "target_revised", "moved the target date"
    HAT_GIVEN = "hat_given", "gave a hat"
    HAT_ENDED = "hat_ended", "ended a hat"
    # Whoever reads how people are reached leaves one of these, whatever room it happens in.
    LOOKED = "looked", "looked at contact details"
    CONTACTS_EXPORTED = "contacts_exported", "took contact details away"
