"""Where areas stand adds up to the areas there are, each once, wherever it is told, whatever a programme is like."""

import csv
import re
import subprocess
from collections import Counter
from html import unescape
from io import StringIO

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings

from line.area_status import COUNTED, LABELS
from line.graph import Line
from programmes.middleware import PAGES
from public.pages.programme_list import glances, published_programmes
from stocktakes.rendering import edition_csv, edition_html, edition_pdf
from stocktakes.services import issue_stocktake
from tests.line.random_programmes import Came, Part, build, programmes

BY_WORDS = {words: code for code, both in COUNTED.items() for words in both}
BY_LABEL = {label.lower(): code for code, label in LABELS.items()}
ROW = re.compile(r'<span class="tl-tag[^"]*">([^<]+)</span>')


def answered(standing):
    return Part(True, False, False, (Came("answered", standing=standing), None, None))


def came_of(*statuses):
    return Part(True, False, False, tuple(Came(each) for each in statuses) + (None,) * (3 - len(statuses)))


# Twelve of fifteen told us: two of them that they had stopped or not begun.
FIFTEEN = [
    *((True, [answered(each)]) for each in ["under_way"] * 7 + ["done"] * 3 + ["stopped", "not_started"]),
    *((True, [came_of("no_reply", "no_reply")]) for _ in range(2)),
    (True, [Part(False, False, False, (Came("moved_on"), None, None)), Part(True, False, True, (None, None, None))]),
]


def counted(words, codes):
    """Return how many areas stand where from "7 are under way, 3 are done and 2 have not replied", by its words."""
    found = re.findall(r"(\d+) ([a-z ,]+?)(?=, \d|\.? ?$| and \d|\.)", words)
    return {codes[each]: int(count) for count, each in found}


def text_of(page, pattern):
    """Return the words of what a pattern finds first, its markup gone."""
    found = re.search(pattern, page, re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", found.group(1))).split())


def assert_adds_up(programme):
    """Hold all that is told of a programme to where its areas stand on their line."""
    PAGES.clear()
    line = Line.read(programme)
    states = Counter(area.standing for area in line.areas)
    labels = Counter(area.standing_label for area in line.areas)
    client, url = Client(), programme.get_absolute_url()
    page, home = client.get(url).text, client.get("/").text
    told = sum(area.latest is not None for area in line.areas)

    rest = text_of(page, r'<p class="tl-small">(.*?)</p>')
    assert counted(rest, BY_WORDS) == states
    thread = text_of(page, r'#came-of-it">Came of it</a>\s*<p class="tl-thread__count">(.*?)</p>')
    assert counted(thread.lower(), BY_LABEL) == states
    assert Counter(ROW.findall(page[page.index('id="taken-on"') : page.index('id="came-of-it"')])) == labels
    assert Counter(ROW.findall(client.get(f"{url}actions/").text)) == labels
    # A stopped one says so in its reason.
    of_each = [each.thread.stations[-1].count_text for each in line.areas]
    assert of_each == [area.standing_label if area.standing != "stopped" else "" for area in line.areas]
    big = rf"{told} of {len(line.areas)}"
    assert [text_of(each, r'<span class="tl-big">(.*?)</span>') for each in (page, home)] == [big] * 2
    glyph = text_of(home, r'<svg class="tl-glyph".*?<title>(.*?)</title>')
    assert glyph == line.thread.description
    assert glyph.endswith(f"Came of it: {thread[0].lower()}{thread[1:]}.")

    edition = issue_stocktake(programme, title="One", foreword="So far.", by=programme.published_by, at=timezone.now())
    data = edition.data
    assert dict(data["standings"]) == labels
    assert Counter(area["standing"] for area in data["areas"]) == states
    assert (data["stands"]["rest"], data["stands"]["big"]) == (rest, big)
    rows = csv.DictReader(StringIO(edition_csv(edition).decode("utf-8-sig"), newline=""))
    assert Counter(row["Where it stands"] for row in rows) == labels
    html = edition_html(edition).decode()
    assert (
        Counter(
            ROW.findall(html[html.index('<table class="tl-edition__table tl-edition__areas') :].split("</table>")[0])
        )
        == labels
    )
    return edition


@pytest.mark.django_db
@settings(
    derandomize=True, deadline=None, max_examples=25, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(programmes.filter(lambda areas: any(is_public for is_public, _ in areas)))
@example(FIFTEEN)
def test_states_of_areas_add_up_wherever_they_are_told(areas):
    with transaction.atomic():
        assert_adds_up(build(areas))
        transaction.set_rollback(True)


@pytest.mark.pango
def test_states_of_areas_add_up_on_paper(db, tmp_path):
    edition = assert_adds_up(build(FIFTEEN))
    (tmp_path / "edition.pdf").write_bytes(edition_pdf(edition, edition_html(edition)))
    told = subprocess.run(
        ["pdftotext", tmp_path / "edition.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    text = " ".join(told.split())
    assert f"12 of 15 action areas told us what has happened. {edition.data['stands']['rest']}" in text
    assert counted(edition.data["stands"]["rest"], BY_WORDS) == {
        "under_way": 7, "done": 3, "stopped": 1, "not_started": 1, "handed_on": 1, "no_reply": 2,
    }  # fmt: skip


@pytest.mark.django_db
@settings(derandomize=True, deadline=None, max_examples=25, database=None)
@given(programmes)
def test_list_of_programmes_counts_as_the_line_does(areas):
    with transaction.atomic():
        programme = build(areas)
        (glance,) = glances(published_programmes(timezone.localdate()))
        assert glance.thread == Line.read(programme).thread
        transaction.set_rollback(True)
