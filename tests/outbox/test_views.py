"""The message pages: for the staff, and in the demonstration for whoever sits at its machine."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import MEANINGS, About, Attempt, Message, State
from outbox.services import Email, queue_message
from tests.filled_forms import SURE

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(at: datetime) -> Message:
    email = Email(
        to_address="nia@example.org",
        subject="How is it going?",
        text="Tell us <b>here</b>: https://example.org/f/abc?x=1&y=2\nThank you.",
    )
    return queue_message(About("pages", 1), email, kind="follow-up", at=at)


def test_mail_list_shows_mail_to_whoever_sits_at_the_machine(client: Client, message: Message) -> None:
    page = client.get(reverse("outbox:mail-list")).content.decode()
    assert (page.count("How is it going?"), page.count("nia@example.org")) == (1, 1)


def test_mail_detail_escapes_text_and_makes_its_links_links(client: Client, message: Message) -> None:
    page = client.get(reverse("outbox:mail-detail", args=[message.pk])).content.decode()
    assert '<a href="https://example.org/f/abc?x=1&amp;y=2"' in page
    assert "&lt;b&gt;here&lt;/b&gt;" in page
    assert "<b>here</b>" not in page


def test_mail_detail_shows_the_calendar_file_that_goes_with_it(client: Client, message: Message) -> None:
    address = reverse("outbox:mail-detail", args=[message.pk])
    assert "Attached" not in client.get(address).text
    Message.objects.update(calendar="BEGIN:VCALENDAR\r\nSUMMARY:<b>Tea</b>\r\nEND:VCALENDAR\r\n")
    page = client.get(address).text
    assert "Attached: meeting.ics" in page
    assert "SUMMARY:&lt;b&gt;Tea&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "headers", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_FORWARDED": "for=::1"}]
)
@pytest.mark.parametrize("name", ["mail-list", "mail-detail"])
def test_mail_pages_are_not_there_for_strangers(
    client: Client, message: Message, name: str, headers: dict[str, str]
) -> None:
    url = reverse(f"outbox:{name}", args=[message.pk] if name == "mail-detail" else [])
    assert client.get(url, **headers).status_code == 404


@pytest.mark.parametrize("name", ["mail-list", "mail-detail"])
def test_mail_pages_are_not_there_outside_a_demonstration(admin_client, message, name, settings) -> None:
    settings.DEMO = False
    url = reverse(f"outbox:{name}", args=[message.pk] if name == "mail-detail" else [])
    assert admin_client.get(url).status_code == 404


def test_mail_pages_are_there_for_staff_elsewhere(admin_client: Client, message: Message) -> None:
    assert admin_client.get(reverse("outbox:mail-list"), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_message_list_asks_strangers_to_sign_in(client: Client) -> None:
    assert client.get(reverse("outbox:message-list")).status_code == 302


def test_message_list_is_not_there_for_people_who_are_not_staff(client: Client, django_user_model) -> None:
    client.force_login(django_user_model.objects.create(email="rep@example.org"))
    assert client.get(reverse("outbox:message-list")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_message_list_asks_the_same_whatever_its_length(
    admin_client: Client, at: datetime, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        queue_message(About("n", number), Email("a@example.org", "S", "t"), kind="test", at=at)
    with django_assert_num_queries(9):
        page = admin_client.get(reverse("outbox:message-list")).content.decode()
    assert page.count("a@example.org") == count


def test_message_list_shows_one_state(admin_client: Client, message: Message, at: datetime) -> None:
    shown = {
        state: admin_client.get(reverse("outbox:message-list"), {"state": state})
        .content.decode()
        .count(message.subject)
        for state in ("due", "failed", "nonsense")
    }
    assert shown == {"due": 1, "failed": 0, "nonsense": 1}


def test_message_detail_keeps_the_body_to_the_recipient(admin_client: Client, message: Message) -> None:
    page = admin_client.get(reverse("outbox:message-detail", args=[message.pk])).content.decode()
    assert "nia@example.org" in page
    assert "https://example.org/f/abc" not in page


@pytest.mark.parametrize(
    ("start", "decision", "end"),
    [
        ("failed", "retry", "due"),
        ("failed", "cancel", "cancelled"),
        ("uncertain", "release", "due"),
        ("uncertain", "settle", "accepted"),
        ("uncertain", "cancel", "cancelled"),
        ("due", "cancel", "cancelled"),
        # What does not fit changes nothing.
        ("due", "retry", "due"),
        ("due", "settle", "due"),
        ("failed", "settle", "failed"),
        ("uncertain", "retry", "uncertain"),
        ("cancelled", "cancel", "cancelled"),
    ],
)
def test_message_decisions_move_only_what_stands_there(
    admin_client: Client, message: Message, start: str, decision: str, end: str
) -> None:
    values = {
        "failed": {"last_words": "550 No such person"},
        "uncertain": {"doubts": 1},
        "cancelled": {"stop_reason": "answered"},
        "due": {},
    }[start]
    Message.objects.filter(pk=message.pk).update(state=start, **values)
    admin_client.post(reverse(f"outbox:message-{decision}", args=[message.pk]), SURE)
    message.refresh_from_db()
    assert message.state == end
    noted = list(Attempt.objects.values_list("outcome", "by"))
    assert noted == ([(end, "admin@example.com")] if start != end else [])


@pytest.mark.parametrize("decision", ["retry", "release", "settle", "cancel"])
def test_message_decisions_are_the_staffs_and_posted(client: Client, admin_client, message, decision) -> None:
    url = reverse(f"outbox:message-{decision}", args=[message.pk])
    assert (admin_client.get(url).status_code, Client().post(url).status_code) == (405, 403)
    message.refresh_from_db()
    assert message.state == State.DUE


def test_message_list_says_what_a_state_means_and_what_waits_for_a_person(
    admin_client: Client, message: Message
) -> None:
    Message.objects.update(state="failed", last_words="No such person.")
    page = admin_client.get(reverse("outbox:message-list"), {"state": "failed"}).content.decode()
    assert page.count(MEANINGS[State.FAILED]) == 1
    assert page.count("1 failed</a>: the relay will not take it.") == 1
    assert page.count('<td data-label="Why">No such person.</td>') == 1


def test_message_list_counts_by_day_in_london(admin_client: Client, message: Message) -> None:
    # Half past midnight in London is the day before in UTC.
    at = timezone.now().replace(month=7, day=2, hour=23, minute=30)
    for outcome, count in (("accepted", 3), ("failed", 2), ("due", 1)):
        for _ in range(count):
            Attempt.objects.create(message=message, at=at, outcome=outcome, words="-")
    assert list(Attempt.objects.by_day()) == [
        {"day": date(at.year, 7, 3), "sent": 3, "put_off": 1, "failed": 2, "uncertain": 0, "cancelled": 0}
    ]
    Attempt.objects.create(message=message, at=timezone.now(), outcome="accepted", words="-")
    page = admin_client.get(reverse("outbox:message-list")).content.decode()
    assert page.count('data-label="Sent">1<') == 1


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("due", ["cancel"]),
        ("failed", ["retry", "cancel"]),
        ("uncertain", ["settle", "release", "cancel"]),
        ("accepted", []),
    ],
)
def test_message_detail_offers_what_fits_and_says_what_follows(
    admin_client: Client, message: Message, at: datetime, state: str, buttons: list[str]
) -> None:
    values = {"failed": {"last_words": "No."}, "uncertain": {"doubts": 1}, "accepted": {"accepted_at": at}}
    Message.objects.update(state=state, **values.get(state, {}))
    page = admin_client.get(reverse("outbox:message-detail", args=[message.pk])).content.decode()
    assert re.findall(rf"/desk/messages/{message.pk}/(\w+)/", page) == buttons
    assert page.count("It is noted with your name.") == len(buttons)
    assert page.count(MEANINGS[State(state)]) == 1


def test_message_decision_is_shown_with_who_took_it_and_what_follows(admin_client: Client, message: Message) -> None:
    url = reverse("outbox:message-cancel", args=[message.pk])
    page = admin_client.post(url, SURE, follow=True).content.decode()
    assert page.count("It is cancelled and will not be sent.") == 1
    assert page.count('<td data-label="By">admin@example.com</td>') == 1


def test_message_list_says_how_long_the_oldest_has_waited(admin_client: Client, message: Message) -> None:
    Message.objects.update(first_due_at=message.created_at - timedelta(hours=3))
    page = admin_client.get(reverse("outbox:message-list")).content.decode()
    assert "has been waiting for 3\xa0hours" in page


@pytest.mark.parametrize("name", ["mail-list", "mail-detail", "message-list", "message-detail"])
def test_message_pages_answer_head_as_get_and_are_kept_by_nobody(admin_client, message: Message, name: str) -> None:
    url = reverse(f"outbox:{name}", args=[message.pk] if name.endswith("detail") else [])
    shown, asked = admin_client.get(url), admin_client.head(url)
    assert (shown.status_code, asked.status_code, asked.content) == (200, 200, b"")
    assert {each["Cache-Control"] for each in (shown, asked)} == {"no-store, private"}


def test_message_decision_that_comes_too_late_says_so(admin_client: Client, message: Message) -> None:
    Message.objects.update(state="cancelled", stop_reason="Answered.")
    page = admin_client.post(reverse("outbox:message-retry", args=[message.pk]), follow=True).content.decode()
    assert page.count("The message has moved on since you saw it. Nothing was changed.") == 1


def test_message_admin_finds_a_message_by_what_it_is_about(admin_client: Client, message: Message) -> None:
    url = reverse("admin:outbox_message_changelist")
    found = [admin_client.get(url, {"q": word}).content.decode().count("nia@example.org") for word in ("pages", "else")]
    assert found == [1, 0]
