"""What the rows of a programme promise."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kit.lifecycle import move
from kit.refusals import InvalidTransition
from programmes.models import Programme, contrast_with_white, validate_thread_colour
from tests.accounts.factories import UserFactory
from tests.consultations.factories import FeedbackFactory
from tests.programmes.factories import ProgrammeFactory, TeamMemberFactory


def test_contrast_of_black_and_white():
    assert round(contrast_with_white("#000000"), 2) == 21
    assert round(contrast_with_white("#ffffff"), 2) == 1


@pytest.mark.parametrize("colour", ["#f2b134", "#777777", "0b5c63", "#0b5c6", "red"])
def test_thread_colour_hard_to_read_is_refused(colour):
    with pytest.raises(ValidationError):
        validate_thread_colour(colour)


def test_programme_days_late_counts_from_target_to_completion():
    programme = Programme(target_on=date(2022, 1, 31))
    assert programme.days_late(date(2022, 1, 31)) == 0
    assert programme.days_late(date(2022, 2, 10)) == 10
    programme.completed_on = date(2022, 2, 5)
    assert programme.days_late(date(2026, 1, 1)) == 5
    assert Programme(target_on=None).days_late(date(2026, 1, 1)) == 0


def test_programme_published_at_without_by_is_refused_by_the_database(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeFactory(published_by=None)


def test_published_leaves_out_what_is_not(db):
    shown = ProgrammeFactory()
    ProgrammeFactory(published_at=None, published_by=None)
    assert list(Programme.objects.published()) == [shown]


def test_hat_is_worn_from_its_first_day_until_its_last(db):
    programme = ProgrammeFactory()
    user = UserFactory(is_staff=True)
    TeamMemberFactory(programme=programme, user=user, from_on=date(2026, 1, 10), until_on=date(2026, 2, 1))
    days = [date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 31), date(2026, 2, 1)]
    assert [Programme.objects.visible_to(user, day).count() for day in days] == [0, 1, 1, 0]


def test_move_refuses_a_state_it_does_not_start_from(db, at):
    feedback = FeedbackFactory(status="received")
    stale = type(feedback).objects.get(pk=feedback.pk)
    move(feedback, to="kept", reviewed_at=at, reviewed_by=UserFactory())
    with pytest.raises(InvalidTransition):
        move(stale, to="received")
    assert type(feedback).objects.get(pk=feedback.pk).status == "kept"
