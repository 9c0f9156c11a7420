"""Where the tests run: settled here, before Django reads its settings, and told in the last lines of the run.

Loaded by `-p tests.environment` (see pyproject.toml), so that `python -m pytest` needs no `.env` and no command line.

A test that needs a part of the machine says so with a marker of `PARTS`.
Without the part it is left out and counted; in CI (CI=true) a test left out is a failure, unless TEST_WITHOUT names its
part.

`both` are the tests that `.ci/run` runs on PostgreSQL and Redis too: see `runs_on_both`. `proof` takes over 20 seconds,
or all of the machine: `make proofs` alone runs it, on PostgreSQL and Redis like every other test.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


@dataclass(frozen=True)
class Part:
    """A part of the machine that some tests need: what people call it, whether it is here, how to get it."""

    name: str
    is_here: Callable[[], bool]
    how: str


def chromium_path() -> str:
    """Return where Chromium is on this machine, or an empty string."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), "")


def pango_is_here() -> bool:
    """Whether WeasyPrint finds the libraries it draws with; it looks for them when it is imported."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


def typefaces_are_here() -> bool:
    """Whether this machine has typefaces for the world's scripts (Debian's Noto packages)."""
    listed = shutil.which("fc-list") and subprocess.run(["fc-list", ":lang=hi"], capture_output=True, check=True).stdout
    return bool(listed)


@cache
def small_disk_is_here() -> bool:
    """Whether a file system in memory may be mounted; tried where nobody else sees it."""
    tried = ["unshare", "--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"]
    return os.geteuid() == 0 and bool(shutil.which("unshare")) and not subprocess.run(tried, check=False).returncode


PARTS = {
    "postgres": Part(
        "PostgreSQL",
        lambda: os.environ["DATABASE_URL"].startswith("postgres"),
        "set TEST_DATABASE_URL=postgres://user:password@host/name (`make system` installs the server)",
    ),
    "sqlite": Part(
        "SQLite",
        lambda: os.environ["DATABASE_URL"].startswith("sqlite"),
        "run them without TEST_DATABASE_URL",
    ),
    "redis": Part(
        "Redis",
        lambda: bool(os.environ["REDIS_URL"]),
        "set TEST_REDIS_URL=redis://127.0.0.1:6379 (`make system` installs the server)",
    ),
    "chromium": Part("Chromium", lambda: bool(chromium_path()), "`make system` installs it"),
    "nginx": Part("nginx", lambda: bool(shutil.which("nginx")), "`make system` installs it"),
    "caddy": Part("Caddy", lambda: bool(shutil.which("caddy")), "`make system` installs it"),
    "typefaces": Part("typefaces of all scripts", typefaces_are_here, "`make system` installs them"),
    "vnu": Part(
        "the Nu Html Checker",
        lambda: bool(shutil.which("java") and os.environ.get("VNU_JAR")),
        "with Java, set VNU_JAR=…/vnu.jar (`npm pack vnu-jar` brings it)",
    ),
    "pango": Part("Pango", pango_is_here, "`make system` installs it"),
    "small_disk": Part("a small disk", small_disk_is_here, "run them as root, where file systems may be mounted"),
}


def set_environment() -> None:
    """Give settings every value that decides something, so that nothing of this machine's leaks in.

    Each xdist worker has a data folder and a Redis database of its own.
    """
    if WORKER:
        data = Path(os.environ["DATA_DIR"]) / WORKER
        data.mkdir(exist_ok=True)
    else:
        data = Path(tempfile.mkdtemp(prefix="throughline-tests-"))
    redis = os.environ.get("TEST_REDIS_URL", "").rstrip("/")
    os.environ.update(
        ENV_FILE=os.devnull,
        DATA_DIR=str(data),
        DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "") or f"sqlite:///{data / 'throughline.sqlite3'}",
        REDIS_URL=redis and f"{redis}/{int(WORKER.removeprefix('gw') or 0) + 1}",
        SECRET_KEY="tests-only-" + "0123456789" * 5,
        ALLOWED_HOSTS="testserver,localhost,127.0.0.1,[::1]",
        SITE_URL="http://testserver",
        DEMO="true",
        DEBUG="false",
        EMAIL_URL="page:",
        # A test that is about the second step asks for it; in the others staff have taken it.
        STAFF_SECOND_FACTOR="offered",
        # Playwright keeps an event loop in the thread that tests run in.
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )
    left_unsaid = "DEFAULT_FROM_EMAIL TRUSTED_PROXY_COUNT DEMO_STAFF_PASSWORD LOG_LEVEL SECRET_KEY_FALLBACKS"
    for name in left_unsaid.split():
        os.environ.pop(name, None)


set_environment()
left_out: Counter[str] = Counter()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Name the markers; leave out of the settings what only costs tests time."""
    for marker, part in PARTS.items():
        config.addinivalue_line("markers", f"{marker}: needs {part.name}")
    config.addinivalue_line("markers", "both: runs in CI on PostgreSQL and Redis too")
    config.addinivalue_line("markers", "proof: takes long, or all of the machine; `make proofs` runs it")
    if config.pluginmanager.hasplugin("randomly"):
        rest_on_no_order(config)
    from django.conf import settings
    from django.test.signals import setting_changed

    # Names with a hash need `collectstatic`, which has a test of its own.
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # Models have asked for their own storage already: the others are looked up anew.
    setting_changed.send(sender=None, setting="STORAGES", value=settings.STORAGES, enter=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if config.option.reuse_db:
        keep_database()


def rest_on_no_order(config: pytest.Config) -> None:
    """Leave the files in their random order, and let rows come backwards wherever a query asks for none."""
    from django.db import connection

    # xdist would begin with the longest files.
    config.option.loadscopereorder = False
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["init_command"] += " PRAGMA reverse_unordered_selects=ON;"


def keep_database() -> None:
    """Give the database of tests a name that the next run finds again, until a migration has changed.

    Everything else a run writes stays in a folder of its own and goes with it. `--create-db` makes it anew.
    """
    from django.db import connection

    digest = hashlib.sha256()
    for migration in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(migration.read_bytes())
    name = f"tests-{digest.hexdigest()[:12]}"
    if connection.vendor == "sqlite":
        folder = ROOT / "data" / "tests"
        folder.mkdir(parents=True, exist_ok=True)
        name = str(folder / f"{name}.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = name


def pytest_unconfigure() -> None:
    """Remove the data folder, once, when the workers have ended."""
    if not WORKER:
        shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Sign-in limits are counted in the cache: no test pays for another's attempts."""
    from django.core.cache import cache

    cache.clear()


# What differs from one database to the other: what they refuse, lock, order and find, and what services write.
NAMED_BOTH = re.compile(r"test_(\w+_)?(at_once|constraints|migrations|search)")
CALLS_SERVICES = re.compile(r"^from \w+(\.\w+)*\.services(\.\w+)* import ", re.MULTILINE)


@cache
def is_of_both(path: Path) -> bool:
    """Whether the tests of a file run on both databases: by its name, or because it calls services itself."""
    return bool(NAMED_BOTH.fullmatch(path.stem) or CALLS_SERVICES.search(path.read_text(encoding="utf-8")))


def runs_on_both(item: pytest.Item) -> bool:
    """Whether a test runs on both databases; another says so itself, by the marker `both`.

    So does one that needs PostgreSQL or Redis, and one that commits: it is about several connections.
    """
    database = item.get_closest_marker("django_db")
    commits = database is not None and database.kwargs.get("transaction", False)
    needs_one = any(item.get_closest_marker(part) for part in ("postgres", "redis"))
    return commits or needs_one or is_of_both(item.path)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
    """Mark what the place of a test says of it, before tests are chosen by `-m`; then leave out what cannot run."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("chromium")
        elif runs_on_both(item):
            item.add_marker("both")
    yield
    leave_out(config, items)


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose part is not here, and count them by part."""
    needed = {marker for item in items for marker in PARTS if item.get_closest_marker(marker)}
    missing = sorted(marker for marker in needed if not PARTS[marker].is_here())
    kept, gone = [], []
    for item in items:
        lacking = next((marker for marker in missing if item.get_closest_marker(marker)), None)
        if lacking:
            left_out[lacking] += 1
        (gone if lacking else kept).append(item)
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = kept


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's counts to the one that tells; in CI, fail for what was left out without being told to."""
    if WORKER:
        session.config.workeroutput["left_out"] = dict(left_out)  # type: ignore[attr-defined]
    elif os.environ.get("CI") == "true" and set(left_out) - set(os.environ.get("TEST_WITHOUT", "").split()):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Every worker collects the same tests: keep the counts of any."""
    left_out.update(Counter(getattr(node, "workeroutput", {}).get("left_out", {})) - left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what was left out and how to have it run, and in which order the others ran."""
    seed = terminalreporter.config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.line(f'In random order; the same again: make test ARGS="-p randomly --randomly-seed={seed}".')
    if left_out:
        terminalreporter.section("left out")
    for marker, count in sorted(left_out.items()):
        part = PARTS[marker]
        terminalreporter.line(f"{count} test{'s' if count > 1 else ''} left out: no {part.name} here; {part.how}.")
