"""How long a programme keeps what; what will go, on which day; and what could not be done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from kit.model_fields import WordsField
from programmes.models import Programme


class RetentionPeriod(models.Model):
    """How long a programme keeps something, where it is another time than ours: since when, why, and who said so.

    `key` is that of the `Kept` in the data map.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="retention_periods")
    key = models.CharField("what", max_length=40)
    days = models.PositiveIntegerField("how many days")
    reason = WordsField("why")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="retention_period_once"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=36500), name="retention_period_of_some_days"),
            models.CheckConstraint(condition=~Q(reason=""), name="retention_period_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.days} days"


class RetentionForecast(models.Model):
    """How many rows of one kind go on a day to come, as the last run saw it; without a programme, of the whole site."""

    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.CASCADE, related_name="retention_forecasts"
    )
    key = models.CharField("what", max_length=40)
    # What it is, in words, so that a list of them can be looked through.
    what = models.CharField(max_length=500)
    on = models.DateField()
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(rows__gt=0), name="retention_forecast_of_some_rows")]

    def __str__(self) -> str:
        return f"{self.key}: {self.rows} on {self.on}"


class RetentionFailure(models.Model):
    """What has come to its time and could not be deleted or emptied; gone as soon as it is done. Holds no content."""

    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.CASCADE, related_name="retention_failures"
    )
    key = models.CharField("what", max_length=40)
    table = models.CharField(max_length=100)
    rows = models.PositiveIntegerField()
    since = models.DateTimeField()
    last_tried_at = models.DateTimeField()
    sentence = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="retention_failure_once_a_programme"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(programme=None), name="retention_failure_once_of_the_site"
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="retention_failure_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.rows} in {self.table}"


class RetentionRun(models.Model):
    """That all that was due on a day was gone through, and when that was finished."""

    on = models.DateField(unique=True)
    finished_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Retention on {self.on}"
