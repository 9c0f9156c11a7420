"""Figures of what was answered about equality: drawn as editions, put beside the population, made public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from kit.days import day
from kit.lifecycle import publish, withdraw
from kit.refusals import InvalidTransition, Refused
from privacy.equality.figures import next_breakdown
from privacy.equality.models import AskedQuestion, EditionFigure, FigureEdition, PopulationFigure, Questionnaire
from privacy.verbs import Verb
from programmes.models import Doing
from programmes.quiet_periods.checks import refuse_if_quiet

# So seldom that an edition tells of many answers, and the chain of editions stays short.
APART = timedelta(days=28)


def draw_figures(questionnaire: Questionnaire, *, by: User, at: datetime) -> FigureEdition:
    """Make the next edition of the figures from what is folded in; it tells no more with the others than without.

    Refuses (InvalidTransition) before the questions were opened, within four weeks of the edition before unless they
    were closed since, and when nothing more can come.
    """
    with transaction.atomic():
        stored = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
        editions = list(stored.editions.order_by("number").prefetch_related("figures"))
        _refuse_too_soon(stored, editions, at)
        number = (stored.editions.aggregate(last=Max("number"))["last"] or 0) + 1
        edition = FigureEdition.objects.create(questionnaire=stored, number=number, drawn_at=at, drawn_by=by)
        for question in stored.questions.order_by("position"):
            drawn = next_breakdown(question, editions)
            EditionFigure.objects.bulk_create(
                EditionFigure(edition=edition, question=question, code=code, shown=shown)
                for code, shown in {"": drawn.total, **drawn.cells}.items()
            )
        record(Verb.FIGURES_DRAWN, edition, by=by, at=at, programme_id=stored.programme_id)
    return edition


def _refuse_too_soon(questionnaire: Questionnaire, editions: list[FigureEdition], at: datetime) -> None:
    if questionnaire.opened_at is None:
        raise InvalidTransition("Nobody has been asked yet.")
    if not editions:
        return
    drawn_at = editions[-1].drawn_at
    if editions[-1].is_last:
        raise InvalidTransition("These figures were drawn after the questions were closed: nothing more can come.")
    if questionnaire.closed_at is None and at < drawn_at + APART:
        raise InvalidTransition(
            f"Figures were drawn on {day(timezone.localdate(drawn_at))}. So that nobody can be picked out of the "
            f"difference, they are drawn again from {day(timezone.localdate(drawn_at + APART))} on, or once the "
            "questions are closed."
        )


def publish_figures(edition: FigureEdition, *, by: User, at: datetime) -> FigureEdition:
    """Let everybody read an edition of the figures. Waits in a quiet period; refuses one that is public already."""
    with transaction.atomic():
        refuse_if_quiet(edition.questionnaire.programme_id, Doing.PUBLISHING, at=at)
        publish(edition, refusal="These figures are public already.", by=by, at=at)
        record(Verb.PUBLISHED, edition, by=by, at=at, programme_id=edition.questionnaire.programme_id)
    return edition


def withdraw_figures(edition: FigureEdition, *, by: User, at: datetime) -> FigureEdition:
    """Take an edition back from the public. Refuses one that is not public."""
    with transaction.atomic():
        withdraw(edition, refusal="These figures are not public.")
        record(Verb.WITHDRAWN, edition, by=by, at=at, programme_id=edition.questionnaire.programme_id)
    return edition


def keep_population(
    question: AskedQuestion, *, figures: Mapping[str, Decimal], source: str, by: User, at: datetime
) -> AskedQuestion:
    """Keep how the population answers a question, given in per cent or in people: the shares, and where they are from.

    Refuses figures without a source, and none at all.
    """
    whole = sum(figures.values(), Decimal(0))
    if not whole:
        raise Refused("Enter the population’s figures, in per cent or as numbers of people.")
    if not source.strip():
        raise Refused("Say where the figures are from, and of when they are.", field="source")
    with transaction.atomic():
        stored = AskedQuestion.objects.select_for_update().get(pk=question.pk)
        stored.population_source = source.strip()
        stored.save(update_fields=["population_source"])
        stored.population.all().delete()
        PopulationFigure.objects.bulk_create(
            PopulationFigure(question=stored, code=code, per_cent=round(100 * figure / whole, 1))
            for code, figure in figures.items()
        )
        programme_id = stored.questionnaire.programme_id
        record(Verb.POPULATION_KEPT, stored, by=by, at=at, programme_id=programme_id, figures=len(figures))
    return stored
