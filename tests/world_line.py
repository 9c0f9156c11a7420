"""The line of the world, from what was said to what is done, and beside each published thing one that is not."""

from django.utils import timezone

from accounts.models import User
from actions.models import ActionArea
from consultations.models import Consultation, Conversation, Feedback, Poster
from programmes.models import Programme
from stakeholders.models import Appointment
from tests.accounts.factories import UserFactory
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    CommitmentSheetFactory,
    CommitmentSourceFactory,
    CorrectionFactory,
    PersonalRecordFactory,
    RecordSendingFactory,
    StepFactory,
)
from tests.consultations.factories import (
    AskedRepresentativeFactory,
    ConsultationFactory,
    ConversationFactory,
    FeedbackAnswerFactory,
    FeedbackFactory,
    HandInFactory,
    OptionFactory,
    PosterAnswerFactory,
    PosterCallFactory,
    PosterFactory,
    PosterPromptFactory,
    QuestionFactory,
    SentPictureFactory,
    TellingPlanFactory,
)
from tests.findings.factories import CodingFactory, FindingFactory, ThemeFactory
from tests.phases.factories import (
    KeyGroupFactory,
    KeyTaskFactory,
    MethodFactory,
    PhaseFactory,
)
from tests.stakeholders.factories import PersonFactory


def build_consultation(
    programme: Programme, appointment: Appointment, lead: User, mark: str
) -> tuple[Consultation, Feedback, Feedback, Feedback]:
    """An open consultation with one feedback in each status."""
    now = timezone.now()
    phase = PhaseFactory(programme=programme)
    KeyTaskFactory(phase=phase)
    MethodFactory(phase=phase)
    KeyGroupFactory(phase=phase).members.add(appointment.partnership)
    for_all = ConsultationFactory(phase=phase, slug="all", audience="everybody", title="For everybody")
    QuestionFactory(consultation=for_all, text="What would you like?", is_required=True)
    private = {"contact_name": f"{mark}-answer-giver", "contact_details": f"{mark}-answer-contact"}
    begun = FeedbackFactory(
        consultation=for_all, status="draft", said_at=None, voice="own", publication="named", signed=f"{mark}-signed"
    )
    FeedbackAnswerFactory(feedback=begun, question=for_all.questions.get(), text=f"{mark}-answer-begun")
    HandInFactory(poster=None, feedback=begun, **private)
    consultation = ConsultationFactory(phase=phase, slug="say")
    question = QuestionFactory(consultation=consultation, is_required=True)
    common = {
        "consultation": consultation,
        "appointment": appointment,
        "said_by": appointment.person,
        "entered_by": appointment.person.user,
        "on_behalf_of": appointment.partnership,
    }
    draft = FeedbackFactory(**common, status="draft", said_at=None)
    received = FeedbackFactory(**common, status="received")
    kept = FeedbackFactory(**common, status="kept", reviewed_at=now, reviewed_by=lead)
    published = FeedbackFactory(**common, status="published", reviewed_at=now, reviewed_by=lead)
    for feedback, where in ((draft, "draft"), (received, "received"), (kept, "kept"), (published, "original")):
        FeedbackAnswerFactory(feedback=feedback, question=question, text=f"{mark}-feedback-{where}")
    published.answers.update(published_text="More benches, said gently.")
    TellingPlanFactory(consultation=consultation, what_happens_next=f"{mark}-what-next")
    AskedRepresentativeFactory(consultation=consultation, appointment=appointment)
    answered = FeedbackFactory(
        consultation=for_all, appointment=None, said_by=None, entered_by=None, on_behalf_of=None, status="received",
        voice="group", voice_of=f"{mark}-answer-voice", publication="named", signed=f"{mark}-answer-signed",
        late="accepted", late_reason="The post was slow.",
    )  # fmt: skip
    HandInFactory(poster=None, feedback=answered, **private)
    later = ConsultationFactory(
        phase=phase, slug="later", title=f"{mark}-planned-consultation", introduction=f"{mark}-planned", starts_at=None
    )
    TellingPlanFactory(consultation=later, what_happens_next=f"{mark}-planned-next")
    for kind in ("words", "several"):
        question = QuestionFactory(consultation=later, kind=kind, text=f"{mark}-planned-question-{kind}")
    for text in ("None", "Some"):
        OptionFactory(question=question, text=f"{mark}-planned-option-{text}", excludes=text == "None")
    return consultation, draft, received, published


