"""Every page of groups, coverage and phases, looked at wide and narrow, with what they say of errors."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from consultations.coverage.gaps import gaps_of
from consultations.coverage.services import close_phase
from phases.models import Phase, Reach
from programmes.models import Programme
from stakeholders.models import MissingVoice, StakeholderGroup
from tests.journeys.conftest import STAFF, staff_signs_in
from tests.journeys.inspection import Inspection

SLUG = "glasgow-socially-connected"
GLASGOW, PUBLIC_GLASGOW = f"/desk/{SLUG}/", f"/programmes/{SLUG}/"
COVERAGE_DESK = """stakeholders:group-list stakeholders:group-create stakeholders:group-edit stakeholders:group-remove
stakeholders:thresholds-edit stakeholders:missing-voice-list stakeholders:missing-voice-create
stakeholders:missing-voice-edit stakeholders:missing-voice-settle consultations:coverage-matrix
consultations:coverage-cell consultations:phase-close consultations:phase-reopen
phases:phase-list phases:reach-list phases:reach-create phases:reach-remove"""
COVERAGE_PUBLIC = "public:coverage"
COVERAGE_NO_PAGES = """stakeholders:characteristics-add stakeholders:missing-voice-reopen
public:coverage-csv public:coverage-json"""
COVERAGE = f"{COVERAGE_DESK} {COVERAGE_PUBLIC} {COVERAGE_NO_PAGES}"


def test_every_page_of_coverage_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    look_at_groups(inspection)
    look_at_missing_voices(inspection)
    look_at_reach(inspection)
    look_at_phases(inspection)
    nobody = StakeholderGroup.objects.filter(programme__slug=SLUG, partnerships=None).earliest("pk")
    somebody = StakeholderGroup.objects.filter(programme__slug=SLUG).exclude(partnerships=None).earliest("pk")
    inspection.visit(f"{GLASGOW}coverage/", f"{GLASGOW}coverage/?only=gaps", f"{GLASGOW}coverage/{nobody.pk}/phase-2/")
    inspection.visit(f"{GLASGOW}coverage/{somebody.pk}/phase-1/", f"{GLASGOW}coverage/{somebody.pk}/people/")
    inspection.visit(f"{PUBLIC_GLASGOW}coverage/", f"{PUBLIC_GLASGOW}coverage/?only=gaps", PUBLIC_GLASGOW)
    assert inspection.faults == []
    assert inspection.seen - {"public:progress"} == set(f"{COVERAGE_DESK} {COVERAGE_PUBLIC}".split())


def look_at_groups(inspection: Inspection) -> None:
    page = inspection.page
    # One of the nine lacks, or there would be no such button.
    StakeholderGroup.objects.filter(programme__slug=SLUG, characteristic="sex").update(characteristic="")
    inspection.visit(f"{GLASGOW}groups/")
    inspection.press("Add the missing characteristics of the Equality Act 2010")
    inspection.visit(f"{GLASGOW}groups/new/")
    inspection.press("Add the group")
    page.get_by_label("What are they called?").fill("carers")
    inspection.press("Add the group")
    group = StakeholderGroup.objects.get(programme__slug=SLUG, name="Carers")
    inspection.visit(f"{GLASGOW}groups/{group.pk}/", f"{GLASGOW}groups/{group.pk}/remove/")
    inspection.press("Remove the group")
    inspection.visit(f"{GLASGOW}groups/enough/")
    page.get_by_label("From how many people").fill("3")
    inspection.press("Save")


def look_at_missing_voices(inspection: Inspection) -> None:
    page, lead, at = inspection.page, User.objects.get(email=STAFF), timezone.now()
    inspection.visit(f"{GLASGOW}missing/new/")
    inspection.press("Write it down")
    voice = MissingVoice.objects.create(
        programme=Programme.objects.get(slug=SLUG), who="Night workers", owner=lead, noticed_at=at, noticed_by=lead,
        look_by_on=timezone.localdate(at) - timedelta(days=1),
    )  # fmt: skip
    inspection.visit(f"{GLASGOW}missing/", f"{GLASGOW}missing/{voice.pk}/", f"{GLASGOW}missing/{voice.pk}/settle/")
    inspection.press("Save")
    page.get_by_label("They were found").check()
    page.get_by_label("What came of it?").fill("They meet on Sundays.")
    inspection.press("Save")


def look_at_reach(inspection: Inspection) -> None:
    inspection.visit(f"{GLASGOW}reach/", f"{GLASGOW}reach/new/")
    inspection.press("Write it down")
    lead = User.objects.get(email=STAFF)
    phase = Phase.objects.get(programme__slug=SLUG, position=2)
    reach = Reach.objects.create(
        phase=phase, group=phase.programme.stakeholder_groups.earliest("pk"), how="Over tea", people=4,
        reached_on=timezone.localdate(), entered_at=timezone.now(), entered_by=lead,
    )  # fmt: skip
    inspection.visit(f"{GLASGOW}reach/", f"{GLASGOW}reach/{reach.pk}/remove/")


def look_at_phases(inspection: Inspection) -> None:
    inspection.visit(f"{GLASGOW}phases/", f"{GLASGOW}phases/2/close/")
    inspection.page.get_by_label("What came of this phase?").fill("")
    inspection.press("Close the phase")
    phase, lead, at = Phase.objects.get(programme__slug=SLUG, position=2), User.objects.get(email=STAFF), timezone.now()
    why = {gap.code: "We could not find anybody in time." for gap in gaps_of(phase, at)}
    close_phase(phase, summary="Seven key groups.", explanations=why, by=lead, at=at)
    inspection.visit(f"{GLASGOW}phases/", f"{GLASGOW}phases/2/close/", f"{GLASGOW}phases/2/reopen/")
    inspection.press("Open it again")
