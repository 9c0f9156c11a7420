"""What any site like this keeps, whatever it is about."""

from __future__ import annotations

from django.db import models


class SentForm(models.Model):
    """One drawing of a form that was sent and taken in: of what it said, only what tells it from other words."""

    key = models.UUIDField(primary_key=True)
    fingerprint = models.CharField(max_length=64)
    led_to = models.TextField(blank=True)
    sent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.key)
