"""A representative's pages, as a browser without JavaScript meets them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consultations.asking.assignments import appointments_of, assignments_of
from consultations.models import Consultation, Feedback, FeedbackAnswer
from outbox.models import Message
from stakeholders.services import end_appointment
from tests.consultations.factories import (
    ConsultationFactory,
    ConversationFactory,
    FeedbackAnswerFactory,
    FeedbackFactory,
    HandInFactory,
)
from tests.phases.factories import MeetingFactory
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory, StakeholderGroupFactory

GIVE = "/home/consultations/neighbours/what-next/"
CHECK = f"{GIVE}check/"


@pytest.fixture
def client(client_of, representative):
    return client_of(representative)


def body(response) -> str:
    return response.content.decode()


def typed(required, optional, text="Somewhere warm.", other="", version="", button="check", **more):
    return {
        f"answer_{required.pk}": text,
        f"answer_{optional.pk}": other,
        "version": version,
        button: "",
    } | more


def texts() -> list[str]:
    return list(FeedbackAnswer.objects.order_by("pk").values_list("text", flat=True))


def test_feedback_is_written_checked_sent_once_and_acknowledged(client, required, optional, appointment):
    page = client.get(GIVE)
    for words in ("What can still change", "Carers together", "Carers", required.text, optional.text):
        assert words in body(page)
    answer = client.post(GIVE, typed(required, optional, "Somewhere\r\nwarm.", "Buses."))
    assert answer.headers["Location"] == CHECK
    draft = Feedback.objects.get()
    assert (draft.status, texts()) == ("draft", ["Somewhere\nwarm.", "Buses."])
    checked = body(client.get(CHECK))
    assert [f'href="{GIVE}#id_answer_{question.pk}"' in checked for question in (required, optional)] == [True, True]
    sent = client.post(CHECK, {"version": draft.version()})
    receipt = reverse("findings:feedback-receipt", args=[draft.pk])
    assert sent.headers["Location"] == receipt
    assert draft.reference in body(client.get(receipt))
    again = client.post(CHECK, {"version": draft.version()})
    assert again.headers["Location"] == receipt
    assert client.get(GIVE).headers["Location"] == receipt
    assert (Feedback.objects.count(), Message.objects.count()) == (1, 1)


def test_feedback_kept_for_later_needs_no_answer_and_is_gone_on_with(client, required, optional, representative):
    answer = client.post(GIVE, typed(required, optional, "", "Half a thought", button="later"))
    assert answer.headers["Location"] == "/home/"
    home = body(client.get("/home/"))
    assert "We have kept what you wrote." in home
    assert "Go on with it" in home
    assert "Half a thought" in body(client.get(GIVE))
    assert Feedback.objects.get().status == "draft"


def test_feedback_without_a_required_answer_is_not_sent_by_any_way(client, required, optional):
    client.post(GIVE, typed(required, optional, "", "Half a thought", button="later"))
    answer = client.post(CHECK, {"version": Feedback.objects.get().version()}, follow=True)
    assert "still needs an answer" in body(answer)
    assert Feedback.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write an answer to “What matters most?”."),
        ("   \n ", "Write an answer to “What matters most?”."),
        ("é" * 4001, "“What matters most?” is 4,001 characters long. Shorten it to 4,000 or fewer."),
    ],
)
def test_feedback_that_cannot_be_taken_says_why_and_keeps_what_was_typed(client, required, optional, text, sentence):
    page = client.post(GIVE, typed(required, optional, text, "Kept as typed"))
    assert page.status_code == 200
    assert sentence in body(page)
    assert "<title>Error: " in body(page)
    assert f'href="#id_answer_{required.pk}"' in body(page)
    assert "Kept as typed" in body(page)
    assert text.strip() in body(page)
    assert Feedback.objects.count() == 0


def test_feedback_of_exactly_4000_characters_with_line_breaks_is_taken(client, required, optional):
    text = "\r\n".join(["x" * 99] * 40)
    assert client.post(GIVE, typed(required, optional, text)).headers["Location"] == CHECK
    assert len(texts()[0]) == 3999


def test_feedback_with_script_is_only_words(client, required, optional):
    client.post(GIVE, typed(required, optional, "<script>alert(1)</script>"))
    for address in (GIVE, CHECK):
        assert "<script>alert" not in body(client.get(address))
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body(client.get(address))
    client.post(CHECK, {"version": Feedback.objects.get().version()})
    assert "<script>alert" not in Message.objects.get().html


def test_feedback_for_a_choice_of_groups(client, required, optional, appointment, programme):
    newcomers = StakeholderGroupFactory(programme=programme, name="New Scots")
    appointment.partnership.groups.add(newcomers)
    stranger = StakeholderGroupFactory(programme=programme, name="Somebody else's")
    page = client.post(GIVE, typed(required, optional))
    assert "Choose which group you are speaking for." in body(page)
    assert stranger.name not in body(page)
    for wrong in (stranger.pk, 10**30, "x", "\x00"):
        page = client.post(GIVE, typed(required, optional, speaking_for=wrong))
        assert "Choose one of these groups." in body(page)
    assert Feedback.objects.count() == 0
    client.post(GIVE, typed(required, optional, speaking_for=newcomers.pk))
    draft = Feedback.objects.get()
    assert draft.speaking_for == newcomers
    client.post(GIVE, typed(required, optional, speaking_for="all", version=draft.version()))
    assert Feedback.objects.get().speaking_for is None
    assert "All of the groups it represents" in body(client.get(CHECK))


def test_feedback_of_a_stale_window_overwrites_nothing_and_loses_nothing(client, required, optional):
    client.post(GIVE, typed(required, optional, "From the first window"))
    page = client.post(GIVE, typed(required, optional, "From the second window"))
    assert page.status_code == 409
    assert "This was changed in another window, or by somebody else, since you opened it." in body(page)
    assert "From the first window" in body(page)
    assert "From the second window" in body(page)
    assert texts() == ["From the first window"]
    version = page.context["form"]["version"].value()
    assert client.post(GIVE, typed(required, optional, "Both", version=version)).headers["Location"] == CHECK
    assert texts() == ["Both"]


def test_feedback_changed_since_it_was_read_is_not_sent(client, required, optional):
    client.post(GIVE, typed(required, optional, "First"))
    read = Feedback.objects.get().version()
    client.post(GIVE, typed(required, optional, "Second", version=read))
    answer = client.post(CHECK, {"version": read}, follow=True)
    assert "Read it through once more." in body(answer)
    assert "Second" in body(answer)
    assert Feedback.objects.get().status == "draft"


def test_feedback_typed_in_a_window_after_sending_is_shown_back(client, required, optional, send):
    sent = send("What was sent")
    page = client.post(GIVE, typed(required, optional, "What came too late"))
    assert page.status_code == 409
    assert "This was sent already" in body(page)
    assert "What came too late" in body(page)
    assert texts() == ["What was sent"]
    same = client.post(GIVE, typed(required, optional, "What was sent"))
    assert same.headers["Location"] == reverse("findings:feedback-receipt", args=[sent.pk])


def test_feedback_to_a_consultation_that_closed_meanwhile_is_kept_and_shown(client, required, optional, at):
    client.post(GIVE, typed(required, optional, "Begun in time"))
    draft = Feedback.objects.get()
    Consultation.objects.update(ends_at=at)
    assert client.get(CHECK).headers["Location"] == GIVE
    assert client.post(CHECK, {"version": draft.version()}).headers["Location"] == GIVE
    page = client.get(GIVE)
    assert "has closed" in body(page)
    assert "Begun in time" in body(page)
    late = client.post(GIVE, typed(required, optional, "Finished late", version=draft.version()), follow=True)
    assert "Finished late" in body(late)
    assert Feedback.objects.get().status == "draft"
    assert Message.objects.count() == 0


def test_pages_end_with_the_appointment_in_a_live_session(client, send, appointment, lead, at):
    receipt = reverse("findings:feedback-receipt", args=[send().pk])
    assert [client.get(address).status_code for address in (GIVE, receipt)] == [302, 200]
    end_appointment(appointment, reason="Moved", by=lead, at=at)
    assert [client.get(address).status_code for address in (GIVE, CHECK, receipt)] == [404, 404, 404]
    home = body(client.get("/home/"))
    assert "You do not speak for an organisation at the moment" in home
    assert "programme@example.org" in home


def test_ended_representative_cannot_send(client, write, appointment, lead, at, required, optional):
    draft = write()
    end_appointment(appointment, reason="Moved", by=lead, at=at)
    assert client.post(CHECK, {"version": draft.version()}).status_code == 403
    assert client.post(GIVE, typed(required, optional)).status_code == 403
    assert Feedback.objects.get().status == "draft"


def test_what_is_not_yours_and_what_is_not_there_answer_alike(
    client, client_of, representative_elsewhere, write, send, consultation, at
):
    draft = write()
    elsewhere = client_of(representative_elsewhere)
    receipt = reverse("findings:feedback-receipt", args=[draft.pk])
    missing = [
        "/home/consultations/neighbours/no-such/",
        "/home/consultations/no-such/what-next/",
        "/home/feedback/99999999999999999999999/",
        receipt,
        f"{GIVE}?for=1000000",
        f"{GIVE}?for=%00",
    ]
    assert [client.get(address).status_code for address in missing] == [404] * len(missing)
    assert [elsewhere.get(address).status_code for address in (GIVE, CHECK, receipt)] == [404, 404, 404]
    Consultation.objects.update(starts_at=at + timedelta(hours=1))
    assert client.get(GIVE).status_code == 404


def test_one_person_answers_for_each_of_two_partnerships(client, required, optional, appointment, programme):
    second = AppointmentFactory(
        partnership__programme=programme, partnership__organisation__name="Second body", person=appointment.person
    )
    asks = client.get("/home/").context["asks"]
    assert [ask.url for ask in asks] == [f"{GIVE}?for={appointment.pk}", f"{GIVE}?for={second.pk}"]
    client.post(asks[1].url, typed(required, optional, "For the second"))
    assert Feedback.objects.get().on_behalf_of == second.partnership
    sent = client.post(asks[1].check_url, {"version": Feedback.objects.get().version()})
    assert sent.status_code == 302
    assert [ask.appointment for ask in client.get("/home/").context["asks"]] == [appointment]


def test_get_changes_nothing(client, write, send, appointment):
    write()
    before = (Feedback.objects.get().version(), Feedback.objects.get().status)
    for address in ("/home/", GIVE, CHECK):
        client.get(address)
    assert (Feedback.objects.get().version(), Feedback.objects.get().status) == before
    assert [client.post("/home/").status_code, client.post("/home/feedback/1/").status_code] == [405, 405]


def test_home_says_what_is_asked_and_what_became_of_it(client, send, programme, lead, at):
    meeting = MeetingFactory(
        programme=programme, starts_at=at + timedelta(days=3), ends_at=at + timedelta(days=3, hours=2)
    )
    MeetingFactory(programme=programme)
    sooner = {"starts_at": at + timedelta(days=1), "ends_at": None}
    MeetingFactory(programme=programme, cancelled_at=at, cancelled_by=lead, **sooner)
    assert "What should come next?" in body(client.get("/home/"))
    feedback = send()
    assert "Nothing is asked of you today." in body(client.get("/home/"))
    Feedback.objects.filter(pk=feedback.pk).update(
        status="published", reviewed_at=at, reviewed_by=lead, what_became_of_it="There is a room now."
    )
    home = client.get("/home/")
    assert (home.context["said"], home.context["latest_answer"]) == (1, feedback)
    assert home.context["next_meeting"] == meeting
    page = client.get("/home/said/")
    assert "There is a room now." in body(page)
    assert "Read and published on" in body(page)
    assert [thread.description for _, _, thread in page.context["said"]] == [
        "Said: now. Heard: not yet. Agreed: not yet."
    ]
    assert list(client.get("/home/meetings/").context["page"]) == [meeting]


@pytest.mark.parametrize(("address", "queries"), [("/home/", 11), ("/home/meetings/", 5)])
def test_home_asks_the_database_as_often_for_1_as_for_30(
    address, queries, client, consultation, appointment, send, programme, django_assert_num_queries
):
    send()
    with django_assert_num_queries(queries):
        client.get(address)
    for number in range(30):
        other = ConsultationFactory(phase=consultation.phase)
        ConsultationFactory(phase=consultation.phase)
        feedback = FeedbackFactory(
            consultation=other, appointment=appointment, said_by=appointment.person,
            on_behalf_of=appointment.partnership,
        )  # fmt: skip
        FeedbackAnswerFactory(feedback=feedback, question__consultation=other)
        talk = ConversationFactory(programme=programme)
        HandInFactory(poster=None, conversation=talk, appointment=appointment)
        partnership = PartnershipFactory(programme=programme, organisation__name=f"Body {number}")
        AppointmentFactory(partnership=partnership, person=appointment.person)
    with django_assert_num_queries(queries):
        client.get(address)


def test_home_is_not_kept_by_a_shared_cache(client):
    kept_by = client.get("/home/").headers["Cache-Control"]
    assert {"no-store", "private"} <= set(kept_by.replace(" ", "").split(","))


@pytest.mark.both
def test_what_ends_first_is_asked_first_and_what_has_no_end_last(programme, appointment, at):
    begun = {"phase__programme": programme, "starts_at": at.replace(minute=0, second=0, microsecond=0)}
    ends = [None, begun["starts_at"] + timedelta(days=9), begun["starts_at"] + timedelta(days=2)]
    for title, ends_at in zip(("No end", "Later", "Soon"), ends, strict=True):
        ConsultationFactory(**begun, title=title, ends_at=ends_at)
    asked = assignments_of(appointments_of(appointment.person.user, at=at), Consultation.objects.all())
    assert [each.consultation.title for each in asked] == ["Soon", "Later", "No end"]
