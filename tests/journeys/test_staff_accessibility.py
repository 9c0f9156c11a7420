"""Every page of the desk and of the admin, looked at wide and narrow, with what they say of errors."""

from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from actions.models import ActionArea, Factor, FollowUp, ProgressUpdate
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.services.answers import answer_follow_up
from consultations.models import Feedback
from desk.links import address_for
from desk.models import DailyList
from findings.models import Finding
from outbox.models import Message
from phases.models import Phase
from programmes.models import Programme
from stocktakes.models import Stocktake
from tests.journeys.conftest import STAFF, STAFF_PASSWORD, open_a_round, sign_in_by_code, staff_signs_in
from tests.journeys.inspection import Inspection
from tests.journeys.test_answering_in_public import PAGES as ANSWERED_IN_PUBLIC
from tests.journeys.test_appointing_accessibility import APPOINTING, INVITED
from tests.journeys.test_asking import FILES as REQUEST_FILES
from tests.journeys.test_asking import PAGES as REQUESTS
from tests.journeys.test_coverage_accessibility import COVERAGE
from tests.journeys.test_equality_accessibility import EQUALITY
from tests.journeys.test_equality_accessibility import NO_PAGES as EQUALITY_FILES
from tests.journeys.test_meetings_accessibility import MEETINGS
from tests.journeys.test_organisations_accessibility import ORGANISATIONS
from tests.journeys.test_posters_accessibility import NO_PAGES as POSTER_FILES
from tests.journeys.test_posters_accessibility import POSTERS
from tests.journeys.test_public_accessibility import PROPOSER, PUBLIC, REPRESENTATIVE, SIGN_IN
from tests.journeys.test_room_accessibility import ROOM
from tests.journeys.test_seeing_what_is_held import FILES as HELD_FILES
from tests.journeys.test_seeing_what_is_held import PAGES as HELD
from tests.journeys.test_setting_up import NO_PAGES as SETTING_UP_BUTTONS
from tests.journeys.test_setting_up import PAGES as SETTING_UP
from tests.journeys.test_team_accessibility import PAGES as TEAM
from tests.named_routes import named_routes

GLASGOW, NEWCASTLE = "/desk/glasgow-socially-connected/", "/desk/newcastle-gateshead-connected/"
DESK = """desk:programme-list desk:programme-detail consultations:feedback-review-list consultations:feedback-review
actions:round-list actions:round-create actions:round-open actions:round-detail actions:round-close
actions:round-extend actions:follow-up-enter actions:follow-up-moved-on actions:proposer-hand-on
actions:update-review-list actions:update-review actions:round-edit actions:factor-list actions:factor-detail
stocktakes:stocktake-desk-list stocktakes:stocktake-issue stocktakes:stocktake-making digests:digest-send
desk:name-list"""
SITE = """desk:programme-list outbox:message-list outbox:message-detail outbox:mail-list outbox:mail-detail
is-it-well desk:search-results desk:own-daily-list desk:daily-list-open desk:daily-list-stop"""
SECOND_FACTOR = """account_reauthenticate mfa_index mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes
mfa_list_webauthn mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn mfa_authenticate mfa_reauthenticate
mfa_reauthenticate_webauthn"""

# Files, buttons, and what machines ask.
NO_PAGES = """stakeholders:invitation-resend stakeholders:invitation-withdraw
healthz readyz programmes:brand-css programmes:robots programmes:security programmes:favicon programmes:document-pdf
programmes:document-file actions:area-publish actions:area-withdraw actions:step-move
actions:commitment-sheet-open actions:commitment-sheet-switch actions:commitment-publish
actions:record-send actions:record-letters actions:record-link actions:record-commitment-restore
actions:correction-settle
public:poster-picture public:stocktake-pdf public:stocktake-csv public:stocktake-json
public:stocktake-picture stocktakes:stocktake-retry
actions:follow-up-not-theirs actions:proposer-ask-named actions:factor-merge actions:factor-separate
actions:follow-up-not-reached actions:follow-up-new-link actions:follow-up-revoke-link
outbox:mail-release outbox:message-cancel outbox:message-release outbox:message-retry outbox:message-settle
stakeholders:partnership-csv
stakeholders:organisation-import-template stakeholders:organisation-import-run
stakeholders:organisation-import-give-up"""


