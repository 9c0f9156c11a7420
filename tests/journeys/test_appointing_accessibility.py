"""Every page of being asked to speak for an organisation, and of asking, looked at wide and narrow."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from stakeholders import links
from stakeholders.models import Invitation, Partnership, Role
from stakeholders.services import invite_to_appoint
from tests.journeys.conftest import STAFF, staff_signs_in
from tests.journeys.inspection import Inspection

GLASGOW = "/desk/glasgow-socially-connected/"
INVITED = """stakeholders:invitation-open stakeholders:invitation-read stakeholders:invitation-choose
stakeholders:invitation-pass-on stakeholders:invitation-decline stakeholders:invitation-name
stakeholders:invitation-declare stakeholders:invitation-contact stakeholders:invitation-needs
stakeholders:invitation-sharing stakeholders:invitation-check stakeholders:invitation-done"""
APPOINTING = """stakeholders:partnership-detail stakeholders:partnership-invite stakeholders:partnership-appoint
stakeholders:appointment-end stakeholders:appointment-sign-in stakeholders:appointment-identity
stakeholders:invitation-list stakeholders:invitation-readdress stakeholders:invitation-declined"""


def test_every_page_of_an_invitation_is_accessible(browse: Callable[..., Page]) -> None:
    inspection = Inspection(browse())
    page = inspection.page
    first, second, third = [invite(number) for number in range(3)]
    inspection.visit("/i/not-a-token/", links.address_for(first))
    inspection.press("Go on")
    inspection.press("Continue")
    page.get_by_label("A colleague is better placed").check()
    inspection.press("Continue")
    inspection.press("Send them the invitation")
    page.get_by_label("Their name").fill("Sam Osei")
    page.get_by_label("Their e-mail address").fill("sam.osei@example.org")
    inspection.press("Send them the invitation")
    page.goto(links.address_for(second))
    inspection.visit(page.url + "no/")
    inspection.press("Tell the team")
    page.get_by_label("May we ask why?").fill("No time")
    inspection.press("Tell the team")
    page.goto(links.address_for(third))
    inspection.visit(page.url + "name/")
    inspection.press("Continue")
    inspection.press("Continue")
    for box in page.get_by_role("checkbox").all():
        box.check()
    inspection.press("Continue")
    page.get_by_role("radio", name="Telephone").check()
    inspection.press("Continue")
    page.get_by_role("textbox", name="Telephone").fill("0141 496 0001")
    inspection.press("Continue")
    inspection.press("Continue")
    inspection.press("Continue")
    page.get_by_role("button", name="I will speak for").click()
    inspection.look()
    assert inspection.faults == []
    assert inspection.seen == set(INVITED.split())


def invite(number: int) -> Invitation:
    """Ask one of Glasgow's members for somebody who follows its representative."""
    members = Partnership.objects.filter(role=Role.MEMBER, programme__slug="glasgow-socially-connected")
    lead, email = User.objects.get(email=STAFF), f"follows{number}@example.org"
    partnership = members.filter(invitations=None).order_by("-pk")[0]
    return invite_to_appoint(partnership, name=f"Follows {number}", email=email, by=lead, at=timezone.now())


def test_every_page_of_appointing_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    member = Partnership.objects.filter(role=Role.MEMBER, programme__slug="glasgow-socially-connected").earliest("pk")
    here = f"{GLASGOW}organisations/{member.pk}/"
    inspection.visit(here, f"{here}?day_0=31&day_1=2&day_2=2021", f"{here}?day_0=1&day_1=2&day_2=2021")
    inspection.press("Invite somebody to follow")
    inspection.press("Send the invitation")
    page.get_by_label("Name").fill("Sam Osei")
    page.get_by_label("E-mail address").fill("sam.osei@example.org")
    inspection.press("Send the invitation")
    invited = f"{GLASGOW}invitations/{member.invitations.get().pk}/"
    inspection.visit(f"{GLASGOW}invitations/", f"{invited}readdress/", f"{invited}declined/")
    inspection.press("Write it down")
    page.get_by_label("What did they say?").fill("No time")
    inspection.press("Write it down")
    inspection.visit(f"{here}appoint/")
    inspection.press("Appoint them")
    current = f"{GLASGOW}appointments/{member.appointments.get().pk}/"
    inspection.visit(f"{current}sign-in/", f"{current}name-and-address/")
    inspection.press("Change it, and tell them")
    inspection.visit(f"{current}end/")
    inspection.press("End the appointment")
    page.get_by_label("Another reason").check()
    page.get_by_label("In a few words").fill("Moved away")
    inspection.press("End the appointment")
    assert inspection.faults == []
    assert inspection.seen == set(APPOINTING.split())
