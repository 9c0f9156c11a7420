"""A consultation is set up at the desk: begun, its questions put in order, looked at, opened; and then it stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.models import LogEntry
from consultations.asking.setting_up.services import (
    ANSWERED,
    QuestionDetails,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from consultations.models import Consultation, Option, Question
from kit.refusals import Refused
from tests.consultations.factories import (
    ConsultationFactory,
    FeedbackAnswerFactory,
    FeedbackFactory,
    OptionFactory,
    QuestionFactory,
)
from tests.phases.factories import PhaseFactory

LIST = "/desk/neighbours/consultations/"
SAYS = {
    "title": "What would bring people together?",
    "audience": "everybody",
    "introduction": "We heard that buses matter.",
    "can_change": "The routes.",
    "cannot_change": "The money.",
}


@pytest.fixture
def client(client_of, lead):
    return client_of(lead)


@pytest.fixture
def planned(programme) -> Consultation:
    return ConsultationFactory(phase__programme=programme, slug="later", starts_at=None, ends_at=None)


@pytest.fixture
def three(planned) -> list[Question]:
    return [QuestionFactory(consultation=planned, position=place, text=f"Number {place}") for place in (1, 2, 3)]


def page(name: str, *keys: int) -> str:
    return reverse(f"consultations:{name}", args=["neighbours", *keys])


def in_order(consultation: Consultation) -> list[tuple[int, str]]:
    return list(consultation.questions.order_by("position").values_list("position", "text"))


def typed(**changes: object) -> dict[str, object]:
    return {"text": "How often?", "kind": "words", "hint": "", "options": "", "other": "", "none": ""} | changes


def test_consultation_is_set_up_from_nothing_to_the_open_form(
    client, programme, client_of, representative, appointment
):
    phase = PhaseFactory(programme=programme)
    assert "Nobody is asked anything yet." in client.get(LIST).text
    begun = client.post(page("consultation-create"), SAYS | {"phase": phase.pk})
    made = Consultation.objects.get()
    assert begun.headers["Location"] == page("consultation-detail", made.pk)
    assert (made.slug, made.starts_at, made.audience) == ("what-would-bring-people-together", None, "everybody")
    assert "Write at least one question first" in client.get(begun.headers["Location"]).text
    client.post(page("question-create", made.pk), typed(kind="one", options="Daily\n\nNever ", is_required="on"))
    client.post(page("question-create", made.pk), typed(text="What else?"))
    assert in_order(made) == [(1, "How often?"), (2, "What else?")]
    assert list(Option.objects.order_by("position").values_list("text", flat=True)) == ["Daily", "Never"]
    preview = client.get(page("consultation-preview", made.pk)).text
    for words in ("How often?", "Daily", "What else?", "The routes."):
        assert words in preview
    assert "<button" not in preview.partition("<main")[2].partition("</main")[0]
    on = timezone.localdate() + timedelta(days=40)
    last_on = {"last_on_0": on.day, "last_on_1": on.month, "last_on_2": on.year}
    seen = client.post(page("consultation-open", made.pk), last_on).context["recipients"].fingerprint
    assert client.post(page("consultation-open", made.pk), last_on | {"as_seen": seen}).status_code == 302
    made.refresh_from_db()
    assert timezone.localtime(made.ends_at).date() == on + timedelta(days=1)
    asked = client_of(representative).get(f"/home/consultations/neighbours/{made.slug}/").text
    assert "How often?" in asked
    assert list(LogEntry.objects.filter(programme_id=programme.pk).order_by("pk").values_list("verb", flat=True))[
        -5:
    ] == [
        "added",
        "question_added",
        "question_added",
        "opened",
        "told",
    ]


def test_two_consultations_of_one_title_have_addresses_of_their_own(client, programme):
    phase = PhaseFactory(programme=programme)
    for introduction in ("One", "Two", "Three"):
        client.post(page("consultation-create"), SAYS | {"phase": phase.pk, "introduction": introduction})
    slugs = Consultation.objects.order_by("pk").values_list("slug", flat=True)
    begun = "what-would-bring-people-together"
    assert list(slugs) == [begun, f"{begun}-2", f"{begun}-3"]


@pytest.mark.parametrize("title", ["?!", "كيف حالك", "x" * 200])
def test_title_without_a_letter_that_an_address_could_hold_is_taken(client, programme, title):
    phase = PhaseFactory(programme=programme)
    assert client.post(page("consultation-create"), SAYS | {"phase": phase.pk, "title": title}).status_code == 302
    assert Consultation.objects.get().slug


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [
        (1, "down", [2, 1, 3]),
        (3, "up", [1, 3, 2]),
        (1, "up", [1, 2, 3]),
        (3, "down", [1, 2, 3]),
    ],
)
def test_question_is_moved_by_one_place_and_stays_at_the_ends(client, planned, three, moved, to, order):
    answer = client.post(page("question-move", three[moved - 1].pk), {"to": to})
    assert answer.headers["Location"] == f"{page('consultation-detail', planned.pk)}#question-{three[moved - 1].pk}"
    assert in_order(planned) == [(place, f"Number {number}") for place, number in enumerate(order, start=1)]


def test_question_is_removed_when_it_was_asked_and_the_others_move_up(client, planned, three):
    assert "Remove “Number 1”?" in client.post(page("question-remove", three[0].pk)).text
    assert planned.questions.count() == 3
    client.post(page("question-remove", three[0].pk), {"sure": "yes"})
    assert in_order(planned) == [(1, "Number 2"), (2, "Number 3")]


def test_question_is_changed_with_its_options(client, planned):
    question = QuestionFactory(consultation=planned, position=1, kind="several")
    for place, (text, more) in enumerate([("A", {}), ("B", {}), ("Else", {"is_other": True})], start=1):
        OptionFactory(question=question, position=place, text=text, **more)
    form = client.get(page("question-edit", question.pk)).context["form"]
    assert [form.initial[name] for name in ("options", "other", "none")] == ["A\nB", "Else", ""]
    client.post(page("question-edit", question.pk), typed(kind="several", options="B\nC", none="None of these"))
    options = question.options.order_by("position").values_list("text", "is_other", "excludes")
    assert list(options) == [("B", False, False), ("C", False, False), ("None of these", False, True)]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"kind": "one"}, "options", "Write at least two options, each on a line of its own."),
        ({"kind": "one", "options": "A"}, "options", "Write at least two options, each on a line of its own."),
        (
            {"kind": "words", "options": "A\nB"},
            "options",
            "Options are for questions that are answered by choosing: empty the box.",
        ),
        (
            {"kind": "one", "options": "A\nB\na"},
            "options",
            "“A” is there twice: each option is told apart by its words.",
        ),
        (
            {"kind": "scale", "options": "A\nB", "other": "C"},
            "other",
            "On a scale and in an order every option has its place: leave this empty.",
        ),
        (
            {"kind": "one", "options": "A\nB", "none": "C"},
            "none",
            "Only where several may be chosen can one of them be chosen alone.",
        ),
        (
            {"kind": "statement", "is_required": "on"},
            "is_required",
            "It tells something and asks nothing: nobody can answer it.",
        ),
        ({"text": ""}, "text", "Write the question."),
        (
            {"kind": "one", "options": "B\n" + "x" * 201},
            "options",
            f"“{'x' * 40}…” is longer than 200 characters: shorten it.",
        ),
    ],
)
def test_question_that_cannot_be_asked_says_why_and_keeps_what_was_typed(client, planned, changes, field, sentence):
    answer = client.post(page("question-create", planned.pk), typed(**changes))
    assert answer.context["form"].errors == {field: [sentence]}
    assert str(changes.get("options", "")).split("\n")[0] in answer.text
    assert Question.objects.count() == 0


def test_what_somebody_has_begun_to_answer_stays_as_it_is(client, planned, three, lead):
    FeedbackAnswerFactory(
        feedback=FeedbackFactory(consultation=planned, status="draft", said_at=None), question=three[0]
    )
    at = timezone.now()
    for deed in (
        lambda: add_question(planned, QuestionDetails("New"), by=lead, at=at),
        lambda: change_question(three[1], QuestionDetails("New"), by=lead, at=at),
        lambda: move_question(three[1], by_places=1, by=lead, at=at),
        lambda: remove_question(three[1], by=lead, at=at),
    ):
        with pytest.raises(Refused, match=ANSWERED):
            deed()
    shown = client.get(page("consultation-detail", planned.pk)).text
    assert ANSWERED in shown
    assert "Add a question" not in shown
    assert in_order(planned) == [(1, "Number 1"), (2, "Number 2"), (3, "Number 3")]


def test_what_has_begun_asks_the_same_people_in_the_same_phase(client, programme):
    begun = ConsultationFactory(phase__programme=programme, audience="representatives")
    says = SAYS | {"phase": begun.phase_id, "audience": "everybody"}
    answer = client.post(page("consultation-edit", begun.pk), says)
    assert answer.context["form"].errors == {"audience": ["It has begun: whom it asks stays as it is."]}
    says |= {"audience": "representatives", "phase": PhaseFactory(programme=programme).pk}
    answer = client.post(page("consultation-edit", begun.pk), says)
    assert answer.context["form"].errors == {"phase": ["It has begun: it stays in its phase."]}
    says |= {"phase": begun.phase_id}
    assert client.post(page("consultation-edit", begun.pk), says).status_code == 302
    begun.refresh_from_db()
    assert begun.title == SAYS["title"]


def test_last_question_of_what_opens_by_the_clock_stays(planned, three, lead):
    at = timezone.now()
    Consultation.objects.filter(pk=planned.pk).update(starts_at=at.replace(minute=0, second=0, microsecond=0))
    for question in three[1:]:
        remove_question(question, by=lead, at=at)
    with pytest.raises(Refused, match="Write at least one question first"):
        remove_question(three[0], by=lead, at=at)


def test_open_consultation_is_extended_with_a_reason_and_closed(client, programme):
    begun = ConsultationFactory(phase__programme=programme, ends_at=None)
    QuestionFactory(consultation=begun)
    said = "It is open until somebody closes it: there is no last day to put off."
    assert said in client.get(page("consultation-extend", begun.pk)).text
    assert "Keep it open longer" not in client.get(page("consultation-detail", begun.pk)).text
    closed = client.post(page("consultation-close", begun.pk))
    assert closed.headers["Location"] == page("consultation-detail", begun.pk)
    begun.refresh_from_db()
    assert begun.closed_at is not None
    assert "It closed: it was open until" in client.get(page("consultation-extend", begun.pk)).text
    on = timezone.localdate() + timedelta(days=9)
    last_on = {"last_on_0": on.day, "last_on_1": on.month, "last_on_2": on.year}
    answer = client.post(page("consultation-extend", begun.pk), last_on | {"reason": ""})
    assert answer.context["form"].errors == {"reason": ["Say why it stays open longer."]}
    assert (
        client.post(page("consultation-extend", begun.pk), last_on | {"reason": "Letters are late."}).status_code == 302
    )
    assert LogEntry.objects.filter(verb="extended", details__reason="Letters are late.").count() == 1


@pytest.mark.parametrize("who", ["lead", "viewer"])
@pytest.mark.parametrize("asked", ["nothing", "a statement", "questions"])
@pytest.mark.parametrize("stands", ["upcoming", "open", "past"])
def test_page_says_how_a_consultation_stands_and_what_may_be_done(
    request, client_of, programme, at, who, asked, stands
):
    windows = {
        "upcoming": (None, None),
        "open": (at - timedelta(days=1), at + timedelta(days=9)),
        "past": (at - timedelta(days=9), at - timedelta(days=1)),
    }
    starts_at, ends_at = windows[stands]
    consultation = ConsultationFactory(phase__programme=programme, starts_at=starts_at, ends_at=ends_at)
    if asked == "a statement":
        QuestionFactory(consultation=consultation, kind="statement")
    elif asked == "questions":
        question = QuestionFactory(
            consultation=consultation, kind="several", section="About you", is_required=True, is_personal=True
        )
        OptionFactory(question=question, text="Else", is_other=True)
        OptionFactory(question=question, text="None", excludes=True)
    client = client_of(request.getfixturevalue(who))
    shown = " ".join(
        html.fromstring(client.get(page("consultation-detail", consultation.pk)).text).text_content().split()
    )
    may, has_questions = who == "lead", asked == "questions"
    facts = {
        "How it stands Not open yet": stands == "upcoming",
        "How it stands Open When From": stands == "open",
        "How it stands Closed When From": stands == "past",
        "Write at least one question first: without one there is nothing to answer.": stands == "upcoming"
        and not has_questions,
        "Open it See it as they will": may and stands == "upcoming" and has_questions,
        "Keep it open longer": may and stands == "open",
        "Open it again": may and stands == "past",
        "Close it": may and stands == "open",
        "It asks nothing yet.": asked == "nothing",
        "Not at all: it tells something.": asked == "a statement",
        "By choosing any number of options. Everybody is to answer it. One may prefer not to say.": has_questions,
        "Else (asks to say what) None (chosen alone)": has_questions,
        "Add a question": may,
        "Change what it says": may,
    }
    assert {words: words in shown for words in facts} == facts


def test_list_says_what_is_set_up_and_by_whom_it_can_be(client, client_of, viewer, programme):
    set_up = "Set up a consultation: it opens only when you say so."
    assert set_up in client.get(LIST).text
    assert "Set up a consultation" not in client_of(viewer).get(LIST).text
    ConsultationFactory(phase__programme=programme, title="Later", starts_at=None)
    shown = " ".join(html.fromstring(client.get(LIST).text).text_content().split())
    assert "Later" in shown
    assert "Not yet 0 0" in shown
    assert "Nobody is asked anything yet." not in shown
    assert "Set up a consultation" in shown
    assert "No consultation" not in client.get(f"{LIST}?q=nowhere").text


def test_what_has_not_begun_is_not_kept_open_longer(client, planned):
    assert "It has not begun yet: open it first." in client.get(page("consultation-extend", planned.pk)).text


def test_preview_of_what_asks_nothing_says_so(client, planned):
    assert "It asks nothing yet." in client.get(page("consultation-preview", planned.pk)).text


def test_lists_cost_the_same_for_few_and_for_many(client, programme):
    one = ConsultationFactory(phase__programme=programme)
    costs = []
    for many in (1, 30):
        for number in range(many):
            question = QuestionFactory(consultation=one, kind="several")
            OptionFactory(question=question, text=f"Option {number}")
            QuestionFactory(consultation=ConsultationFactory(phase__programme=programme))
        with CaptureQueriesContext(connection) as queries:
            for address in (LIST, page("consultation-detail", one.pk), page("consultation-preview", one.pk)):
                assert client.get(address).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.both
def test_what_has_no_day_yet_stands_in_one_place_on_either_database(client, programme, at):
    for title, starts_at in (("Begun", at - timedelta(days=9)), ("Not yet", None), ("Later", at + timedelta(days=9))):
        begins = starts_at and starts_at.replace(minute=0, second=0, microsecond=0)
        ConsultationFactory(phase__programme=programme, title=title, starts_at=begins)
    assert [each.title for each in client.get(LIST).context["page"]] == ["Not yet", "Later", "Begun"]
