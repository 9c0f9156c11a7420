"""One factory per model of this room: an access request that came by telephone, and waits to be acknowledged."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from privacy.access.links import give_link
from privacy.equality.pool import Pool
from privacy.models import (
    AnswerCount,
    AskedQuestion,
    Bundle,
    ClockStop,
    EditionFigure,
    Erasure,
    FigureEdition,
    FoundRow,
    Hold,
    PendingAnswers,
    PopulationFigure,
    Questionnaire,
    Request,
    RequestLetter,
    RetentionFailure,
    RetentionForecast,
    RetentionPeriod,
)
from tests.accounts.factories import UserFactory
from tests.moments import EARLY, EARLY_ON, SEPTEMBER
from tests.programmes.factories import DocumentFactory, ProgrammeFactory

FAR_AWAY = date(2099, 12, 31)


class RequestFactory(DjangoModelFactory):
    class Meta:
        model = Request

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = "access"
    channel = "telephone"
    received_on = EARLY_ON
    asked = "What do you have about me?"
    name = "Jo Asker"
    due_on = factory.LazyAttribute(lambda made: made.received_on + timedelta(days=30))
    recorded_at = EARLY
    recorded_by = factory.SubFactory(UserFactory, is_staff=True)


class ClockStopFactory(DjangoModelFactory):
    class Meta:
        model = ClockStop

    request = factory.SubFactory(RequestFactory, status="stopped")
    reason = "identity"
    words = "A telephone number at which we know you."
    stopped_on = EARLY_ON
    stopped_by = factory.SubFactory(UserFactory, is_staff=True)


class RequestLetterFactory(DjangoModelFactory):
    class Meta:
        model = RequestLetter

    request = factory.SubFactory(RequestFactory)
    kind = "acknowledgement"
    text = "Dear Jo Asker,\n\nWe have it."
    by_email = False
    written_at = EARLY
    written_by = factory.SubFactory(UserFactory, is_staff=True)


class HoldFactory(DjangoModelFactory):
    class Meta:
        model = Hold

    programme = factory.SubFactory(ProgrammeFactory)
    reason = "An audit."
    set_at = EARLY
    set_by = factory.SubFactory(UserFactory, is_staff=True)


class FoundRowFactory(DjangoModelFactory):
    class Meta:
        model = FoundRow

    request = factory.SubFactory(RequestFactory)
    table = "stakeholders.person"
    row = factory.Sequence(lambda n: str(n + 1))
    how = "linked"


class ErasureFactory(DjangoModelFactory):
    class Meta:
        model = Erasure

    request = factory.SubFactory(RequestFactory, kind="erasure")
    proposed_at = EARLY
    proposed_by = factory.SubFactory(UserFactory, is_staff=True)


class QuestionnaireFactory(DjangoModelFactory):
    class Meta:
        model = Questionnaire

    programme = factory.SubFactory(ProgrammeFactory)
    occasion = "meetings"
    lawful_basis = "A task in the public interest: the public sector equality duty."
    condition = "Equality of opportunity or treatment."
    policy_document = factory.SubFactory(DocumentFactory, programme=factory.SelfAttribute("..programme"))
    close_on = FAR_AWAY


class AskedQuestionFactory(DjangoModelFactory):
    class Meta:
        model = AskedQuestion

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    wording_key = "sex-ew-2021"
    position = 1


class PendingAnswersFactory(DjangoModelFactory):
    class Meta:
        model = PendingAnswers

    question = factory.SubFactory(AskedQuestionFactory)
    sealed = factory.LazyAttribute(lambda row: Pool([0] * len(row.question.wording.codes)).sealed(row.question.pk))


class AnswerCountFactory(DjangoModelFactory):
    class Meta:
        model = AnswerCount

    question = factory.SubFactory(AskedQuestionFactory)
    code = "female"


class PopulationFigureFactory(DjangoModelFactory):
    class Meta:
        model = PopulationFigure

    question = factory.SubFactory(AskedQuestionFactory, population_source="Census 2021, Gateshead")
    code = "female"
    per_cent = 50


class FigureEditionFactory(DjangoModelFactory):
    class Meta:
        model = FigureEdition

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    number = 1
    drawn_at = SEPTEMBER
    drawn_by = factory.SubFactory(UserFactory)


class EditionFigureFactory(DjangoModelFactory):
    class Meta:
        model = EditionFigure

    edition = factory.SubFactory(FigureEditionFactory)
    question = factory.SubFactory(AskedQuestionFactory)
    shown = "40"


class BundleFactory(DjangoModelFactory):
    class Meta:
        model = Bundle

    request = factory.SubFactory(RequestFactory)
    given_at = factory.LazyFunction(timezone.now)
    given_by = factory.SubFactory(UserFactory, is_staff=True)
    by_email = False

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        bundle = model_class(*args, **kwargs)
        give_link(bundle, bundle.given_at)
        bundle.save()
        return bundle


class RetentionPeriodFactory(DjangoModelFactory):
    class Meta:
        model = RetentionPeriod

    programme = factory.SubFactory(ProgrammeFactory)
    key = "attendance-needs"
    days = 60
    reason = "The body’s own schedule says so."
    set_at = EARLY
    set_by = factory.SubFactory(UserFactory, is_staff=True)


class RetentionForecastFactory(DjangoModelFactory):
    class Meta:
        model = RetentionForecast

    programme = factory.SubFactory(ProgrammeFactory)
    key = "attendance-needs"
    what = factory.Sequence(lambda n: f"what somebody needs to take part: {n}")
    on = date(2099, 1, 1)
    rows = 2


class RetentionFailureFactory(DjangoModelFactory):
    class Meta:
        model = RetentionFailure

    programme = factory.SubFactory(ProgrammeFactory)
    key = "attendance-needs"
    table = "attendances"
    rows = 1
    since = EARLY
    last_tried_at = EARLY
    sentence = "The database could not do it."
