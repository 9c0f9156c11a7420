"""One factory per model of this room: published, open and in force unless a test says otherwise."""

from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from consultations.models import (
    AskedRepresentative,
    Choice,
    Consultation,
    Conversation,
    Feedback,
    FeedbackAnswer,
    HandIn,
    Option,
    Poster,
    PosterAnswer,
    PosterCall,
    PosterPrompt,
    Question,
    SentPicture,
    TellingPlan,
)
from tests.accounts.factories import UserFactory
from tests.moments import EARLY, EARLY_ON
from tests.phases.factories import PhaseFactory
from tests.pictures import picture
from tests.programmes.factories import ProgrammeFactory
from tests.stakeholders.factories import AppointmentFactory
from tests.window_factory import WindowFactory


class ConsultationFactory(WindowFactory):
    class Meta:
        model = Consultation

    phase = factory.SubFactory(PhaseFactory)
    slug = factory.Sequence(lambda n: f"consultation-{n}")
    title = "Tell us what you think"
    introduction = "Here is what has been heard so far."
    can_change = "Everything but the date."
    cannot_change = "The date, because it is fixed."
    starts_at = EARLY


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    consultation = factory.SubFactory(ConsultationFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "What is missing?"


class OptionFactory(DjangoModelFactory):
    class Meta:
        model = Option

    question = factory.SubFactory(QuestionFactory, kind="one")
    position = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Option {n}")


class PosterPromptFactory(DjangoModelFactory):
    class Meta:
        model = PosterPrompt

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "What makes a good relationship?"


class PosterFactory(DjangoModelFactory):
    class Meta:
        model = Poster

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Poster title {n}")
    group_name = "Tenants' group"
    words = "The bench is our living room."
    transcript = "The bench is our living room. Sit down."
    made_on = EARLY_ON
    consent_to_publish = True
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


class PosterAnswerFactory(DjangoModelFactory):
    class Meta:
        model = PosterAnswer

    poster = factory.SubFactory(PosterFactory)
    prompt = factory.SubFactory(PosterPromptFactory)
    text = "Being asked to stay."


class ConversationFactory(DjangoModelFactory):
    class Meta:
        model = Conversation

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    team = "District nurses"
    held_on = EARLY_ON
    said = "Nobody asks who is at home."
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


class PosterCallFactory(WindowFactory):
    class Meta:
        model = PosterCall

    programme = factory.SubFactory(ProgrammeFactory)
    introduction = "Bring what matters to you."
    starts_at = EARLY


class HandInFactory(DjangoModelFactory):
    class Meta:
        model = HandIn

    poster = factory.SubFactory(PosterFactory)
    channel = "link"
    handed_in_at = EARLY
    contact_name = "Robin Adeyemi"
    contact_details = "robin@example.org"


class SentPictureFactory(DjangoModelFactory):
    class Meta:
        model = SentPicture

    poster = factory.SubFactory(PosterFactory, published_at=None, published_by=None)
    programme = factory.SelfAttribute("poster.programme")
    key = factory.LazyFunction(uuid4)
    file = factory.LazyFunction(lambda: ContentFile(picture().getvalue(), "bench.jpg"))
    size = 700
    sent_at = EARLY


class FeedbackFactory(DjangoModelFactory):
    class Meta:
        model = Feedback

    consultation = factory.SubFactory(ConsultationFactory)
    programme = factory.SelfAttribute("consultation.phase.programme")
    status = "received"
    started_at = EARLY
    said_at = EARLY


class FeedbackAnswerFactory(DjangoModelFactory):
    class Meta:
        model = FeedbackAnswer

    feedback = factory.SubFactory(FeedbackFactory)
    question = factory.SubFactory(QuestionFactory)
    text = "More benches."


class ChoiceFactory(DjangoModelFactory):
    class Meta:
        model = Choice

    answer = factory.SubFactory(FeedbackAnswerFactory)
    option = factory.SubFactory(OptionFactory)


class TellingPlanFactory(DjangoModelFactory):
    class Meta:
        model = TellingPlan

    consultation = factory.SubFactory(ConsultationFactory)


class AskedRepresentativeFactory(DjangoModelFactory):
    class Meta:
        model = AskedRepresentative

    consultation = factory.SubFactory(ConsultationFactory)
    appointment = factory.SubFactory(
        AppointmentFactory, partnership__programme=factory.SelfAttribute("...consultation.phase.programme")
    )
    way = "email"
    asked_at = EARLY
