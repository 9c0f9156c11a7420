"""The repository itself: what it never holds, and what it always has."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.urls import resolve
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.test_architecture import ROOMS
from tools.pictures import LETTERS, PAGES

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Standards and licences that text refers to, this machine, and names kept for examples.
HOSTS = re.compile(
    r"(localhost|testserver|127\.0\.0\.\d+|\[::1\]|([\w-]+\.)*example(\.(org|com|net))?|192\.0\.2\.\d+|www\.w3\.org|([\w-]+\.)?gnu\.org|fsf\.org"
    r"|www\.gov\.uk|www\.legislation\.gov\.uk|design-system\.service\.gov\.uk|service-manual\.nhs\.uk"
    r"|docs\.djangoproject\.com|datatracker\.ietf\.org|www\.rfc-editor\.org|([\w-]+\.)?schema\.org|creativecommons\.org"
    r"|openfontlicense\.org|scripts\.sil\.org|www\.equalityadvisoryservice\.com|ico\.org\.uk|www\.pdfa\.org)"
)
LOCK_FILES = {"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"}


def tracked() -> list[Path]:
    """Every file that git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """Our own text files by name: neither pictures and fonts, nor what others wrote."""
    ours = {}
    for path in tracked():
        name = str(path.relative_to(ROOT))
        if "vendor" in path.parts or path.name in {"LICENSE", "OFL.txt"}:
            continue
        try:
            ours[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return ours


def test_no_address_leads_to_a_host_that_is_not_meant() -> None:
    found = {
        (name, host)
        for name, text in texts().items()
        for host in re.findall(r"https?://(?:[^\s/@\"'<>]+@)?(\[[0-9a-f:]+\]|[A-Za-z0-9][\w.-]*[A-Za-z0-9])", text)
        if not HOSTS.fullmatch(host)
    }
    assert found == set()


def test_requirements_are_tied_to_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert [line for line in lines if line.startswith("-") or "://" in line] == []


def test_no_lock_file_of_one_tool_is_kept() -> None:
    assert [str(path) for path in tracked() if path.name in LOCK_FILES] == []


def test_no_path_of_one_machine_is_kept() -> None:
    path = re.compile(r"(?<![\w.])/(" + "|".join(["work", "root", "Users"]) + r")/\w")
    assert [name for name, text in texts().items() if path.search(text)] == []


def test_every_e_mail_address_is_invented() -> None:
    address = re.compile(r"(?<![\w:/.+-])[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})\b")
    found = {
        (name, domain)
        for name, text in texts().items()
        for domain in address.findall(text)
        if not re.fullmatch(r"([\w-]+\.)*(example(\.(org|com|net))?|invalid|test)", domain.lower())
    }
    assert found == set()


def test_nothing_private_or_made_is_kept() -> None:
    made = re.compile(r"(^|/)(\.env|__pycache__|staticfiles|data|\.venv)(/|$)|\.(sqlite3|pyc|map)$")
    assert [name for name in (str(path.relative_to(ROOT)) for path in tracked()) if made.search(name)] == []


def dependencies() -> list[Requirement]:
    groups = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    return [Requirement(line) for group in groups for line in group]


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", line) for line in lines)
    return {canonicalize_name(match[1]): match[2] for match in found if match}


def test_every_dependency_is_pinned_within_its_range() -> None:
    pinned = pins("requirements-dev.txt")
    outside = [
        str(requirement)
        for requirement in dependencies()
        if not requirement.specifier.contains(pinned.get(canonicalize_name(requirement.name), "0"), prereleases=True)
        or canonicalize_name(requirement.name) not in pinned
    ]
    assert outside == []


def test_what_is_tested_is_what_runs() -> None:
    run, tested = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: (version, tested.get(name)) for name, version in run.items() if tested.get(name) != version} == {}


