"""Staff import 43 organisations from a spreadsheet with five faulty rows, mend them, and import."""

import csv
from collections.abc import Callable
from io import StringIO

from playwright.sync_api import FilePayload, Locator, Page, expect

from stakeholders.models import Organisation, OrganisationImport, Partnership, StakeholderGroup
from tests.journeys.conftest import sideways, staff_signs_in

HERE = "/desk/glasgow-socially-connected/organisations/"
GROUP = "People who mend things"
HEADINGS = ["Organisation", "What it does", "Represents", "Contact person", "E-mail", "Phone", "Part"]
COUNT = 43
FAULTY = {
    4: (0, "", "Café Zoë", "Name"),
    11: (4, "post at example", "post@example.org", "Contact e-mail"),
    19: (6, "emperor", "Delivery partner", "Role"),
    27: (2, "People who mend thing", GROUP, "Groups"),
    40: (5, "0141 496 0000, or after six 0141 496 0001 (ask for Åse)", "0141 496 0000", "Contact telephone"),
}


def sheet() -> FilePayload:
    """What a spreadsheet program in Britain writes when asked for CSV: Windows-1252, and nothing to say so."""
    rows = []
    for number in range(2, COUNT + 2):
        name = f"Société des amis № {number} – “Ça va”".replace("№", "nº")
        rows.append([name, "Mends; teaches", GROUP, "Zoë Ünal", f"zoe{number}@example.org", "0141 496 0000", "Member"])
    for row, (column, wrong, _, _) in FAULTY.items():
        rows[row - 2][column] = wrong
    out = StringIO(newline="")
    csv.writer(out).writerows([HEADINGS, *rows])
    return {"name": "partners.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode("cp1252")}


def test_staff_import_organisations(browse: Callable[..., Page]) -> None:
    desk = browse(width=320, javascript=False)
    staff_signs_in(desk)
    before = Organisation.objects.count()
    upload(desk)
    expect(desk.get_by_label("Why uniquely placed")).to_have_value("")
    desk.get_by_label("About").select_option(label="B: What it does, for example “Mends; teaches”")
    desk.get_by_role("button", name="Look at the rows").click()
    add_the_group(desk)
    see_five_faults(desk)
    mend(desk)
    assert Organisation.objects.count() == before
    assert sideways(desk) == 0
    desk.get_by_role("button", name="Import them all").press("Enter")
    expect(desk.get_by_role("main")).to_contain_text("43 organisations take part from now on, 43 of them new.")
    everything_is_there(before)
    the_same_sheet_again_changes_nothing(browse(), before)


def upload(desk: Page) -> None:
    """Choose the file, from the desk on."""
    desk.get_by_role("link", name="Socially Connected Strategy").first.click()
    desk.get_by_role("link", name="Organisations").click()
    desk.get_by_role("link", name="Import from a spreadsheet").click()
    desk.get_by_role("button", name="Read it").press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("Choose a file.")
    desk.get_by_label("Choose the spreadsheet").set_input_files(sheet())
    desk.get_by_role("button", name="Read it").press("Enter")
    desk.get_by_role("radio", name="nº 2 – “Ça va”").check()
    desk.get_by_role("button", name="Read it so").press("Enter")


def add_the_group(desk: Page) -> None:
    """One group is new, and one is only written wrong."""
    desk.get_by_label(f"What is “{GROUP}”, in 42 rows?").select_option(label="A new group: add it")
    desk.get_by_role("button", name="Take this in for all rows").press("Enter")
    expect(desk.get_by_label("What is “People who mend thing”, in 1 row?")).to_be_visible()
    assert StakeholderGroup.objects.filter(name__startswith="People who mend").count() == 1


def see_five_faults(desk: Page) -> None:
    """Each fault names its row and its column, and leads to the cell."""
    expect(desk.get_by_role("alert")).to_contain_text("5 rows to be looked at")
    for row, (_, _, _, column) in FAULTY.items():
        expect(desk.get_by_role("alert").get_by_role("link", name=f"Row {row}, {column}:")).to_have_count(1)
    expect(desk.get_by_role("button", name="Import them all")).to_have_count(0)
    desk.get_by_role("alert").get_by_role("link", name="Row 11").press("Enter")
    expect(cell(desk, 11)).to_be_focused()


def mend(desk: Page) -> None:
    """Mend three, come back another time, and mend the others."""
    for row in (4, 11, 27):
        cell(desk, row).fill(FAULTY[row][2])
    cell(desk, 11).fill("still wrong")
    cell(desk, 4).press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("3 rows to be looked at")
    expect(cell(desk, 11)).to_have_value("still wrong")
    desk.goto(f"{HERE}import/")
    desk.get_by_role("link", name="partners.csv").click()
    cell(desk, 11).fill(FAULTY[11][2])
    cell(desk, 40).fill(FAULTY[40][2])
    cell(desk, 19).select_option(FAULTY[19][2])
    desk.get_by_role("button", name="Keep this and look again").last.press("Enter")
    expect(desk.get_by_role("alert")).to_have_count(0)


def cell(desk: Page, row: int) -> Locator:
    """Return the box of a row's faulty cell."""
    return desk.get_by_role("group", name=f"Row {row}").get_by_label(FAULTY[row][3], exact=False).first


def everything_is_there(before: int) -> None:
    """Names, contacts and groups came through; the sheet is forgotten."""
    members = Partnership.objects.filter(groups__name=GROUP)
    assert (Organisation.objects.count(), members.count()) == (before + COUNT, COUNT)
    assert members.get(organisation__name="Café Zoë").contact_name == "Zoë Ünal"
    assert members.get(contact_email="post@example.org").organisation.name == "Société des amis nº 11 – “Ça va”"
    assert members.get(role="delivery_partner").organisation.name == "Société des amis nº 19 – “Ça va”"
    assert OrganisationImport.objects.get().rows == []


def the_same_sheet_again_changes_nothing(desk: Page, before: int) -> None:
    """With its faults left out this time."""
    staff_signs_in(desk)
    desk.goto(f"{HERE}import/")
    desk.get_by_label("Choose the spreadsheet").set_input_files(sheet())
    desk.get_by_role("button", name="Read it").click()
    desk.get_by_role("radio", name="nº 2 – “Ça va”").check()
    desk.get_by_role("button", name="Read it so").click()
    desk.get_by_role("button", name="Look at the rows").click()
    desk.get_by_role("button", name="Leave out every row with a fault").click()
    desk.get_by_role("button", name="Import them all").click()
    expect(desk.get_by_role("main")).to_contain_text("Nothing is new. 38 were left as they were. 5 rows were left out.")
    assert Organisation.objects.count() == before + COUNT
