"""`make bench`: how fast the public pages are, beside a Django that says hello on the same server in the same minute.

Loads the demonstration into a folder of its own (or into the empty database that BENCH_DATABASE_URL names), starts
both on loopback with two gunicorn workers each, and lets `wrk` ask for each page in turn, three times round.
Prints the median of each; what one page costs in queries; and what a first visit brings over the wire.
"""

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
from io import StringIO
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

ROUNDS = 3
SECONDS = 4
CONNECTIONS = 8
BIN = Path(sys.executable).parent
NEWCASTLE = "/programmes/newcastle-gateshead-connected/"
PAGES = {
    "progress": NEWCASTLE,
    "progress, still open": "/programmes/glasgow-socially-connected/",
    "action area": f"{NEWCASTLE}actions/1/",
    "posters": f"{NEWCASTLE}posters/",
}


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
def served(application: str, port: int) -> Iterator[str]:
    """Serve a WSGI application with the production settings and two workers; yield its address."""
    command = [
        str(BIN / "gunicorn"), "--config", "python:config.gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2",
        # A worker replaced in the middle of a measurement would be measured.
        "--max-requests", "0", "--log-level", "warning", application,
    ]  # fmt: skip
    process = subprocess.Popen(command)
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


def measure(url: str, seconds: int) -> tuple[float, float]:
    """Return requests a second and the 99th percentile in milliseconds, as `wrk` finds them."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "--latency", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"{url} did not answer every request well:\n{said}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if not rate or not p99:
        sys.exit(f"wrk said something unexpected:\n{said}")
    return float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]]


def fetch(url: str) -> tuple[bytes, bytes]:
    """Return the bytes that come over the wire for `url` to a browser that reads Brotli, and the same read."""
    with urlopen(Request(url, headers={"Accept-Encoding": "br, gzip"})) as response:
        body: bytes = response.read()
        encoding = response.headers.get("Content-Encoding", "")
    if encoding == "br":
        import brotli

        return body, brotli.decompress(body)
    if encoding == "gzip":
        import gzip

        return body, gzip.decompress(body)
    return body, body


def fonts_for(page: str, sheet: str) -> set[str]:
    """Return the files that a browser fetches for a page: of the typefaces in a sheet, those whose range it touches."""
    used = {ord(letter) for letter in page}
    fetched = set()
    for face in re.findall(r"@font-face\s*\{(.*?)\}", sheet, flags=re.DOTALL):
        parts = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face) or [("0", "10FFFF")]
        if any(int(first, 16) <= letter <= int(last or first, 16) for first, last in parts for letter in used):
            fetched.update(re.findall(r"url\([\"']?([^\"')]+\.woff2)", face))
    return fetched


def weigh(url: str) -> dict[str, int]:
    """Return the bytes of a first visit by kind: the page, and all that a browser fetches for it."""
    wire, page = fetch(url)
    weight = {"html": len(wire), "css": 0, "js": 0, "fonts": 0, "pictures": 0}
    html = page.decode()
    links = [tag for tag in re.findall(r"<link[^>]+>", html) if 'rel="stylesheet"' in tag]
    fonts = set()
    for style in {name for tag in links for name in re.findall(r'href="([^"]+)"', tag)}:
        address = urljoin(url, style)
        wire, text = fetch(address)
        weight["css"] += len(wire)
        fonts |= {urljoin(address, name) for name in fonts_for(html, text.decode())}
    weight["fonts"] = sum(len(fetch(font)[0]) for font in fonts)
    for kind, pattern in (("js", r'<script[^>]+src="([^"]+)"'), ("pictures", r'<img[^>]+src="([^"]+)"')):
        weight[kind] = sum(len(fetch(urljoin(url, name))[0]) for name in set(re.findall(pattern, html)))
    return weight


def count_queries(path: str) -> int:
    """Return how many queries one page asks."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = Client().get(path, headers={"host": "127.0.0.1"})
    if response.status_code != 200:
        sys.exit(f"{path} answered {response.status_code}.")
    return len(queries)


def main() -> None:
    """Prepare, serve, measure, print."""
    with ExitStack() as stack:
        data_dir = stack.enter_context(tempfile.TemporaryDirectory(prefix="throughline-bench-"))
        port = free_port()
        set_environment(data_dir, port)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=StringIO())
        call_command("collectstatic", interactive=False, verbosity=0)
        ours = stack.enter_context(served("config.wsgi", port))
        floor = stack.enter_context(served("bench.hello", free_port()))
        urls = {"hello": f"{floor}/"} | {name: ours + path for name, path in PAGES.items()}
        for url in urls.values():
            measure(url, 1)
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in urls}
        for _ in range(ROUNDS):
            for name, url in urls.items():
                found[name].append(measure(url, SECONDS))
        print(f"Two gunicorn workers, {CONNECTIONS} connections, median of {ROUNDS} rounds of {SECONDS} s.\n")
        heads = f"{'page':22}{'requests/s':>12}{'p99 ms':>9}{'of hello':>10}"
        print(f"{heads}{'queries':>9}{'KB, no pictures':>17}{'pictures':>10}")
        hello = statistics.median(rate for rate, _ in found["hello"])
        for name, url in urls.items():
            rate = statistics.median(rate for rate, _ in found[name])
            p99 = statistics.median(p99 for _, p99 in found[name])
            line = f"{name:22}{rate:12.0f}{p99:9.1f}{rate / hello:10.1%}"
            if name in PAGES:
                weight = weigh(url)
                pictures = weight.pop("pictures")
                line += f"{count_queries(PAGES[name]):9}{sum(weight.values()) / 1000:17.1f}{pictures / 1000:10.1f}"
            print(line)
        parts = ", ".join(f"{kind} {size:,}" for kind, size in weigh(urls["progress"]).items())
        print(f"\nA first visit to progress, in bytes: {parts}.")


if __name__ == "__main__":
    main()