def test_every_pin_has_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        blocks = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / name).read_text(encoding="utf-8"))
        assert [block.split("\n")[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def third_party_imports(folders: Iterable[str]) -> dict[str, str]:
    """Return the packages that some folders import from, each with a module that does."""
    found = {}
    for path in [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in {name.partition(".")[0] for name in names} - sys.stdlib_module_names:
                if not (ROOT / name).is_dir():
                    found[name] = str(path.relative_to(ROOT))
    return found


@pytest.mark.parametrize(("folders", "groups"), [([*ROOMS, "config"], []), (["tools", "bench", "tests"], ["dev"])])
def test_every_package_that_is_imported_is_declared(folders: list[str], groups: list[str]) -> None:
    lines = [
        *PROJECT["project"]["dependencies"],
        *(line for group in groups for line in PROJECT["dependency-groups"][group]),
    ]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    of = packages_distributions()
    assert {
        name: where
        for name, where in third_party_imports(folders).items()
        if declared.isdisjoint(canonicalize_name(each) for each in of.get(name, []))
    } == {}


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.")[0].splitlines()
    named = [number for number, line in enumerate(lines) if re.match(r'  "[a-z]', line)]
    assert len(named) == len(dependencies())
    assert [lines[number] for number in named if not lines[number - 1].strip().startswith("#")] == []


def test_every_link_in_the_documents_leads_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert broken == []


def test_every_make_command_in_the_documents_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {target for text in texts().values() for target in re.findall(r"`make ([a-z][a-z-]*)", text)}
    assert named - targets == set()


def test_every_picture_of_the_documents_is_taken_by_make_pictures() -> None:
    kept = {path.name for path in (ROOT / "docs" / "images").iterdir()}
    assert kept == {*PAGES, *LETTERS}


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_is_of_an_address_that_is_there(name: str) -> None:
    """`resolve` raises Resolver404 for one that is not."""
    assert resolve(PAGES[name].path).url_name


def test_guide_names_every_path_under_which_a_log_would_hold_personal_links() -> None:
    guide = (ROOT / "docs/operators-guide.md").read_text(encoding="utf-8")
    paths = [
        path for room in ROOT.glob("[a-z]*/**/urls.py") for path in re.findall(r'"(\w+/)<str:token>', room.read_text())
    ]
    assert sorted(path for path in paths if f"`/{path}`" not in guide) == []
    assert len(paths) >= 3


def version(words: str) -> tuple[int, ...]:
    return tuple(int(part) for part in words.split("."))


def test_changelog_has_a_day_for_each_release_and_an_open_one_above_at_most() -> None:
    """The newest release is the version in pyproject.toml."""
    heads = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    parts = [re.fullmatch(r"(\d+\.\d+\.\d+) \((.+)\)", head) for head in heads]
    named = [(version(part[1]), part[2]) for part in parts if part]
    assert len(named) == len(heads)
    released = [
        (number, datetime.strptime(f"{day} +0000", "%d %B %Y %z")) for number, day in named if day != "unreleased"
    ]
    assert [day for _, day in named[1:] if day == "unreleased"] == []
    assert sorted(named, key=lambda head: head[0], reverse=True) == named
    assert sorted(released, key=lambda head: head[1], reverse=True) == released
    assert released[0][0] == version(PROJECT["project"]["version"])


def test_commit_template_is_all_comments_and_shows_where_72_characters_end() -> None:
    lines = (ROOT / ".gitmessage").read_text(encoding="utf-8").splitlines()
    assert lines[0] == ""
    assert max(lines, key=len) == lines[1]
    assert lines[1].index("|") + 1 == 72
    assert [line for line in lines[1:] if not line.startswith("#")] == []


def test_licence_is_the_one_that_the_project_names() -> None:
    assert PROJECT["project"]["license"] == "AGPL-3.0-or-later"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3,")


def test_every_file_that_the_architecture_names_is_there():
    """The page follows one voice by the names of files: one that has moved is named where it is."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([\w/.]+)`", page) if "/" in name}
    assert len(named) > 25
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
