"""What is done to organisations, partnerships and whoever speaks for them, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did to an organisation, its part in a programme, or whoever speaks for it."""

    ADDED = "added", "added"
    CHANGED = "changed", "changed"
    REMOVED = "removed", "removed"
    ENDED = "ended", "ended"
    MERGED = "merged", "merged"
    APPOINTED = "appointed", "appointed"
    SIGN_IN_GIVEN = "sign_in_given", "let sign in"
    INVITED = "invited", "invited"
    OPENED = "opened", "opened"
    REMINDED = "reminded", "reminded"
    SENT_AGAIN = "sent_again", "sent again"
    READDRESSED = "readdressed", "sent to another address"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    PASSED_ON = "passed_on", "passed on to a colleague"
    WITHDRAWN = "withdrawn", "withdrew"
    EXPIRED = "expired", "expired"
    CORRECTED = "corrected", "corrected"
    OWN_DETAILS_CHANGED = "own_details_changed", "changed their own details"
    CONTACT_CHANGED = "contact_changed", "changed contact details"
    CHARACTERISTICS_ADDED = "characteristics_added", "added protected characteristics to"
    THRESHOLDS_SET = "thresholds_set", "said what is enough in"
    NAMED = "named", "named"
    SOUGHT_AGAIN = "sought_again", "looks again for"
    FOUND = "found", "found"
    GIVEN_UP = "given_up", "gave up"
