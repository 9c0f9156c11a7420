"""What is done to editions of the stocktake, as the log says it."""

from django.db import models


class Verb(models.TextChoices):
    """What somebody, or a worker, did to an edition."""

    GATHERED = "gathered", "gathered"
    ISSUED = "issued", "issued"
    PDF_ADDED = "pdf_added", "added the PDF of"
    RETRIED = "retried", "tried again to make"
