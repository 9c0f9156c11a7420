"""How input was sought, and how many people were reached."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from kit.model_fields import LineField, WordsField
from kit.name_keys import KeyField
from programmes.models import Programme
from stakeholders.models import Partnership, StakeholderGroup


class Method(models.Model):
    """How input was sought: the question, for whom, who delivered it, how many it reached and what worked."""

    phase = models.ForeignKey("phases.Phase", on_delete=models.CASCADE, related_name="methods")
    name = LineField(max_length=120)
    name_key = KeyField()
    framing_question = WordsField()
    for_whom = LineField(max_length=200)
    delivered_by = LineField(max_length=200)
    dates_text = LineField("when, in words", max_length=120)
    reached_text = LineField("how many it reached, in words", max_length=120, blank=True)
    access_provision = WordsField(blank=True)
    what_worked = WordsField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "name_key"], name="method_name_once")]

    def __str__(self) -> str:
        return self.name


class ReachQuerySet(models.QuerySet["Reach"]):
    def listed(self, programme: Programme) -> ReachQuerySet:
        """Those of a programme, the newest first, with all that a table shows of them."""
        related = ("phase", "group", "partnership__organisation", "method", "entered_by")
        mine = self.filter(phase__programme=programme).select_related(*related)
        return mine.order_by("-reached_on", "-pk")


class Reach(models.Model):
    """How many people of one group were reached in a phase, by whom, and how: what lies behind “people reached”.

    A count about people: shown only through `kit.disclosure`.
    """

    phase = models.ForeignKey("phases.Phase", on_delete=models.PROTECT, related_name="reaches")
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="reaches")
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="reaches"
    )
    method = models.ForeignKey(Method, null=True, blank=True, on_delete=models.PROTECT, related_name="reaches")
    how = LineField("how they were reached", max_length=200)
    people = models.PositiveIntegerField("how many people", validators=[MinValueValidator(1)])
    reached_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people reached"
        constraints = [models.CheckConstraint(condition=Q(people__gte=1), name="reach_at_least_one")]

    def __str__(self) -> str:
        return f"{self.group}: {self.how}"
