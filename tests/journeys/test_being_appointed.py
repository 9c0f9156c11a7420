"""Somebody is asked to speak for an organisation: by link on a telephone, by keyboard, without a script."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from stakeholders import links
from stakeholders.models import Appointment, Invitation, Partnership, Role
from stakeholders.services import invite_to_appoint
from tests.journeys.conftest import STAFF, sideways, sign_in_by_code, staff_signs_in

PROGRAMME = "glasgow-socially-connected"


def member(*, spoken_for: bool) -> Partnership:
    """Return one of Glasgow's members whom nobody has asked yet; where it is not `spoken_for`, nobody speaks for it."""
    members = Partnership.objects.filter(programme__slug=PROGRAMME, role=Role.MEMBER, invitations=None)
    partnership = members.order_by("-pk")[0]
    if not spoken_for:
        ended = {"ended_at": timezone.now(), "ended_by": User.objects.get(email=STAFF), "ending": "silent"}
        partnership.appointments.update(**ended)
    return partnership


def test_somebody_is_invited_appointed_and_signs_in(browse: Callable[..., Page]) -> None:
    partnership = member(spoken_for=False)
    desk = browse()
    staff_signs_in(desk)
    desk.goto(f"/desk/{PROGRAMME}/organisations/{partnership.pk}/")
    desk.get_by_role("button", name="Invite somebody to speak for it").click()
    desk.get_by_label("Name").fill("Sunniva Baird")
    desk.get_by_label("E-mail address").fill("sunniva.baird@example.org")
    desk.get_by_role("button", name="Send the invitation").click()
    expect(desk.get_by_role("status").first).to_contain_text("The invitation is on its way.")

    page = browse(width=320, javascript=False)
    page.goto(links.address_for(Invitation.objects.get(name="Sunniva Baird")))
    assert "/i/" not in page.url
    press(page, "Go on")
    by_keyboard(page, "I will speak for it", "Space", "Tab", "Enter")
    expect(page.get_by_label("What is your name?")).to_have_value("Sunniva Baird")
    press(page, "Continue")
    page.get_by_label("I can decide for the organisation").check()
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Tick the second box")
    page.get_by_label("I can engage people with lived experience").check()
    press(page, "Continue")
    page.get_by_role("radio", name="Text message").check()
    page.get_by_role("textbox", name="Telephone").fill("0141 498 0909")
    press(page, "Continue")
    page.get_by_label("What do you need at a meeting?").fill("A hearing loop")
    press(page, "Continue")
    press(page, "Continue")
    expect(page.get_by_role("definition").filter(has_text="A hearing loop")).to_be_visible()
    assert sideways(page) == 0
    press(page, f"I will speak for {partnership.organisation}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"You speak for {partnership.organisation}")
    assert sideways(page) == 0

    sign_in_by_code(page, "sunniva.baird@example.org")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sunniva Baird")
    desk.goto(f"/desk/{PROGRAMME}/organisations/{partnership.pk}/")
    expect(desk.get_by_role("region", name="Who speaks for it")).to_contain_text("Sunniva Baird, since")


def press(page: Page, button: str) -> None:
    """Press a button; no page on the way is wider than the telephone."""
    assert sideways(page) == 0
    page.get_by_role("button", name=button, exact=True).click()


def by_keyboard(page: Page, choice: str, *keys: str) -> None:
    """Choose and go on without a mouse."""
    page.get_by_label(choice).focus()
    for key in keys:
        page.keyboard.press(key)


def test_somebody_declines_and_the_desk_says_why(browse: Callable[..., Page]) -> None:
    partnership = member(spoken_for=False)
    page = browse(width=320, javascript=False)
    page.goto(links.address_for(invite(partnership)))
    press(page, "Go on")
    page.get_by_label("We would rather not").check()
    press(page, "Continue")
    page.get_by_label("May we ask why?").fill("Two of us do the work of five.")
    press(page, "Tell the team")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    desk = browse()
    staff_signs_in(desk)
    desk.goto(f"/desk/{PROGRAMME}/")
    desk.get_by_role("link", name="declined to speak").click()
    desk.get_by_role("link", name=str(partnership.organisation)).click()
    expect(desk.get_by_role("region", name="Who speaks for it")).to_contain_text("Two of us do the work of five.")


def test_somebody_is_replaced_and_loses_their_pages(browse: Callable[..., Page]) -> None:
    partnership = member(spoken_for=True)
    old = partnership.appointments.get()
    assert old.person.user
    before = browse(width=320, javascript=False)
    sign_in_by_code(before, old.person.user.email)
    expect(before.get_by_role("main")).to_contain_text(str(partnership.organisation))
    page = browse(width=320, javascript=False)
    page.goto(links.address_for(invite(partnership)))
    expect(page.get_by_role("main")).to_contain_text("you take over from them")
    address = page.url
    for end, typed in (("name/", {}), ("declarations/", {"I can decide": True, "I can engage": True})):
        page.goto(f"{address}{end}")
        for label in typed:
            page.get_by_label(label).check()
        press(page, "Continue")
    for _ in ("contact", "needs", "sharing"):
        press(page, "Continue")
    press(page, f"I will speak for {partnership.organisation}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"You speak for {partnership.organisation}")
    before.reload()
    expect(before.get_by_role("main")).not_to_contain_text("Asked of you now")
    assert Appointment.objects.get(partnership=partnership, ended_at=None).person.name == "Follows Them"


def invite(partnership: Partnership) -> Invitation:
    """Ask somebody of an organisation, as the team does."""
    email = f"follows{partnership.pk}@example.org"
    lead = User.objects.get(email=STAFF)
    return invite_to_appoint(partnership, name="Follows Them", email=email, by=lead, at=timezone.now())
