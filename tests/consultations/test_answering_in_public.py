"""Anybody answers what is for everybody: page by page, without an account, once; and it goes to review."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from consultations.asking.in_public.links import LINK, code_of
from consultations.asking.in_public.services import begin_answers, keep_answers, send_answers
from consultations.asking.said import in_words
from consultations.asking.services import withdraw_feedback
from consultations.models import Consultation, Feedback, FeedbackAnswer, HandIn, Question
from kit.refusals import InvalidTransition
from outbox.models import Message
from tests.consultations.factories import ConsultationFactory, OptionFactory, QuestionFactory
from tests.stakeholders.factories import StakeholderGroupFactory

PAGE = "/programmes/neighbours/consultations/what-next/"
WHO = {"voice": "own", "publication": "nameless"}


@pytest.fixture
def asked(programme, at) -> Consultation:
    return ConsultationFactory(
        phase__programme=programme,
        slug="what-next",
        title="What should come next?",
        audience="everybody",
        starts_at=at - timedelta(days=1),
        ends_at=at + timedelta(days=9),
    )


@pytest.fixture
def several(asked) -> Question:
    question = QuestionFactory(consultation=asked, position=1, kind="several", text="What would help?")
    for place, text in enumerate(("A lift", "A room"), start=1):
        OptionFactory(question=question, position=place, text=text)
    return question


@pytest.fixture
def words(asked) -> Question:
    return QuestionFactory(consultation=asked, position=2, text="What else?", is_required=True)


@pytest.fixture
def third(asked, several) -> Question:
    """On a page of its own, for who would like a lift."""
    lift = several.options.get(text="A lift")
    return QuestionFactory(
        consultation=asked, position=3, section="The lift", text="Where to?", shown_when=lift, is_required=True
    )


def as_drawn(client: Client, address: str) -> dict[str, object]:
    """What a browser would send of the page's form if nothing in it were touched."""
    form = next(each for each in html.fromstring(client.get(address).text).forms if each.method == "POST")
    return dict(form.form_values())


def first(client: Client, words: Question, **more: object) -> dict[str, object]:
    return as_drawn(client, PAGE) | {f"answer_{words.pk}": "Come and sit.\r\nStay."} | more


def own(page: str = "") -> str:
    return f"/answers/{HandIn.objects.get().pk}/{page}"


def send(client: Client, words: Question, **who: object) -> Feedback:
    """Answer from the first page to the last."""
    client.post(PAGE, first(client, words))
    client.post(own("who/"), WHO | who)
    sent = client.post(own("check/"), as_drawn(client, own("check/")))
    assert sent.headers["Location"] == own()
    return Feedback.objects.get()


def test_answer_of_anybody_is_taken_in_once_and_waits_for_review(client, asked, several, words, lead, client_of):
    page = client.get(PAGE)
    assert not page.cookies
    for text in ("What should come next?", "What would help?", "A lift", "What else?", "No account is needed."):
        assert text in page.text
    keys = [str(each.pk) for each in several.options.order_by("position")]
    begun = client.post(PAGE, first(client, words, **{f"answer_{several.pk}": keys}))
    assert begun.headers["Location"] == own("who/")
    checked = client.post(own("who/"), WHO | {"contact_details": "sam@example.org"})
    assert checked.headers["Location"] == own("check/")
    check = client.get(own("check/")).text
    for text in ("A lift\nA room", "Come and sit.\nStay.", "For myself", "sam@example.org"):
        assert text in check
    pressed = as_drawn(client, own("check/"))
    for _ in range(2):
        assert client.post(own("check/"), pressed).headers["Location"] == own()
    feedback = Feedback.objects.get()
    assert (feedback.status, feedback.voice, feedback.publication) == ("received", "own", "nameless")
    said = FeedbackAnswer.objects.order_by("question__position").values_list("text", flat=True)
    assert list(said) == ["A lift\nA room", "Come and sit.\nStay."]
    thanks = client.get(own()).text
    for text in (feedback.reference, "Come and sit.", code_of(HandIn.objects.get())):
        assert text in thanks
    assert feedback.reference in client_of(lead).get("/desk/neighbours/feedback/").text


