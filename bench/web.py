"""`make bench`: how fast the public pages are, beside a Django that says hello on the same server at the same moment.

Loads the demonstration into a folder of its own (or into the empty database that BENCH_DATABASE_URL names) and serves,
on loopback with two gunicorn workers each: the site, the site with nothing kept, and the hello; on PostgreSQL also a
hello that asks the one query that a kept page asks. `wrk` asks for each page as a browser does (Brotli), right after
the hello that it is compared with, round after round: on a shared machine single figures swing, and a pair swings
together. Prints the minimum, median and maximum of the ratios; the same of pages that are drawn each time; what drawing
one costs; how many queries a page takes; and what a first visit brings over the wire.
"""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from urllib.request import Request, urlopen

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "2"))
UNKEPT_ROUNDS = 3
CONNECTIONS = 8
BIN = Path(sys.executable).parent
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
NEWCASTLE = "/programmes/newcastle-gateshead-connected/"
PAGES = {
    "progress": NEWCASTLE,
    "progress, still open": "/programmes/glasgow-socially-connected/",
    "action area": f"{NEWCASTLE}actions/1/",
    "posters": f"{NEWCASTLE}posters/",
}
NOT_MODIFIED = "progress, 304"


def free_port() -> int:
    """Return a port of loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def set_environment(data_dir: str, port: int) -> None:
    """Settle every value that decides something, as for a production on this machine without TLS."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        ENV_FILE=os.devnull,
        DATA_DIR=data_dir,
        DATABASE_URL=os.environ.get("BENCH_DATABASE_URL", "") or f"sqlite:///{data_dir}/bench.sqlite3",
        REDIS_URL="",
        SECRET_KEY="bench-only-" + "0123456789" * 5,
        ALLOWED_HOSTS="127.0.0.1",
        SITE_URL=f"http://127.0.0.1:{port}",
        DEMO="true",
        DEBUG="false",
        EMAIL_URL="page:",
        LOG_LEVEL="WARNING",
    )


@contextmanager
def served(application: str, port: int, **variables: str) -> Iterator[str]:
    """Serve a WSGI application with the production settings and two workers; yield its address."""
    command = [
        str(BIN / "gunicorn"), "--config", "python:config.gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2",
        # A worker replaced in the middle of a measurement would be measured.
        "--max-requests", "0", "--log-level", "warning", application,
    ]  # fmt: skip
    process = subprocess.Popen(command, env=os.environ | variables)
    try:
        for _ in range(100):
            if process.poll() is not None:
                sys.exit(f"gunicorn could not serve {application}; its own words stand above.")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def measure(url: str, seconds: int, headers: dict[str, str] | None = None) -> tuple[float, float]:
    """Return requests a second and the 99th percentile in milliseconds, as `wrk` finds them."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "--latency", url]
    for name, value in (BROWSER if headers is None else headers).items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"{url} did not answer every request well:\n{said}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if not rate or not p99:
        sys.exit(f"wrk said something unexpected:\n{said}")
    return float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]]


@dataclass
class Pairs:
    """What was measured of one page, and of the hello before it, round by round."""

    rates: list[float] = field(default_factory=list)
    p99s: list[float] = field(default_factory=list)
    ratios: dict[str, list[float]] = field(default_factory=dict)

    def add(self, page: tuple[float, float], floors: dict[str, float]) -> None:
        """Take in one round."""
        self.rates.append(page[0])
        self.p99s.append(page[1])
        for name, rate in floors.items():
            self.ratios.setdefault(name, []).append(page[0] / rate)

    def __str__(self) -> str:
        line = f"{statistics.median(self.rates):10.0f}{statistics.median(self.p99s):9.1f}"
        for found in self.ratios.values():
            line += f"{min(found):10.2f}{statistics.median(found):7.2f}{max(found):7.2f}"
        return line


def compare(site: str, floors: dict[str, str], pages: dict[str, str], rounds: int) -> dict[str, Pairs]:
    """Ask for each page right after each of the floors, as many rounds as are wanted."""
    found = {name: Pairs() for name in pages}
    for url in [*(site + path for path in pages.values()), *floors.values()]:
        measure(url, 1)
    for _ in range(rounds):
        for name, path in pages.items():
            headers = dict(BROWSER)
            if name == NOT_MODIFIED:
                headers["If-None-Match"] = etag_of(site + path)
            rates = {floor: measure(url, SECONDS)[0] for floor, url in floors.items()}
            found[name].add(measure(site + path, SECONDS, headers), rates)
    return found


def etag_of(url: str) -> str:
    """Return the version that a page has now."""
    with urlopen(Request(url, headers=BROWSER)) as response:
        return str(response.headers["ETag"])


def fetch(url: str) -> tuple[bytes, bytes]:
    """Return the bytes that come over the wire for `url` to a browser that reads Brotli, and the same read."""
    with urlopen(Request(url, headers=BROWSER)) as response:
        body: bytes = response.read()
        encoding = response.headers.get("Content-Encoding", "")
    if encoding == "br":
        import brotli

        return body, brotli.decompress(body)
    if encoding == "gzip":
        import gzip

        return body, gzip.decompress(body)
    return body, body


def weigh(url: str) -> dict[str, int]:
    """Return the bytes of a first visit by kind: the page, and all that it and its stylesheets name."""
    wire, page = fetch(url)
    weight = {"html": len(wire), "css": 0, "js": 0, "fonts": 0, "pictures": 0}
    html = page.decode()
    links = [tag for tag in re.findall(r"<link[^>]+>", html) if 'rel="stylesheet"' in tag]
    fonts = set()
    for style in {name for tag in links for name in re.findall(r'href="([^"]+)"', tag)}:
        address = urljoin(url, style)
        wire, text = fetch(address)
        weight["css"] += len(wire)
        fonts |= {urljoin(address, name) for name in re.findall(r"url\([\"']?([^\"')]+\.woff2)", text.decode())}
    weight["fonts"] = sum(len(fetch(font)[0]) for font in fonts)
    for kind, pattern in (("js", r'<script[^>]+src="([^"]+)"'), ("pictures", r'<img[^>]+src="([^"]+)"')):
        weight[kind] = sum(len(fetch(urljoin(url, name))[0]) for name in set(re.findall(pattern, html)))
    return weight


def count_queries(path: str) -> tuple[int, int]:
    """Return how many queries a page asks when it is drawn, and when it is kept."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = Client().get(path, headers={"host": "127.0.0.1"})
        if response.status_code != 200:
            sys.exit(f"{path} answered {response.status_code}.")
        counts.append(len(queries))
    return counts[0], counts[1]


