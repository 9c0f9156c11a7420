"""A representative looks after what is theirs, on a telephone, by keyboard, without JavaScript."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from stakeholders.models import Appointment, Partnership
from tests.journeys.conftest import sideways, sign_in_by_code
from tests.journeys.test_sending_feedback import press, reach

EMAIL = "shona.petrie@example.org"
ABOUT = "We cook together every Tuesday."


def test_representative_corrects_their_organisation_sees_the_others_and_steps_down(browse: Callable[..., Page]) -> None:
    page = browse(width=320, javascript=False)
    appointment = Appointment.objects.select_related("partnership__organisation").get(person__email=EMAIL)
    organisation = appointment.partnership.organisation
    sign_in_by_code(page, EMAIL)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello Shona Petrie")
    page.wait_for_load_state()
    assert (sideways(page), one_screen(page)) == (0, True)

    press(page, page.get_by_role("link", name="Your organisation"))
    reach(page, page.get_by_label("What your organisation does"))
    page.keyboard.type(ABOUT)
    reach(page, page.get_by_label("Website"))
    page.keyboard.type("nowhere at all")
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_role("alert")).to_contain_text("It should look like www.example.org.")
    expect(page.get_by_label("What your organisation does")).to_have_value(ABOUT)
    assert sideways(page) == 0
    reach(page, page.get_by_label("Website"))
    page.keyboard.press("Control+A")
    page.keyboard.type("www.example.org")
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_role("status")).to_contain_text(f"What is told of {organisation} is as you wrote it.")
    organisation.refresh_from_db()
    assert (organisation.about, organisation.website) == (ABOUT, "https://www.example.org")

    press(page, page.get_by_role("link", name="Who else speaks"))
    expect(page.get_by_role("main")).to_contain_text("Rosa Adeyemi")
    expect(page.get_by_role("main").get_by_text("rosa.adeyemi@example.org")).to_have_count(0)
    assert sideways(page) == 0
    press(page, page.get_by_role("link", name="Your page").first)

    press(page, page.get_by_role("link", name="Step down"))
    reach(page, page.get_by_label("Why do you step down?"))
    page.keyboard.type("A new post")
    press(page, page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Step down for")
    assert (sideways(page), Appointment.objects.get(pk=appointment.pk).ended_at) == (0, None)
    press(page, page.get_by_role("button", name="Step down"))
    expect(page.get_by_role("status")).to_contain_text(f"You no longer speak for {organisation}. Thank you.")
    assert page.goto(f"/home/organisation/{appointment.partnership_id}/").status == 404
    assert (
        Partnership.objects.filter(pk=appointment.partnership_id, appointments__ended_at__isnull=True).exists() is False
    )


def one_screen(page: Page) -> bool:
    """Whether every way onward stands on the first 700 pixels; the demonstration's own strip does not count."""
    strip = page.get_by_role("region", name="Demonstration").bounding_box()
    last = page.get_by_role("navigation", name="Your pages").get_by_role("link").last.bounding_box()
    assert strip is not None
    assert last is not None
    return last["y"] + last["height"] - strip["height"] <= 700
