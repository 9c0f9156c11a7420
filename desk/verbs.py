"""What is done about the daily list, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """What a member of staff did about their daily list."""

    DAILY_LIST_WANTED = "daily_list_wanted", "asked for the daily list by e-mail"
    DAILY_LIST_STOPPED = "daily_list_stopped", "stopped the daily list by e-mail"
