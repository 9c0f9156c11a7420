"""Printing the letters to those who are not written to by e-mail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from accounts.models import User
from consultations.asking.models import Consultation
from consultations.telling.letters_pdf import letters_pdf
from consultations.telling.models import AskedRepresentative, AskedRepresentativeQuerySet, Step, Way, plan_of
from kit.refusals import InvalidTransition
from kit.windows import Clock
from programmes.verbs import Verb


def letters_of(consultation: Consultation, at: datetime) -> AskedRepresentativeQuerySet:
    """Return whose letters there are now: of those who have not answered while it is open, of all once it has closed.

    In the order of their organisations.
    """
    asked = AskedRepresentative.objects.filter(consultation=consultation.pk, way=Way.LETTER).standing()
    letters = asked.speaking(at) if consultation.clock(at) == Clock.PAST else asked.waited_for(at)
    return letters.order_by("appointment__partnership__organisation__name", "pk")


def unprinted(consultation: Consultation, at: datetime) -> Q:
    """Return the condition that a letter was not printed: not at all, or not since it closed."""
    lacking = Q(printed_at=None)
    return lacking | Q(printed_at__lt=consultation.ends_at) if consultation.clock(at) == Clock.PAST else lacking


def print_letters(consultation: Consultation, *, by: User, at: datetime) -> bytes:
    """Return the letters that were not printed yet as one PDF (or all once more, if all were), and log it.

    Refuses with InvalidTransition where there are none. Raises PdfNotPossible where this machine cannot draw any.
    """
    with transaction.atomic():
        letters = letters_of(consultation, at).with_names()
        chosen = list(letters.filter(unprinted(consultation, at))) or list(letters)
        if not chosen:
            raise InvalidTransition("There are no letters to print.")
        step = Step.CLOSED if consultation.clock(at) == Clock.PAST else Step.OPENS
        keys = [each.pk for each in chosen]
        rows = AskedRepresentative.objects.filter(pk__in=keys)
        answered = set(rows.answered().values_list("pk", flat=True))
        rows.update(printed_at=at)
        programme = consultation.phase.programme
        record(Verb.CONTACTS_EXPORTED, programme, by=by, at=at, programme_id=programme.pk, letters=len(chosen))
        plan = plan_of(consultation)
        plan.consultation = consultation
        return letters_pdf(plan, step, [(each, each.pk in answered) for each in chosen], at=at)
