"""What is done to accounts, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did to an account, or saw of somebody."""

    ADDED = "added", "added"
    CHANGED = "changed", "changed"
    ADDRESS_CODES_SENT = "address_codes_sent", "asked for codes to change the address of"
    ADDRESS_CHANGED = "address_changed", "changed the e-mail address of"
    FACTOR_ADDED = "factor_added", "added a second step"
    FACTOR_REMOVED = "factor_removed", "removed a second step"
    FACTOR_REFUSED = "factor_refused", "was refused at the second step"
    FACTORS_CLEARED = "factors_cleared", "cleared the second step"
    RECOVERY_CODES_MADE = "recovery_codes_made", "made recovery codes"
    RECOVERY_CODE_USED = "recovery_code_used", "used a recovery code"
    ACCOUNT_CLOSED = "account_closed", "closed the account, and forgot whose it was,"
    # Whoever reads how people are reached or what they need leaves one of these, whatever room it happens in.
    LOOKED = "looked", "looked at personal details"
