"""The proof that a stored key says what its name says, held through the whole suite.

A row that is saved whole has its key from its name. Where our code writes single columns, by `update` or
`update_fields`, it names both, or the key would say what the name said before: a statement that writes the one and not
the other fails the test that ran it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps

from kit.name_keys import key_columns

UPDATE = re.compile(r'\s*UPDATE "(\w+)" SET (.*?)(?: WHERE |$)', re.DOTALL)
BROKEN: list[str] = []


@cache
def keyed() -> dict[str, list[tuple[str, str]]]:
    """Return the columns of names and of their keys, by table."""
    return {
        model._meta.db_table: [(str(model._meta.get_field(key.of).column), key.column) for key in columns]
        for model in apps.get_models()
        if (columns := key_columns(model))
    }


def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Run one statement; note one that writes a name without its key."""
    if found := UPDATE.match(sql):
        for name, key in keyed().get(found[1], []):
            if f'"{name}" = ' in found[2] and f'"{key}" = ' not in found[2]:
                BROKEN.append(f"{found[1]}: {name} was written without {key}")
    return execute(sql, *rest)
