"""Spreadsheets read in every encoding that office programs write; names that are alike."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.folds import identity
from kit.sheet_import.fields import guess_columns
from kit.sheet_import.letters import letters_choices
from kit.sheet_import.reading import SpreadsheetRefused, is_undecided, read_spreadsheet
from stakeholders.name_matching import likeness
from stakeholders.sheet_import.fields import FIELDS
from tests.stakeholders.sheets import csv_of, xlsx_of

ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
# What can be written in Windows-1252 and is more than ASCII; a lone character is no test of an encoding.
NAMES = st.text("abcXYZ éèüñøÅ’–&€£,;'()\"", min_size=1, max_size=40).map(lambda name: f"é{name}x".strip())


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=20, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=5))
def test_names_come_through_every_encoding_and_separator(names, encoding, separator):
    rows = [["Name", "Café"], *([name, "x"] for name in names)]
    sheet = read_spreadsheet(csv_of(rows, encoding, separator))
    assert sheet.headings == ["Name", "Café"]
    assert [cells for _, cells in sheet.rows] == [[name, "x"] for name in names]


@settings(max_examples=20, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=5))
def test_names_come_through_a_workbook(names):
    sheet = read_spreadsheet(xlsx_of([["Name"], *([name] for name in names)]))
    assert [cells for _, cells in sheet.rows] == [[name] for name in names]


@settings(max_examples=50, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    try:
        said = "".join(read_spreadsheet(content).rows[0][1])
    except SpreadsheetRefused as refusal:
        said = str(refusal)
    assert said


def test_sheet_keeps_the_numbers_of_its_rows_and_leaves_empty_ones_out():
    sheet = read_spreadsheet(b"\n,,\nName,Web\n\nBread,\n , \nRoses,r.example.org,more\n")
    assert sheet.headings == ["Name", "Web", ""]
    assert sheet.rows == [(5, ["Bread", "", ""]), (7, ["Roses", "r.example.org", "more"])]


@pytest.mark.parametrize(
    ("content", "headings_in", "headings"),
    [
        (b"Members of 2026\nOrganisation,E-mail\nBread,b@example.org\n", 2, ["Organisation", "E-mail"]),
        (b"Organisation\nName,About\nBread,Bakes\n", 2, ["Name", "About"]),
        (b"Title\n,,\nWhat,Where\nBread,Here\n", 3, ["What", "Where"]),
        (b"Bread,b@example.org\nRoses,r@example.org\n", 0, ["", ""]),
        (b"Bread,0141 496 0000\nRoses,\n", 0, ["", ""]),
        (b"Bread,member\nRoses,member\n", 1, ["Bread", "member"]),
        (b"What,Where\nBread,Here\n", 1, ["What", "Where"]),
        (b"Name\nBread\n", 1, ["Name"]),
    ],
)
def test_headings_are_found_below_a_title_and_missed_where_there_are_none(content, headings_in, headings):
    sheet = read_spreadsheet(content, FIELDS)
    assert (sheet.headings_in, sheet.headings) == (headings_in, headings)
    assert all(number > headings_in for number, _ in sheet.rows)


def test_letters_of_central_europe_and_of_a_mac_are_shown_as_words():
    central = letters_choices("Name;About\r\nŻółty Dom;Łódź\r\n".encode("cp1250"))
    assert {each.encoding: each.words for each in central} == {
        "cp1250": ("Żółty Dom", "Łódź"),
        "cp1252": ("¯ó³ty Dom", "£ódŸ"),
        "mac_roman": ("ØÛ≥ty Dom", "£Ûdü"),
    }
    mac = letters_choices("Name;About\rCafé Noir;Zoë\r".encode("mac_roman"))
    assert next(each.words for each in mac) == ("Café Noir", "Zoë")


def test_encodings_in_which_a_file_says_the_same_are_one():
    assert [each.encoding for each in letters_choices("Name\nCafé\n".encode("cp1252"))] == ["cp1252", "mac_roman"]


def test_letters_late_in_a_long_cell_tell_encodings_apart():
    choices = letters_choices(f"Name\nCafé {'and much more ' * 5}Łódź\n".encode("cp1250"))
    assert next(each.words for each in choices if each.encoding == "cp1250")[-1].endswith("Łódź")
    assert next(each.words for each in choices if each.encoding == "cp1252")[-1].endswith("£ódŸ")


@settings(max_examples=100, deadline=None)
@given(content=st.binary(min_size=1, max_size=300))
def test_whatever_is_text_is_told_or_asked_in_ways_that_can_be_told_apart(content):
    choices = letters_choices(content)
    assert choices
    if is_undecided(content):
        assert len({each.words for each in choices}) == len(choices)


@pytest.mark.parametrize("content", [b"Name\nBread\n", "Name\nCafé\n".encode(), xlsx_of([["Name"], ["Café"]])])
def test_what_says_its_letters_itself_is_not_asked(content):
    assert not is_undecided(content)


def test_sheet_of_names_alone_keeps_their_commas():
    assert read_spreadsheet(b"Name\nBread, Roses\n").rows == [(2, ["Bread, Roses"])]


def test_sheet_says_its_own_separator():
    assert read_spreadsheet(b"sep=|\r\nName|Web\r\na,b|c\r\n").rows == [(2, ["a,b", "c"])]


def test_cells_lose_what_nobody_sees_and_keep_their_lines():
    sheet = read_spreadsheet('Name,About\nCafe\u0301\u200b\x01,"one\r\ntwo"\n'.encode())
    assert sheet.rows == [(2, ["Café", "one\ntwo"])]


def test_workbook_numbers_days_and_formulas_become_words():
    day = date(2016, 6, 7)
    sheet = read_spreadsheet(
        xlsx_of([["Name", "a", "b", "c", "d"], ["Bread", 1412045678, 1.5, day, True], [None], ["=1+1"]])
    )
    assert sheet.rows == [(2, ["Bread", "1412045678", "1.5", "2016-06-07", "True"])]


def packed(names: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_entities() -> bytes:
    """A workbook whose sheet unfolds entities."""
    out, bomb = BytesIO(), b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(BytesIO(xlsx_of([["Name"], ["Bread"]]))) as book, zipfile.ZipFile(out, "w") as made:
        for each in book.namelist():
            made.writestr(each, bomb if "sheet1" in each else book.read(each))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"\n,,\n  \n", "This file is empty."),
        (b"Name,Web\n", "has headings and no rows"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old Excel file (.xls)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"%PDF-1.7 ...", "This is a PDF."),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "neither CSV nor an Excel workbook"),
        (b"PK\x03\x04 nothing more", "damaged"),
        (packed({"xl/workbook.xml": b"<x/>"}), "damaged"),
        (packed({"xl/workbook.xml": b"0" * (51 * 1024 * 1024)}), "too large when it is unpacked"),
        (with_entities(), "damaged"),
        (b"Name\n\x00\x01\x02", "not a spreadsheet"),
        (b"\xff\xfeN", "cannot be read"),
        (b"Name\n\xff\x81", "cannot be read"),
        (b"Name,Web\n" + b"x,y\n" * 10_001, "more than 10,000 rows"),
        (xlsx_of([["Name"], *[["x"]] * 10_001]), "more than 10,000 rows"),
        (b"Name\n" + b"\n" * 40_001 + b"x\n", "more than 10,000 rows"),
        (b"," * 50 + b"x\ny\n", "Row 1 has more than 50 columns"),
        (b'Name,Web\n"' + b"x" * 5_001 + b"\n", "Row 2 has a cell of more than 5,000 characters"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (xlsx_of([["Name"], *[["x" * 4_000] * 20] * 130]), "too much text"),
    ],
    ids=range(21),
)
def test_what_is_no_sheet_is_refused_with_a_sentence(content, words):
    with pytest.raises(SpreadsheetRefused) as refusal:
        read_spreadsheet(content)
    assert words in str(refusal.value)


def test_columns_are_matched_by_headings_that_people_write():
    headings = ["No.", "ORGANISATION:", "E-Mail Address", "Tel.", "Represents", "Contact", "Organisation name"]
    assert guess_columns(headings, FIELDS) == {
        "name": 1,
        "contact_email": 2,
        "contact_telephone": 3,
        "groups": 4,
        "contact_name": 5,
    }
    labels = [each.label for each in FIELDS]
    assert guess_columns(labels, FIELDS) == {each.key: n for n, each in enumerate(FIELDS)}


@pytest.mark.parametrize(
    "other",
    [
        "the carers' centre", "CARERS CENTRE LTD", "Carers Centre Limited", "Carers Centre C.I.C.", "Cärers Centre",
        "Carers-Centre SCIO", "Carers Centre (CIO)", "The Carers Centre, charity",
        "Carers’ Centre Community Interest Company",
    ],
)  # fmt: skip
def test_names_are_alike(other):
    assert likeness(other) == likeness("Carers Centre")


@pytest.mark.parametrize("other", ["Carers Café", "Young Carers Centre", "Centre for carers", "Ltd", ""])
def test_names_are_not_alike(other):
    assert likeness(other) != likeness("Carers Centre")


def test_and_may_be_written_as_a_sign():
    assert likeness("Bread & Roses") == likeness("Bread and Roses") == likeness("bread+roses")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_likeness_of_any_name_is_the_same_for_its_own_variants(name):
    assert likeness(name) == likeness(name.upper().casefold()) or identity(name) != identity(name.upper().casefold())
    assert bool(likeness(name)) == bool(identity(name))
