"""Words in any script are set on paper whole, or refused in a sentence that names the word and the package."""

import logging

import pytest

from kit.pdf import PdfNotPossible, pdf_of
from kit.typefaces import LettersMissing, missing_letters, packages_lacking, require_letters
from tests.letters import SCRIPTS

# What DejaVu has: the rest comes by packages.
OF_DEJAVU = {"Arabic", "Hebrew"}
SHEET = "css/letter-print.css"


def letter_of(words: str) -> str:
    return f'<html lang="en-GB"><title>A</title><link rel="stylesheet" href="/static/{SHEET}"><p dir="auto">{words}</p>'


@pytest.mark.pango
@pytest.mark.typefaces
@pytest.mark.parametrize("script", SCRIPTS)
def test_words_of_each_script_are_set_without_an_empty_box(script, caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf_of(letter_of(SCRIPTS[script][0]), sheet=SHEET, colour="#0b5c63")
    assert [record.getMessage() for record in caplog.records if "notdef" in record.getMessage()] == []


@pytest.mark.typefaces
@pytest.mark.parametrize("script", [script for script in SCRIPTS if script not in OF_DEJAVU])
def test_word_whose_typeface_is_missing_is_refused_by_its_package(script, latin_only):
    words, package = SCRIPTS[script]
    with pytest.raises(LettersMissing) as refused:
        require_letters(f"She said “{words}”, and went.")
    assert str(refused.value) == (
        f"“{words.split()[0]}” cannot be set on paper: this machine has no typeface with its letters. Ask whoever "
        f"runs the site to install the package {package}, or write it in other letters."
    )


@pytest.mark.pango
@pytest.mark.typefaces
def test_letters_said_to_be_missing_are_those_that_pango_draws_as_boxes(latin_only, monkeypatch, caplog):
    said = missing_letters("".join(words for words, _ in SCRIPTS.values()))
    monkeypatch.setattr("kit.pdf.require_letters", lambda text: None)
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        for words, _ in SCRIPTS.values():
            pdf_of(letter_of(words), sheet=SHEET, colour="#0b5c63")
    boxes = {record.args[0] for record in caplog.records if "notdef" in record.getMessage()}
    assert said == boxes != set()


@pytest.mark.typefaces
def test_sign_that_no_package_has_is_refused_by_itself():
    with pytest.raises(LettersMissing) as refused:
        require_letters("See \ue123, there")
    assert str(refused.value) == (
        "“\ue123,” cannot be set on paper: no typeface that we know of has the sign “\ue123” (U+E123). Write it in "
        "other letters."
    )


@pytest.mark.typefaces
def test_typeface_that_is_installed_meanwhile_is_found_without_starting_anew(latin_only, monkeypatch):
    assert missing_letters("स") == {"स"}
    monkeypatch.delenv("FONTCONFIG_FILE")
    assert require_letters("स") is None
    assert missing_letters("स") == set()


def test_marks_without_a_shape_need_no_typeface(latin_only):
    assert missing_letters("می\u200cخواهم ❤\ufe0f a\u00adb\u2028\tc\u202fd") == set()


@pytest.mark.typefaces
def test_packages_that_are_lacking_are_named(latin_only):
    assert packages_lacking() == ["fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"]


@pytest.mark.pango
def test_pdf_with_a_letter_that_no_typeface_has_is_not_drawn(latin_only):
    with pytest.raises(PdfNotPossible, match="“नमस्ते” cannot be set on paper"):
        pdf_of(letter_of("&#2344;&#2350;&#2360;&#2381;&#2340;&#2375;"), sheet=SHEET, colour="#0b5c63")
