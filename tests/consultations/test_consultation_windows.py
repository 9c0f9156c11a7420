"""When a consultation is open: set once, by somebody, and undone whole."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import LogEntry
from consultations.asking import services
from consultations.models import Consultation
from kit.refusals import InvalidTransition, Refused
from tests.consultations.factories import ConsultationFactory, QuestionFactory
from tests.refusing import WriteRefused, refusing


def window():
    return Consultation.objects.values_list("starts_at", "ends_at").get()


def test_open_extend_and_close_consultation(programme, lead, at):
    consultation = QuestionFactory(consultation__phase__programme=programme, consultation__starts_at=None).consultation
    end, later, last = (at + timedelta(days=days) for days in (7, 14, 10))
    services.open_consultation(consultation, by=lead, at=at + timedelta(minutes=23), ends_at=end)
    assert window() == (at, end)
    services.extend_consultation(consultation, ends_at=later, reason="It snowed.", by=lead, at=at)
    assert window() == (at, later)
    last += timedelta(minutes=17)
    services.close_consultation(consultation, by=lead, at=last)
    assert window() == (at, last)
    assert (consultation.closed_at, consultation.closed_by) == (last, lead)
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["opened", "extended", "closed"]
    assert LogEntry.objects.get(verb="extended").details == {
        "old_ends_at": end.isoformat(),
        "ends_at": later.isoformat(),
        "reason": "It snowed.",
    }


def test_extend_consultation_that_was_closed_by_hand_closes_by_the_clock_again(consultation, lead, at):
    services.close_consultation(consultation, by=lead, at=at + timedelta(minutes=1))
    later = at + timedelta(days=2)
    services.extend_consultation(consultation, ends_at=later, reason="Asked for", by=lead, at=at + timedelta(minutes=9))
    stored = Consultation.objects.get()
    assert (stored.ends_at, stored.closed_at, stored.closed_by) == (later, None, None)


def test_end_that_is_not_on_the_hour_is_refused_with_a_sentence(programme, consultation, lead, at):
    upcoming = ConsultationFactory(phase__programme=programme, starts_at=None)
    odd = at + timedelta(days=3, minutes=30)
    with pytest.raises(Refused, match="Give a full hour") as refused:
        services.open_consultation(upcoming, ends_at=odd, by=lead, at=at)
    with pytest.raises(Refused, match="Give a full hour"):
        services.extend_consultation(consultation, ends_at=odd, reason="It snowed.", by=lead, at=at)
    assert (refused.value.field, LogEntry.objects.count()) == ("ends_at", 0)


def test_extend_consultation_opens_a_closed_one_again(consultation, lead, at):
    Consultation.objects.update(ends_at=at - timedelta(hours=1))
    consultation.refresh_from_db()
    services.extend_consultation(consultation, ends_at=at + timedelta(days=2), reason="Asked for", by=lead, at=at)
    assert list(Consultation.objects.open(at)) == [consultation]


def test_extend_consultation_without_reason_or_backwards_is_refused(consultation, lead, at):
    for ends_at, reason in [(at + timedelta(days=9), " "), (at + timedelta(hours=1), "Why"), (at, "Why")]:
        with pytest.raises(Refused, match=r"Say why|must lie ahead"):
            services.extend_consultation(consultation, ends_at=ends_at, reason=reason, by=lead, at=at)
    assert LogEntry.objects.count() == 0


def test_windows_out_of_turn_are_refused(consultation, lead, at):
    with pytest.raises(InvalidTransition):
        services.open_consultation(consultation, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        services.close_consultation(consultation, by=lead, at=consultation.ends_at)
    stale = Consultation.objects.get()
    services.extend_consultation(consultation, ends_at=at + timedelta(days=3), reason="One", by=lead, at=at)
    with pytest.raises(InvalidTransition):
        services.extend_consultation(stale, ends_at=at + timedelta(days=4), reason="Two", by=lead, at=at)


def test_close_consultation_is_undone_when_the_log_refuses(consultation, lead, at):
    before = window()
    with refusing(LogEntry), pytest.raises(WriteRefused):
        services.close_consultation(consultation, by=lead, at=at)
    assert window() == before


def test_consultation_without_questions_is_not_opened(programme, lead, at):
    consultation = ConsultationFactory(phase__programme=programme, starts_at=None)
    with pytest.raises(Refused, match="Write at least one question first"):
        services.open_consultation(consultation, by=lead, at=at)
    assert (window()[0], LogEntry.objects.count()) == (None, 0)


@pytest.mark.parametrize("kind", ["", "statement", "words"])
def test_consultation_is_planned_to_open_only_with_a_question(programme, lead, client_of, kind):
    consultation = ConsultationFactory(phase__programme=programme, starts_at=None)
    if kind:
        QuestionFactory(consultation=consultation, kind=kind)
    words = {name: getattr(consultation, name) for name in ("slug", "title", "introduction", "can_change")}
    words |= {"cannot_change": consultation.cannot_change, "audience": consultation.audience}
    page = reverse("admin:consultations_consultation_change", args=[consultation.pk])
    words |= {"questions-TOTAL_FORMS": "0", "questions-INITIAL_FORMS": "0"}
    answer = client_of(lead).post(page, words | {"starts_at_0": "2031-05-05", "starts_at_1": "09:00"})
    assert ("Write at least one question first" in answer.content.decode()) is (kind != "words")
    assert bool(window()[0]) is (kind == "words")


def test_consultation_that_asks_nothing_answers_with_a_sentence(representative, appointment, consultation, client_of):
    answer = client_of(representative).post("/home/consultations/neighbours/what-next/", {"check": ""})
    assert (answer.status_code, "Nothing is asked here." in answer.content.decode()) == (200, True)
