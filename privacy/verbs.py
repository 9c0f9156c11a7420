"""What is done about requests and holds, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did about what people ask of what is held of them."""

    REQUEST_RECORDED = "request_recorded", "recorded"
    REQUEST_CHANGED = "request_changed", "put right"
    REQUEST_ACKNOWLEDGED = "request_acknowledged", "acknowledged"
    PROGRESS_TOLD = "progress_told", "told how far it is with"
    CLOCK_STOPPED = "clock_stopped", "stopped the clock of"
    CLOCK_STARTED = "clock_started", "started the clock of"
    REQUEST_EXTENDED = "request_extended", "took more time for"
    WHO_ASKS_CHECKED = "who_asks_checked", "made sure who asks in"
    PERSON_FOUND = "person_found", "said which person asks in"
    REQUEST_ANSWERED = "request_answered", "answered"
    LOOKED_FOR = "looked_for", "looked for all that is held, for"
    DECIDED_ABOUT = "decided_about", "decided about what was found for"
    ERASURE_PROPOSED = "erasure_proposed", "proposed the erasure of"
    ERASURE_GIVEN_UP = "erasure_given_up", "gave up the erasure of"
    ERASED = "erased", "erased what was found for"
    ERASURES_APPLIED_AGAIN = "erasures_applied_again", "erased again after a restore"
    HOLD_SET = "hold_set", "set a hold"
    HOLD_CHANGED = "hold_changed", "changed a hold"
    HOLD_RELEASED = "hold_released", "released a hold"
    KEPT_NO_LONGER = "kept_no_longer", "kept no longer what had come to its time in"
    WARNED_OF_END = "warned_of_end", "wrote before it goes to"
    PERIOD_SET = "period_set", "set how long we keep"
    PERIOD_ENDED = "period_ended", "went back to the usual time for"
