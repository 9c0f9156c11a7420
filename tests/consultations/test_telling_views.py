"""At the desk: who is told and what they read, before it opens; who has answered, and what to do about the rest."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from consultations.models import AskedRepresentative, Consultation, TellingPlan
from kit.days import ending
from outbox.models import Message
from tests.consultations.factories import (
    AskedRepresentativeFactory,
    FeedbackFactory,
    QuestionFactory,
)
from tests.reading import papers_drawn
from tests.stakeholders.factories import AppointmentFactory

BY_POST = {"person__contact_by": "post", "person__postal_address": "1 Mill Lane"}


@pytest.fixture
def client(client_of, lead):
    return client_of(lead)


@pytest.fixture
def planned(programme) -> Consultation:
    return QuestionFactory(consultation__phase__programme=programme, consultation__starts_at=None).consultation


@pytest.fixture
def opened(programme) -> Consultation:
    ends_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=30)
    return QuestionFactory(consultation__phase__programme=programme, consultation__ends_at=ends_at).consultation


def page(name: str, *keys: int) -> str:
    return reverse(f"consultations:{name}", args=["neighbours", *keys])


def speaks_for(programme, organisation: str, **more):
    return AppointmentFactory(partnership__programme=programme, partnership__organisation__name=organisation, **more)


def asked(consultation: Consultation, organisation: str, state: str = "", **more) -> AskedRepresentative:
    """Return one who was asked, with a letter to them at that state."""
    about = {key: more.pop(key) for key in ("way", "printed_at") if key in more}
    appointment = speaks_for(consultation.phase.programme, organisation, **more)
    row = AskedRepresentativeFactory(consultation=consultation, appointment=appointment, **about)
    if state:
        at = timezone.now()
        Message.objects.create(
            topic="consultation", topic_id=str(consultation.pk), recipient=str(appointment.pk), step="opens",
            message_id=f"<{row.pk}@example.org>", kind="consultation", to_address=appointment.person.address,
            state=state, created_at=at, due_at=at, first_due_at=at, subject="s", text="t",
            accepted_at=at if state == "accepted" else None, last_words="550 Nobody" if state == "failed" else "",
        )  # fmt: skip
    return row


def answered(row: AskedRepresentative) -> None:
    FeedbackFactory(consultation=row.consultation, on_behalf_of=row.appointment.partnership)


def entries(client, consultation: Consultation, asking: str = "") -> list[tuple[str, str, str]]:
    listed = client.get(page("consultation-asked", consultation.pk) + asking).context["entries"]
    return [(str(each.asked.appointment.partnership.organisation), each.group, each.next_action) for each in listed]


def test_consultation_open_shows_who_is_told_and_what_they_read_and_tells_them_when_confirmed(
    client, planned, programme
):
    speaks_for(programme, "Old Mill")
    speaks_for(programme, "Quay", **BY_POST)
    on = timezone.localdate() + timedelta(days=40)
    last_on = {"last_on_0": on.day, "last_on_1": on.month, "last_on_2": on.year}
    seen = client.post(page("consultation-open", planned.pk), last_on)
    planned.refresh_from_db()
    assert (planned.starts_at, Message.objects.count()) == (None, 0)
    assert [(name, str(each.partnership.organisation)) for name, each in seen.context["page"]] == [
        ("by_email", "Old Mill"),
        ("by_letter", "Quay"),
    ]
    assert [step for step, _ in seen.context["previews"]] == ["opens", "first-reminder", "second-reminder", "closed"]
    assert "asks Old Mill, for which you speak" in seen.text
    confirmed = last_on | {"as_seen": seen.context["recipients"].fingerprint}
    answer = client.post(page("consultation-open", planned.pk), confirmed)
    assert answer.headers["Location"] == page("consultation-asked", planned.pk)
    assert list(Message.objects.values_list("step", flat=True)) == ["opens"]


def test_consultation_open_says_when_other_people_are_to_be_told_by_now(client, planned, programme):
    on = timezone.localdate() + timedelta(days=40)
    last_on = {"last_on_0": on.day, "last_on_1": on.month, "last_on_2": on.year}
    seen = client.post(page("consultation-open", planned.pk), last_on).context["recipients"].fingerprint
    speaks_for(programme, "Old Mill")
    answer = client.post(page("consultation-open", planned.pk), last_on | {"as_seen": seen})
    assert "Other people are to be told by now than you saw." in answer.text
    assert AskedRepresentative.objects.count() == 0


def test_consultation_asked_lists_letters_first_then_what_did_not_arrive_each_with_what_to_do(client, opened, lead):
    answered(asked(opened, "Answered", "accepted"))
    asked(opened, "Bounced", "failed")
    asked(opened, "Letter", way="letter", **BY_POST)
    asked(opened, "Posted", way="letter", printed_at=timezone.now(), **BY_POST)
    asked(opened, "Rung", way="telephone", person__contact_by="telephone", person__telephone="0191 498 0000")
    asked(opened, "Gone", "accepted", ended_at=timezone.now(), ended_by=lead, ending="other")
    asked(opened, "Unknown", way="telephone", person__contact_by="telephone")
    asked(opened, "Waiting", "accepted")
    first = TellingPlan(consultation=opened).reminders[0][1]
    until = f"Wait: they have until {ending(opened.ends_at)}."
    assert entries(client, opened) == [
        ("Letter", "letter", "Print the letter and post it."),
        ("Bounced", "bounced", "Put another address in, or find another way to reach them."),
        ("Gone", "nobody", "Ask the organisation to name somebody else."),
        ("Rung", "telephone", "Ring them."),
        ("Unknown", "telephone", "No address and no number: find another way to reach them."),
        ("Posted", "waiting", f"{until} Nothing reminds them by itself."),
        ("Waiting", "waiting", f"{until} First reminder on {first:%-d %B %Y}."),
        ("Answered", "answered", "Nothing."),
    ]
    assert [each[0] for each in entries(client, opened, "?show=waiting")] == ["Posted", "Waiting"]
    assert [each[0] for each in entries(client, opened, "?q=post")] == ["Posted"]
    assert "1 of 8 have answered" in client.get(page("consultation-detail", opened.pk)).text


def test_consultation_asked_once_closed_has_letters_that_say_what_happens_next(client, opened):
    before = timezone.now() - timedelta(days=40)
    Consultation.objects.filter(pk=opened.pk).update(
        starts_at=before.replace(minute=0, second=0, microsecond=0),
        ends_at=before.replace(minute=0, second=0, microsecond=0) + timedelta(days=1),
    )
    asked(opened, "Letter", way="letter", printed_at=before, **BY_POST)
    asked(opened, "Silent", "accepted")
    answered(asked(opened, "Answered", "accepted"))
    assert entries(client, opened) == [
        ("Letter", "letter", "Print the letter that says what happens next."),
        ("Silent", "no-answer", "Nothing."),
        ("Answered", "answered", "Nothing."),
    ]


def test_consultation_letters_are_drawn_once_and_marked_as_printed(client, opened, monkeypatch):
    row = asked(opened, "Letter", way="letter", **BY_POST)
    answered(asked(opened, "Answered", way="letter", **BY_POST))
    with papers_drawn(monkeypatch) as papers:
        answer = client.post(page("consultation-letters", opened.pk))
    assert answer.headers["Content-Type"] == "application/pdf"
    [paper] = papers
    assert "1 Mill Lane" in paper
    assert "To answer, write down the number of each question and what Letter says to it" in " ".join(paper.split())
    row.refresh_from_db()
    assert row.printed_at is not None
    assert LogEntry.objects.get(verb="contacts_exported").details == {"letters": 1}
    assert entries(client, opened)[0][1] == "waiting"


def test_consultation_letters_says_when_there_are_none(client, opened):
    answer = client.post(page("consultation-letters", opened.pk), follow=True)
    assert "There are no letters to print." in answer.text


def test_consultation_tell_tells_those_who_were_not_told(client, opened, programme):
    speaks_for(programme, "Old Mill")
    assert (
        "1 who speaks for an organisation was not told yet." in client.get(page("consultation-asked", opened.pk)).text
    )
    seen = client.get(page("consultation-tell", opened.pk))
    client.post(page("consultation-tell", opened.pk), {"as_seen": seen.context["recipients"].fingerprint})
    assert [each[0] for each in entries(client, opened)] == ["Old Mill"]
    assert "Everybody who speaks for an organisation was told." in client.get(page("consultation-tell", opened.pk)).text


def test_consultation_ask_again_sends_it_to_another_address(client, opened):
    row = asked(opened, "Bounced", "failed")
    listed = client.get(page("consultation-asked", opened.pk)).text
    assert "Put another address in<span" in listed
    assert "550 Nobody" in listed
    row.appointment.person.email = "new@example.org"
    row.appointment.person.save()
    assert entries(client, opened) == [("Bounced", "bounced", "They have another address now: send it again.")]
    assert "Send it again<span" in client.get(page("consultation-asked", opened.pk)).text
    client.post(page("consultation-ask-again", row.pk), {"as_seen": "1"})
    assert entries(client, opened)[0][1:] == ("waiting", "Wait: the message is on its way.")


def test_consultation_reminders_keeps_days_and_what_happens_next(client, opened):
    typed = {"first_reminder_days": "10", "second_reminder_days": "", "what_happens_next": "The board reads it."}
    client.post(page("consultation-reminders", opened.pk), typed)
    plan = TellingPlan.objects.get()
    assert (plan.first_reminder_days, plan.second_reminder_days) == (10, None)
    assert "The board reads it." in client.get(page("consultation-close", opened.pk)).text
    wrong = client.post(page("consultation-reminders", opened.pk), typed | {"second_reminder_days": "10"})
    assert "The second reminder must come later" in wrong.text


def test_consultation_asked_costs_as_many_queries_for_many_as_for_one(client, opened):
    asked(opened, "First", "accepted")
    client.get(page("consultation-asked", opened.pk))
    with CaptureQueriesContext(connection) as one:
        client.get(page("consultation-asked", opened.pk))
    for number in range(30):
        asked(opened, f"Organisation {number}", "accepted")
    with CaptureQueriesContext(connection) as many:
        listed = client.get(page("consultation-asked", opened.pk))
    assert (len(many), len(listed.context["entries"])) == (len(one), 31)


def test_viewer_reads_who_has_answered_and_presses_nothing(client_of, viewer, opened):
    asked(opened, "Bounced", "failed")
    text = client_of(viewer).get(page("consultation-asked", opened.pk)).text
    assert "Bounced" in text
    assert page("consultation-letters", opened.pk) not in text
