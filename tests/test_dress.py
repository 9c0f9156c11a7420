"""What every page wears: static files that can be collected, and templates that the content security policy allows."""

import re
from pathlib import Path

import brotli
import pytest
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont

from tests.letters import LETTERS

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# An e-mail is no page: it may fetch no style sheet, and no policy of ours reaches it.
LETTER = ROOT / "templates" / "outbox" / "html_alternative.html"
STYLESHEETS = sorted((ROOT / "static").rglob("*.css"))
# What a public page asks for besides itself and its pictures; the typeface's other letters come only where one stands.
PUBLIC = [
    "vendor/govuk/govuk-frontend.min.css",
    "css/typeface.css",
    "css/throughline.css",
    "fonts/atkinson-hyperlegible-next-latin-400-normal.woff2",
    "fonts/atkinson-hyperlegible-next-latin-700-normal.woff2",
]
# How often each letter comes in English, and the space between two words.
FREQUENCIES = (12.7, 9.1, 8.2, 7.5, 7, 6.7, 6.3, 6.1, 6, 4.3, 4, 2.8, 2.8, 2.4, 2.4, 2.2, 2, 2, 1.9, 1.5, 1, 0.8, 18)
FONTS = Path("/usr/share/fonts")


def faces_in(sheet: Path) -> list[tuple[str, list[range], TTFont]]:
    """Return weight, declared range of characters and file of every typeface that a stylesheet brings."""
    faces = []
    for block in re.findall(r"@font-face \{(.*?)\}", sheet.read_text(), flags=re.DOTALL):
        if "local(" in block:
            continue
        said = {name.strip(): value.strip() for name, value in re.findall(r"([\w-]+):([^;]*);", block)}
        pairs = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", said["unicode-range"])
        ranges = [range(int(first, 16), int(last or first, 16) + 1) for first, last in pairs]
        name = re.search(r'url\("(.*?)"\)', said["src"])
        assert name, f"{sheet.name} brings a typeface from nowhere"
        faces.append((said["font-weight"], ranges, TTFont(sheet.parent / name[1])))
    return faces


def test_stylesheet_brings_every_letter_people_are_named_with():
    faces = faces_in(ROOT / "static" / "css" / "typeface.css")
    lacking = [
        (weight, letter)
        for weight in ("400", "700")
        for letter in LETTERS
        if not any(
            weight == face and any(ord(letter) in part for part in ranges) and ord(letter) in file.getBestCmap()
            for face, ranges, file in faces
        )
    ]
    assert lacking == []


def width_of(file: TTFont) -> float:
    """Return how wide a letter of English is on average, in parts of the size."""
    letters, widths = file.getBestCmap(), file["hmtx"]
    times = dict(zip("etaoinshrdlcumwfgypbvk ", FREQUENCIES, strict=True))
    wide = sum(widths[letters[ord(letter)]][0] * often for letter, often in times.items())
    return wide / sum(times.values()) / file["head"].unitsPerEm


@pytest.mark.parametrize("weight", ["400", "700"])
def test_what_stands_in_for_the_typeface_is_as_wide_and_as_high(weight):
    """Until the typeface is there: of those on this machine; Arial's metrics are those of Liberation Sans."""
    sheet = (ROOT / "static" / "css" / "typeface.css").read_text()
    ours = next(file for face, _, file in faces_in(ROOT / "static" / "css" / "typeface.css") if face == weight)
    found = 0
    for block in re.findall(r"@font-face \{(.*?)\}", sheet, flags=re.DOTALL):
        said = {name.strip(): value.strip() for name, value in re.findall(r"([\w-]+):([^;]*);", block)}
        names = re.findall(r'local\("(.*?)"\)', said["src"])
        if not names or said["font-weight"] != weight:
            continue
        adjusted = ("size-adjust", "ascent-override", "descent-override")
        wide, high, deep = (float(said[name].rstrip("%")) / 100 for name in adjusted)
        assert (round(wide * high, 3), round(wide * deep, 3)) == (0.984, 0.316)
        for path in (path for path in FONTS.rglob("*.ttf") if path.stem in names):
            found += 1
            assert abs(width_of(TTFont(path)) * wide / width_of(ours) - 1) < 0.01, path.stem
    assert found > 0


def test_nothing_is_vendored_that_only_gov_uk_may_use():
    files = [path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    found = [
        (path.name, mark)
        for path in files
        for mark in ("GDS Transport", "crest", "govuk-logo", "sourceMappingURL", "//assets")
        if mark in path.read_text()
    ]
    assert found == []


def test_a_public_page_has_half_of_its_hundred_kilobytes_left_for_its_words():
    weights = []
    for name in PUBLIC:
        content = (ROOT / "static" / name).read_bytes()
        weights.append(len(content) if name.endswith(".woff2") else len(brotli.compress(content)))
    assert sum(weights) < 50_000


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path != LETTER], ids=lambda path: str(path.relative_to(ROOT / "templates"))
)
def test_template_has_no_inline_style_or_script(path):
    source = path.read_text()
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", source) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", source) if "src=" not in tag] == []


def test_sentences_stand_in_our_templates_as_they_are_read():
    """Languages come all at once: half a translation is sentences in pieces, which no language can join."""
    ours = [path for path in TEMPLATES if "admin" not in path.parts]
    assert len(ours) > 150
    in_pieces = re.compile(r"{% (block)?trans(late)? ")
    assert [path.name for path in ours if in_pieces.search(path.read_text(encoding="utf-8"))] == []


def test_no_template_outgrows_120_lines():
    """What is longer is composed of partials."""
    long = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES}
    assert {name: lines for name, lines in long.items() if lines > 120} == {}


def test_every_class_of_ours_in_a_template_is_in_a_stylesheet():
    defined = {name for path in STYLESHEETS for name in re.findall(r"\.(tl-[\w-]+)", path.read_text())}
    used = {
        name
        for path in TEMPLATES
        for value in re.findall(r'class="([^"]*)"', re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "…", path.read_text()))
        for name in re.findall(r"(?<!\S)tl-[\w-]+(?!\S)", value)
    }
    assert used - defined == set()


@pytest.mark.parametrize("name", ["400.html", "500.html", "403_csrf.html"])
def test_pages_for_when_something_broke_need_no_context(name):
    drawn = render_to_string(name)
    assert drawn.count("<h1>") == 1
    assert 'lang="en-GB"' in drawn


def test_words_that_keep_their_line_breaks_begin_and_end_on_the_line_of_their_tag():
    """The formatter opens some elements (dd, blockquote) over three lines: words stand in a span or p within them."""
    broken = [
        (str(path.relative_to(ROOT)), tag)
        for path in TEMPLATES
        for tag, words in re.findall(
            r"<(\w+) [^>]*\btl-words\b[^>]*>(.*?)</\1>", re.sub(r"\{%.*?%\}", "", path.read_text()), re.DOTALL
        )
        if words != words.strip()
    ]
    assert broken == []
