"""The ledger of erasures: a file beside the database, by which a restored backup is erased again before the site opens.

A line says which rows were deleted, which columns of which rows emptied, and which words were taken out of which row,
each by a keyed hash: without the site's secret it tells nothing of anybody. A restore does not put it back.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from kit.data_map import TABLES
from privacy.erasure.models import LedgerLine
from privacy.erasure.plan import NAME_REMOVED, Step, What, emptied_of
from privacy.finding.search import words_of


def path() -> Path:
    """Return where the ledger stands."""
    return Path(settings.ERASURES_FILE)


def said_of(steps: Iterable[Step]) -> dict[str, Any]:
    """Return what a line says of an erasure that is about to be done."""
    said: dict[str, Any] = {"deleted": [], "emptied": {}, "redacted": {}, "parted": {}}
    for step in steps:
        mark = _mark(settings.SECRET_KEY, step.table.model, step.row.pk)
        if step.what == What.DELETED:
            said["deleted"].append(mark)
            continue
        pieces = [piece for name, new in step.columns.items() for piece in _taken_out(getattr(step.row, name), new)]
        if pieces:
            said["redacted"][mark] = sorted({(len(piece), _hash(settings.SECRET_KEY, piece)) for piece in pieces})
        if step.parted:
            said["parted"][mark] = sorted(step.parted)
        if step.whose:
            # Not which columns: a backup may hold something where nothing stands any more.
            said["emptied"][mark] = sorted(step.whose)
    return said


def _taken_out(old: Any, new: Any) -> Iterator[str]:
    """Yield each piece of words in whose place it says now that a name was removed."""
    if isinstance(old, str) and isinstance(new, str) and NAME_REMOVED in new:
        at, (first, *rest) = 0, new.split(NAME_REMOVED)
        at = len(first)
        for after in rest:
            end = old.index(after, at + 1) if after else len(old)
            yield old[at:end]
            at = end + len(after)
    elif isinstance(old, list) and isinstance(new, list):
        # A list that is emptied is said by its column.
        for one, other in zip(old, new, strict=False):
            yield from _taken_out(one, other)
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() & new.keys():
            yield from _taken_out(old[key], new[key])


def write(lines: Iterable[LedgerLine]) -> None:
    """Add lines to the file, on the disk itself; from then on the database keeps their keys alone."""
    lines = [line for line in lines if line.words]
    if not lines:
        return
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="utf-8") as file:
        file.writelines(json.dumps({"key": str(line.key)} | line.words) + "\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    LedgerLine.objects.filter(pk__in=[line.pk for line in lines]).update(words={})


def lines() -> Iterator[tuple[UUID, dict[str, Any]]]:
    """Yield the key of each whole line of the file, and what it says."""
    if path().exists():
        with path().open(encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):
                    said = json.loads(line)
                    yield UUID(said.pop("key")), said


def steps_again(said: dict[str, Any]) -> Iterator[Step]:
    """Yield what a line asks for of the rows that are here now, found under today's secret or one of before."""
    deleted = set(said["deleted"])
    for table in TABLES.values():
        rows = table.model._default_manager.order_by("pk")
        for pk in rows.values_list("pk", flat=True):
            marks = [_mark(secret, table.model, pk) for secret in _secrets()]
            if deleted.intersection(marks):
                yield Step(What.DELETED, table, rows.get(pk=pk))
                continue
            whose = {each for mark in marks for each in said["emptied"].get(mark, [])}
            pieces = {tuple(piece) for mark in marks for piece in said["redacted"].get(mark, [])}
            parted = frozenset(each for mark in marks for each in said["parted"].get(mark, []))
            if whose or pieces or parted:
                row = rows.get(pk=pk)
                emptied = {name: table.fields[name].blanked() for name in emptied_of(table, row, whose)}
                yield Step(What.EMPTIED, table, row, _without(row, pieces) | emptied, frozenset(whose), parted)


def _without(row: models.Model, pieces: set[tuple[Any, ...]]) -> dict[str, Any]:
    old = {name: getattr(row, name) for name in words_of(type(row))} if pieces else {}
    new = {name: _without_pieces(value, pieces) for name, value in old.items()}
    return {name: value for name, value in new.items() if value != old[name]}


def _without_pieces(value: Any, pieces: set[tuple[Any, ...]]) -> Any:
    if isinstance(value, list):
        return [_without_pieces(each, pieces) for each in value]
    if isinstance(value, dict):
        return {key: _without_pieces(each, pieces) for key, each in value.items()}
    if not isinstance(value, str):
        return value
    for length in sorted({length for length, _ in pieces}, reverse=True):
        at = 0
        while at + length <= len(value):
            piece = value[at : at + length]
            if any((length, _hash(secret, piece)) in pieces for secret in _secrets()):
                value = value[:at] + NAME_REMOVED + value[at + length :]
                at += len(NAME_REMOVED)
            else:
                at += 1
    return value


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _mark(secret: str, model: type[models.Model], pk: Any) -> str:
    return _hash(secret, f"{model._meta.label_lower} {pk}")


def _hash(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