def test_question_on_a_condition_is_asked_of_those_alone_who_meet_it(client, several, words, third):
    lift, room = several.options.order_by("position")
    assert "Where to?" not in client.get(PAGE).text
    begun = client.post(PAGE, first(client, words, **{f"answer_{several.pk}": [str(lift.pk)]}))
    assert begun.headers["Location"] == own("questions/2/")
    missing = client.post(own("questions/2/"), {f"answer_{third.pk}": ""})
    assert missing.context["form"].errors == {f"answer_{third.pk}": ["Write an answer to “Where to?”."]}
    assert client.post(own("questions/2/"), {f"answer_{third.pk}": "Upstairs."}).headers["Location"] == own("who/")
    client.post(own("who/"), WHO)
    assert "Upstairs." in client.get(own("check/")).text
    # Whoever changes their mind is not asked any more, and what they said to it is not sent.
    changed = {f"answer_{several.pk}": [str(room.pk)], f"answer_{words.pk}": "Stay."}
    assert client.post(own("questions/1/"), changed).headers["Location"] == own("who/")
    assert "Upstairs." not in client.get(own("check/")).text
    client.post(own("check/"), as_drawn(client, own("check/")))
    said = FeedbackAnswer.objects.order_by("question__position").values_list("text", flat=True)
    assert (Feedback.objects.get().status, list(said)) == ("received", ["A room", "Stay."])


def test_what_is_saved_is_gone_on_with_in_another_browser_by_the_code(client, asked, words):
    kept = client.post(PAGE, first(client, words) | {"later": "", f"answer_{words.pk}": ""})
    assert kept.headers["Location"] == own()
    code = code_of(HandIn.objects.get())
    assert code in client.get(own()).text
    elsewhere = Client()
    assert elsewhere.get(own()).status_code == 404
    returned = elsewhere.post(f"{PAGE}return/", {"code": code.upper().replace("-", " ")})
    assert returned.headers["Location"] == own()
    assert own("questions/1/") in elsewhere.get(own()).text
    assert elsewhere.post(own("questions/1/"), {f"answer_{words.pk}": "Stay."}).headers["Location"] == own("who/")
    assert FeedbackAnswer.objects.get().text == "Stay."


@pytest.mark.parametrize("code", ["", "F00001", "bcdf-ghjk-mnpq", "of another"])
def test_wrong_code_opens_nothing(client, words, code, programme, at):
    send(client, words)
    if code == "of another":
        other = ConsultationFactory(
            phase__programme=programme, audience="everybody", starts_at=at - timedelta(days=1), ends_at=None
        )
        of_another = begin_answers(other, key="6f1e2f0c-3b8f-4b57-9a4d-000000000001", answers={}, at=at)
        code = code_of(of_another)
    answer = Client().post(f"{PAGE}return/", {"code": code})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["code"]
    assert "Come and sit." not in answer.text


def test_link_that_is_sent_opens_the_answers(client, words):
    send(client, words)
    sent = client.post(own(), {"address": "sam@example.org"})
    assert sent.headers["Location"] == own("?link=sent")
    assert "The link is on its way." in client.get(sent.headers["Location"]).text
    [message] = Message.objects.filter(kind="answers_link")
    address = LINK.address_of(HandIn.objects.get())
    assert (message.to_address, address in message.text) == ("sam@example.org", True)
    elsewhere = Client()
    let_in = elsewhere.get(address.removeprefix("http://testserver").replace("http://localhost:8000", ""))
    assert let_in.headers["Location"] == own()
    assert "Come and sit." in elsewhere.get(own()).text


def test_first_page_sent_again_changes_what_it_said_until_it_is_sent(client, words):
    sent = first(client, words)
    client.post(PAGE, sent)
    client.post(PAGE, sent | {f"answer_{words.pk}": "Something else."})
    assert FeedbackAnswer.objects.get().text == "Something else."
    client.post(own("who/"), WHO)
    client.post(own("check/"), as_drawn(client, own("check/")))
    assert client.post(PAGE, sent | {f"answer_{words.pk}": "Something else."}).status_code == 302
    again = client.post(PAGE, sent | {f"answer_{words.pk}": "A third thing."})
    assert (again.status_code, Feedback.objects.count()) == (200, 1)
    assert "A third thing." in again.text