def first_drawing(path: str) -> float:
    """Return the milliseconds of CPU that the first request for a page costs after something was done; the median."""
    from django.test import Client
    from django.utils import timezone

    from accounts.audit import record
    from programmes.models import Programme

    took = []
    for _ in range(ROUNDS):
        for programme in Programme.objects.all():
            record("measured", programme, by=None, at=timezone.now(), programme_id=programme.pk)
        client, before = Client(), time.process_time()
        client.get(path, headers={"host": "127.0.0.1", **BROWSER})
        took.append((time.process_time() - before) * 1000)
    return statistics.median(took)


def asking(settings: Any) -> dict[str, str]:
    """Return what makes the hello ask the query that a kept page asks, of the same database in the same way."""
    from programmes.publication import versions_sql

    database = {key: value for key, value in settings.DATABASES["default"].items() if key != "TEST"}
    slug = PAGES["progress"].split("/")[2]
    return {"BENCH_DATABASE": json.dumps(database), "BENCH_QUERY": json.dumps([versions_sql(slug), [slug]])}


def main() -> None:
    """Prepare, serve, measure, print."""
    with ExitStack() as stack:
        data_dir = stack.enter_context(tempfile.TemporaryDirectory(prefix="throughline-bench-"))
        port = free_port()
        set_environment(data_dir, port)
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=StringIO())
        call_command("collectstatic", interactive=False, verbosity=0)
        costs = {name: (*count_queries(path), first_drawing(path)) for name, path in PAGES.items()}
        site = stack.enter_context(served("config.wsgi", port))
        drawing = stack.enter_context(served("config.wsgi", free_port(), KEPT_PAGES_MB="0"))
        floors = {"hello": stack.enter_context(served("bench.hello", free_port()))}
        if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
            floors["hello, 1 query"] = stack.enter_context(served("bench.hello", free_port(), **asking(settings)))
        kept = compare(site, floors, PAGES | {NOT_MODIFIED: PAGES["progress"]}, ROUNDS)
        unkept = compare(drawing, floors, PAGES, UNKEPT_ROUNDS)
        print_rates(f"Kept, {ROUNDS} rounds of {SECONDS} s", floors, kept)
        print_rates(f"Drawn each time, {UNKEPT_ROUNDS} rounds of {SECONDS} s", floors, unkept)
        print(
            f"\n{'page':22}{'queries drawn':>15}{'kept':>6}{'CPU ms drawn':>14}{'KB, no pictures':>17}{'pictures':>10}"
        )
        for name, (drawn, one, cpu) in costs.items():
            weight = weigh(site + PAGES[name])
            pictures = weight.pop("pictures")
            print(f"{name:22}{drawn:15}{one:6}{cpu:14.0f}{sum(weight.values()) / 1000:17.1f}{pictures / 1000:10.1f}")
        parts = ", ".join(f"{kind} {size:,}" for kind, size in weigh(site + PAGES["progress"]).items())
        print(f"\nA first visit to progress, in bytes: {parts}.")


def print_rates(title: str, floors: dict[str, str], found: dict[str, Pairs]) -> None:
    """Print what was measured of each page, beside each floor."""
    print(f"\n{title}; two gunicorn workers, {CONNECTIONS} connections; ratios: minimum, median, maximum.")
    heads = "".join(f"{'of ' + floor:>24}" for floor in floors)
    print(f"{'page':22}{'a second':>10}{'p99 ms':>9}{heads}")
    for name, pairs in found.items():
        print(f"{name:22}{pairs}")


if __name__ == "__main__":
    main()
