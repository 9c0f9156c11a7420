"""What the log calls what is done in this room."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did."""

    CODED = "coded", "coded"
    DECIDED = "decided", "decided"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrew"
