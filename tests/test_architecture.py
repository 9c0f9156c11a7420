"""The house, held: which way the rooms depend, and what a room never has. `make check` holds the imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.named_routes import named_routes

ROOT = Path(settings.BASE_DIR)
ROOMS = [
    "kit", "outbox", "accounts", "programmes", "stakeholders", "phases", "consultations", "findings", "actions", "line",
    "stocktakes", "public", "digests", "privacy", "desk", "demo",
]  # fmt: skip
SOURCES = sorted(path for room in [*ROOMS, "config"] for path in (ROOT / room).rglob("*.py"))
WRITTEN = [path for path in SOURCES if "migrations" not in path.parts]
HOMELESS = {"signals", "receivers", "utils", "util", "common", "core", "helpers", "mixins", "misc", "lib"}
# The clock is read where a request, a task or a command comes in, and passed on as `at`.
# Predicates are asked for now by name, and sign-in's mail comes from a library that knows no `at`;
# `publication` wraps views, and sending outlives its moment by hours.
EDGE_MODULES = {"views", "publication", "tasks", "admin", "desk", "rules", "backend", "send", "pages"}
EDGE_MODULES |= {"personal_links", "links", "decorators", "middleware", "wizard"}
EDGE_FOLDERS = {"views", "admin", "commands", "config"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def words_of(path: Path) -> set[str]:
    """Every name and attribute that a module's code mentions; comments and texts do not count."""
    nodes = list(ast.walk(tree_of(path)))
    return (
        {node.id for node in nodes if isinstance(node, ast.Name)}
        | {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        | {
            alias.name.split(".")[-1]
            for node in nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
    )


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in tree_of(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def backward_relations() -> list[str]:
    """Relations, given as strings or not, from a room to one that comes after it."""
    return [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ROOMS
        for field in [*model._meta.get_fields(include_hidden=False)]
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model._meta.app_label in ROOMS
        if ROOMS.index(field.related_model._meta.app_label) > ROOMS.index(model._meta.app_label)
    ]


def test_rooms_are_those_that_django_and_import_linter_know() -> None:
    layers = (ROOT / "pyproject.toml").read_text().split("layers = [")[1].split("]")[0]
    assert [word.strip(' ",\n') for word in layers.split(",") if word.strip()] == ["config", *reversed(ROOMS)]
    assert [name for name in settings.INSTALLED_APPS if name in ROOMS] == ROOMS


def test_models_refer_only_to_rooms_before_their_own() -> None:
    assert backward_relations() == []


def test_backward_relation_is_seen_when_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_architecture.ROOMS", list(reversed(ROOMS)))
    assert backward_relations() != []


def test_no_module_is_homeless() -> None:
    assert [name_of(path) for path in SOURCES if HOMELESS & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_no_module_listens_to_signals_or_points_anywhere() -> None:
    refused = {"receiver", "post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "GenericForeignKey"}
    assert {name_of(path): words_of(path) & refused for path in WRITTEN if words_of(path) & refused} == {}


def test_no_model_has_a_save_of_its_own() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    assert [model._meta.label for model in ours if {"save", "delete", "refresh_from_db"} & set(vars(model))] == []


def test_no_model_hides_the_cost_of_an_order() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    assert [model._meta.label for model in ours if model._meta.ordering] == []


def test_times_of_london_become_moments_in_one_place() -> None:
    """Where somebody types one, `clock_change` is asked first: see `kit/moment_fields.py`."""
    made = [name_of(path) for path in WRITTEN if "make_aware" in words_of(path)]
    # What the demonstration's files say is ours.
    assert made == ["demo/toml_files.py", "kit/days.py"]


def test_no_file_outgrows_400_lines() -> None:
    python = [*WRITTEN, *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_every_service_takes_who_and_when_by_name() -> None:
    """The outbox knows no users: what other rooms ask of it is theirs to answer for."""
    services = [path for path in WRITTEN if "services" in {path.stem, path.parent.name} and "outbox" not in path.parts]
    lacking = [
        f"{name_of(path)}: {function.name}"
        for path in services
        for function in functions(path)
        if not {"by", "at"} <= {argument.arg for argument in function.args.kwonlyargs}
    ]
    assert lacking == []


def reads_the_clock(path: Path) -> bool:
    """Whether a module asks what time it is. `timezone.localdate(at)` only says on which day `at` falls."""
    nodes = list(ast.walk(tree_of(path)))
    told = {node.func for node in nodes if isinstance(node, ast.Call) and node.args}
    return any(
        (
            isinstance(node, ast.Attribute)
            and ast.unparse(node.value) in {"timezone", "datetime", "date"}
            and (node.attr in {"now", "today", "utcnow"} or (node.attr == "localdate" and node not in told))
        )
        or (isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"})
        for node in nodes
    )


def test_clock_is_read_only_at_the_edges() -> None:
    inside = [
        path
        for path in WRITTEN
        if path.stem not in EDGE_MODULES and not EDGE_FOLDERS & set(path.relative_to(ROOT).parent.parts)
    ]
    assert {"desk", "public"} <= {path.relative_to(ROOT).parts[0] for path in inside}
    assert [name_of(path) for path in inside if reads_the_clock(path)] == []


def test_every_service_and_e_mail_says_what_it_does() -> None:
    places = [path for path in WRITTEN if {"services", "emails"} & {path.stem, path.parent.name}]
    silent = [
        f"{name_of(path)}: {function.name}"
        for path in places
        for function in functions(path)
        if not ast.get_docstring(function)
    ]
    assert silent == []


def test_every_model_says_what_one_row_means() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    # Django writes "Model(field, field)" where we wrote nothing.
    assert [m._meta.label for m in ours if not m.__doc__ or m.__doc__.startswith(f"{m.__name__}(")] == []


def test_every_address_is_named_as_its_view() -> None:
    modules = [(p, getattr(p.callback, "__module__", "").split(".")) for _, p in named_routes()]
    # The admin names its pages itself.
    ours = [pattern for pattern, module in modules if module[0] in ROOMS and "admin" not in module]
    named = [(pattern.callback.__module__, pattern.callback.__name__, pattern.name) for pattern in ours]
    assert [each for each in named if each[1].replace("_", "-") != each[2]] == []
