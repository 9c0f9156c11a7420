"""The production web server's settings: `gunicorn --config python:config.gunicorn config.wsgi`."""

import gc
import os
from pathlib import Path

import environ

# As settings do: gunicorn asks before Django has read the file.
environ.Env.read_env(os.environ.get("ENV_FILE", str(Path(__file__).resolve().parent.parent / ".env")))

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
# Threads wait for the database, workers use the cores.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 20
# Longer than a proxy keeps an idle connection, so that it is the proxy that lets go.
keepalive = 75
# A worker is replaced now and then, never all at once: a slow leak does not become an outage.
max_requests = 5000
max_requests_jitter = 500
# Heartbeats in memory: a busy disk does not look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# Nobody commands the server through a socket; signals do.
control_socket_disable = True
# Requests are the proxy's to log: addresses of visitors and personal links do not belong here.
accesslog = None


def post_worker_init(worker: object) -> None:
    """Leave out what was loaded and stays, whenever Python looks for what can be forgotten.

    Going through all of Django each time took a page that reads thousands of rows half of its time.
    """
    gc.collect()
    gc.freeze()
