"""The pages by which organisations come from a spreadsheet."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from accounts.models import LogEntry
from kit.sheet_import.fields import guess_columns
from stakeholders.forms.organisation_imports import key_of
from stakeholders.models import OrganisationImport, Partnership
from stakeholders.services import settle_groups
from stakeholders.sheet_import.fields import FIELDS
from tests.filled_forms import SURE
from tests.refusing import refusing
from tests.stakeholders.factories import StakeholderGroupFactory
from tests.stakeholders.sheets import csv_of, states

HERE = "/desk/neighbours/organisations/import/"


def upload(staff, content: bytes, name: str = "organisations.csv"):
    return staff.post(HERE, {"file": SimpleUploadedFile(name, content)})


def test_pages_lead_from_a_file_to_organisations(staff, programme):
    rows = [["Body", "Mail"], ["Brot & Rosen", "wrong"], ["Café Ümlaut", "ok@example.org"]]
    address = upload(staff, csv_of(rows, "cp1252", ";"))["Location"]
    sheet = OrganisationImport.objects.get()
    assert address == f"{HERE}{sheet.pk}/columns/"
    staff.post(address, {"letters": "", "encoding": "cp1252"})
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


# Łódź as Windows writes it in Central Europe, Zoë as a Mac did: each reads as something else where it is guessed.
CP1250 = b"Name;About\r\n\xaf\xf3\xb3ty Dom;\xa3\xf3d\x9f\r\n"
MAC = b"Name;About\rCaf\x8e Noir;Zo\x91\r"


@pytest.mark.parametrize(
    ("content", "encoding", "name", "about", "wrong"),
    [(CP1250, "cp1250", "Żółty Dom", "Łódź", "£ódŸ"), (MAC, "mac_roman", "Café Noir", "Zoë", "Zo‘")],
    ids=["cp1250", "mac"],
)
def test_letters_that_a_file_does_not_tell_are_asked_for_by_its_words(
    staff, programme, content, encoding, name, about, wrong
):
    address = upload(staff, content)["Location"]
    page = staff.get(address).text
    assert ("In which letters is it written?" in page, name in page, about in page, wrong in page) == (True,) * 4
    # Nothing goes on until it is said.
    staff.post(address, {"name": 0, "about": 1})
    check = address.removesuffix("columns/")
    assert (staff.get(check)["Location"], "Choose the words" in staff.post(address, {"letters": ""}).text) == (
        address,
        True,
    )
    staff.post(f"{check}run/")
    assert Partnership.objects.filter(programme=programme).count() == 0
    staff.post(address, {"letters": "", "encoding": encoding})
    staff.post(address, {"name": 0, "about": 1})
    shown = staff.get(check).text
    assert (name in shown, about in shown) == (True, True)
    staff.post(f"{check}run/")
    organisation = Partnership.objects.get(programme=programme).organisation
    assert (organisation.name, organisation.about) == (name, about)
    sheet = OrganisationImport.objects.get()
    assert (bytes(sheet.content), sheet.reading, sheet.rows) == (b"", {}, [])


def test_a_title_above_the_headings_is_noticed_and_not_imported(staff, programme):
    address = upload(staff, b"Members of 2026\n\nOrganisation,E-mail\nBread,b@example.org\n")["Location"]
    page = staff.get(address).text
    assert "The headings stand in row 3. What stands above them is not imported." in page
    assert "A: Organisation, for example “Bread”" in page
    # Whoever knows better says so.
    staff.post(address, {"read": "", "headings_in": "1"})
    assert [row["cells"][0] for row in OrganisationImport.objects.get().rows] == ["Organisation", "Bread"]


def test_a_sheet_without_headings_is_noticed_and_its_first_row_is_kept(staff, programme):
    address = upload(staff, b"Bread,b@example.org\nRoses,r@example.org\n")["Location"]
    page = staff.get(address).text
    assert "We found no row of headings" in page
    assert "A: without a heading, for example “Bread”" in page
    staff.post(address, {"name": 0, "contact_email": 1})
    assert states(OrganisationImport.objects.get()) == ["new", "new"]


def test_another_sheet_of_a_workbook_is_noticed_and_can_be_chosen(staff, programme):
    book = openpyxl.Workbook()
    book.active.append(["How to use this workbook"])
    book.create_sheet("Empty")
    for row in (["Name", "E-mail"], ["Bread", "b@example.org"]):
        book.create_sheet("Members") if "Members" not in book else None
        book["Members"].append(row)
    book.create_sheet("Hidden").append(["Secret"])
    book["Hidden"].sheet_state = "hidden"
    out = BytesIO()
    book.active.append(["and what else there is"])
    book.save(out)
    address = upload(staff, out.getvalue(), "book.xlsx")["Location"]
    page = staff.get(address).text
    assert "The workbook has 2 sheets with something in them. This is “Sheet”." in page
    assert ("Members" in page, "Empty" in page, "Hidden" in page) == (True, False, False)
    staff.post(address, {"read": "", "page": "Members", "headings_in": "1"})
    sheet = OrganisationImport.objects.get()
    assert (sheet.headings, [row["cells"] for row in sheet.rows]) == (["Name", "E-mail"], [["Bread", "b@example.org"]])


def test_every_column_stands_in_the_preview_and_every_one_that_is_taken_in_the_check(staff, programme):
    rows = [["Name", "About", "Contact", "Shoe size"], ["Bread", "Bakes for all", "Ann Oak", "forty-one"]]
    address = upload(staff, csv_of(rows))["Location"]
    page = staff.get(address).text
    assert [words in page for words in rows[1]] == [True] * 4
    shown = staff.get(address).context["columns"]
    assert [(each["letter"], each["heading"], each["says"]) for each in shown] == [
        (letter, heading, [words]) for letter, heading, words in zip("ABCD", *rows, strict=True)
    ]
    staff.post(address, {"name": 0, "about": 1, "contact_name": 2})
    check = staff.get(address.removesuffix("columns/")).text
    assert [words in check for words in rows[1]] == [True, True, True, False]


def test_a_sheet_of_before_files_were_kept_goes_on_and_cannot_be_read_anew(staff, sheet_of):
    sheet = sheet_of("name", ["Bread"])
    assert "Is it read wrong?" not in staff.get(f"{HERE}{sheet.pk}/columns/").text
    staff.post(f"{HERE}{sheet.pk}/columns/", {"read": "", "headings_in": "0"})
    sheet.refresh_from_db()
    assert states(sheet) == ["new"]


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


def test_import_check_takes_in_what_groups_are_once_for_all_their_rows(staff, sheet_of, programme):
    carers = StakeholderGroupFactory(programme=programme, name="Carers, young and old")
    elsewhere = StakeholderGroupFactory(name="Bakers")
    rows = [["Bread", "Poets; Carres"], ["Roses", "carres"], ["Thorns", "Carers, young and old"], ["Jam", "Bakers"]]
    sheet = sheet_of("name groups", *rows)
    page, (poets, carres, bakers) = f"{HERE}{sheet.pk}/", map(key_of, ("Poets", "carres", "Bakers"))
    shown = staff.get(page).text
    assert "3 groups that the programme does not know" in shown
    assert "What is “carres”, in 2 rows?" in shown
    assert "Choose what the groups are" in staff.post(page, {"settle_groups": ""}, follow=True).text
    forged = {bakers: str(elsewhere.pk), key_of("Forged"): "new"}
    staff.post(page, {"settle_groups": "", poets: "new", carres: str(carers.pk), **forged})
    assert sorted(group.name for group in programme.stakeholder_groups.all()) == ["Carers, young and old", "Poets"]
    sheet.refresh_from_db()
    assert (states(sheet), [row["cells"][1] for row in sheet.rows]) == (
        ["new", "new", "new", "faulty"],
        ["Poets; Carers, young and old", "Carers, young and old", "Carers, young and old", "Bakers"],
    )
    assert LogEntry.objects.filter(verb="rows_mended", details={"rows": 2}).count() == 1


def test_what_groups_are_is_not_taken_in_by_half(staff, sheet_of, programme, broker, at):
    carers = StakeholderGroupFactory(programme=programme, name="Carers")
    sheet = sheet_of("name groups", ["Bread", "Poets; Carres"])
    with refusing(LogEntry), pytest.raises(DatabaseError):
        settle_groups(sheet, meant={"Poets": "new", "Carres": str(carers.pk)}, by=broker, at=at)
    sheet.refresh_from_db()
    assert (sheet.rows[0]["cells"][1], programme.stakeholder_groups.count()) == ("Poets; Carres", 1)


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
    assert 'id="row-2"' not in staff.get(page).text
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
