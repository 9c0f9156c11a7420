"""`make bench-lists`: how long each page of the desk takes where 5,000 of everything stand in its lists.

Fills a database of its own (or the empty one that BENCH_DATABASE_URL names) with as many rows of everything that a list
shows as BENCH_ROWS says, and reads each page as a lead does: the first page of its list, the last, and one that words
are looked for in. Prints the least of the milliseconds, the processor's among them (on a shared machine only these are
the page's own), and how many queries each takes, the slowest first. Fails where a page takes longer than 300
milliseconds, but for what has to be worked out whole; or takes more queries than it did with one row of everything.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module

from bench.web import free_port, set_environment

ROWS = int(os.environ.get("BENCH_ROWS", "5000"))
# Of groups and phases, which are held against one another, and of the steps of one plan.
FEW = 20
TIMES = 3
MOST_MS = 300
# Not read, and why: whoever presses the button on them confirms what goes to everybody, so it is worked out for all
# whenever they are read, and fifty of it are drawn; and the home of the desk, which says how many that are.
WORKED_OUT_WHOLE = {"digests:digest-send", "actions:record-list", "actions:round-open", "desk:programme-list"}


@dataclass
class Read:
    """What one address cost."""

    route: str
    asked: str
    milliseconds: float
    processor: float
    # With few rows, and with many.
    few: int
    queries: int
    kilobytes: float


def read_desk() -> list[Read]:
    """Grow a world, and read every list of its desk."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment
    from django.urls import reverse

    from kit.lists import ListPage

    # By their names, for types are checked of what is served and not of the tests.
    routes, world = import_module("tests.access.routes").ROUTES, import_module("tests.world").build_world()
    desk = {name for name, each in import_module("tests.named_routes").named_routes() if "desk/" in str(each.pattern)}
    addresses = {
        route: reverse(route, args=arguments(world))
        for route, (arguments, answered) in routes.items()
        if route in desk and answered["lead"] == 200
    }
    grow = import_module("tests.grown_world").grow
    grow(world, 1)
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(world.lead, backend="django.contrib.auth.backends.ModelBackend")
    # What a page was drawn from is known while templates are watched; it is measured while they are not.
    setup_test_environment()
    pages = {route: (browser.get(address).context or {}).get("page") for route, address in addresses.items()}
    teardown_test_environment()
    asked = {
        (route, words): addresses[route] + words
        for route, page in pages.items()
        if isinstance(page, ListPage) and route not in WORKED_OUT_WHOLE
        for words in (("", "?page=9999", "?q=a+1") if page.find else ("", "?page=9999"))
    }

    def read(address: str) -> tuple[float, float, int, float]:
        before, used = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(address)
        took = (time.perf_counter() - before) * 1000, (time.process_time() - used) * 1000
        return *took, len(queries), len(response.content) / 1000

    few = {key: read(address)[2] for key, address in asked.items()}
    began = time.perf_counter()
    grow(world, ROWS, FEW)
    print(f"{ROWS:,} rows of everything, in {time.perf_counter() - began:.0f} seconds.", flush=True)
    # As each worker of the web server does.
    import_module("config.gunicorn").post_worker_init(None)
    found = []
    for (route, words), address in asked.items():
        took, used, queries, size = zip(*(read(address) for _ in range(TIMES)), strict=True)
        found.append(Read(route, words, min(took), min(used), few[route, words], max(queries), max(size)))
    return sorted(found, key=lambda each: -each.milliseconds)


def main() -> None:
    """Prepare, read, print; fail where a page takes too long."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as data_dir:
        set_environment(data_dir, free_port())
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        reads = read_desk()
    print(f"\n{'page':44}{'asked':12}{'ms':>8}{'processor':>11}{'queries':>9}{'KB':>8}")
    for read in reads:
        took = f"{read.milliseconds:8.0f}{read.processor:11.0f}"
        print(f"{read.route:44}{read.asked:12}{took}{read.queries:9}{read.kilobytes:8.0f}")
    more = sorted({f"{read.route}{read.asked}" for read in reads if read.asked == "" and read.queries > read.few})
    if more:
        print(f"\nMore queries for more rows: {', '.join(more)}.")
    slow = sorted({read.route for read in reads if read.milliseconds > MOST_MS})
    if slow:
        print(f"\nMore than {MOST_MS} ms: {', '.join(slow)}.")
    if slow or more:
        sys.exit(1)


if __name__ == "__main__":
    main()
