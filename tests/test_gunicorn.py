"""The web server's own settings come from `.env` as the site's do; the environment goes before the file."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from gunicorn.config import Config

from config.gunicorn import post_worker_init

FILE = "HOST=127.0.0.2\nPORT=8123\nWEB_CONCURRENCY=3\nWEB_THREADS=7\n"


@pytest.mark.parametrize(("beside", "bind"), [({}, "127.0.0.2:8123"), ({"PORT": "9000"}, "127.0.0.2:9000")])
def test_gunicorn_reads_its_settings_from_the_env_file(tmp_path: Path, beside: dict[str, str], bind: str) -> None:
    (tmp_path / "env").write_text(FILE)
    ours = {name: value for name, value in os.environ.items() if f"{name}=" not in FILE}
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    command = [gunicorn, "--config", "python:config.gunicorn", "--print-config", "config.wsgi"]
    said = subprocess.run(
        command, cwd=settings.BASE_DIR, env=ours | {"ENV_FILE": str(tmp_path / "env")} | beside,
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    values = dict(line.split("=", 1) for line in said.splitlines() if "=" in line)
    found = {name.strip(): value.strip() for name, value in values.items()}
    assert (found["bind"], found["workers"], found["threads"]) == (f"['{bind}']", "3", "7")


def test_worker_leaves_out_what_it_has_loaded_when_it_looks_for_what_can_be_forgotten() -> None:
    before = gc.get_freeze_count()
    post_worker_init(None)
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    assert frozen > before + 100_000
    assert Config().settings["post_worker_init"].validator(post_worker_init) is post_worker_init
