"""What a body says of itself on the privacy and the accessibility page: who answers, by which basis, what fails."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from kit.model_fields import LineField, WordsField

if TYPE_CHECKING:
    from programmes.models import Programme

FULL_MEANS = "Fully compliant means that no failure is known."
WHOLE_SITE = "The whole site"


class Compliance(models.TextChoices):
    """How far the pages meet WCAG 2.2 AA, in the words of the model accessibility statement."""

    FULL = "full", "Fully compliant"
    PARTIAL = "partial", "Partially compliant"
    NONE = "not", "Not compliant"


class StatementQuerySet(models.QuerySet["Statement"]):
    def of(self, programme: Programme | None) -> Statement | None:
        """Return what holds for a programme: its own, or that of the whole site; None while nobody has written one."""
        mine = self.filter(Q(programme=programme) | Q(programme=None)) if programme else self.filter(programme=None)
        return mine.select_related("programme").order_by(F("programme").asc(nulls_last=True)).first()


class Statement(models.Model):
    """The statements of the whole site, or of one programme whose body is another: privacy and accessibility."""

    programme = models.ForeignKey(
        "programmes.Programme",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="statements",
        help_text="Empty for the whole site. A programme needs its own only where another body answers for it.",
    )
    body = LineField("body that answers", max_length=200, help_text="The controller of what is kept.")
    reached = WordsField(
        "how it is reached", help_text="Postal address, e-mail address and telephone number, each on a line."
    )
    officer = LineField("data protection officer", max_length=200, blank=True)
    officer_reached = WordsField("how the officer is reached", blank=True)
    lawful_basis = WordsField(
        "lawful basis",
        blank=True,
        help_text="For example a task in the public interest, with the article and the law. What people need at a "
        "meeting can tell of their health: say the condition for that too.",
    )
    kept = WordsField(
        "how long it is kept",
        blank=True,
        help_text="By which rule you delete what the site does not delete by itself, and backups.",
    )
    shared_with = WordsField(
        "who else is given it",
        blank=True,
        help_text="Whoever runs the server, sends the e-mail or prints the letters for you, and other controllers.",
    )
    outside_uk = WordsField(
        "where it goes outside the United Kingdom", blank=True, help_text="“Nowhere” where that is so."
    )
    privacy_updated_on = models.DateField("privacy notice last updated on")
    compliance = models.CharField("compliance with WCAG 2.2 AA", max_length=7, choices=Compliance)
    failures = WordsField(
        "known failures",
        blank=True,
        help_text="Each on a line, with the number of the WCAG criterion, and what to do instead.",
    )
    burden = WordsField("what would be a disproportionate burden", blank=True)
    out_of_scope = WordsField("what the regulations leave out", blank=True)
    improving = WordsField("what is done about it", blank=True, help_text="With the days by which it is done.")
    tested = WordsField("how it was tested", help_text="By whom, when, which pages, with which devices and people.")
    # Empty in statements written before it was asked for.
    tested_on = models.DateField("last tested on", null=True, blank=True, help_text="Against WCAG 2.2 AA.")
    answered_within = LineField(
        "answered within", max_length=60, blank=True, help_text="For example “10 working days”."
    )
    prepared_on = models.DateField("accessibility statement prepared on")
    reviewed_on = models.DateField("accessibility statement last reviewed on")

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            # Nothing equals nothing to a database: the one of the whole site counts as that of programme 0.
            models.UniqueConstraint(Coalesce(F("programme"), Value(0)), name="statement_once"),
            models.CheckConstraint(condition=Q(compliance__in=Compliance.values), name="statement_compliance_known"),
            models.CheckConstraint(
                condition=Q(compliance=Compliance.FULL, failures="")
                | ~Q(compliance=Compliance.FULL) & ~Q(failures="", burden="", out_of_scope=""),
                name="statement_failures_unless_full",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__gte=F("prepared_on")), name="statement_reviewed_after_prepared"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme or WHOLE_SITE}: {self.body}"

    @property
    def due_to(self) -> str:
        """What is listed where it does not comply in full: non-compliances, exemptions, or both."""
        exempt = "exemptions" if self.burden or self.out_of_scope else ""
        return " and ".join(filter(None, ["non-compliances" if self.failures else "", exempt]))

    def is_stale(self, on: date) -> bool:
        """Whether nobody has reviewed it for more than a year; the regulations ask for regular review."""
        return (on - self.reviewed_on).days > 366