def test_what_was_changed_since_it_was_read_is_read_once_more(client, words):
    client.post(PAGE, first(client, words))
    client.post(own("who/"), WHO)
    read = as_drawn(client, own("check/"))
    client.post(own("questions/1/"), {f"answer_{words.pk}": "Other words."})
    answer = client.post(own("check/"), read)
    assert "changed in another window" in answer.text
    assert Feedback.objects.get().status == "draft"
    form = next(each for each in html.fromstring(answer.text).forms if "version" in each.fields)
    client.post(own("check/"), dict(form.form_values()))
    assert Feedback.objects.get().status == "received"


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"voice": ""}, "voice", "Choose as whom you answer."),
        ({"voice": "group"}, "voice_of", "Say for which organisation or group you answer."),
        ({"publication": ""}, "publication", "Choose what may become of your words."),
        ({"publication": "named"}, "signed", "Enter the name that is to be published."),
        ({"groups": ["none", "declined"]}, "groups", "“None of these” stands alone: untick it, or the others."),
        (
            {"voice_of": "A club"},
            "voice",
            "You wrote “A club”: choose “For an organisation” or “For a group of people”, or empty the box.",
        ),
        (
            {"signed": "Sam"},
            "publication",
            "You wrote “Sam”: choose “Publish them, with the name that I give”, or empty the box.",
        ),
    ],
)
def test_who_lacks_something_is_told_what(client, words, programme, change, field, sentence):
    StakeholderGroupFactory(programme=programme)
    client.post(PAGE, first(client, words))
    answer = client.post(own("who/"), WHO | change)
    assert answer.context["form"].errors == {field: [sentence]}


@pytest.mark.parametrize(
    ("ticked", "told", "names"),
    [("named", "some", ["Carers"]), ("none", "none", []), ("declined", "declined", []), ("", "", [])],
)
def test_groups_that_describe_somebody_are_kept_with_their_answers(
    client, words, programme, client_of, lead, ticked, told, names
):
    group = StakeholderGroupFactory(programme=programme, name="Carers")
    key = {"named": [str(group.pk)], "": []}.get(ticked, [ticked])
    feedback = send(client, words, groups=key)
    assert (feedback.groups_told, [each.name for each in feedback.described_by.all()]) == (told, names)
    assert client.get(own("check/")).headers["Location"] == own()
    review = " ".join(client_of(lead).get(f"/desk/neighbours/feedback/{feedback.pk}/").text.split())
    shown = {"some": "Carers", "none": "None of these", "declined": "Prefers not to say"}.get(told)
    assert ("What describes them, as they say" in review) is bool(told)
    assert not shown or f"<dd> {shown} </dd>" in review


def test_answers_to_what_closed_meanwhile_keep_the_words(client, asked, words, at):
    sent = first(client, words)
    client.post(PAGE, sent)
    client.post(own("who/"), WHO)
    read = as_drawn(client, own("check/"))
    Consultation.objects.update(
        ends_at=at - timedelta(hours=1), closed_at=at, closed_by=asked.phase.programme.published_by
    )
    answer = client.post(own("check/"), read)
    assert "This consultation has closed meanwhile." in answer.text
    assert "Come and sit." in answer.text
    assert Feedback.objects.get().status == "draft"
    late = Client().post(PAGE, sent | {"key": ""})
    assert "This consultation has closed meanwhile." in late.text
    assert "Come and sit." in late.text
    assert "What should come next? has closed" in client.get(PAGE).text
    assert "they were not sent" in client.get(own()).text


@pytest.mark.parametrize("change", [{"audience": "representatives"}, {"starts_at": None, "ends_at": None}])
def test_consultation_that_is_not_for_everybody_or_has_not_begun_is_not_there(client, asked, words, change):
    Consultation.objects.update(**change)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}return/").status_code == 404


def test_what_is_not_to_be_published_is_not(client, client_of, lead, words):
    feedback = send(client, words, publication="not")
    thanks = client.get(own()).text
    assert ("It is not published." in thanks, "Nothing is made public before that." in thanks) == (True, False)
    review = f"/desk/neighbours/feedback/{feedback.pk}/"
    desk = client_of(lead)
    form = next(each for each in html.fromstring(desk.get(review).text).forms if "what_became_of_it" in each.fields)
    sent = dict(form.form_values()) | {"what_became_of_it": "We read it.", "publish": ""}
    answer = desk.post(review, sent)
    assert "They asked that it is not published: keep it unpublished." in answer.text
    feedback.refresh_from_db()
    assert feedback.status == "received"


