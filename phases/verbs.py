"""What is done to meetings, to those who come to them, and to how many people were reached, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did to a meeting, to one person's attendance, or to people reached."""

    ADDED = "added", "added"
    CHANGED = "changed", "changed"
    REMOVED = "removed", "removed"
    CANCELLED = "cancelled", "cancelled"
    SET_UP = "set_up", "set up places and registration of"
    REGISTERED = "registered", "registered"
    REGISTRATION_CLOSED = "registration_closed", "closed registration for"
    DECLINED = "declined", "said that they do not come to"
    PLACE_GIVEN_UP = "place_given_up", "gave up the place of"
    MOVED_UP = "moved_up", "gave a free place to"
    LINK_SENT = "link_sent", "sent a new link to"
    LINK_REVOKED = "link_revoked", "closed the link of"
    INFORMED = "informed", "told people what has changed about"
    INFORMED_BY_TELEPHONE = "informed_by_telephone", "told by telephone"
    CHECKED_IN = "checked_in", "checked in"
    CHECK_IN_UNDONE = "check_in_undone", "took back the check-in of"
    WALKED_IN = "walked_in", "wrote down as walked in"
    NEEDS_RECORDED = "needs_recorded", "wrote down whether needs are met of"
    MINUTES_WRITTEN = "minutes_written", "wrote down what came of"
    MINUTES_PUBLISHED = "minutes_published", "published the minutes of"
    MINUTES_WITHDRAWN = "minutes_withdrawn", "took back from the public the minutes of"
    PAPER_ADDED = "paper_added", "added a paper to the minutes:"
    PAPER_REMOVED = "paper_removed", "removed a paper from the minutes of"
    EVALUATION_OPENED = "evaluation_opened", "asked how it was at"
    EVALUATED = "evaluated", "said how it was at"
    EVALUATIONS_EXPORTED = "evaluations_exported", "took away what was said of"
