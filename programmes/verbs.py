"""What is done to programmes and their teams, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did to a programme, to its team, or to rows of the web admin."""

    ADDED = "added", "added"
    CHANGED = "changed", "changed"
    REMOVED = "removed", "removed"
    PUBLISHED = "published", "published"
    TAKEN_BACK = "taken_back", "took back from the public"
    TARGET_REVISED = "target_revised", "moved the target date"
    FILE_GIVEN = "file_given", "gave a file to"
    FILE_REMOVED = "file_removed", "removed the file of"
    HAT_GIVEN = "hat_given", "gave a hat"
    HAT_ENDED = "hat_ended", "ended a hat"
    CONTACTS_EXPORTED = "contacts_exported", "took contact details away"
    QUIET_PERIOD_SET = "quiet_period_set", "set a quiet period"
    QUIET_PERIOD_CHANGED = "quiet_period_changed", "changed a quiet period"
    QUIET_PERIOD_ENDED = "quiet_period_ended", "ended a quiet period"
    LET_GO_ON = "let_go_on", "let something go on in a quiet period"
    OPENING_HELD = "opening_held", "had wait, because of a quiet period, the opening of"
