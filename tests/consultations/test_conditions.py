"""A question may depend on what was chosen in an earlier one: it is asked of nobody else, on pages and on paper."""

import pytest
from lxml import html

from consultations.asking.forms import PreviewForm
from consultations.asking.setting_up.services import (
    QuestionDetails,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from consultations.models import Consultation, Option, Question
from kit.refusals import Refused
from tests.consultations.factories import ConsultationFactory

PAGE = "/home/consultations/neighbours/what-next/"


@pytest.fixture
def planned(programme) -> Consultation:
    return ConsultationFactory(phase__programme=programme, starts_at=None)


@pytest.fixture
def source(planned, lead, at) -> Question:
    details = QuestionDetails("Do you go out?", kind="one", options=("Often", "Never"))
    return add_question(planned, details, by=lead, at=at)


@pytest.fixture
def never(source) -> Option:
    return source.options.get(text="Never")


@pytest.fixture
def depends(planned, never, lead, at) -> Question:
    return add_question(planned, QuestionDetails("What keeps you in?", shown_when=never), by=lead, at=at)


def test_condition_is_set_at_the_desk_and_is_told_there(client_of, lead, planned, source, never):
    desk = client_of(lead)
    address = f"/desk/neighbours/consultations/{planned.pk}/questions/new/"
    form = next(each for each in html.fromstring(desk.get(address).text).forms if "shown_when" in each.fields)
    assert [each.strip() for each in form.inputs["shown_when"].value_options] == [
        "",
        *(str(each.pk) for each in source.options.order_by("position")),
    ]
    sent = {name: value for name, value in form.form_values() if value is not None}
    desk.post(address, sent | {"text": "What keeps you in?", "kind": "words", "shown_when": str(never.pk)})
    question = planned.questions.get(position=2)
    assert question.shown_when == never
    told = desk.get(f"/desk/neighbours/consultations/{planned.pk}/").text
    assert "Asked only of those who, in “Do you go out?”, chose “Never”." in told
    preview = html.fromstring(desk.get(f"/desk/neighbours/consultations/{planned.pk}/preview/").text).text_content()
    assert "Only if, in “Do you go out?”, you chose “Never”." in preview


def test_nothing_leaves_a_condition_without_its_question(planned, source, never, depends, lead, at):
    kept = QuestionDetails("Do you go out?", kind="one", options=("Often", "Sometimes"))
    words = QuestionDetails("Do you go out?")
    for refused, sentence in (
        (lambda: change_question(source, kept, by=lead, at=at), "depends on “Never”"),
        (lambda: change_question(source, words, by=lead, at=at), "depends on “Never”"),
        (lambda: remove_question(source, by=lead, at=at), "depends on it"),
        (lambda: move_question(depends, by_places=-1, by=lead, at=at), "it stays after it"),
        (lambda: move_question(source, by_places=1, by=lead, at=at), "it stays after it"),
    ):
        with pytest.raises(Refused, match=sentence):
            refused()
    # Another order, and other letters, are the same options still.
    change_question(source, QuestionDetails("Do you?", kind="one", options=("never", "Now")), by=lead, at=at)
    depends.refresh_from_db()
    assert (depends.shown_when_id, depends.shown_when.text) == (never.pk, "never")
    assert [each.text for each in source.options.order_by("position")] == ["never", "Now"]


@pytest.mark.parametrize("wrong", ["later", "words", "deep", "itself", "elsewhere"])
def test_condition_is_of_an_earlier_question_that_everybody_is_asked(planned, source, never, depends, lead, at, wrong):
    details = QuestionDetails("And then?", kind="one", options=("Yes", "No"), shown_when=never)
    deep = add_question(planned, details, by=lead, at=at)
    option = {
        "later": deep.options.get(text="Yes"),
        "words": Option.objects.create(question=depends, position=1, text="A row that is wrong"),
        "deep": deep.options.get(text="No"),
        "itself": never,
        "elsewhere": Option.objects.create(
            question=Question.objects.create(
                consultation=ConsultationFactory(phase=planned.phase), position=1, kind="one", text="Elsewhere?"
            ),
            position=1,
            text="Yes",
        ),
    }[wrong]
    changed = QuestionDetails("Changed?", kind="one", options=("Often", "Never"), shown_when=option)
    with pytest.raises(Refused, match="earlier question") as refused:  # noqa: PT012 - one of two
        if wrong in ("later", "itself"):
            change_question(source, changed, by=lead, at=at)
        else:
            add_question(planned, QuestionDetails("One more?", shown_when=option), by=lead, at=at)
    assert refused.value.field == "shown_when"


def test_on_one_page_it_is_answered_only_with_what_it_depends_on(planned, source, never, depends):
    form = PreviewForm(questions=planned.questions.in_order())
    often = source.options.get(text="Often")
    for chosen, wrong in ((often, [f"answer_{depends.pk}"]), (never, [])):
        filled = type("Filled", (PreviewForm,), {"clean": lambda self: self.check_answers()})(
            questions=planned.questions.in_order()
        )
        filled.data = {f"answer_{source.pk}": str(chosen.pk), f"answer_{depends.pk}": "My hip."}
        filled.is_bound = True
        assert list(filled.errors) == wrong
        if wrong:
            sentence = "Choose “Never” in “Do you go out?” too, or leave this empty."
            assert filled.errors[wrong[0]] == [sentence]
    assert form.fields[f"answer_{depends.pk}"].help_text == "Only if, in “Do you go out?”, you chose “Never”."
