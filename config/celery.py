"""The Celery application. Redis and beat are only a doorbell: the rows in the database are the queue."""

import os
import time
from threading import Thread
from typing import Any

from celery import Celery, bootsteps, signals
from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.redis import Channel as RedisChannel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["filesystem"] = "config.embedded_queue:Transport"
# A ring that nobody has acted on is not put back: Kombu trips over that when Redis has gone, and the worker ends by it.
RedisChannel.do_restore = False

app = Celery("throughline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def end_with_worker(**told: object) -> None:
    """Let the clock of a worker end when its worker does, killed too: the next worker brings its own."""
    worker = os.getppid()

    def watch() -> None:
        while os.getppid() == worker:
            time.sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


signals.beat_embedded_init.connect(end_with_worker, weak=False)


def erase_again_first(**told: object) -> None:
    """Let no task run before those are erased again whom a restore has brought back."""
    from config.start import erase_again

    erase_again()


signals.task_prerun.connect(erase_again_first, weak=False)


class Start(bootsteps.Step):
    """A worker starts as the web server does, before it takes a task or forks."""

    def create(self, parent: Any) -> None:
        """Do what each process of the site does first."""
        from config.start import start

        start()


app.steps["worker"].add(Start)
