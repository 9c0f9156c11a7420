"""The same moment, over several connections: its tests need `django_db(transaction=True)`, for fixtures too."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from kit.refusals import Refused


def at_once(*deeds: Callable[[], object], refusals: tuple[type[Exception], ...] = (Refused,)) -> list[object]:
    """Run each deed in a thread and a connection of its own; return what became of each, or the type of its refusal."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            start.wait()
            return deed()
        except refusals as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))
