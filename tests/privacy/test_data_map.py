"""The data map: nothing that the site keeps is left undeclared, and what is declared can be followed."""

import ast
import csv
import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.models import User
from kit.data_activities import activities
from kit.data_map import ACTED, LOOSE, STORES, TABLES, Held, Kept, OnErasure, Personal, held
from programmes.models import Programme
from stakeholders.models import Person
from tests.moments import EARLY
from tests.programmes.factories import StatementFactory

ROOT = Path(settings.BASE_DIR)
MODELS = [model for model in apps.get_models() if model._meta.managed]


def end_of_path(model: type[models.Model], path: str) -> type[models.Model] | None:
    """Return the model to which a path of the ORM leads."""
    for name in path.split("__") if path else []:
        if name == "pk":
            continue
        found = model._meta.get_field(name)
        model = found.related_model  # type: ignore[assignment]
    return model


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_column_of_every_table_is_declared(model):
    assert model in TABLES, f"Say in {model._meta.app_label}/data_map.py what {model._meta.label} holds of people."
    assert TABLES[model].undeclared == set()


def test_no_table_is_declared_that_is_not_there():
    assert set(TABLES) == set(MODELS)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.model._meta.label)
def test_paths_lead_to_people_and_to_programmes(table: Held):
    to_people = [*table.whose, *(each.whose for each in table.fields.values() if each.whose not in ("", LOOSE, ACTED))]
    assert {end_of_path(table.model, path) for path in to_people} <= {Person, User}
    if table.programme not in (None, "programme_id"):
        assert end_of_path(table.model, table.programme) is Programme


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.model._meta.label)
def test_what_is_emptied_can_be_empty(table: Held):
    """A column that is emptied takes what stands in its place: words where words stand, nothing where that may be."""
    for name, personal in table.fields.items():
        if personal.on_erasure != OnErasure.BLANK or table.row == OnErasure.DELETE:
            continue
        column = table.model._meta.get_field(name)
        if column.many_to_many:
            continue
        blank = personal.blanked()
        assert column.null if blank is None else column.to_python(blank) == blank, (table.model, name)


@pytest.mark.django_db
def test_clock_finds_rows_of_the_table_that_it_empties():
    for activity in activities():
        if activity.kept.due is None:
            continue
        rows = activity.kept.due(EARLY)
        # What hangs on such a row goes with it.
        hangs = {each.related_model for each in rows.model._meta.related_objects if each.on_delete is models.CASCADE}
        assert {column.held.model for column in activity.columns} - hangs == {rows.model}, activity.purpose
        assert list(rows) == []


def test_whatever_the_code_keeps_in_the_data_folder_is_declared():
    declared = {path.split("/")[0] for store in STORES.values() for path in store.paths}
    found = set()
    for file in [*ROOT.glob("*/**/*.py")]:
        if file.relative_to(ROOT).parts[0] in {".venv", "tests", "bench", "tools", "data"}:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
                continue
            if re.search(r"DATA_DIR\)?$", ast.unparse(node.left)):
                found.add(ast.unparse(node.right).strip("'\""))
    # The one is a name in a loop over folders that are declared; the others are the database itself.
    assert found - {"folder", "throughline.sqlite3", "test.sqlite3"} == declared


def test_every_folder_of_files_is_declared():
    patterns = [path for store in STORES.values() for path in store.paths]
    for model in MODELS:
        for column in model._meta.get_fields():
            if isinstance(column, models.FileField):
                folder = Path(column.storage.path(str(column.upload_to) or "x")).relative_to(settings.DATA_DIR)
                assert any(folder.match(pattern) or f"{folder}/*" == pattern for pattern in patterns), column


def test_every_cache_is_declared():
    assert (set(settings.CACHES), "cache" in STORES) == ({"default"}, True)


@pytest.mark.parametrize("word", ["localStorage", "sessionStorage", "indexedDB", "document.cookie"])
def test_browsers_are_given_nothing_to_keep(word):
    # What the vendor's script would keep is which part of an accordion is open: no page has one.
    scripts = [*ROOT.glob("static/js/**/*.js"), *ROOT.glob("templates/**/*.html")]
    assert [script for script in scripts if "accordion" in script.read_text(encoding="utf-8")] == []
    assert [str(script) for script in scripts if word in script.read_text(encoding="utf-8")] == []


def test_what_is_kept_needs_a_reason():
    with pytest.raises(ValueError, match="needs its reason"):
        Personal(next(iter(TABLES[Person].fields.values())).kind, OnErasure.KEEP)


def test_a_column_that_there_is_not_is_no_declaration():
    with pytest.raises(ValueError, match="no such column, or said twice: nickname"):
        held(Person, nothing="nickname")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (28, "28 days after the meeting"),
        (1, "1 day after the meeting"),
        (730, "2 years after the meeting"),
        (0, "until the meeting"),
        (None, "as long as the meeting"),
    ],
)
def test_how_long_is_said_in_words(days, words):
    assert str(Kept("the meeting", days, "our own")) == words


@pytest.mark.django_db
def test_record_of_processing_is_on_the_desk_and_in_a_spreadsheet(client, lead, programme):
    StatementFactory(programme=None, body="Elm Health Board")
    client.force_login(lead)
    page = client.get(reverse("privacy:processing-record", args=[programme.slug])).content.decode()
    answer = client.get(reverse("privacy:processing-record-csv", args=[programme.slug]))
    head, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert (head[0], len(rows)) == ("Controller", len(activities()))
    needs = next(
        row
        for row in rows
        if row[7] == "28 days after the last meeting of the phase to which they come" and "come to a meeting" in row[1]
    )
    assert needs[:3] == [
        "Elm Health Board",
        "let people come to a meeting, tell them what changes, and know who was there",
        "those who come to meetings",
    ]
    assert "attendance: access needs. Emptied when somebody is erased." in needs[11]
    assert "Elm Health Board answers for it." in page
    assert page.count('<th scope="row">') == len(activities()) + len(STORES)


@pytest.mark.pango
@pytest.mark.django_db
def test_pack_for_the_officer_says_what_is_known_and_leaves_open_what_only_people_can_say(
    client, lead, programme, tmp_path
):
    StatementFactory(programme=None, body="Elm Health Board", outside_uk="")
    client.force_login(lead)
    answer = client.get(reverse("privacy:officer-pack", args=[programme.slug]))
    (tmp_path / "pack.pdf").write_bytes(answer.content)
    read = subprocess.run(["pdftotext", tmp_path / "pack.pdf", "-"], capture_output=True, text=True, check=True)
    text = " ".join(read.stdout.split())
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Controller: Elm Health Board" in text
    assert "Outside the United Kingdom: To write" in text
    assert "What somebody needs to take part, what staff did in their work, of those who need something" in text
    for activity in activities():
        assert activity.purpose.what_for.split(",")[0][1:20] in text


@pytest.mark.django_db
def test_record_of_processing_says_when_nobody_answers_for_it(client, lead, programme):
    client.force_login(lead)
    page = client.get(reverse("privacy:processing-record", args=[programme.slug])).content.decode()
    assert "Who answers for it is not written down yet" in page
