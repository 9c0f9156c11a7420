"""Answers about equality become counts: folded together, refused when closed, and nothing else is written."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, Refused
from privacy.equality import pool
from privacy.equality.pool import TOGETHER, Pool
from privacy.equality.services import asking as services
from privacy.equality.services.asking import (
    Plan,
    close_questionnaire,
    count_paper,
    open_questionnaire,
    plan_questionnaire,
    take_answers,
)
from privacy.models import AnswerCount, Occasion, PendingAnswers, Questionnaire
from programmes.models import PublicVersion
from tests.at_once import at_once
from tests.privacy.factories import FAR_AWAY, QuestionnaireFactory
from tests.programmes.factories import DocumentFactory, QuietPeriodFactory
from tests.public_writes import WRITE

PLAN = Plan(("sex-ew-2021", "age-bands-1"), FAR_AWAY)


def totals(question) -> list[int]:
    by_code = dict(AnswerCount.objects.filter(question=question).values_list("code", "people"))
    return [by_code[code] for code in question.wording.codes]


def waiting(question) -> list[int]:
    stored = PendingAnswers.objects.get(question=question)
    return Pool.unsealed(bytes(stored.sealed), question.pk, len(question.wording.codes)).waiting


def answer(asked, question, code: str, at, times: int = 1) -> None:
    for _ in range(times):
        take_answers(asked, answers={question.pk: code}, by=None, at=at)


@pytest.fixture
def due_at_twenty(monkeypatch) -> None:
    monkeypatch.setattr(pool.LOTS, "randrange", lambda stop: 0)


def test_questionnaire_is_planned_with_its_questions_in_order(programme, lead, at):
    planned = plan_questionnaire(programme, occasion=Occasion.MEETINGS, plan=PLAN, by=lead, at=at)
    assert [each.wording_key for each in planned.questions.order_by("position")] == ["sex-ew-2021", "age-bands-1"]
    assert [entry.verb for entry in LogEntry.objects.filter(programme_id=programme.pk)] == ["added"]


def test_questionnaire_planned_again_is_the_same_with_other_questions(programme, lead, at):
    first = plan_questionnaire(programme, occasion=Occasion.MEETINGS, plan=PLAN, by=lead, at=at)
    plan = Plan(("religion-gss-2020",), FAR_AWAY, lawful_basis="A public task.")
    again = plan_questionnaire(programme, occasion=Occasion.MEETINGS, plan=plan, by=lead, at=at)
    assert (again.pk, again.lawful_basis) == (first.pk, "A public task.")
    assert [each.wording_key for each in again.questions.all()] == ["religion-gss-2020"]


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (Plan((), FAR_AWAY), "Choose at least one question."),
        (Plan(("unheard-of",), FAR_AWAY), "Choose among these questions."),
    ],
)
def test_plan_is_refused(programme, lead, at, plan, sentence):
    with pytest.raises(Refused) as refusal:
        plan_questionnaire(programme, occasion=Occasion.MEETINGS, plan=plan, by=lead, at=at)
    assert (str(refusal.value), Questionnaire.objects.count()) == (sentence, 0)


def test_plan_with_the_document_of_another_programme_is_refused(programme, other_programme, lead, at):
    plan = Plan(("sex-ew-2021",), FAR_AWAY, policy_document=DocumentFactory(programme=other_programme))
    with pytest.raises(Refused):
        plan_questionnaire(programme, occasion=Occasion.MEETINGS, plan=plan, by=lead, at=at)


def test_plan_is_refused_while_people_are_asked(asked, programme, lead, at):
    with pytest.raises(InvalidTransition):
        plan_questionnaire(programme, occasion=Occasion.MEETINGS, plan=PLAN, by=lead, at=at)


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ({"lawful_basis": ""}, "the lawful basis"),
        ({"condition": ""}, "the condition for data of special categories"),
        ({"policy_document": None}, "the appropriate policy document"),
        ({"lawful_basis": "", "policy_document": None}, "the lawful basis, the appropriate policy document"),
    ],
)
def test_nobody_is_asked_before_basis_condition_and_policy_are_named(programme, lead, at, lacking, named):
    questionnaire = QuestionnaireFactory(programme=programme, **lacking)
    with pytest.raises(Refused) as refusal:
        open_questionnaire(questionnaire, by=lead, at=at)
    assert str(refusal.value).startswith(f"Nobody can be asked yet. To be named before: {named}.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Questionnaire.objects.filter(pk=questionnaire.pk).update(opened_at=at, opened_by=lead)


def test_questionnaire_whose_last_day_is_past_is_not_opened(programme, lead, at):
    with pytest.raises(Refused):
        open_questionnaire(QuestionnaireFactory(programme=programme, close_on=date(2016, 1, 1)), by=lead, at=at)


def test_questionnaire_waits_in_a_quiet_period(planned, lead, at):
    QuietPeriodFactory(
        programme=planned.programme, from_on=at.date() - timedelta(days=2), until_on=at.date() + timedelta(days=2)
    )
    with pytest.raises(Refused):
        open_questionnaire(planned, by=lead, at=at)


def test_questionnaire_that_cannot_be_logged_is_not_opened(planned, lead, at, monkeypatch):
    monkeypatch.setattr(services, "record", None)
    with pytest.raises(TypeError):
        open_questionnaire(planned, by=lead, at=at)
    planned.refresh_from_db()
    assert (planned.opened_at, PendingAnswers.objects.count(), AnswerCount.objects.count()) == (None, 0, 0)


def test_answer_waits_and_is_in_no_total(asked, sex, at):
    answer(asked, sex, "female", at)
    assert (totals(sex), waiting(sex)) == ([0, 0, 0], [1, 0, 0])


def test_answers_are_folded_together_and_ten_stay(due_at_twenty, asked, sex, care, at):
    answer(asked, sex, "female", at, times=19)
    before = totals(sex)
    answer(asked, sex, "female", at)
    assert (before, totals(sex), waiting(sex)) == ([0, 0, 0], [10, 0, 0], [10, 0, 0])
    assert (totals(care), sum(waiting(care))) == ([0] * 7, 0)


def test_nothing_is_written_of_an_answer_but_counts(asked, sex, at):
    entries, version = LogEntry.objects.count(), PublicVersion.objects.get(programme=asked.programme).number
    with CaptureQueriesContext(connection) as queries:
        answer(asked, sex, "male", at)
    written = {found[2] for each in queries.captured_queries if (found := WRITE.match(each["sql"]))}
    assert written == {"privacy_pendinganswers"}
    assert LogEntry.objects.count() == entries
    assert PublicVersion.objects.get(programme=asked.programme).number == version


def test_what_waits_of_every_question_is_written_anew_with_each_answer(asked, sex, care, at):
    before = dict(PendingAnswers.objects.values_list("question", "sealed"))
    answer(asked, sex, "male", at)
    after = dict(PendingAnswers.objects.values_list("question", "sealed"))
    assert [key for key in before if bytes(before[key]) == bytes(after[key])] == []
    assert {key: len(value) for key, value in before.items()} == {key: len(value) for key, value in after.items()}


def test_close_counts_all_that_waits(asked, sex, lead, at):
    answer(asked, sex, "female", at, times=8)
    answer(asked, sex, "prefer-not", at, times=3)
    close_questionnaire(asked, by=lead, at=at)
    assert (totals(sex), PendingAnswers.objects.count()) == ([8, 0, 3], 0)


def test_fewer_than_ten_that_ever_came_are_counted_nowhere(asked, sex, lead, at):
    answer(asked, sex, "female", at, times=TOGETHER - 1)
    close_questionnaire(asked, by=lead, at=at)
    assert totals(sex) == [0, 0, 0]


def test_close_that_cannot_be_logged_counts_nothing(asked, sex, lead, at, monkeypatch):
    answer(asked, sex, "female", at, times=12)
    monkeypatch.setattr(services, "record", None)
    with pytest.raises(TypeError):
        close_questionnaire(asked, by=lead, at=at)
    assert (totals(sex), waiting(sex)) == ([0, 0, 0], [12, 0, 0])


def test_answer_to_closed_questions_is_refused(asked, sex, lead, at):
    close_questionnaire(asked, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        answer(asked, sex, "female", at)
    with pytest.raises(InvalidTransition):
        close_questionnaire(asked, by=lead, at=at)


def test_closed_questions_make_room_for_others(asked, programme, lead, at):
    close_questionnaire(asked, by=lead, at=at)
    again = plan_questionnaire(programme, occasion=Occasion.MEETINGS, plan=PLAN, by=lead, at=at)
    assert again.pk != asked.pk


def test_paper_waits_with_what_came_otherwise(due_at_twenty, asked, sex, care, lead, at):
    answer(asked, sex, "female", at, times=3)
    count_paper(sex, counts={"female": 10, "male": 7}, by=lead, at=at)
    assert (sum(totals(sex)), sum(waiting(sex)), sum(waiting(care))) == (10, 10, 0)
    entry = LogEntry.objects.get(verb="paper_counted")
    assert (entry.by, entry.details) == (lead, {"answers": 17})


def test_paper_without_an_answer_is_refused(asked, sex, lead, at):
    with pytest.raises(Refused):
        count_paper(sex, counts={"female": 0}, by=lead, at=at)


def test_paper_is_not_counted_after_the_close(asked, sex, lead, at):
    close_questionnaire(asked, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        count_paper(sex, counts={"female": 12}, by=lead, at=at)


def test_paper_that_cannot_be_logged_is_not_counted(asked, sex, lead, at, monkeypatch):
    monkeypatch.setattr(services, "record", None)
    with pytest.raises(TypeError):
        count_paper(sex, counts={"female": 12}, by=lead, at=at)
    assert waiting(sex) == [0, 0, 0]


def test_answers_are_taken_after_a_restore_that_left_out_what_waited(asked, sex, at):
    PendingAnswers.objects.all().delete()
    answer(asked, sex, "male", at)
    assert waiting(sex) == [0, 1, 0]


def test_what_waits_is_opened_by_the_secret_of_before(asked, sex, at, settings):
    answer(asked, sex, "male", at, times=2)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret" * 5
    answer(asked, sex, "male", at)
    assert waiting(sex) == [0, 3, 0]


def test_what_waits_under_a_secret_that_is_gone_is_lost_and_said(asked, sex, at, settings, caplog):
    answer(asked, sex, "male", at, times=2)
    settings.SECRET_KEY = "another-secret" * 5
    answer(asked, sex, "female", at)
    assert waiting(sex) == [1, 0, 0]
    said = "Answers about equality were kept under another SECRET_KEY, and are lost: a few, uncounted."
    assert said in caplog.text


def test_whichever_answers_are_given_each_is_counted_once_and_ten_go_together(monkeypatch):
    monkeypatch.setattr(pool, "LOTS", Random(7))
    one, folds, counted = Pool([0, 0]), [], [0, 0]
    for nth in range(400):
        one.add([nth % 3 == 0, nth % 3 > 0])
        if any(folded := one.fold()):
            folds.append(sum(folded))
            counted = [before + more for before, more in zip(counted, folded, strict=True)]
    rest = one.close()
    assert [before + more for before, more in zip(counted, rest, strict=True)] == [134, 266]
    assert (min(folds) >= TOGETHER, max(folds) < 2 * TOGETHER, sum(rest) >= TOGETHER) == (True, True, True)
    assert len(set(folds)) > 5


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_are_both_counted_and_folded_once(due_at_twenty, asked, sex, at):
    answer(asked, sex, "female", at, times=18)
    at_once(lambda: answer(asked, sex, "female", at), lambda: answer(asked, sex, "female", at))
    assert (totals(sex), waiting(sex)) == ([10, 0, 0], [10, 0, 0])


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_questions_changed_at_the_moment_of_the_opening_are_all_open(planned, programme, lead, at):
    plan = Plan(PLAN.wording_keys, FAR_AWAY, "A public task.", "Paragraph 8.", planned.policy_document)
    at_once(
        lambda: plan_questionnaire(programme, occasion=Occasion.MEETINGS, plan=plan, by=lead, at=at),
        lambda: open_questionnaire(planned, by=lead, at=at),
    )
    questions = list(planned.questions.all())
    assert [len(totals(question)) for question in questions] == [len(each.wording.codes) for each in questions]
    assert PendingAnswers.objects.count() == len(questions) == 2


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_answer_at_the_moment_of_the_close_is_counted_or_refused(asked, sex, lead, at):
    answer(asked, sex, "female", at, times=12)
    said = at_once(lambda: answer(asked, sex, "female", at), lambda: close_questionnaire(asked, by=lead, at=at))
    assert totals(sex) == ([12, 0, 0] if said[0] is InvalidTransition else [13, 0, 0])
