"""The pages by which organisations come from a spreadsheet."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kit.sheet_import.fields import guess_columns
from stakeholders.models import OrganisationImport, Partnership
from stakeholders.sheet_import.fields import FIELDS
from tests.filled_forms import SURE
from tests.stakeholders.sheets import csv_of, states

HERE = "/desk/neighbours/organisations/import/"


def upload(staff, content: bytes, name: str = "organisations.csv"):
    return staff.post(HERE, {"file": SimpleUploadedFile(name, content)})


def test_pages_lead_from_a_file_to_organisations(staff, programme):
    rows = [["Body", "Mail"], ["Brot & Rosen", "wrong"], ["Café Ümlaut", "ok@example.org"]]
    address = upload(staff, csv_of(rows, "cp1252", ";"))["Location"]
    sheet = OrganisationImport.objects.get()
    assert address == f"{HERE}{sheet.pk}/columns/"
    assert "B: Mail, for example “wrong”" in staff.get(address).text
    assert staff.get(f"{HERE}{sheet.pk}/").status_code == 302
    assert "Choose the column that holds the names" in staff.post(address, {"about": 0}).text
    assert "chosen for “Name” already" in staff.post(address, {"name": 0, "about": 0}).text
    assert staff.post(address, {"name": 0, "contact_email": 1}).status_code == 302
    preview = staff.get(f"{HERE}{sheet.pk}/").text
    assert preview.count("Row 2, Contact e-mail: “wrong” is not an e-mail address.") == 2
    assert "<title>Error:" in preview
    assert "Import them all" not in preview
    staff.post(f"{HERE}{sheet.pk}/", {"row-2-contact_email": "still wrong", "row-2-name": "Brot & Rosen"})
    assert "“still wrong” is not an e-mail address." in staff.get(f"{HERE}{sheet.pk}/").text
    staff.post(f"{HERE}{sheet.pk}/", {"row-2-contact_email": "right@example.org"})
    assert "Import them all" in staff.get(f"{HERE}{sheet.pk}/").text
    for _ in range(2):
        staff.post(f"{HERE}{sheet.pk}/run/")
    assert "2 organisations take part from now on, 2 of them new." in staff.get(f"{HERE}{sheet.pk}/").text
    assert sorted(Partnership.objects.values_list("organisation__name", "contact_email")) == [
        ("Brot & Rosen", "right@example.org"),
        ("Café Ümlaut", "ok@example.org"),
    ]


def test_import_list_refuses_with_a_sentence(staff, programme):
    assert "Choose a file." in staff.post(HERE).text
    for content, words in (
        (b"", "This file is empty."),
        (b"%PDF-", "This is a PDF."),
        (b"x" * 6_000_000, "larger than"),
    ):
        answer = upload(staff, content)
        assert (answer.status_code, words in answer.text, "<title>Error:" in answer.text) == (200, True, True)
    assert OrganisationImport.objects.count() == 0


def test_import_check_adds_the_groups_that_are_ticked(staff, sheet_of, programme):
    sheet = sheet_of("name groups", ["Bread", "Poets; Bakers"], ["Roses", "poets"])
    page = f"{HERE}{sheet.pk}/"
    shown = staff.get(page).text
    assert ("2 groups that the programme does not know" in shown, " checked" in shown) == (True, False)
    assert "Tick the groups that are meant" in staff.post(page, {"add_groups": ""}, follow=True).text
    staff.post(page, {"add_groups": "", "group": ["Poets", "poets", "Forged"]})
    assert [group.name.casefold() for group in programme.stakeholder_groups.all()] == ["poets"]
    sheet.refresh_from_db()
    assert states(sheet) == ["faulty", "new"]


def test_import_check_tells_once_of_groups_that_many_rows_lack(staff, sheet_of):
    sheet = sheet_of("name groups", *[[f"Organisation {n}", "Poets"] for n in range(5)], ["", "Poets"])
    page = staff.get(f"{HERE}{sheet.pk}/").text
    assert "5 rows: they name groups that the programme does not know." in page
    assert page.index("Row 7, Name: the name is missing.") < page.index("Row 2: Organisation 0")
    assert page.count("Row 2, Groups") == 1


def test_import_check_keeps_what_the_sheet_says_of_a_role_until_another_is_chosen(staff, sheet_of):
    sheet = sheet_of("name role", ["Bread", "king"])
    assert '<option value="king" selected>“king”</option>' in staff.get(f"{HERE}{sheet.pk}/").text


def test_import_check_leaves_out_every_faulty_row(staff, sheet_of):
    sheet = sheet_of("name", ["Bread"], [""], ["–"])
    staff.post(f"{HERE}{sheet.pk}/", {"leave_out_faulty": ""})
    sheet.refresh_from_db()
    assert states(sheet) == ["new", "out", "out"]


def test_import_check_shows_a_row_that_is_asked_for(staff, sheet_of):
    sheet = sheet_of("name contact_email", ["Bread", "canary@example.org"], ["Roses", ""])
    page = f"{HERE}{sheet.pk}/"
    assert "canary@example.org" not in staff.get(page).text
    row = staff.get(f"{page}?row=2").text
    assert ("canary@example.org" in row, 'id="row-2"' in row, '?row=2#row-2"' in staff.get(page).text) == (True,) * 3
    staff.post(page, {"row-2-name": "Bread", "row-2-out": "on"})
    sheet.refresh_from_db()
    assert states(sheet) == ["out", "new"]
    staff.post(
        page, {"row-2-name": "Bread", "row-2-contact_email": "x" * 9999, "row-99-name": "x", "row-2-nothing": "x"}
    )
    sheet.refresh_from_db()
    assert (states(sheet), len(sheet.rows[0]["cells"][1])) == (["faulty", "new"], 5000)


def test_import_check_pages_many_rows_and_shows_the_faulty_first(staff, sheet_of):
    sheet = sheet_of("name", *[[f"Organisation {n}"] for n in range(60)], [""])
    first, last = (staff.get(f"{HERE}{sheet.pk}/?page={number}").text for number in (1, 3))
    assert ("Row 62" in first, "Row 62" in last) == (True, False)
    assert "Page 3 of 3" in last


def test_import_pages_are_for_the_one_who_chose_the_sheet(client_of, sheet_of, lead, viewer, staff_elsewhere):
    sheet = sheet_of("name", ["Bread"])
    for page in ("", "columns/", "run/", "give-up/"):
        assert client_of(lead).post(f"{HERE}{sheet.pk}/{page}").status_code == 404
        assert client_of(viewer).post(f"{HERE}{sheet.pk}/{page}").status_code == 403
        assert client_of(staff_elsewhere).post(f"{HERE}{sheet.pk}/{page}").status_code == 404
    assert Partnership.objects.count() == 0


def test_import_give_up_forgets_the_sheet(staff, sheet_of):
    sheet = sheet_of("name", ["Bread"])
    assert "organisations.csv" in staff.get(HERE).text
    assert "is forgotten" in staff.post(f"{HERE}{sheet.pk}/give-up/", SURE, follow=True).text
    assert OrganisationImport.objects.count() == 0


def test_import_template_needs_no_matching(staff, programme):
    headings = staff.get(f"{HERE}headings.csv").content.decode("utf-8-sig").strip().split(",")
    assert guess_columns(headings, FIELDS) == {each.key: number for number, each in enumerate(FIELDS)}
