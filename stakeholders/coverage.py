"""When a group's voice counts as covered: the words for it, and how many are enough."""

from __future__ import annotations

from django.db import models

from kit.disclosure.rounding import rule
from programmes.models import Programme
from stakeholders.models import CoverageThresholds


class Verdict(models.TextChoices):
    """How well one group is heard in one respect."""

    COVERED = "covered", "Covered"
    THIN = "thin", "Thin"
    NOBODY = "nobody", "Nobody"
    UNTOLD = "untold", "Not told"


def verdict(count: int, enough: int) -> Verdict:
    """Say how a count of organisations stands to what is enough: none is nobody, fewer than enough is thin."""
    if count == 0:
        return Verdict.NOBODY
    return Verdict.COVERED if count >= enough else Verdict.THIN


def verdict_of_people(shown: str | None, enough: int) -> Verdict:
    """Say the same of a count of people from what `kit.disclosure` shows of it (None: nothing).

    Never from the true count: otherwise the verdict and its threshold would tell what the figure does not.
    """
    if shown is None:
        return Verdict.UNTOLD
    return Verdict.THIN if shown == rule().hidden else verdict(int(shown), enough)


def thresholds_of(programme: Programme) -> CoverageThresholds:
    """Return what the programme calls enough; the defaults, unsaved, where nobody has said."""
    stored = CoverageThresholds.objects.filter(programme=programme).first()
    return stored or CoverageThresholds(programme=programme)
