"""One open consultation with two questions, put to the cast's representative."""

from datetime import timedelta

import pytest

from consultations.asking.said import in_words
from consultations.asking.services import save_draft, submit_feedback
from consultations.models import Consultation, Question
from tests.consultations.factories import ConsultationFactory, QuestionFactory


@pytest.fixture
def consultation(programme, at) -> Consultation:
    """Open from yesterday until tomorrow."""
    return ConsultationFactory(
        phase__programme=programme,
        slug="what-next",
        title="What should come next?",
        starts_at=at - timedelta(days=1),
        ends_at=at + timedelta(days=1),
    )


@pytest.fixture
def required(consultation) -> Question:
    """Must be answered."""
    return QuestionFactory(consultation=consultation, position=1, text="What matters most?", is_required=True)


@pytest.fixture
def optional(consultation) -> Question:
    """May be left out."""
    return QuestionFactory(consultation=consultation, position=2, text="What is missing?")


@pytest.fixture
def write(consultation, appointment, representative, required, optional, at):
    """Return what keeps a draft as the representative."""

    def make(text="Somewhere warm to meet.", version="", **changes):
        wanted = {
            "appointment": appointment,
            "speaking_for": appointment.partnership.groups.first(),
            "answers": {required.pk: in_words(text), optional.pk: in_words("")},
            "version": version,
            "by": representative,
            "at": at,
        } | changes
        return save_draft(consultation, **wanted)

    return make


@pytest.fixture
def send(write, representative, at):
    """Return what writes and sends feedback as the representative."""

    def make(text="Somewhere warm to meet."):
        draft = write(text)
        return submit_feedback(draft, version=draft.version(), by=representative, at=at)

    return make