def test_no_page_is_left_out() -> None:
    lists = (PUBLIC, SIGN_IN, INVITED, REPRESENTATIVE, PROPOSER, DESK, APPOINTING, ORGANISATIONS, SITE)
    lists += (ROOM, MEETINGS, COVERAGE, TEAM, SECOND_FACTOR, POSTERS, POSTER_FILES, REQUESTS)
    lists += (
        ANSWERED_IN_PUBLIC,
        SETTING_UP,
        SETTING_UP_BUTTONS,
        REQUEST_FILES,
        EQUALITY,
        EQUALITY_FILES,
        HELD,
        HELD_FILES,
        NO_PAGES,
    )
    assert {name for each in lists for name in each.split()} == {name for name, _ in named_routes()}


def test_every_page_of_the_desk_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    look_at_feedback(inspection)
    look_at_rounds(inspection)
    look_at_answers(inspection)
    look_at_stocktakes(inspection)
    assert inspection.faults == []
    assert inspection.seen == set(DESK.split())


def look_at_feedback(inspection: Inspection) -> None:
    waits = Feedback.objects.filter(status="received").earliest("pk")
    inspection.visit("/desk/", GLASGOW, f"{GLASGOW}feedback/", f"{GLASGOW}feedback/{waits.pk}/")
    inspection.press("Publish")
    inspection.visit(f"{GLASGOW}names/")
    # Nothing waits and nothing was asked here.
    inspection.visit(f"{GLASGOW}rounds/", f"{GLASGOW}updates/", f"{GLASGOW}stocktakes/")


def look_at_rounds(inspection: Inspection) -> None:
    page = inspection.page
    inspection.visit(NEWCASTLE, f"{NEWCASTLE}rounds/", f"{NEWCASTLE}rounds/2/", f"{NEWCASTLE}rounds/new/")
    inspection.press("Continue")
    page.get_by_label("What is this round called?").fill("One for later")
    for boxes, year in (("When will you open it?", 2030), ("By when should people answer?", 2029)):
        group = page.get_by_role("group", name=boxes)
        for label, value in (("Day", 1), ("Month", 2), ("Year", year)):
            group.get_by_label(label).fill(str(value))
    inspection.press("Continue")
    page.get_by_role("group", name="By when").get_by_label("Year").fill("2030")
    page.get_by_role("group", name="By when").get_by_label("Month").fill("3")
    inspection.press("Continue")
    inspection.visit(f"{page.url.removesuffix('open/')}edit/")
    page.get_by_label("First reminder").fill("soon")
    inspection.press("Continue")
    round = open_a_round()
    here = f"{NEWCASTLE}rounds/{round.number}/"
    inspection.visit(NEWCASTLE, f"{NEWCASTLE}rounds/", here, f"{here}close/", f"{here}extend/")
    inspection.press("Continue")
    group, later = page.get_by_role("group", name="Until when"), round.answer_by_on + timedelta(days=7)
    for label, value in (("Day", later.day), ("Month", later.month), ("Year", later.year)):
        group.get_by_label(label).fill(str(value))
    inspection.press("Continue")


def look_at_answers(inspection: Inspection) -> None:
    asked = FollowUp.objects.filter(status="asked").order_by("pk")
    first = asked.earliest("pk")
    answer = AnswerSnapshot("under_way", "A third bench came.", "Paint.", "Rain.")
    answer_follow_up(first, answer=answer, channel="link", by=None, at=timezone.now())
    waits = ProgressUpdate.objects.get(status="waiting")
    factor = Factor.objects.order_by("pk").first()
    assert factor
    inspection.visit(f"{NEWCASTLE}factors/", f"{NEWCASTLE}factors/{factor.pk}/")
    inspection.page.get_by_role("textbox", name="Name").fill("")
    inspection.press("Rename")
    inspection.visit(f"{NEWCASTLE}updates/", f"{NEWCASTLE}updates/{waits.pk}/")
    inspection.page.get_by_label("What has happened").fill("Something else.")
    inspection.press("Publish")
    second = asked.earliest("pk")
    inspection.visit(f"{NEWCASTLE}follow-ups/{second.pk}/")
    inspection.press("Keep this answer")
    inspection.visit(
        f"{NEWCASTLE}follow-ups/{second.pk}/moved-on/", f"{NEWCASTLE}proposers/{second.proposer_id}/hand-on/"
    )
    inspection.press("Hand it on")


def look_at_stocktakes(inspection: Inspection) -> None:
    inspection.visit(f"{NEWCASTLE}stocktakes/", f"{NEWCASTLE}stocktakes/1/", f"{NEWCASTLE}stocktakes/new/")
    inspection.press("Issue edition 2")
    inspection.page.get_by_label("Title").fill("Stocktake 2")
    inspection.page.get_by_label("Foreword").fill("So far.")
    inspection.page.get_by_label("Issue it now, although").check()
    inspection.press("Issue edition 2")
    Stocktake.objects.filter(number=2).update(status="failed", problem="Something went wrong.")
    inspection.visit(f"{NEWCASTLE}stocktakes/2/", f"{NEWCASTLE}digests/", NEWCASTLE)


