"""What is done to a spreadsheet on its way in, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """One kind of entry in the log."""

    UPLOADED = "uploaded", "uploaded"
    READ_ANEW = "read_anew", "said how to read"
    COLUMNS_MATCHED = "columns_matched", "matched the columns of"
    ROWS_MENDED = "rows_mended", "mended rows of"
    IMPORTED = "imported", "imported"
    GIVEN_UP = "given_up", "gave up"
    FORGOTTEN = "forgotten", "forgot"