def build_hand_ins(
    programme: Programme, lead: User, poster: Poster, conversation: Conversation, hidden: Conversation, mark: str
) -> None:
    """An open call; who handed in what is public and what is not; a poster withdrawn, and one just handed in."""
    PosterCallFactory(programme=programme)
    private = {"contact_name": f"{mark}-consent-giver", "contact_details": f"{mark}-consent-contact"}
    HandInFactory(poster=poster, **private)
    for each in (conversation, hidden):
        HandInFactory(poster=None, conversation=each, as_sent=f"{mark}-conversation-as-sent", **private)
    common = {"programme": programme, "published_at": None, "published_by": None}
    withdrawn = PosterFactory(
        **common,
        number=3,
        title=f"{mark}-withdrawn-poster",
        transcript=f"{mark}-withdrawn-transcript",
        consent_to_publish=False,
        withdrawn_at=timezone.now(),
        withdrawn_by=lead,
        withdrawal_reason=f"{mark}-withdrawal-reason",
    )
    new = PosterFactory(**common, number=None, title=f"{mark}-new-poster", alt_text=f"{mark}-new-picture")
    for each in (withdrawn, new):
        HandInFactory(poster=each, **private)
    SentPictureFactory(poster=new, state="refused", problem=f"{mark}-picture-problem")


def build_posters_and_areas(programme: Programme, lead: User, mark: str) -> ActionArea:
    """The line from a poster to an action area, and beside each published thing one that is not."""
    hidden = {"published_at": None, "published_by": None}
    prompt = PosterPromptFactory(programme=programme)
    poster = PosterFactory(programme=programme, number=1, published_by=lead)
    PosterAnswerFactory(poster=poster, prompt=prompt)
    hidden_poster = PosterFactory(
        programme=programme, number=2, title=f"{mark}-poster", words=f"{mark}-poster-words", **hidden
    )
    conversation = ConversationFactory(programme=programme, number=1, published_by=lead)
    hidden_talk = ConversationFactory(
        programme=programme, number=None, said=f"{mark}-conversation", people_count=3, **hidden
    )
    build_hand_ins(programme, lead, poster, conversation, hidden_talk, mark)
    theme = ThemeFactory(programme=programme, number=1, published_by=lead)
    hidden_theme = ThemeFactory(programme=programme, number=2, name=f"{mark}-theme", **hidden)
    CodingFactory(theme=theme, poster=poster)
    CodingFactory(theme=theme, poster=None, conversation=conversation, excerpt="who is at home")
    CodingFactory(theme=theme, poster=hidden_poster, excerpt=f"{mark}-excerpt")
    CodingFactory(theme=hidden_theme, poster=poster, excerpt="living room")
    finding = FindingFactory(programme=programme, number=1, published_by=lead)
    finding.themes.set([theme, hidden_theme])
    hidden_finding = FindingFactory(programme=programme, number=2, title=f"{mark}-finding", **hidden)
    area = ActionAreaFactory(programme=programme, number=1, published_by=lead)
    area.posters.set([poster, hidden_poster])
    area.findings.set([finding, hidden_finding])
    StepFactory(area=area, owner=PersonFactory(name=f"{mark}-step-owner"))
    promised = CommitmentFactory(programme=programme, area=area, person__name=f"{mark}-promiser", published_by=lead)
    joined = CommitmentFactory(
        programme=programme,
        area=area,
        what=f"{mark}-commitment",
        person__name=f"{mark}-joiner",
        person__email=f"{mark}-joiner-{programme.slug}@example.org",
        person__telephone=f"{mark}-joiner-telephone",
        **hidden,
    )
    for each in (promised, joined):
        CommitmentSourceFactory(commitment=each, entered_by=UserFactory(name=f"{mark}-who-entered"))
    CommitmentSheetFactory(programme=programme, area=area)
    record = PersonalRecordFactory(programme=programme, person=joined.person)
    CorrectionFactory(record=record, commitment=joined, before=f"{mark}-commitment", after=f"{mark}-corrected")
    RecordSendingFactory(record=record, channel="letter", content={"name": f"{mark}-sent", "parts": []})
    hidden_area = ActionAreaFactory(programme=programme, number=2, title=f"{mark}-area", **hidden)
    hidden_area.posters.set([poster])
    return area