def test_every_page_about_the_site_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    sign_in_by_code(page, STAFF)
    mail = Message.objects.get(to_address=STAFF)
    inspection = Inspection(page)
    inspection.visit("/demo/mail/", f"/demo/mail/{mail.pk}/", "/desk/messages/", "/desk/messages/?state=failed")
    inspection.visit(f"/desk/messages/{mail.pk}/", "/desk/is-it-well/")
    Message.objects.filter(pk=mail.pk).update(state="failed", last_words="No such mailbox.")
    inspection.visit("/desk/", f"/desk/messages/{mail.pk}/")
    look_at_search_and_the_daily_list(inspection)
    assert inspection.faults == []
    assert inspection.seen == set(SITE.split())


def look_at_search_and_the_daily_list(inspection: Inspection) -> None:
    inspection.visit("/desk/search/", "/desk/search/?q=ro", "/desk/search/?q=nobody+at+all", "/home/daily-list/")
    inspection.press("Send me the daily list")
    inspection.visit("/desk/", "/l/not-a-token/", address_for(DailyList.objects.get()))
    inspection.press("Stop the daily list")
    inspection.press("Undo: send it again")


def test_every_page_of_a_second_factor_is_accessible(browse: Callable[..., Page]) -> None:
    page, lead = browse(), User.objects.get(email=STAFF)
    staff_signs_in(page)
    inspection = Inspection(page)
    inspection.visit("/accounts/reauthenticate/", "/accounts/2fa/", "/accounts/2fa/passkeys/")
    inspection.visit("/accounts/2fa/passkeys/add/", "/accounts/2fa/app/")
    inspection.press("Switch it on")
    secret = page.locator("#secret").inner_text()
    page.get_by_label("Six digits").fill(digits(secret))
    inspection.press("Switch it on")
    page.get_by_role("button", name="I have kept them").click()
    inspection.visit("/accounts/2fa/", "/accounts/2fa/app/remove/", "/accounts/2fa/recovery-codes/")
    key = Authenticator.objects.create(user=lead, type="webauthn", data={"name": "Blue key", "credential": {}})
    inspection.visit("/accounts/2fa/passkeys/", f"/accounts/2fa/passkeys/{key.pk}/")
    inspection.press("Save")
    inspection.visit(f"/accounts/2fa/passkeys/{key.pk}/remove/")
    inspection.press("Remove it")
    inspection.visit("/accounts/2fa/reauthenticate/")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(STAFF)
    page.get_by_label("Password").fill(STAFF_PASSWORD)
    inspection.press("Sign in")
    inspection.press("Continue")
    assert inspection.faults == []
    # For the last there must be a passkey: `test_second_factor` looks at it.
    assert inspection.seen == set(SECOND_FACTOR.split()) - {"mfa_reauthenticate_webauthn"}


def digits(secret: str) -> str:
    """Return the six digits that an authenticator app shows now."""
    _, now, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def test_every_kind_of_admin_page_is_accessible(browse: Callable[..., Page]) -> None:
    User.objects.create_superuser("root@example.org", STAFF_PASSWORD, name="Root")
    page = browse()
    inspection = Inspection(page)
    # The admin's door is everybody's.
    inspection.visit("/admin/login/")
    assert inspection.seen == {"account_request_login_code"}
    staff_signs_in(page, "root@example.org")
    inspection.visit(
        "/admin/", "/admin/actions/", "/admin/programmes/programme/", "/admin/consultations/poster/?q=bench"
    )
    for rows in (Programme.objects, Phase.objects, Feedback.objects, ActionArea.objects, User.objects):
        row = rows.earliest("pk")
        inspection.visit(f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/")
    for kind in ("programmes/programme", "consultations/poster", "phases/meeting", "accounts/user"):
        page.goto(f"/admin/{kind}/add/")
        inspection.press("Save")
    inspection.visit(f"/admin/actions/actionarea/{ActionArea.objects.earliest('pk').pk}/history/")
    inspection.visit(f"/admin/actions/actionarea/{ActionArea.objects.earliest('pk').pk}/do/withdraw/")
    inspection.visit(f"/admin/consultations/finding/{Finding.objects.earliest('pk').pk}/delete/")
    assert inspection.faults == []
