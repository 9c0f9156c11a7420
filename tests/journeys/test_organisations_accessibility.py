"""Every page about organisations at the desk, looked at wide and narrow, with what they say of errors."""

from collections.abc import Callable

from playwright.sync_api import Page

from stakeholders.models import Organisation, Partnership
from tests.journeys.conftest import staff_signs_in
from tests.journeys.inspection import Inspection

HERE = "/desk/glasgow-socially-connected/organisations/"
ORGANISATIONS = """stakeholders:partnership-list stakeholders:partnership-create stakeholders:partnership-edit
stakeholders:partnership-contact stakeholders:partnership-end
stakeholders:organisation-import-list stakeholders:organisation-import-columns stakeholders:organisation-import-check
stakeholders:merge-list stakeholders:merge-confirm"""
SHEET = """Body;Mail;Represents;Role
The {known} Ltd;;Poets;
;nobody at all;Carers;king
Bread and Roses;bread@example.org;;
Left out;;;
"""


def test_every_page_about_organisations_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    look_at_a_part(inspection)
    look_at_an_import(inspection)
    look_at_a_merge(inspection)
    assert inspection.faults == []
    assert inspection.seen == set(ORGANISATIONS.split())


def look_at_a_part(inspection: Inspection) -> None:
    member = Partnership.objects.filter(programme__slug="glasgow-socially-connected", role="member").earliest("pk")
    inspection.visit(HERE, f"{HERE}?speaks=nobody&when=ended", f"{HERE}new/")
    inspection.press("Add it")
    inspection.page.get_by_label("Name of the organisation").fill(f"The {member.organisation} Ltd")
    inspection.press("Add it")
    inspection.visit(f"{HERE}{member.pk}/edit/")
    inspection.page.get_by_label("Which organisation identified it?").fill("Nobody of this name")
    inspection.press("Keep this")
    inspection.visit(f"{HERE}{member.pk}/contact/")
    inspection.press("Show and change contact details")
    inspection.visit(f"{HERE}{member.pk}/end/")
    inspection.press("End its part")


def look_at_an_import(inspection: Inspection) -> None:
    page, known = inspection.page, Organisation.objects.filter(partnerships__role="member").earliest("pk")
    inspection.visit(f"{HERE}import/")
    inspection.press("Read it")
    content = SHEET.format(known=known).encode("cp1252")
    page.get_by_label("Choose the spreadsheet").set_input_files(
        {"name": "organisations.csv", "mimeType": "text/csv", "buffer": content}
    )
    inspection.press("Read it")
    page.get_by_label("Name", exact=True).select_option("")
    inspection.press("Look at the rows")
    page.get_by_label("Name", exact=True).select_option(index=1)
    inspection.press("Look at the rows")
    page.get_by_label("Poets").select_option(label="A new group: add it")
    inspection.press("Take this in for all rows")
    page.get_by_label("Leave row 3 out").check()
    inspection.press("Keep this and look again")
    page.get_by_label(f"It is {known}").check()
    inspection.press("Keep this and look again")
    page.get_by_role("link", name="row 5").click()
    inspection.look()
    inspection.visit(f"{HERE}import/")
    page.get_by_role("link", name="organisations.csv").click()
    inspection.press("Import them all")
    inspection.visit(f"{HERE}import/")


def look_at_a_merge(inspection: Inspection) -> None:
    page = inspection.page
    inspection.visit(f"{HERE}merge/")
    inspection.press("See what would move")
    kept, gone = Organisation.objects.filter(partnerships__role="member").order_by("pk")[:2]
    page.get_by_label("Which organisation is there twice?").fill(gone.name)
    page.get_by_label("Which one is it really?").fill(kept.name)
    inspection.press("See what would move")
    gone.name = f"The {kept.name} Ltd"
    gone.save()
    inspection.visit(f"{HERE}merge/")
