"""A site of a test's own, served by a real gunicorn: its database and broker can be stopped beneath it."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from django.conf import settings

from tests.outbox.servers import free_port


class Served:
    """gunicorn with as many processes and threads as asked, on loopback."""

    def __init__(self, folder: Path, *, workers: int = 1, threads: int = 8, **variables: str) -> None:
        self.folder, self.port = folder, free_port()
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.served_settings",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(workers),
            "WEB_THREADS": str(threads),
        } | variables  # fmt: skip

    def __enter__(self) -> Self:
        self.manage("migrate", "--verbosity", "0")
        self.said = (self.folder / "said").open("w")
        command = ["-m", "gunicorn", "--config", "python:config.gunicorn", "--log-level", "warning", "config.wsgi"]
        self.process = subprocess.Popen(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=self.environment, stdout=self.said, stderr=self.said
        )
        until = time.monotonic() + 60
        while self._status() != 200:
            assert time.monotonic() < until, (self.folder / "said").read_text()
            time.sleep(0.1)
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            # Its threads wait for a server that the test has stopped.
            self.process.kill()
        self.said.close()

    def manage(self, *words: str) -> str:
        """Give one command of `manage.py`, which must not fail; return what it says."""
        command = [sys.executable, "manage.py", *words]
        given = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return given.stdout

    def get(self, path: str, *, within: float = 20) -> tuple[int, str]:
        """The status and the body of one request over a connection of its own, which is answered in time."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=within)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def _status(self) -> int:
        with suppress(OSError, http.client.HTTPException):
            return self.get("/healthz")[0]
        return 0
