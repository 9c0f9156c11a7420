"""Closing a phase: never over a gap without saying why, and open again only for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction
from django.db.models import F

from accounts.audit import record
from accounts.models import User
from consultations.asking.models import Consultation
from consultations.coverage.gaps import gaps_of
from consultations.verbs import Verb
from kit.lifecycle import swap
from kit.refusals import InvalidTransition, Refused, StaleEdit
from phases.models import ClosingExplanation, Phase
from programmes.models import Doing
from programmes.quiet_periods.checks import refuse_if_quiet


class Reopening(models.TextChoices):
    """Why a phase that was closed is opened again."""

    MISTAKE = "mistake", "It was closed by mistake"
    MORE_VOICES = "more_voices", "Somebody is still to be heard"
    UNFINISHED = "unfinished", "Its work is not finished"


def close_phase(phase: Phase, *, summary: str, explanations: Mapping[str, str], by: User, at: datetime) -> Phase:
    """Close a phase, with what came of it and why it is closed over each gap; all of it is published.

    `explanations` are by the code of the gap. The gaps are those of this moment, found here: refuses with StaleEdit and
    all of them when one has no words, however the page looked; words for what is no gap any more are left out. Refuses
    without a summary, and with InvalidTransition when the phase has not begun, is closed already or still has an open
    consultation.
    """
    if not summary.strip():
        raise Refused("Say what came of the phase.")
    with transaction.atomic():
        # Not `swap`: the phase at hand is closed only once nothing below has refused.
        moved = Phase.objects.filter(pk=phase.pk, closed_at__isnull=True, starts_at__lt=at).update(
            closed_at=at, closed_by=by, closing_summary=summary.strip(), reopened_at=None
        )
        if not moved:
            raise InvalidTransition("This phase is closed already, or has not begun.")
        if asked := Consultation.objects.open(at).filter(phase=phase).first():
            raise InvalidTransition(f"“{asked}” is still open. A phase is closed when its consultations are.")
        # A phase that is closed is over, whatever end was planned.
        Phase.objects.open(at).filter(pk=phase.pk).update(ends_at=at)
        gaps = gaps_of(phase, at)
        if any(not explanations.get(gap.code, "").strip() for gap in gaps):
            raise StaleEdit("A phase is closed over a gap only with an explanation of it.", gaps)
        phase.closing_explanations.all().delete()
        ClosingExplanation.objects.bulk_create(
            ClosingExplanation(phase=phase, group=gap.group, voice=gap.voice, text=explanations[gap.code].strip())
            for gap in gaps
        )
        record(Verb.CLOSED, phase, by=by, at=at, programme_id=phase.programme_id, gaps=len(gaps))
    phase.refresh_from_db()
    return phase


def reopen_phase(phase: Phase, *, reason: Reopening, by: User, at: datetime) -> Phase:
    """Open a phase that was closed. What was said at its closing is kept, and public again only once it is closed.

    Refuses with InvalidTransition when it is not closed.
    """
    with transaction.atomic():
        refuse_if_quiet(phase.programme_id, Doing.OPENING, at=at)
        ended_by_closing = Phase.objects.filter(pk=phase.pk, ends_at=F("closed_at"))
        ended_by_closing.update(ends_at=None)
        closed = Phase.objects.filter(closed_at__isnull=False)
        swap(phase, closed, "This phase is not closed.", closed_at=None, closed_by=None, reopened_at=at)
        record(Verb.REOPENED, phase, by=by, at=at, programme_id=phase.programme_id, reason=reason.value)
    phase.refresh_from_db()
    return phase
