"""Where the tests run: settled here, before Django reads its settings, and told in the last lines of the run.

Loaded by `-p tests.environment` (see pyproject.toml), so that `python -m pytest` needs no `.env` and no command line.

A test that needs a part of the machine says so with a marker: `postgres`, `redis`, `chromium` or `pango`. Without the
part it is left out and counted; in CI (CI=true) a test left out is a failure, unless TEST_WITHOUT names its part.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

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


PARTS = {
    "postgres": Part(
        "PostgreSQL",
        lambda: os.environ["DATABASE_URL"].startswith("postgres"),
        "set TEST_DATABASE_URL=postgres://user:password@host/name (`make system` installs the server)",
    ),
    "redis": Part(
        "Redis",
        lambda: bool(os.environ["REDIS_URL"]),
        "set TEST_REDIS_URL=redis://127.0.0.1:6379 (`make system` installs the server)",
    ),
    "chromium": Part("Chromium", lambda: bool(chromium_path()), "`make system` installs it"),
    "pango": Part("Pango", pango_is_here, "`make system` installs it"),
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
    from django.conf import settings
    from django.test.signals import setting_changed

    # Names with a hash need `collectstatic`, which has a test of its own.
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # Models have asked for their own storage already: the others are looked up anew.
    setting_changed.send(sender=None, setting="STORAGES", value=settings.STORAGES, enter=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure() -> None:
    """Remove the data folder, once, when the workers have ended."""
    if not WORKER:
        shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Sign-in limits are counted in the cache: no test pays for another's attempts."""
    from django.core.cache import cache

    cache.clear()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose part is not here, and count them by part."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("chromium")
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
    """Say in the last lines what was left out, and how to have it run."""
    if left_out:
        terminalreporter.section("left out")
    for marker, count in sorted(left_out.items()):
        part = PARTS[marker]
        terminalreporter.line(f"{count} test{'s' if count > 1 else ''} left out: no {part.name} here; {part.how}.")