def test_answers_are_taken_back_by_whoever_gave_them(client, words):
    feedback = send(client, words)
    asks = client.get(own("withdraw/")).text
    assert "Take your answers back?" in asks
    for _ in range(2):
        assert client.post(own("withdraw/")).headers["Location"] == own()
    feedback.refresh_from_db()
    assert (feedback.status, feedback.withdrawn_by) == ("withdrawn", None)
    assert "Your answers are taken back" in client.get(own()).text
    assert not Feedback.objects.published().exists()
    assert (Feedback.objects.sent().count(), Feedback.objects.standing().count()) == (1, 0)


def test_what_was_never_sent_cannot_be_taken_back_and_what_was_sent_cannot_be_written_over(asked, words, at):
    hand_in = begin_answers(
        asked, key="6f1e2f0c-3b8f-4b57-9a4d-000000000002", answers={words.pk: in_words("Stay.")}, at=at
    )
    with pytest.raises(InvalidTransition):
        withdraw_feedback(hand_in.feedback, by=None, at=at)
    Feedback.objects.update(status="received", said_at=at)
    with pytest.raises(InvalidTransition):
        keep_answers(hand_in, answers={words.pk: in_words("Go.")}, at=at)
    assert send_answers(hand_in, version="", at=at) == hand_in
    assert FeedbackAnswer.objects.get().text == "Stay."


@pytest.mark.parametrize("is_public", [True, False])
def test_own_page_tells_what_the_public_reads_and_leads_only_to_what_is_public(
    client, words, lead, at, programme, is_public
):
    feedback = send(client, words)
    Feedback.objects.update(status="published", reviewed_at=at, reviewed_by=lead, what_became_of_it="A bench.")
    FeedbackAnswer.objects.update(published_text="Come and sit.")
    if not is_public:
        programme.published_at, programme.published_by = None, None
        programme.save()
    page = html.fromstring(client.get(own()).text)
    read = " ".join(page.text_content().split())
    assert "What became of it A bench." in read
    assert "What the public reads: Come and sit." in read
    assert ("can be read by everybody." in read) is is_public
    assert ("can be read by everybody once the site of this is public again." in read) is not is_public
    assert "Write it down: with it you come back to this page from any browser." in read
    links = {link.get("href") for link in page.iter("a")}
    assert (f"/programmes/neighbours/feedback/?q={feedback.reference}" in links) is is_public
    assert (f"{PAGE}return/" in links) is is_public


@pytest.mark.parametrize(
    ("who", "public", "at_desk"),
    [
        ({"voice": "own"}, "Somebody who took part", "somebody"),
        ({"voice": "group", "voice_of": "Lunch club"}, "A group of people", "Lunch club"),
        ({"voice": "organisation", "voice_of": "Oak Trust"}, "An organisation", "Oak Trust"),
        ({"voice": "own", "publication": "named", "signed": "Sam Ward"}, "Sam Ward", "Sam Ward"),
    ],
)
def test_who_said_it_is_called_as_they_wish(client, client_of, lead, words, who, public, at_desk):
    feedback = send(client, words, **who)
    assert (feedback.public_name, feedback.desk_name) == (public, at_desk)
    desk = client_of(lead)
    look = desk.post(f"/desk/neighbours/hand-ins/{feedback.hand_in.pk}/look/").text
    assert "Nobody is written down, or not any more." in look
    HandIn.objects.update(contact_details="sam@example.org")
    look = " ".join(desk.post(f"/desk/neighbours/hand-ins/{feedback.hand_in.pk}/look/").text.split())
    assert "Their name goes, and how to reach them. What they handed in stays as it is" in look
    forgotten = desk.post(f"/desk/neighbours/hand-ins/{feedback.hand_in.pk}/forget/", {"sure": "yes"})
    assert forgotten.headers["Location"] == f"/desk/neighbours/feedback/{feedback.pk}/"
    assert HandIn.objects.get().contact_details == ""
    assert reverse("consultations:answers-detail", args=[HandIn.objects.get().pk]) == own()
