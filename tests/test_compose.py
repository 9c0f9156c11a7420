"""docker-compose.yml and the Dockerfile cannot be run where we build: held to settings, Makefile and CI instead."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import connection

from tests.test_settings import names_explained, names_read

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OURS = ["migrate", "web", "worker", "beat"]
FILLED_IN = {
    "SECRET_KEY": "filled-in-" + "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": "throughline.example.org",
    "SITE_URL": "https://throughline.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Throughline <throughline@example.org>",
    "POSTGRES_PASSWORD": "not-a-real-one",
}


def filled_in(value: str) -> str:
    """Put values in as docker compose does: ${NAME}, ${NAME:-default}, ${NAME:?sentence}."""

    def put(match: re.Match[str]) -> str:
        name, sign, rest = match[1], match[2], match[3]
        return FILLED_IN.get(name, rest) if sign == ":-" else FILLED_IN[name]

    return re.sub(r"\$\{([A-Z_]+)(?:(:[-?])([^}]*))?\}", put, value).replace("$$", "$")


def environment_of(service: str) -> dict[str, str]:
    return {name: filled_in(value) for name, value in SERVICES[service]["environment"].items()}


def run(service: str, arguments: list[str], tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run a program with what the compose file gives this service, and nothing of this machine's."""
    environment = environment_of(service) | {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DATA_DIR": str(tmp_path),
    }
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_services_are_the_ones_production_has() -> None:
    assert list(SERVICES) == [*OURS, "postgres", "redis"]


def test_every_lasting_service_has_a_health_check_and_comes_back() -> None:
    lasting = [name for name in SERVICES if name != "migrate"]
    assert [name for name in lasting if "healthcheck" not in SERVICES[name]] == []
    assert {SERVICES[name]["restart"] for name in lasting} == {"unless-stopped"}


def test_application_waits_for_migrations_and_servers() -> None:
    for name in ("web", "worker", "beat"):
        assert {other: what["condition"] for other, what in SERVICES[name]["depends_on"].items()} == {
            "migrate": "service_completed_successfully",
            "postgres": "service_healthy",
            "redis": "service_healthy",
        }


def test_no_secret_stands_in_the_file() -> None:
    secret = re.compile(r"SECRET(?!_KEY_FALLBACKS)|PASSWORD|EMAIL_URL")
    # There may be none.
    assert "SECRET_KEY_FALLBACKS: ${SECRET_KEY_FALLBACKS:-}" in TEXT
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if secret.search(name):
                assert re.fullmatch(r"\$\{[A-Z_]+(:\?[^}]+)?\}", value), name
    for name in set(re.findall(r"\$\{([A-Z_]*(?:SECRET(?!_KEY_FALLBACKS)|PASSWORD)[A-Z_]*)", TEXT)):
        assert f"${{{name}:?" in TEXT


def test_every_variable_is_one_that_settings_or_the_server_read() -> None:
    known = names_read("config/settings.py") | names_read("config/gunicorn.py")
    for name in OURS:
        assert set(SERVICES[name]["environment"]) - known == set()
    assert set(re.findall(r"\$\{([A-Z_]+)", TEXT)) - names_explained() == set()


def test_whatever_is_filled_in_reaches_every_process_of_ours() -> None:
    assert {name: SERVICES[name].get("env_file") for name in OURS} == {name: [".env"] for name in OURS}


