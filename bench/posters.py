"""`make bench-posters`: a hall hands in its posters. 150 telephones, ten seconds, 4 MB each, and everybody taps twice.

Serves the site with gunicorn as production does, with a worker beside it, on the PostgreSQL that BENCH_DATABASE_URL
names (an empty database; without it on SQLite, and says so). Prints how long a press took, whether each poster was
stored once, and how the queue of pictures went down.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from bench.web import BIN, free_port, set_environment

TELEPHONES = 150
WITHIN = 10.0
SECOND_TAP = 0.4
PHOTOGRAPH_BYTES = 4_000_000
LOOK_EVERY = 5.0
LONGEST = 600.0
BOUNDARY = "----a-poster-from-the-hall"


def photograph() -> bytes:
    """Return a photograph of 12 million pixels, filled up to 4 MB as a camera's own notes fill it."""
    from PIL import Image

    out = BytesIO()
    Image.effect_noise((1000, 750), 40).convert("RGB").resize((4000, 3000)).save(out, "JPEG", quality=92)
    content = out.getvalue()
    return content + b"\0" * max(PHOTOGRAPH_BYTES - len(content), 0)


def form(key: UUID, number: int, picture: bytes) -> bytes:
    """Return what a telephone sends."""
    typed = {"key": str(key), "title": f"Poster {number}", "group_name": f"Table {number}", "consent": "yes"}
    typed |= {"contact_name": "Somebody", "contact_details": "somebody@example.org"}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in typed.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photograph"; filename="p.jpg"\r\n'
    head += "Content-Type: image/jpeg\r\n\r\n"
    return "".join(parts).encode() + head.encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()


def tap(port: int, path: str, body: bytes) -> tuple[float, int]:
    """Send a form; return how long it took, and how it was answered (0: not at all)."""
    began = time.perf_counter()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
        status = connection.getresponse().status
        connection.close()
    except OSError:
        status = 0
    return time.perf_counter() - began, status


def telephone(port: int, path: str, number: int, picture: bytes, after: float) -> list[tuple[float, int]]:
    """Wait, send a poster, and tap again before the first tap is answered."""
    body = form(uuid4(), number, picture)
    time.sleep(after)
    with ThreadPoolExecutor(2) as fingers:
        first = fingers.submit(tap, port, path, body)
        time.sleep(SECOND_TAP)
        second = fingers.submit(tap, port, path, body)
        return [first.result(), second.result()]


def watch(began: float, stop: threading.Event, seen: list[tuple[float, int, int]]) -> None:
    """Write down every few seconds how many pictures wait and how many are drawn."""
    from django.db import connection

    from consultations.models import SentPicture

    while not stop.wait(LOOK_EVERY):
        states = Counter(SentPicture.objects.values_list("state", flat=True))
        seen.append((time.monotonic() - began, states["received"], states["drawn"]))
    connection.close()


def open_call() -> str:
    """Make a programme to which anybody may hand in; return where."""
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.models import User
    from consultations.models import PosterCall
    from programmes.models import Programme

    call_command("migrate", verbosity=0)
    at, lead = timezone.now(), User.objects.create_user("lead@example.org", name="Lead", is_staff=True)
    programme = Programme.objects.create(
        slug=f"hall-{uuid4().hex[:8]}", title="A hall", question="What matters?", starts_on=at.date(),
        published_at=at, published_by=lead,
    )  # fmt: skip
    return PosterCall.objects.create(
        programme=programme, introduction="Bring it.", starts_at=at - timedelta(days=1)
    ).get_absolute_url()


def report(taps: list[tuple[float, int]], seen: list[tuple[float, int, int]]) -> None:
    """Print what became of it all."""
    from django.db import connection

    from consultations.models import HandIn, Poster, SentPicture

    took = sorted(seconds for seconds, _ in taps)
    print(f"\n{TELEPHONES} telephones, {len(taps)} taps of {PHOTOGRAPH_BYTES / 1e6:.0f} MB in {WITHIN:.0f} s, ", end="")
    print(f"on {connection.vendor}, {os.cpu_count()} cores, telephones included")
    print("answers:", ", ".join(f"{count} x {status}" for status, count in sorted(Counter(s for _, s in taps).items())))
    print(f"a tap took: p50 {statistics.median(took):.2f} s, p95 {took[int(len(took) * 0.95)]:.2f} s, ", end="")
    print(f"longest {took[-1]:.2f} s")
    print(f"stored: {Poster.objects.count()} posters, {HandIn.objects.count()} hand-ins, ", end="")
    print(f"{SentPicture.objects.count()} photographs, {Poster.objects.exclude(picture='').count()} drawn")
    print("seconds since the first tap: pictures waiting, drawn")
    for seconds, waiting, drawn in seen:
        print(f"  {seconds:5.0f}: {waiting:4}, {drawn:4}")


def main() -> int:
    """Serve, send, watch, and say how it went; 1 when anything was stored other than once, or refused."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder, ExitStack() as running:
        set_environment(folder, port)
        import django

        django.setup()
        path, picture = open_call(), photograph()
        environment = os.environ | {"PORT": str(port), "HOST": "127.0.0.1"}
        commands: list[list[str]] = [
            [str(BIN / "gunicorn"), "--config", "python:config.gunicorn", "config.wsgi"],
            [str(BIN / "celery"), "-A", "config", "worker", "--concurrency", "2", "--loglevel", "WARNING"],
        ]
        for command in commands:
            process = subprocess.Popen(command, env=environment, cwd=Path(__file__).parent.parent, stdout=sys.stderr)
            running.callback(process.wait)
            running.callback(process.terminate)
        time.sleep(8)
        began, stop = time.monotonic(), threading.Event()
        seen: list[tuple[float, int, int]] = []
        watching = threading.Thread(target=watch, args=(began, stop, seen))
        watching.start()
        hall = Random(7)
        with ThreadPoolExecutor(TELEPHONES) as telephones:
            sent = [
                telephones.submit(telephone, port, path, number, picture, hall.uniform(0, WITHIN))
                for number in range(TELEPHONES)
            ]
            taps = [each for telephone_of in sent for each in telephone_of.result()]
        while time.monotonic() - began < LONGEST and (not seen or seen[-1][1]):
            time.sleep(1)
        stop.set()
        watching.join()
        report(taps, seen)
        from consultations.models import Poster

        drawn = Poster.objects.exclude(picture="").count()
        return int(Poster.objects.count() != TELEPHONES or drawn != TELEPHONES or {s for _, s in taps} != {302})


if __name__ == "__main__":
    sys.exit(main())
