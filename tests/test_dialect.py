"""Views, refusals and the log are written in one way everywhere: the whole project is walked for it."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from accounts.audit import verbs
from kit import refusals
from kit.refusals import Refused
from tests.named_routes import named_routes
from tests.test_architecture import ROOMS, WRITTEN, name_of, tree_of

ROOT = Path(settings.BASE_DIR)
# Exceptions of others that a view or the admin may answer for itself: what is lacking, and what forms refuse with.
NOT_REFUSALS = {"ValidationError", "PdfNotPossible", "RedisError", "DatabaseError", "FileNotFoundError", "Http404"}
# What the one dialect makes superfluous in a view.
SUPERSEDED = {"never_cache", "login_required", "require_http_methods", "require_GET", "require_POST", "require_safe"}


# The routes whose views stand in a room of ours.
ROUTES = [route for _, route in named_routes() if getattr(route.callback, "__module__", "").split(".")[0] in ROOMS]
VIEWS = [path for path in WRITTEN if "views" in {path.stem, path.parent.name}]
ENTRIES = [path for path in WRITTEN if {"views", "admin"} & {path.stem, path.parent.name}]


def test_there_is_something_to_walk() -> None:
    assert (len(ROUTES) > 150, len(VIEWS) > 10) == (True, True)


def test_every_view_says_to_whom_it_opens() -> None:
    """By `desk_page`, `signed_in_page`, `public_page`, `PersonalLink`, or another of these few decorators."""
    assert [str(route.name) for route in ROUTES if not getattr(route.callback, "opens_to", "")] == []


def test_every_view_that_answers_get_answers_head() -> None:
    methods = {str(route.name): getattr(route.callback, "methods", []) for route in ROUTES}
    assert [name for name, answered in methods.items() if "GET" in answered and "HEAD" not in answered] == []


def test_no_view_stacks_what_the_dialect_says_once() -> None:
    found = {
        name_of(path): sorted(
            alias.name
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.name in SUPERSEDED
        )
        for path in VIEWS
    }
    assert {name: names for name, names in found.items() if names} == {}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_view_imports_the_views_of_another_room() -> None:
    found = {
        name_of(path): sorted(
            each
            for each in imports_of(path)
            if each.split(".")[0] in ROOMS
            and each.split(".")[0] != path.relative_to(ROOT).parts[0]
            and "views" in each.split(".")
        )
        for path in VIEWS
    }
    assert {name: names for name, names in found.items() if names} == {}


def caught(path: Path) -> list[str]:
    """Return the names of what a module catches that is no refusal of ours."""
    return caught_in(tree_of(path), importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)))


def caught_in(tree: ast.Module, module: object) -> list[str]:
    names = [
        each
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        for each in (node.type.elts if isinstance(node.type, ast.Tuple) else [node.type])
    ]
    written = [each.attr if isinstance(each, ast.Attribute) else each.id for each in names if hasattr(each, "lineno")]
    return [name for name in written if not is_refusal(module, name) and name not in NOT_REFUSALS]


def is_refusal(module: object, name: str) -> bool:
    found = getattr(module, name, None)
    return isinstance(found, type) and issubclass(found, Refused)


def test_views_and_admin_catch_refusals_and_nothing_else() -> None:
    found = {name_of(path): caught(path) for path in ENTRIES if path.stem != "__init__"}
    assert {name: names for name, names in found.items() if names} == {}


def test_a_view_that_catches_something_else_is_seen() -> None:
    source = "try:\n    pass\nexcept (StaleEdit, KeyError):\n    pass\nexcept refusals.Gone:\n    pass\n"
    assert caught_in(ast.parse(source), refusals) == ["KeyError", "Gone"]


def recorded(path: Path) -> Iterator[str]:
    """Yield what stands first in each call of `record`, where it is not a verb of a room's list."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record" and node.args:
            verb = ast.unparse(node.args[0])
            if "Verb" not in verb and verb != "verb":
                yield verb


def test_the_log_is_written_with_verbs_of_the_rooms_lists() -> None:
    found = {name_of(path): list(recorded(path)) for path in WRITTEN if "outbox" not in path.parts}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_two_rooms_say_one_verb_in_other_words() -> None:
    words: dict[str, set[str]] = {}
    for path in WRITTEN:
        if path.stem == "verbs":
            module = importlib.import_module(f"{path.parent.name}.verbs")
            for verb in module.Verb:
                words.setdefault(verb.value, set()).add(str(verb.label))
    assert {value: labels for value, labels in words.items() if len(labels) > 1} == {}
    assert set(words) == set(verbs())


@pytest.mark.parametrize("path", [path for path in WRITTEN if path.stem == "verbs"], ids=name_of)
def test_every_verb_is_written_somewhere(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    sources = "".join(each.read_text(encoding="utf-8") for each in WRITTEN if each != path)
    module = importlib.import_module(f"{room}.verbs")
    # What is settled is logged by its status, `Verb(status)`: a status is written where it is set.
    unused = [
        verb for verb in module.Verb if f"Verb.{verb.name}" not in sources and f"Status.{verb.name}" not in sources
    ]
    assert unused == []
