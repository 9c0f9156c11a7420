"""What the desk says about telling is true however it stands."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from consultations.models import Consultation, TellingPlan
from kit.days import day, end_of, last_day_before
from tests.consultations.factories import AskedRepresentativeFactory, FeedbackFactory, QuestionFactory
from tests.stakeholders.factories import AppointmentFactory

BOTH = [False, True]
DAY = timedelta(days=1)
BY_POST = {"person__contact_by": "post", "person__postal_address": "1 Mill Lane"}


@pytest.fixture
def read(client_of, lead):
    """Return what reads a page of a consultation at the desk as the lead."""

    def words(name: str, consultation: Consultation, data: dict[str, object] | None = None) -> str:
        client, address = client_of(lead), reverse(f"consultations:{name}", args=["neighbours", consultation.pk])
        return " ".join((client.post(address, data) if data else client.get(address)).text.split())

    return words


def standing(programme, at: datetime, how: str) -> Consultation:
    """Return a consultation that is planned, open or closed."""
    begins = {"planned": None, "open": at - 20 * DAY, "closed": at - 20 * DAY}[how]
    ends = {"planned": None, "open": end_of((at + 20 * DAY).date()), "closed": at - DAY}[how]
    window = {"consultation__starts_at": begins, "consultation__ends_at": ends}
    return QuestionFactory(consultation__phase__programme=programme, **window).consultation


@pytest.mark.parametrize("how", ["planned", "open", "closed"])
def test_consultation_open_asks_for_a_day_only_of_what_has_not_begun(read, programme, at, how):
    text = read("consultation-open", standing(programme, at, how))
    assert ("First its last day. Next you see who is told that it asks them" in text) == (how == "planned")
    assert ("It has begun already." in text) == (how != "planned")


@pytest.mark.parametrize("speaks", BOTH)
def test_consultation_open_confirm_says_whether_anybody_is_told(read, programme, at, speaks):
    consultation = standing(programme, at, "planned")
    if speaks:
        AppointmentFactory(partnership__programme=programme)
    on = (at + 40 * DAY).date()
    text = read("consultation-open", consultation, {"last_on_0": on.day, "last_on_1": on.month, "last_on_2": on.year})
    assert ("Those below are told at once that it asks them." in text) == speaks
    nobody = "Nobody speaks for an organisation yet. Whoever comes to, while it is open, is told then."
    assert (nobody in text) == (not speaks)
    assert text.count("<p>Nobody.</p>") == (2 if speaks else 3)
    assert ("How the letters read" in text) == speaks
    assert "By letter, which you print next: 0" in text


@pytest.mark.parametrize("how", ["planned", "open", "closed"])
@pytest.mark.parametrize("first", [7, 1, None])
def test_consultation_detail_says_how_many_have_answered_and_what_goes_out(read, programme, at, how, first):
    consultation = standing(programme, at, how)
    second = 2 if first == 7 else 0 if first == 1 else None
    TellingPlan.objects.create(consultation=consultation, first_reminder_days=first, second_reminder_days=second)
    text = read("consultation-detail", consultation)
    assert "Nobody was told yet" in text
    last_on = last_day_before(consultation.ends_at)
    planned = how == "planned"
    assert ("First reminder: 7 days before the last." in text) == (planned and first == 7)
    assert ("First reminder: 1 day before the last." in text) == (planned and first == 1)
    assert ("Second reminder: 2 days before." in text) == (planned and second == 2)
    assert ("Second reminder: 0 days before." in text) == (planned and second == 0)
    assert ("First reminder: " in text) == (first is not None)
    if last_on and first:
        assert f"First reminder: {day(last_on - first * DAY)}." in text
    assert "What happens next, as it closes. <a href" in text


@pytest.mark.parametrize(("asked", "answered", "said"), [(1, 1, "1 of 1 has answered"), (2, 0, "0 of 2 have answered")])
def test_consultation_detail_counts_those_who_are_asked(read, programme, at, asked, answered, said):
    consultation = standing(programme, at, "open")
    rows = [AskedRepresentativeFactory(consultation=consultation) for _ in range(asked)]
    for row in rows[:answered]:
        FeedbackFactory(consultation=consultation, on_behalf_of=row.appointment.partnership)
    assert said in read("consultation-detail", consultation)


@pytest.mark.parametrize("how", ["planned", "open", "closed"])
@pytest.mark.parametrize("speaks", BOTH)
def test_consultation_tell_says_whom_it_tells_or_why_nobody(read, programme, at, how, speaks):
    consultation = standing(programme, at, how)
    if speaks:
        AppointmentFactory(partnership__programme=programme)
    text = read("consultation-tell", consultation)
    assert ("and were not told that it asks them." in text) == (how == "open" and speaks)
    assert ("Everybody who speaks for an organisation was told." in text) == (how == "open" and not speaks)
    assert ("It is not open: nobody is told." in text) == (how != "open")


@pytest.mark.parametrize("how", ["open", "closed"])
@pytest.mark.parametrize("printed", BOTH)
def test_consultation_asked_says_how_many_letters_there_are_to_print(read, programme, at, how, printed):
    consultation = standing(programme, at, how)
    appointment = AppointmentFactory(partnership__programme=programme, **BY_POST)
    AskedRepresentativeFactory(
        consultation=consultation, appointment=appointment, way="letter", printed_at=at if printed else None
    )
    text = read("consultation-asked", consultation)
    assert ("Letters to print: 1" in text) == (not printed)
    assert ("Print all letters again: 1" in text) == printed
    assert (f"Letter printed, {day(at.date())}" in text) == printed


@pytest.mark.parametrize("untold", [0, 1, 2])
def test_consultation_asked_says_who_was_not_told(read, programme, at, untold):
    consultation = standing(programme, at, "open")
    for _ in range(untold):
        AppointmentFactory(partnership__programme=programme)
    TellingPlan.objects.create(consultation=consultation, first_reminder_days=None, second_reminder_days=None)
    text = read("consultation-asked", consultation)
    assert ("1 who speaks for an organisation was not told yet. <a href" in text) == (untold == 1)
    assert ("2 who speak for organisations were not told yet. <a href" in text) == (untold == 2)
    assert ("See who, and tell them" in text) == bool(untold)
    assert "Nobody was told yet that it asks them." in text
    assert "<li>Nobody is reminded.</li>" in text


@pytest.mark.parametrize("how", ["planned", "open", "closed"])
def test_consultation_extend_says_who_is_told(read, programme, at, how):
    said = "Those who were told and have not answered are told by e-mail that there is more time"
    assert (said in read("consultation-extend", standing(programme, at, how))) == (how != "planned")


def test_consultation_asked_leads_to_what_is_to_be_done(read, programme, at, lead):
    consultation = standing(programme, at, "open")
    gone = {"ended_at": at, "ended_by": lead, "ending": "other"}
    appointment = AppointmentFactory(
        partnership__programme=programme, partnership__organisation__name="Old Mill", **gone
    )
    AskedRepresentativeFactory(consultation=consultation, appointment=appointment)
    text = read("consultation-asked", consultation)
    assert "Ask the organisation to name somebody else." in text
    assert "Go to Old Mill</a>" in text
