"""Each kind of question: what is typed or chosen is kept in words and as what is counted, and comes back as it was."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import html

from consultations.models import Feedback, FeedbackAnswer, Question
from tests.consultations.factories import OptionFactory, QuestionFactory

GIVE = "/home/consultations/neighbours/what-next/"
PARTS = {"other": "other", "none": "excludes"}


@pytest.fixture
def client(client_of, representative, appointment):
    return client_of(representative)


@pytest.fixture
def ask(consultation):
    """Return what adds one question; of its options the ones called Other and None have their meaning."""

    def make(kind: str, *options: str, **more: object) -> Question:
        question = QuestionFactory(consultation=consultation, position=1, kind=kind, text="How is it?", **more)
        for place, text in enumerate(options, start=1):
            OptionFactory(
                question=question, position=place, text=text, is_other=text == "Other", excludes=text == "None"
            )
        return question

    return make


def keys(question: Question) -> dict[str, str]:
    return {each.text: str(each.pk) for each in question.options.all()}


def posted(client, question: Question, value: object, button: str = "check", **more: object):
    """Send the form with a value in the boxes of a question; what it says besides is by the beginning of its name."""
    boxes = {f"answer_{question.pk}": value} if not isinstance(value, dict) else {}
    if isinstance(value, dict):
        boxes = {f"answer_{question.pk}_{part}": typed for part, typed in value.items()}
    return client.post(GIVE, boxes | {f"{name}_{question.pk}": each for name, each in more.items()} | {button: ""})


def as_it_stands(client) -> dict[str, list[str]]:
    """What a browser would send of the form if nothing in it were touched."""
    form = next(each for each in html.fromstring(client.get(GIVE).text).forms if "version" in each.fields)
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def told(response) -> list[str]:
    form = response.context["form"]
    return [message for messages in form.errors.values() for message in messages]


def chosen(answer: FeedbackAnswer) -> list[tuple[str, int | None]]:
    return [(each.option.text, each.rank) for each in answer.choices.order_by("rank", "option__position")]


@pytest.mark.parametrize(
    ("kind", "options", "value", "more", "text", "counted"),
    [
        ("words", [], "Two\r\nlines", {}, "Two\nlines", []),
        ("line", [], " On  one line ", {}, "On one line", []),
        ("one", ["Yes", "No"], "No", {}, "No", [("No", None)]),
        ("one", ["Yes", "Other"], "Other", {"other": "By bus"}, "Other: By bus", [("Other", None)]),
        ("scale", ["Never", "Often"], "Often", {}, "Often", [("Often", None)]),
        ("several", ["A", "B", "C"], ["C", "A"], {}, "A\nC", [("A", None), ("C", None)]),
        ("several", ["A", "Other"], ["Other", "A"], {"other": "D"}, "A\nOther: D", [("A", None), ("Other", None)]),
        ("several", ["A", "None"], ["None"], {}, "None", [("None", None)]),
        ("ranking", ["A", "B"], {"0": "2", "1": "1"}, {}, "1. B\n2. A", [("B", 1), ("A", 2)]),
        ("number", [], "1,200.50", {}, "1200.5", []),
        ("number", [], "0", {}, "0", []),
        ("day", [], {"0": "7", "1": "6", "2": "2016"}, {}, "7 June 2016", []),
    ],
)
def test_answer_of_each_kind_is_kept_in_words_and_as_what_is_counted(
    client, ask, kind, options, value, more, text, counted
):
    question = ask(kind, *options, is_required=True)
    by_text = keys(question)
    sent = [by_text[each] for each in value] if isinstance(value, list) else value
    sent = by_text.get(sent, sent) if isinstance(sent, str) else sent
    answer = posted(client, question, sent, **more)
    assert answer.status_code == 302
    kept = FeedbackAnswer.objects.get()
    assert (kept.text, chosen(kept)) == (text, counted)
    assert kept.number == (Decimal(kept.text) if kind == "number" else None)
    assert kept.day == (date(2016, 6, 7) if kind == "day" else None)
    # It stands in the form as it was sent, and sent again it is the same draft.
    again = client.post(GIVE, as_it_stands(client) | {"check": ""})
    assert (again.status_code, Feedback.objects.count()) == (302, 1)
    assert FeedbackAnswer.objects.get().pk == kept.pk
    assert text.split("\n")[0] in client.get(f"{GIVE}check/").text


@pytest.mark.parametrize(
    ("kind", "options", "value", "more", "sentence"),
    [
        ("one", ["Yes", "No"], "", {}, "Choose an answer to “How is it?”."),
        ("one", ["Yes", "No"], "999999", {}, "Choose from the answers that are there."),
        ("one", ["Yes", "Other"], "Other", {}, "Say what you mean by “Other”."),
        ("one", ["Yes", "Other"], "Yes", {"other": "D"}, "You wrote “D”: choose “Other” as well, or empty the box."),
        ("several", ["A", "None"], ["A", "None"], {}, "“None” stands alone: untick it, or the others."),
        ("several", ["A", "B"], ["A", "declined"], {}, "“Prefer not to say” stands alone: untick it, or the others."),
        ("ranking", ["A", "B"], {}, {}, "Give each a place in “How is it?”."),
        ("ranking", ["A", "B"], {"0": "1"}, {}, "Give “B” a place too: every one of them has one."),
        (
            "ranking",
            ["A", "B"],
            {"0": "1", "1": "1"},
            {},
            "“A” and “B” both have place 1: choose another for one of them.",
        ),
        ("number", [], "many", {}, "Enter a number in figures, for example 12 or 2.50."),
        ("number", [], "1.234", {}, "Enter a number in figures, for example 12 or 2.50."),
        ("number", [], "12345678901234", {}, "Enter a number of ten digits or fewer."),
        ("number", [], "", {}, "Enter a number for “How is it?”."),
        ("number", [], "3", {"declined": "on"}, "You answered “How is it?”: untick this, or empty your answer."),
        ("day", [], {}, {}, "Enter a date for “How is it?”."),
        ("line", [], "x" * 201, {}, "“How is it?” is 201 characters long. Shorten it to 200 or fewer."),
    ],
)
def test_answer_that_cannot_be_taken_says_why_and_nothing_is_stored(client, ask, kind, options, value, more, sentence):
    question = ask(kind, *options, is_required=True, is_personal=True)
    by_text = keys(question)
    sent = [by_text.get(each, each) for each in value] if isinstance(value, list) else value
    sent = by_text.get(sent, sent) if isinstance(sent, str) else sent
    answer = posted(client, question, sent, **more)
    assert (answer.status_code, told(answer)) == (200, [sentence])
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "options"), [("one", ["A", "B"]), ("several", ["A", "B"]), ("number", []), ("ranking", ["A", "B"])]
)
def test_whoever_prefers_not_to_say_has_answered(client, ask, kind, options):
    question = ask(kind, *options, is_required=True, is_personal=True)
    said = {"declined": "on"} if kind in ("number", "ranking") else {}
    answer = posted(client, question, {} if said else ["declined"], **said)
    assert answer.status_code == 302
    kept = FeedbackAnswer.objects.get()
    assert (kept.declined, kept.text, kept.choices.count()) == (True, "Prefers not to say", 0)
    assert client.post(GIVE, as_it_stands(client) | {"check": ""}).status_code == 302
    assert FeedbackAnswer.objects.get().pk == kept.pk


def test_boxes_beside_the_answer_say_when_they_are_for(client, ask):
    ask("several", "A", "Other")
    assert "If you chose “Other”, please say what</label>" in client.get(GIVE).text


def test_ranking_begins_without_a_place(client, ask):
    question = ask("ranking", "A", "B")
    assert client.get(GIVE).text.count(">No place</option>") == 2
    assert as_it_stands(client)[f"answer_{question.pk}_0"] == [""]


def test_statement_is_read_and_not_answered(client, ask, consultation):
    ask("statement", hint="There is no money for buses.")
    QuestionFactory(consultation=consultation, position=2, text="What else?")
    page = client.get(GIVE).text
    assert "How is it?" in page
    assert "There is no money for buses." in page
    assert [name for name in as_it_stands(client) if name.startswith("answer")] == [
        f"answer_{Question.objects.last().pk}"
    ]
