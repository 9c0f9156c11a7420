"""A name that may be there once only is there once, however it is written: in every table that has such a name."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, UniqueConstraint

from kit.model_fields import LineField, WordsField
from kit.name_keys import APART, fill_keys, kept_apart, key_columns, scope_of
from tests import key_writes
from tests.test_architecture import ROOMS

OURS = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
KEYED = [model for model in OURS if key_columns(model)]
# Words that are what they are, letter by letter.
COMPARED_AS_WRITTEN = {
    "coding_of_poster_once": "an excerpt is copied word for word",
    "coding_of_conversation_once": "an excerpt is copied word for word",
    "coding_of_answer_once": "an excerpt is copied word for word",
    "option_text_once": "the one service that writes options compares how they are read, all of one question at once",
}
SPELT = "Volunteers' Café"
SPELLINGS = ["Volunteers’ Café", "VOLUNTEERS' CAFÉ", "Volunteers' Cafe\u0301", "Volunteers'\u00a0 Café\u200b"]


def factory_of(model: type[models.Model]) -> Any:
    module = importlib.import_module(f"tests.{model._meta.app_label}.factories")
    return getattr(module, f"{model.__name__}Factory")


def in_scope_of(row: Any) -> dict[str, Any]:
    """Return what two rows have in common where one name may stand once."""
    return {name: getattr(row, name) for name in scope_of(type(row))}


def uniques(model: type[models.Model]) -> list[UniqueConstraint]:
    return [each for each in model._meta.constraints if isinstance(each, UniqueConstraint)]


def named(constraint: UniqueConstraint) -> set[str]:
    """Return the columns that a constraint names, in expressions too."""
    return {*constraint.fields, *(name for each in constraint.expressions for name in columns_in(each))}


def columns_in(expression: Any) -> Iterator[str]:
    if isinstance(expression, F):
        yield expression.name
    else:
        for each in expression.get_source_expressions():
            yield from columns_in(each)


def unfolded(kinds: list[type[models.Model]]) -> list[str]:
    """Name the constraints that compare words as somebody happened to write them."""
    words = {
        model: {field.name for field in model._meta.fields if isinstance(field, LineField | WordsField)}
        for model in kinds
    }
    by_constraint = [each.name for model in kinds for each in uniques(model) if named(each) & words[model]]
    unique = [(model, each) for model in kinds for each in model._meta.fields if each.unique]
    by_column = [f"{model._meta.label}.{field.name}" for model, field in unique if field.name in words[model]]
    return sorted({*by_constraint, *by_column} - set(COMPARED_AS_WRITTEN))


def test_no_constraint_compares_words_as_they_were_written() -> None:
    assert (len(KEYED) >= 10, unfolded(OURS)) == (True, [])


def test_constraint_that_compares_words_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_name_keys.COMPARED_AS_WRITTEN", {})
    compared = ["coding_of_answer_once", "coding_of_conversation_once", "coding_of_poster_once", "option_text_once"]
    assert unfolded(OURS) == compared


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("model", KEYED, ids=lambda model: model._meta.label)
def test_name_is_refused_that_is_there_in_another_spelling(model: type[models.Model], spelling: str) -> None:
    (key,) = key_columns(model)
    one = factory_of(model)(**{key.of: SPELT})
    with pytest.raises(IntegrityError), transaction.atomic():
        factory_of(model)(**{key.of: spelling}, **in_scope_of(one))
    other = factory_of(model)(**{key.of: "Another"}, **in_scope_of(one))
    setattr(other, key.of, spelling)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize("model", KEYED, ids=lambda model: model._meta.label)
def test_rows_of_before_are_kept_apart_until_one_is_called_otherwise(model: type[models.Model]) -> None:
    (key,) = key_columns(model)
    first = factory_of(model)(**{key.of: SPELT})
    later = factory_of(model)(**{key.of: "Another"}, **in_scope_of(first))
    rows: Any = model._default_manager
    with connection.cursor() as cursor:
        table, pk = model._meta.db_table, later.pk
        cursor.execute(f'UPDATE "{table}" SET "{key.of}" = %s WHERE id = %s', [SPELLINGS[0], pk])  # noqa: S608
    key_writes.BROKEN.clear()
    fill_keys(model, within=scope_of(model))
    assert list(kept_apart(model)) == [later]
    stored = dict(rows.values_list("pk", key.name))
    assert stored == {first.pk: "volunteers' café", later.pk: f"volunteers' café{APART}{later.pk}"}
    # It can be saved as it is, and waits still.
    kept = rows.get(pk=later.pk)
    kept.save()
    assert list(kept_apart(model)) == [later]
    setattr(kept, key.of, "Called otherwise")
    kept.save()
    assert (list(kept_apart(model)), getattr(kept, key.name)) == ([], "called otherwise")


@pytest.mark.django_db
def test_name_that_is_written_without_its_key_is_seen() -> None:
    place = factory_of(apps.get_model("programmes", "Place"))()
    place.name = "Elsewhere"
    place.save(update_fields=["name"])
    assert key_writes.BROKEN == ["programmes_place: name was written without name_key"]
    key_writes.BROKEN.clear()
    place.save(update_fields=["name", "name_key"])
    assert (key_writes.BROKEN, type(place).objects.get().name_key) == ([], "elsewhere")