def test_settings_start_with_what_the_file_gives(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); from django.conf import settings as s; "
        "print(s.DATABASES['default']['HOST'], s.CELERY_BROKER_URL, s.HTTPS, s.DEMO, s.DEBUG)"
    )
    environment = environment_of("web") | {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (result.stderr, result.stdout) == ("", "postgres redis://redis:6379/0 True False False\n")


def test_web_command_is_one_that_gunicorn_takes(tmp_path: Path) -> None:
    program, *arguments = SERVICES["web"]["command"]
    assert program == "gunicorn"
    assert run("web", ["gunicorn", "--check-config", *arguments], tmp_path).returncode == 0
    assert run("web", ["gunicorn", "--check-config", *arguments, "--no-such-option"], tmp_path).returncode == 2
    assert f"CMD {str(SERVICES['web']['command']).replace(chr(39), chr(34))}" in DOCKERFILE


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_commands_take_the_options_they_are_given(tmp_path: Path, name: str) -> None:
    program, *arguments = SERVICES[name]["command"]
    assert program == "celery"
    result = run(name, ["celery", *arguments, "--help"], tmp_path)
    assert result.returncode == 0
    options = set(re.findall(r"--[a-z-]+", result.stdout))
    assert {argument for argument in arguments if argument.startswith("--")} - options == set()


def test_migrate_command_is_one_that_django_takes(tmp_path: Path) -> None:
    assert SERVICES["migrate"]["command"][:2] == ["python", "manage.py"]
    result = subprocess.run(
        [sys.executable, "manage.py", *SERVICES["migrate"]["command"][2:], "--help"],
        cwd=ROOT, env=environment_of("web") | {"ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0


def test_web_health_check_asks_a_module_that_exists() -> None:
    assert SERVICES["web"]["healthcheck"]["test"] == ["CMD", "python", "-m", "config.probe"]
    assert find_spec("config.probe")


def test_web_is_published_to_this_host_alone_unless_told() -> None:
    assert [filled_in(port) for port in SERVICES["web"]["ports"]] == ["127.0.0.1:8000:8000"]
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
    assert environment_of("web")["PORT"] == "8000"
    assert "EXPOSE 8000" in DOCKERFILE


def test_files_outlive_the_containers_where_settings_keep_them() -> None:
    folder = environment_of("web")["DATA_DIR"]
    for name in OURS:
        assert SERVICES[name]["volumes"] == [f"files:{folder}"]
    assert f"VOLUME {folder}" in DOCKERFILE
    assert set(COMPOSE["volumes"]) == {"database", "files"}


def test_image_runs_as_nobody_in_particular_and_installs_only_hashed_pins() -> None:
    assert re.findall(r"^USER (\S+)", DOCKERFILE, flags=re.MULTILINE) == ["throughline"]
    assert re.findall(r"pip install (.*)", DOCKERFILE) == [
        "--no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt"
    ]


def test_image_has_the_python_that_types_and_linters_aim_at() -> None:
    versions = set(re.findall(r"^FROM python:(\d+\.\d+)-slim-bookworm", DOCKERFILE, flags=re.MULTILINE))
    configured = re.search(r'^python_version = "(.*)"', (ROOT / "pyproject.toml").read_text(), flags=re.MULTILINE)
    assert configured
    assert versions == {configured[1]}


def test_image_installs_libraries_that_make_system_installs_too() -> None:
    installed = re.search(r"--no-install-recommends (.+?) \\", DOCKERFILE)
    listed = re.search(r"SYSTEM_PACKAGES := ((?:.*\\\n)*.*)", MAKEFILE)
    assert installed
    assert listed
    assert set(installed[1].split()) - set(listed[1].replace("\\", "").split()) == set()


def test_image_leaves_secrets_and_data_out() -> None:
    ignored = set((ROOT / ".dockerignore").read_text().split("\n"))
    assert {".env", ".git", "data", ".venv", "tests"} - ignored == set()


def image_major(service: str) -> str:
    match = re.fullmatch(rf"{service}:(\d+)-bookworm", SERVICES[service]["image"])
    assert match
    return match[1]


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgres_image_is_the_version_that_is_tested() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert str(int(cursor.fetchone()[0]) // 10000) == image_major("postgres")


@pytest.mark.redis
def test_redis_image_is_the_version_that_is_tested() -> None:
    import redis

    info = redis.Redis.from_url(os.environ["REDIS_URL"]).info("server")
    assert str(info["redis_version"]).split(".")[0] == image_major("redis")
