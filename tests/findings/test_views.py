"""What became of what a representative said: read by whoever speaks for the organisation, and how far it has come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import Feedback
from stakeholders.services import end_appointment
from tests.consultations.factories import (
    ConsultationFactory,
    ConversationFactory,
    FeedbackAnswerFactory,
    FeedbackFactory,
    HandInFactory,
)
from tests.findings.factories import CodingFactory, FindingFactory, ThemeFactory
from tests.phases.factories import MeetingFactory
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory

OWN = "/home/said/"


@pytest.fixture
def client(client_of, representative):
    return client_of(representative)


@pytest.fixture
def sent(programme, appointment, representative):
    """Return what makes feedback of the cast's representative, sent to a consultation of its own, with one answer."""

    def make(text="Somewhere warm to meet."):
        feedback = FeedbackFactory(
            consultation=ConsultationFactory(phase__programme=programme),
            appointment=appointment,
            said_by=appointment.person,
            entered_by=representative,
            on_behalf_of=appointment.partnership,
        )
        FeedbackAnswerFactory(feedback=feedback, question__consultation=feedback.consultation, text=text)
        return feedback

    return make


def drawn(client) -> str:
    return client.get(OWN).context["said"][0][2].description


def test_own_input_draws_how_far_what_was_said_has_come(client, sent, programme):
    answer = sent().answers.get()
    theme = ThemeFactory(programme=programme)
    CodingFactory(theme=theme, poster=None, answer=answer, excerpt="warm")
    said = "Said: yes. Heard: now. Agreed: "
    assert drawn(client) == f"{said}not yet."
    decided = {"decided_at": answer.feedback.said_at, "decided_by": answer.feedback.entered_by}
    refused = FindingFactory(programme=programme, decision="not_taken_forward", reason="There is no money.", **decided)
    refused.themes.add(theme)
    assert drawn(client) == f"{said}no. There is no money."
    FindingFactory(programme=programme, decision="accepted", **decided).themes.add(theme)
    assert drawn(client) == "Said: yes. Heard: yes. Agreed: now."


def test_successor_sees_what_was_said_before(client_of, sent, appointment, lead, at):
    receipt = reverse("findings:feedback-receipt", args=[sent().pk])
    end_appointment(appointment, reason="Moved", by=lead, at=at)
    successor = AppointmentFactory(partnership=appointment.partnership, started_at=at)
    assert client_of(successor.person.user).get(receipt).status_code == 200


def test_feedback_receipt_of_what_was_said_after_a_meeting_names_no_consultation_and_nobody(
    client, appointment, programme
):
    meeting = MeetingFactory(programme=programme)
    feedback = FeedbackFactory(
        consultation=None, meeting=meeting, programme=programme, said_by=None, on_behalf_of=appointment.partnership
    )
    page = client.get(reverse("findings:feedback-receipt", args=[feedback.pk])).text
    sent = f"{timezone.localtime(feedback.said_at):%-d %B %Y, %H:%M}"
    assert f"<p>After a meeting. Sent {sent}, on behalf of {appointment.partnership.organisation}." in page


@pytest.mark.parametrize("count", [1, 30])
def test_own_input_asks_the_database_as_often_for_1_as_for_30(
    count, client, sent, appointment, programme, django_assert_num_queries
):
    for number in range(count):
        sent()
        talk = ConversationFactory(programme=programme)
        HandInFactory(poster=None, conversation=talk, appointment=appointment)
        partnership = PartnershipFactory(programme=programme, organisation__name=f"Body {number}")
        AppointmentFactory(partnership=partnership, person=appointment.person)
    with django_assert_num_queries(8):
        assert client.get(OWN).status_code == 200


def test_own_input_stands_on_pages_both_kinds_together_the_newest_first(client, sent, appointment, programme, at):
    for _ in range(49):
        sent()
    Feedback.objects.update(said_at=at)
    talks = [ConversationFactory(programme=programme, team=team) for team in ("Old", "New")]
    for talk, days in zip(talks, (-1, 1), strict=True):
        HandInFactory(poster=None, conversation=talk, appointment=appointment, handed_in_at=at + timedelta(days=days))
    first, second = (client.get(OWN, {"page": number}) for number in (1, 2))
    assert [kind for kind, _, _ in first.context["said"]] == ["conversation", *["feedback"] * 49]
    assert [str(each) for _, each, _ in second.context["said"]] == [str(talks[0])]
    assert ["Page 1 of 2" in first.text, "Page 2 of 2" in second.text] == [True, True]
