"""Every page that needs no desk, looked at wide and narrow: the public's, sign-in, representatives', proposers'."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page

from accounts import own_letters
from accounts.models import User
from actions.rounds.services.rounds import close_round
from consultations.asking.services import close_consultation
from consultations.models import Consultation
from digests.digest import digests_of
from digests.services import send_digests
from outbox.models import Message
from phases.models import Meeting
from programmes.models import Document, Programme
from stakeholders.models import Appointment
from stakeholders.services import end_appointment
from tests.journeys.conftest import STAFF, link_in, open_a_round, sign_in_by_code
from tests.journeys.inspection import Inspection
from tests.public_addresses import public_pages

GLASGOW, NEWCASTLE = "/programmes/glasgow-socially-connected/", "/programmes/newcastle-gateshead-connected/"
LISTS = ("", "coverage/", "posters/", "conversations/", "actions/", "feedback/", "stocktakes/")
OF_GLASGOW = (*LISTS, "equality/", "themes/1/", "findings/1/", "privacy/", "accessibility/")
# A poster with an artist, what was accepted, taken forward in part and not at all; answered, silent and handed on.
OF_NEWCASTLE = (
    *LISTS,
    "posters/?theme=1",
    "posters/1/",
    "posters/12/",
    "themes/1/",
    "findings/1/",
    "findings/4/",
    "findings/6/",
)
OF_NEWCASTLE += ("actions/2/", "actions/3/", "actions/7/", "actions/12/", "helped/", "stocktakes/1/", "actions/999/")
ASKED = "/home/consultations/glasgow-socially-connected/what-would-help-you-connect/"
READ = "Read it through before sending"
PUBLIC = " ".join(public_pages())
SIGN_IN = """account_login account_request_login_code account_confirm_login_code account_signup account_inactive
account-own-page"""
REPRESENTATIVE = """account_logout actions:home consultations:feedback-edit consultations:feedback-check
findings:feedback-receipt findings:own-input consultations:next-meetings consultations:conversation-log
phases:meeting-answer stakeholders:own-organisation stakeholders:about-me stakeholders:own-identity stakeholders:people
stakeholders:appointment-step-down digests:own-digests signed-in-again"""
PROPOSER = """actions:follow-up-open actions:follow-up-answer actions:follow-up-move-on actions:follow-up-not-me
actions:follow-up-thanks digests:digest-open digests:digest-stop"""


def test_every_public_page_is_accessible(browse: Callable[..., Page]) -> None:
    inspection = Inspection(browse())
    inspection.visit("/", "/nowhere/", "/accessibility/", "/privacy/", "/cookies/", "/another-format/")
    inspection.visit(*(GLASGOW + each for each in OF_GLASGOW))
    inspection.visit(*(NEWCASTLE + each for each in OF_NEWCASTLE))
    inspection.visit(Meeting.objects.earliest("pk").get_absolute_url())
    inspection.visit(Document.objects.exclude(words="").earliest("pk").get_absolute_url())
    assert inspection.faults == []
    assert inspection.seen == set(PUBLIC.split())


def test_every_page_of_sign_in_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    inspection = Inspection(page)
    own_page = own_letters.path_for(User.objects.get(email=STAFF))
    inspection.visit("/accounts/signup/", "/accounts/inactive/", "/accounts/c/nobodys/", own_page, "/accounts/login/")
    inspection.press("Sign in")
    page.get_by_label("E-mail address").fill(STAFF)
    page.get_by_label("Password").fill("not hers")
    inspection.press("Sign in")
    inspection.visit("/accounts/login/code/")
    page.get_by_label("E-mail address").fill("nobody at all")
    inspection.press("Send me a code")
    page.get_by_label("E-mail address").fill(STAFF)
    inspection.press("Send me a code")
    page.get_by_label("Code").fill("NOT-THIS")
    inspection.press("Continue")
    # Without the cookie nobody can tell from whom the form came.
    page.context.clear_cookies()
    inspection.press("Continue")
    assert inspection.faults == []
    assert inspection.seen == set(SIGN_IN.split())


def test_every_page_of_a_representative_is_accessible(browse: Callable[..., Page]) -> None:
    page, lead = browse(), User.objects.get(email=STAFF)
    sign_in_by_code(page, "fraser.quigley@example.org")
    page.wait_for_url("**/home/")
    inspection = Inspection(page)
    inspection.look()
    look_at_their_own(inspection, Appointment.objects.get(person__email="fraser.quigley@example.org"))
    inspection.visit("/accounts/logout/", "/signed-in-again/", ASKED)
    late = page.context.new_page()
    late.goto(ASKED)
    inspection.press(READ)
    page.get_by_role("textbox").first.fill("The stair.")
    inspection.press("Save and come back later")
    page.goto(ASKED)
    page.get_by_role("textbox").nth(2).fill("The lift.")
    inspection.press(READ)
    # The other window holds something else: it is told so, before and after this one is sent.
    inspection.page = late
    late.get_by_role("textbox").first.fill("The step.")
    late.get_by_role("textbox").nth(2).fill("A ramp.")
    inspection.press(READ)
    inspection.page = page
    inspection.press("Send")
    inspection.page = late
    inspection.press(READ)
    inspection.page = page
    inspection.visit("/home/", "/home/said/")

    close_consultation(Consultation.objects.get(), by=lead, at=timezone.now())
    page.context.clear_cookies()
    sign_in_by_code(page, "agnes.drummond@example.org")
    inspection.visit("/home/", ASKED)
    agnes = Appointment.objects.get(person__email="agnes.drummond@example.org")
    end_appointment(agnes, reason="She has moved.", by=lead, at=timezone.now())
    inspection.visit("/home/")
    assert inspection.faults == []
    assert inspection.seen == set(REPRESENTATIVE.split())


def look_at_their_own(inspection: Inspection, appointment: Appointment) -> None:
    """A conversation; what they correct, with an error and overtaken by another window; the others; and the way out."""
    page, own = inspection.page, f"/home/organisation/{appointment.partnership_id}/"
    inspection.visit(f"/home/conversations/{appointment.partnership_id}/")
    inspection.press("Send")
    inspection.visit("/home/said/", "/home/meetings/", "/home/people/glasgow-socially-connected/", own)
    meeting = Meeting.objects.get(registration_opens_at__isnull=False)
    inspection.visit(f"/home/meetings/{meeting.pk}/")
    inspection.press("Send")
    page.get_by_label("Yes, I come").check()
    inspection.press("Send")
    inspection.visit(own)
    late = page.context.new_page()
    late.goto(own)
    page.get_by_label("Website").fill("no such thing")
    inspection.press("Save")
    page.get_by_label("Website").fill("www.example.org")
    inspection.press("Save")
    inspection.page = late
    late.get_by_label("What your organisation does").fill("Something else.")
    inspection.press("Save")
    late.close()
    inspection.page = page
    inspection.visit("/home/digests/")
    inspection.press("Stop these messages of Socially Connected Strategy")
    inspection.visit("/home/about-me/")
    page.get_by_role("radio", name="Telephone").check()
    inspection.press("Save")
    inspection.visit("/home/about-me/name-and-address/")
    page.get_by_label("E-mail address with which you sign in").fill("another@example.org")
    inspection.press("Continue")
    inspection.press("Change my address")
    inspection.visit(f"/home/step-down/{appointment.pk}/")
    page.get_by_label("Their e-mail address").fill("nowhere")
    inspection.press("Continue")
    page.get_by_label("Their e-mail address").fill("")
    inspection.press("Continue")


def test_every_page_of_a_proposer_is_accessible(browse: Callable[..., Page]) -> None:
    round = open_a_round()
    links = [link_in(letter) for letter in Message.objects.filter(kind="follow-up").order_by("pk")]
    page = browse()
    inspection = Inspection(page)
    inspection.visit("/f/not-a-token/", links[0])
    inspection.press("Send your answer")
    page.get_by_label("Under way").check()
    page.get_by_label("What has happened?").fill("A third bench came.")
    inspection.press("Send your answer")
    inspection.visit(links[0], links[1])
    page.get_by_role("link", name="tell us that you have moved on").click()
    inspection.look()
    page.get_by_label("Who carries it on?").fill("Somebody. " * 200)
    inspection.press("Tell us that you have moved on")
    page.get_by_label("Who carries it on?").fill("Somebody Else")
    inspection.press("Tell us that you have moved on")
    page.get_by_label("They know about it").check()
    inspection.press("Tell us that you have moved on")
    inspection.visit(links[1], links[2])
    page.get_by_label("What has happened?").fill("Half a sentence")
    inspection.press("Save and come back later")
    inspection.visit(links[2], links[3])
    page.get_by_role("link", name="tell us that it was never yours").click()
    inspection.look()
    inspection.press("Tell us that it was never yours")
    inspection.visit(links[3])
    close_round(round, by=User.objects.get(email=STAFF), at=timezone.now())
    inspection.visit(links[0], links[2])
    look_at_a_stop(inspection)
    assert inspection.faults == []
    assert inspection.seen == set(PROPOSER.split())


def look_at_a_stop(inspection: Inspection) -> None:
    """What somebody sees who would rather not be told what has happened, and what a link shows that leads nowhere."""
    programme, at = Programme.objects.get(slug="newcastle-gateshead-connected"), timezone.now()
    seen = digests_of(programme, at).fingerprint
    send_digests(programme, as_seen=seen, by=User.objects.get(email=STAFF), at=at)
    inspection.visit("/t/not-a-token/", Message.objects.filter(kind="digest").earliest("pk").unsubscribe_url)
    inspection.press("Stop these messages")
    inspection.press("Undo: tell me again")
