"""A file that is too large, however large, costs nobody what they typed beside it: of every form that takes one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.forms import BaseForm
from django.urls import reverse

from kit.uploads import MAX_BYTES, FileField, UploadHandler
from tests.access.test_words_kept import writer_of
from tests.filled_forms import filled
from tests.test_architecture import ROOMS

pytestmark = pytest.mark.usefixtures("undrawn")

WORDS = "She needs a lift to come."
PICTURE, PAPER = "The picture must be smaller than 25 MB.", "The file must be smaller than 10 MB."
SHEET = "This file is larger than 5 MB. Split the sheet into several."
# Every page with a file: its form, the field of the file, what is typed beside it, what is said.
PAGES = {
    "consultations:poster-hand-in": ("PosterHandInForm", "photograph", "title", PICTURE),
    "consultations:poster-photograph": ("PhotographForm", "photograph", "title", PICTURE),
    "consultations:poster-exchange": ("ExchangeForm", "photograph", "", PICTURE),
    "phases:paper-create": ("PaperForm", "file", "title", PAPER),
    "phases:attendance-import-list": ("UploadForm", "file", "", SHEET),
    "stakeholders:organisation-import-list": ("UploadForm", "file", "", SHEET),
    "admin:consultations_poster_change": ("PosterForm", "new_picture", "words", PICTURE),
    "admin:programmes_document_do": ("FileForm", "file", "", PAPER),
}


def forms_of_ours(kind: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """Every class of form in our rooms."""
    for each in kind.__subclasses__():
        if each.__module__.partition(".")[0] in ROOMS:
            yield each
        yield from forms_of_ours(each)


def files_of(form: type[BaseForm]) -> list[forms.FileField]:
    fields = getattr(form, "base_fields", {}).values()
    return [field for field in fields if isinstance(field, forms.FileField)]


def test_every_form_with_a_file_is_walked_and_none_takes_more_than_is_kept_while_it_comes():
    found = {form.__name__: files_of(form) for form in forms_of_ours() if files_of(form)}
    assert sorted(found) == sorted({form for form, *_ in PAGES.values()})
    fields = [field for each in found.values() for field in each]
    assert [field for field in fields if not isinstance(field, FileField) or field.max_bytes > MAX_BYTES] == []


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 3 * MAX_BYTES + 1], ids=["somewhat", "beyond all measure"])
@pytest.mark.parametrize("route", PAGES)
def test_file_that_is_too_large_is_told_at_its_field_and_the_words_stay(
    route, size, browsers, world, address_of, settings, tmp_path
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    _, name, beside, told = PAGES[route]
    is_admin = route.startswith("admin:")
    row = world.programme.posters.earliest("pk") if "poster" in route else world.programme.documents.earliest("pk")
    arguments = [row.pk, "file"] if route.endswith("_do") else [row.pk]
    address = reverse(route, args=arguments) if is_admin else address_of(route)
    browser = browsers["superuser" if is_admin else writer_of(route, world)]
    drawn = next(form.sent for form in filled(browser.get(address).text) if name in form.sent)
    words = {beside: WORDS} if beside else {}
    answer = browser.post(address, drawn | words | {name: SimpleUploadedFile("large.jpg", b"x" * size)})
    assert (answer.status_code, told in answer.text, WORDS in answer.text) == (200, True, bool(beside))
    assert [*Path(tmp_path).iterdir()] == []


def test_nothing_is_kept_of_a_file_from_where_it_is_too_large(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    handler, kept = UploadHandler(), []
    handler.new_file("photograph", "wall.jpg", "image/jpeg", None, None)
    for start in (0, MAX_BYTES - 1, MAX_BYTES, MAX_BYTES + 1):
        handler.receive_data_chunk(b"x", start)
        kept.append(len([*Path(tmp_path).iterdir()]))
    file = handler.file_complete(MAX_BYTES + 2)
    assert (kept, file.size) == ([1, 1, 0, 0], MAX_BYTES + 2)
