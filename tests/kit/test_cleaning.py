"""What is taken out of text, and what stays, by small inputs that failed somewhere once."""

import pytest
from django import forms

from kit.cleaning import (
    checked_address,
    clean_address,
    clean_line,
    clean_number,
    clean_telephone,
    clean_words,
    relay_address,
)
from kit.form_fields import AddressField, DayMonthYearField, LineField, NumberField, WordsField
from kit.sheet_import.reading import read_spreadsheet
from stakeholders.models import Person
from tests.stakeholders.sheets import xlsx_of


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "क्\u200dष", "👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "👩🏽\u200d⚕\ufe0f", "1\ufe0f\u20e3",
     "ครับ\u200bผม", "葛\U000e0100城", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
     "Gàidhlig\n\tcéilidh", "١٢"],
)  # fmt: skip
def test_what_spells_words_and_pictures_stays(text):
    assert clean_words(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12\u200e", "12"), ("exam\u200bple", "example"), ("a\u200cb", "ab"), ("a\u200d b", "a b"), ("co\u00adop", "coop"),
     ("\ufeffAnn", "Ann"), ("a\x00b", "ab"), ("a\ufe0f", "a"), ("a\U000e0067b", "ab"), ("cafe\u0301", "café"),
     ("\u202aa\u202c", "a"), ("a\u2028b\r\nc", "a\nb\nc"), ("\u3164", "")],
)  # fmt: skip
def test_what_nobody_means_goes(typed, kept):
    assert clean_words(typed) == kept


def test_line_has_single_spaces_whatever_blanks_were_typed():
    assert clean_line("Volunteers\u2019\u00a0 time\u200b\n") == "Volunteers’ time"


@pytest.mark.parametrize("field", [LineField(called="Name"), WordsField(called="Name")])
def test_what_is_only_unseen_is_missing(field):
    with pytest.raises(forms.ValidationError, match="Write something for “Name”"):
        field.clean(" \u200b\u3164 ")


@pytest.mark.parametrize(
    "typed",
    ["ann@example.org\u200e", "ann@example.org\u202c", "ann@exam\u200bple.org", "ann@exam\u00adple.org",
     "ann@example.org\ufeff", "\u200bann@example.org", "\u202aann@example.org\u202c", " Ann@Example.ORG\u00a0"],
)  # fmt: skip
def test_address_has_nothing_unseen(typed):
    assert AddressField().clean(typed) == checked_address(typed) == "ann@example.org"


def test_address_of_a_domain_with_sharp_s_goes_to_that_domain():
    kept = checked_address("x@Straße.example")
    assert (kept, relay_address(kept)) == ("x@straße.example", "x@xn--strae-oqa.example")
    assert checked_address("x@xn--strae-oqa.example") == kept


@pytest.mark.parametrize(
    "typed", ["ann", "ann@", "a b@example.org", "ann@example", "ann@ex!ample.example.org", "ann@@example.org"]
)
def test_what_is_no_address_is_refused_and_comes_back(typed):
    with pytest.raises(ValueError, match="That is not an e-mail address"):
        checked_address(typed)
    with pytest.raises(forms.ValidationError, match="in the right form"):
        AddressField().clean(typed)
    assert clean_address(typed) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("07700 900123", "07700 900123"), ("07700900123", "07700 900123"), ("+44 (0)7700 900 123", "07700 900123"),
     ("0044 7700\u2011900123", "07700 900123"), ("(0141) 496 0000", "0141 496 0000"),
     ("+353 12345678", "+353 1 234 5678"),
     ("0141 496 0000, evenings", "0141 496 0000, evenings"), ("999", "999"), ("116 123", "116 123"),
     ("none\u200b", "none")],
)  # fmt: skip
def test_telephone_number_is_kept_in_one_format_and_words_beside_it_stay(typed, kept):
    assert clean_telephone(typed) == kept
    assert clean_telephone(kept) == kept


@pytest.mark.parametrize(("typed", "number"), [("12\u200e", 12), ("1,200", 1200), ("1 234 567", 1234567), ("-3", -3)])
def test_number_is_read_however_it_is_written(typed, number):
    assert NumberField().clean(typed) == number


def test_number_with_a_comma_elsewhere_is_none():
    assert clean_number("1,20") == "1,20"
    with pytest.raises(forms.ValidationError):
        NumberField().clean("1,20")


def test_day_is_read_with_a_mark_that_nobody_sees():
    assert DayMonthYearField().clean(["1\u200e", "11", "2026"]).isoformat() == "2026-11-01"


def test_cells_are_read_as_what_a_spreadsheet_means_by_them():
    sheet = read_spreadsheet('Name,Telephone\nCo\u00adop,"=""0191 498 0000"""\n'.encode())
    assert sheet.rows == [(2, ["Coop", "0191 498 0000"])]


def test_escapes_of_a_workbook_are_read():
    assert read_spreadsheet(xlsx_of([["Name"], ["Ann_x000D_\nOak_x200E_"]])).rows == [(2, ["Ann\nOak"])]


@pytest.mark.django_db
def test_row_is_clean_whichever_way_it_is_written():
    made = Person.objects.create(name=" Ann\u200e  Oak", email="Ann@example.org\u200e", telephone="07700900123")
    assert (made.name, made.email, made.telephone) == ("Ann Oak", "ann@example.org", "07700 900123")
    Person.objects.update(name="Bo\u200b\u00a0Ash")
    Person.objects.bulk_create([Person(name="Bo\u00ad Ash")])
    assert list(Person.objects.filter(name="Bo Ash\ufeff").values_list("name", flat=True)) == ["Bo Ash", "Bo Ash"]
