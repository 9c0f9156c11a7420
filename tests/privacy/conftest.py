"""Questions about equality that a programme asks, and that are open."""

import pytest

from privacy.equality.services.asking import open_questionnaire
from privacy.models import AskedQuestion, Questionnaire
from tests.privacy.factories import AskedQuestionFactory, QuestionnaireFactory
from tests.stocktakes.conftest import world

__all__ = ["world"]


@pytest.fixture
def planned(programme) -> Questionnaire:
    """Two questions, of sex and of unpaid care, with all that is needed to open them."""
    questionnaire = QuestionnaireFactory(programme=programme)
    AskedQuestionFactory(questionnaire=questionnaire)
    AskedQuestionFactory(questionnaire=questionnaire, wording_key="unpaid-care-ew-2021", position=2)
    return questionnaire


@pytest.fixture
def asked(planned, lead, at) -> Questionnaire:
    """The same, open."""
    return open_questionnaire(planned, by=lead, at=at)


@pytest.fixture
def sex(asked) -> AskedQuestion:
    return asked.questions.get(position=1)


@pytest.fixture
def care(asked) -> AskedQuestion:
    return asked.questions.get(position=2)
