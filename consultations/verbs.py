"""What the log calls what is done in this room."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody did."""

    ADDED = "added", "added"
    QUESTION_ADDED = "question_added", "added a question to"
    QUESTION_CHANGED = "question_changed", "changed a question of"
    QUESTION_MOVED = "question_moved", "moved a question of"
    QUESTION_REMOVED = "question_removed", "removed a question of"
    OPENED = "opened", "opened"
    CLOSED = "closed", "closed"
    EXTENDED = "extended", "extended"
    REOPENED = "reopened", "reopened"
    WINDOW_SET = "window_set", "set the window"
    DRAFT_SAVED = "draft_saved", "saved a draft"
    SUBMITTED = "submitted", "submitted"
    PUBLISHED = "published", "published"
    KEPT_UNPUBLISHED = "kept_unpublished", "kept unpublished"
    WITHDRAWN = "withdrawn", "withdrew"
    TAKEN_DOWN = "taken_down", "took down"
    BEGUN = "begun", "began to answer"
    ANSWERS_LINK_SENT = "answers_link_sent", "asked for the link to"
    ENTERED = "entered", "entered"
    HANDED_IN = "handed_in", "handed in"
    CHANGED = "changed", "changed"
    CONSENT_RECORDED = "consent_recorded", "recorded consent"
    PICTURE_SENT = "picture_sent", "sent a picture"
    PICTURE_DRAWN = "picture_drawn", "drew the picture"
    PICTURE_REFUSED = "picture_refused", "refused the picture"
    CONTACT_FORGOTTEN = "contact_forgotten", "forgot who handed it in"
