"""Text that is typed or imported is cleaned once: every column, every field of every form, every sheet is walked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models

from accounts.models import User
from kit import form_fields, model_fields
from kit.model_fields import Cleaned
from kit.name_keys import KeyField
from kit.sheet_import.reading import read_spreadsheet
from kit.sheet_import.rows import ImportRow, read_row
from tests.named_routes import named_routes
from tests.test_architecture import ROOMS, WRITTEN, name_of, tree_of

# A mark of direction, a soft hyphen, one of byte order, a blank without width, and a letter in two parts.
DIRTY = "Ca\u200efe\u0301\u00ad\ufeff\u200b"
CLEAN = "Café"
DIRTY_ADDRESS = "\u202aAnn\u200e@exam\u00adple.org\ufeff"
# Written by our own code and by nobody's hand.
MACHINE_WRITTEN = {
    "accounts.LogEntry", "kit.SentForm", "outbox.Attempt", "outbox.ConnectionSlot", "outbox.Instance", "outbox.Message",
    "outbox.Release", "privacy.RetentionFailure", "privacy.RetentionForecast",
}  # fmt: skip
OF_THE_MACHINE = {
    "as_sent", "captured_version", "code", "data_sha256", "fingerprint", "link_nonce", "password", "problem", "sha256",
    "code_hash",    "address_hash", "slug", "thread_colour", "token_hash", "version", "standing", "table", "row",
    "wording_key", "shown", "key", "what", "sentence",
}  # fmt: skip
# Fields of forms that hold no words: keys and versions that a page carries, choices, and what is compared and not kept.
UNTYPED = {
    "kit/public_forms.py", "kit/standstill.py", "kit/stale_edits.py", "kit/kept_words.py",
    "actions/rounds/forms/rounds.py", "actions/updates/forms/review.py", "actions/records/forms.py",
    "consultations/telling/forms.py", "kit/sheet_import/forms.py", "kit/form_fields.py",
}  # fmt: skip
LEFT_TO_DJANGO = {"CharField", "EmailField", "IntegerField", "URLField"}


def text_columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns of a model that hold words of no list."""
    fields = model._meta.local_concrete_fields
    return [each for each in fields if isinstance(each, models.CharField | models.TextField) and not each.choices]


def uncleaned(kinds: list[type[models.Model]]) -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in kinds
        if model._meta.label not in MACHINE_WRITTEN
        for field in text_columns(model)
        if field.name not in OF_THE_MACHINE and not isinstance(field, Cleaned | KeyField)
    ]


# The addresses of the site bring with them every form and every sheet that there is.
named_routes()
OURS = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
COLUMNS = [
    pytest.param(field, id=f"{model._meta.label}.{field.name}")
    for model in OURS
    for field in text_columns(model)
    if isinstance(field, Cleaned)
]


def test_every_column_of_words_is_cleaned() -> None:
    assert (len(COLUMNS) > 120, uncleaned(OURS)) == (True, [])


def test_column_that_is_not_cleaned_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_cleaning.OF_THE_MACHINE", set())
    assert "actions.CommitmentSheet.code" in uncleaned(OURS)


def is_clean(field: Any, cleaned: Any) -> bool:
    address = isinstance(field, form_fields.AddressField | model_fields.AddressField)
    return bool(cleaned(DIRTY_ADDRESS) == "ann@example.org" if address else cleaned(DIRTY) == CLEAN)


@pytest.mark.parametrize("column", COLUMNS)
def test_column_cleans_what_is_saved_what_is_looked_for_and_what_the_admin_is_sent(column: Any) -> None:
    if isinstance(column, model_fields.WebAddressField):
        assert column.get_prep_value("https://example.org/\u200ea") == "https://example.org/a"
        return
    made = column.model(**{column.attname: DIRTY_ADDRESS if isinstance(column, model_fields.AddressField) else DIRTY})
    assert is_clean(column, column.get_prep_value)
    assert is_clean(column, lambda typed: column.pre_save(made, True))
    assert is_clean(column.formfield(), column.formfield().to_python)


def every(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


def fields_of_forms() -> Iterator[tuple[str, forms.Field]]:
    for kind in {each for each in every(forms.BaseForm) if each.__module__.split(".")[0] in ROOMS}:
        for name, field in kind.base_fields.items():
            yield f"{kind.__module__}.{kind.__name__}.{name}", field


def fields_of_admin(request: Any) -> Iterator[tuple[str, forms.Field]]:
    for model, page in admin.site._registry.items():
        if model._meta.app_label not in ROOMS or model._meta.label in MACHINE_WRITTEN:
            continue
        kinds = [page.get_form(request, None, fields=flatten_fieldsets(page.get_fieldsets(request)))]
        kinds += [inline.get_formset(request).form for inline in page.get_inline_instances(request)]
        for kind in kinds:
            for name, field in kind.base_fields.items():
                yield f"{model._meta.label}.{name}", field


def is_typed(field: forms.Field) -> bool:
    """Whether people type words into it: not what a page carries, nor a password, nor a code."""
    plain = type(field) in (forms.CharField, forms.EmailField, forms.URLField, forms.IntegerField)
    return plain and not isinstance(field.widget, forms.HiddenInput | forms.PasswordInput | forms.RadioSelect)


def test_every_field_of_a_form_that_people_type_into_is_cleaned() -> None:
    found = list(fields_of_forms())
    assert len(found) > 150
    # Each of these puts one that cleans in the place of what it inherits; codes to sign in with are only compared.
    replaced = {"TextForm.text", "AddWebAuthnForm.name", "EditWebAuthnForm.name"}
    typed = {name.partition("forms.")[2] for name, field in found if is_typed(field) and not name.endswith(".code")}
    assert typed <= replaced


@pytest.mark.django_db
def test_every_field_of_the_admin_that_people_type_into_is_cleaned(rf: Any) -> None:
    request = rf.get("/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    found = list(fields_of_admin(request))
    assert len(found) > 100
    assert [name for name, field in found if is_typed(field) and name.rpartition(".")[2] not in OF_THE_MACHINE] == []


def plain_fields() -> dict[str, list[str]]:
    """Name the fields that sources take from Django where the kit has one that cleans."""
    found: dict[str, list[str]] = {}
    for path in WRITTEN:
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in LEFT_TO_DJANGO and ast.unparse(node.func.value) == "forms":
                found.setdefault(name_of(path), []).append(node.func.attr)
    return found


def test_no_form_takes_from_django_what_the_kit_cleans() -> None:
    found = plain_fields()
    assert set(found) - UNTYPED == set()
    assert UNTYPED - set(found) == {"kit/form_fields.py"}


IMPORTED = [
    pytest.param(kind, key, id=f"{kind.__name__}.{key}")
    for kind in every(ImportRow)
    if kind.__module__.split(".")[0] in ROOMS
    for key in kind.FIELDS
]


@pytest.mark.parametrize(("kind", "key"), IMPORTED)
def test_every_column_of_every_sheet_is_cleaned(kind: type[ImportRow], key: str) -> None:
    is_address = "email" in key
    sheet = read_spreadsheet(f"Name\n{DIRTY_ADDRESS if is_address else DIRTY}\n".encode())
    row = read_row(kind, {"number": 2, "cells": sheet.rows[0][1]}, {key: 0})
    assert row.values[key] == ("ann@example.org" if is_address else CLEAN)


def test_there_are_sheets_to_walk() -> None:
    assert {param.values[0].__module__.split(".")[0] for param in IMPORTED} == {"stakeholders", "phases"}  # type: ignore[attr-defined]
