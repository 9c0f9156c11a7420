"""The pages about posters and conversations, the group's and the team's, looked at wide and narrow."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from consultations.models import Conversation, Poster, PosterCall
from consultations.posters.services.publishing import withdraw_poster
from kit.windows import beginning_of_hour
from tests.journeys.conftest import staff_signs_in
from tests.journeys.inspection import Inspection
from tests.journeys.test_sending_a_poster import open_call, photograph

__all__ = ["open_call"]

PUBLIC = "/programmes/newcastle-gateshead-connected/"
DESK = "/desk/newcastle-gateshead-connected/"
POSTERS = """consultations:poster-hand-in consultations:poster-thanks consultations:conversation-tell
consultations:conversation-thanks consultations:poster-review-list consultations:poster-review
consultations:poster-photograph consultations:poster-exchange consultations:poster-consent consultations:poster-withdraw
consultations:poster-call-edit consultations:conversation-review-list consultations:conversation-review
consultations:conversation-create consultations:hand-in-contact-look"""
# Files and buttons.
NO_PAGES = """consultations:poster-template consultations:poster-review-picture consultations:poster-publish
consultations:poster-take-down consultations:poster-captions consultations:conversation-publish
consultations:hand-in-contact-forget"""


def test_every_page_about_posters_is_accessible(browse: Callable[..., Page], open_call: str) -> None:
    page = browse()
    inspection = Inspection(page)
    page.goto(open_call)
    inspection.press("Send the poster")
    page.get_by_label("Photograph of the poster").set_input_files(photograph())  # type: ignore[arg-type]
    for label, words in (("Title", "A bench"), ("Made by", "Tea"), ("Your name", "Robin"), ("How to reach you", "R")):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("No, only on the wall").check()
    inspection.press("Send the poster")
    inspection.visit(f"{PUBLIC}tell-us/")
    inspection.press("Send")
    told = {"Who talked?": "Nurses", "Day": "7", "Month": "5", "Year": "2016", "Your name": "Robin"}
    for label, words in (told | {"What was said?": "Ask who is at home."}).items():
        page.get_by_label(label, exact=True).fill(words)
    inspection.press("Send")

    staff_signs_in(page)
    talk = Conversation.objects.latest("pk")
    poster = Poster.objects.get(title="A bench")
    one = f"{DESK}posters/{poster.pk}/"
    inspection.visit(one)
    inspection.press("Show who handed it in")
    inspection.visit(f"{DESK}posters/", f"{one}consent/", f"{one}photograph/", f"{one}withdraw/")
    inspection.press("Withdraw it")
    inspection.visit(f"{DESK}posters/photograph/")
    inspection.press("Add it")
    inspection.visit(f"{DESK}hand-in/", f"{DESK}conversations/", f"{DESK}conversations/{talk.pk}/")
    inspection.visit(f"{DESK}conversations/new/")
    inspection.press("Keep it")
    public = Poster.objects.published().earliest("pk")
    withdraw_poster(public, reason="At their word", by=public.published_by, at=timezone.now())
    inspection.visit(f"{DESK}posters/{public.pk}/")
    begun = beginning_of_hour(timezone.now()) - timedelta(days=2)
    PosterCall.objects.update(starts_at=begun, ends_at=begun + timedelta(days=1))
    inspection.visit(open_call)
    assert inspection.faults == []
    assert inspection.seen == set(POSTERS.split())
