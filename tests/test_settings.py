"""Settings: every variable is explained, and a start that cannot be right ends with one sentence."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from config.celery import app

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "production-like-" + "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": "throughline.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DATABASE_URL": "postgres://throughline:none@127.0.0.1/throughline",
}


def start(tmp_path: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """Start with these variables alone, as a service manager would."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path)} | values
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def names_read(path: str) -> set[str]:
    """Names that a module asks for: `env.str("NAME")`, `required("NAME")`, `os.environ.get("NAME")`."""
    asks = re.compile(r"env\.\w+|required|os\.environ\.get")
    calls = [node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.Call)]
    asked = [call.args[0] for call in calls if call.args and asks.fullmatch(ast.unparse(call.func))]
    return {name.value for name in asked if isinstance(name, ast.Constant) and isinstance(name.value, str)}


def names_explained() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))


def test_env_example_lists_every_variable_and_no_other() -> None:
    compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert names_explained() == names_read("config/settings.py") | names_read("config/gunicorn.py") | compose


def test_start_succeeds_with_the_few_values_it_needs(tmp_path: Path) -> None:
    result = start(tmp_path, **PRODUCTION)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set; "),
        ({"SECRET_KEY": "change-me"}, "SECRET_KEY is not set; "),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short; "),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set; "),
        ({"EMAIL_URL": ""}, "EMAIL_URL is not set; "),
        ({"STAFF_SECOND_FACTOR": "offered"}, "STAFF_SECOND_FACTOR=offered lets staff in by one step "),
        ({"STAFF_SECOND_FACTOR": "off"}, "STAFF_SECOND_FACTOR is neither required nor offered; "),
        ({"SMALL_NUMBERS": "lt5"}, "SMALL_NUMBERS is neither star7 nor lt10; "),
        ({"EMAIL_URL": "page:"}, "EMAIL_URL=page: shows mail on a page and is only for DEMO=true; "),
    ],
    ids=lambda value: "-".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_start_fails_with_one_sentence(tmp_path: Path, change: dict[str, str], sentence: str) -> None:
    result = start(tmp_path, **PRODUCTION | change)
    assert result.returncode == 1
    assert result.stderr.startswith(f"Throughline cannot start: {sentence}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("change", "cookies", "preload"),
    [
        ({}, ["__Host-sessionid", "__Host-csrftoken"], False),
        ({"HSTS_PRELOAD": "true"}, ["__Host-sessionid", "__Host-csrftoken"], True),
        ({"SITE_URL": "http://throughline.example.org", "HSTS_PRELOAD": "true"}, ["sessionid", "csrftoken"], False),
    ],
)
def test_cookies_belong_to_the_host_and_preload_is_chosen_where_the_site_is_secure(tmp_path, change, cookies, preload):
    code = (
        "from django.conf import settings as s\n"
        "hosts_own = s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH\n"
        "hosts_own += s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN\n"
        "print([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME], s.SECURE_HSTS_PRELOAD, hosts_own)"
    )
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path)} | PRODUCTION | change
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    is_secure = cookies[0].startswith("__Host-")
    assert said.stdout.strip() == f"{cookies} {preload} {(is_secure, is_secure, '/', '/', None, None)}"


def test_clock_calls_only_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks) == set()


def test_static_files_collect_with_every_reference_found(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "kit.static_files.HashedStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()
    assert [path.name for path in tmp_path.rglob("*.map")] == []
    # A script is fetched under a name that changes with it, by another one too.
    (hashed,) = (path for path in (tmp_path / "js").glob("forms.*.js"))
    assert re.findall(r'from "(.*?)"', hashed.read_text()) == [
        f"../vendor/govuk/{path.name}" for path in (tmp_path / "vendor" / "govuk").glob("govuk-frontend.min.*.js")
    ]
