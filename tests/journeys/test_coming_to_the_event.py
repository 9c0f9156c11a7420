"""Somebody registers, is told how to join, gives the place up, and the first who waits has it; staff check people in.

On a telephone, by keyboard, without a script.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from kit.windows import beginning_of_hour
from outbox.models import Message
from phases.models import Attendance, Meeting
from tests.journeys.conftest import sideways, staff_signs_in

SLUG = "glasgow-socially-connected"


def link_in_letter_to(email: str) -> str:
    """Return the personal link in the newest letter to somebody."""
    found = re.search(r"http://\S+/m/[\w-]{43}/", Message.objects.filter(to_address=email).latest("pk").text)
    assert found
    return found[0]


def register(page: Page, meeting: Meeting, name: str, email: str) -> None:
    """Go from the programme's page to the form, and fill it in by keyboard."""
    page.goto(f"/programmes/{SLUG}/")
    page.get_by_role("link", name=meeting.title).press("Enter")
    page.get_by_role("button", name=re.compile("Register|Join the waiting list")).press("Enter")
    page.get_by_label("Name", exact=True).press_sequentially(name)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(email)
    assert sideways(page) == 0
    page.get_by_role("button", name="Register").press("Enter")
    expect(page.get_by_role("heading", name="Thank you. We have your registration.")).to_be_visible()


def test_a_place_is_taken_given_up_and_handed_on(browse: Callable[..., Page]) -> None:
    meeting = Meeting.objects.get(registration_opens_at__isnull=False)
    meeting.attendances.filter(presence="waiting").delete()
    Meeting.objects.filter(pk=meeting.pk).update(capacity=meeting.attendances.count() + 1)
    page = browse(width=320, javascript=False)
    register(page, meeting, "Nuala Reid", "nuala.reid@example.org")
    register(page, meeting, "Torquil Bain", "torquil.bain@example.org")
    waits = Attendance.objects.get(person__email="torquil.bain@example.org")
    assert waits.presence == "waiting"

    page.goto(link_in_letter_to("nuala.reid@example.org"))
    expect(page.get_by_text("Nuala Reid, you have a place.")).to_be_visible()
    expect(page.get_by_text(meeting.joining_details)).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Add it to your calendar").press("Enter")
    assert downloading.value.suggested_filename == "meeting.ics"
    page.get_by_role("button", name="Give my place up").press("Enter")
    page.get_by_role("button", name="Give my place up").press("Enter")
    expect(page.get_by_text("Nuala Reid, you are not coming.")).to_be_visible()

    page.goto(link_in_letter_to("torquil.bain@example.org"))
    expect(page.get_by_text("Torquil Bain, you have a place.")).to_be_visible()
    assert Message.objects.filter(to_address="torquil.bain@example.org").latest("pk").subject.startswith("A place is")


def test_staff_check_people_in_by_name_on_a_telephone(browse: Callable[..., Page]) -> None:
    meeting = Meeting.objects.get(registration_opens_at__isnull=False)
    page = browse(width=320, javascript=False)
    staff_signs_in(page)
    page.goto(f"/desk/{SLUG}/meetings/{meeting.pk}/check-in/")
    page.get_by_label("Name, or part of it").press_sequentially("okafor")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Iris Okafor").press("Enter")
    expect(page.get_by_text("Iris Okafor is here.")).to_be_visible()
    page.get_by_label("Somebody walked in? Their name").press_sequentially("Hamish Orr")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hamish Orr walked in.")).to_be_visible()
    assert sideways(page) == 0
    page.get_by_role("button", name=re.compile("Take back.*Hamish Orr")).press("Enter")
    expect(page.get_by_text("Taken back: Hamish Orr.")).to_be_visible()
    came = meeting.attendances.present().values_list("person__name", flat=True)
    assert list(came) == ["Iris Okafor"]


def test_how_it_was_is_said_by_the_code_and_read_by_the_team(browse: Callable[..., Page]) -> None:
    meeting = Meeting.objects.filter(programme__slug=SLUG).earliest("starts_at")
    Meeting.objects.filter(pk=meeting.pk).update(
        evaluation_closes_at=beginning_of_hour(timezone.now()) + timedelta(days=1)
    )
    page = browse(width=320, javascript=False)
    page.goto(f"/programmes/{SLUG}/meetings/{meeting.pk}/how-was-it/")
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.get_by_role("link", name="Answer at least one question.")).to_be_visible()
    page.get_by_label("In part").press("Space")
    page.get_by_label("If not: what stood in the way?").press_sequentially("The stairs")
    assert sideways(page) == 0
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.get_by_role("heading", name="Thank you. We have what you said.")).to_be_visible()

    staff_signs_in(page)
    page.goto(f"/desk/{SLUG}/meetings/{meeting.pk}/how-was-it/")
    expect(page.get_by_text("The stairs")).to_be_visible()
    assert sideways(page) == 0
    expect(page.get_by_role("row", name="In part 1")).to_be_visible()
