"""`make pictures`: take the documents' pictures anew, from the demonstration as it looks on one fixed day.

Loads the demonstration into a scratch folder, serves it on loopback from this process, whose clock stands still, and
photographs each page of `PAGES` and each letter of `LETTERS` with Chromium. A picture that nobody could tell from the
one that is there is left as it is. Another folder can be named: `python -m tools.pictures /tmp/pictures`.
"""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
# A Sunday, on which the consultation in Glasgow is open and two meetings are to come.
MOMENT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NEWCASTLE = "/programmes/newcastle-gateshead-connected/"
GLASGOW = "/programmes/glasgow-socially-connected/"
LEAD = "maya.lindqvist@example.org"
REPRESENTATIVE = "rosa.adeyemi@example.org"
# The organisation of the two letters, and who speaks for it.
ORGANISATION = "Two Rings Listening Service"
PREDECESSOR = "catriona.baptiste@example.org"
# A personal link is different each time, and nobody's to print.
LINK = re.compile(r"http://[\w.:]+/i/[\w-]{43}/")
# Pixels that may differ, and by how much of 255: smoothing of letters, which differs between two releases of Chromium.
NOTICEABLE, SPARE = 48, 0.001
# Enough for pages of few colours, and half the bytes.
COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """A page to photograph: where it is, how much of it (pixels from the top; None: all), who has signed in."""

    path: str
    height: int | None = None
    person: str = ""


# By file; the number at the end of a name is the width of the window.
PAGES = {
    "progress-1280.png": Shot(NEWCASTLE, 2600),
    "progress-320.png": Shot(NEWCASTLE, 2600),
    "glasgow-1280.png": Shot(GLASGOW, 2600),
    "glasgow-320.png": Shot(GLASGOW, 2600),
    "posters-1280.png": Shot(f"{NEWCASTLE}posters/", 2200),
    "posters-320.png": Shot(f"{NEWCASTLE}posters/", 2200),
    "action-area-1280.png": Shot(f"{NEWCASTLE}actions/2/", 2400),
    "action-area-320.png": Shot(f"{NEWCASTLE}actions/2/", 2400),
    "stocktake-1280.png": Shot(f"{NEWCASTLE}stocktakes/1/", 2400),
    "stocktake-320.png": Shot(f"{NEWCASTLE}stocktakes/1/", 2400),
    "coverage-1280.png": Shot(f"{GLASGOW}coverage/", 2100),
    "representative-320.png": Shot("/home/", person=REPRESENTATIVE),
    "round-1280.png": Shot("/desk/newcastle-gateshead-connected/rounds/2/", person=LEAD),
}
# Posters are fetched as they come into view.
ALL_LOADED = """async () => {
  await document.fonts.ready;
  for (const picture of document.images) {
    picture.loading = "eager";
    await picture.decode();
  }
}"""
LETTERS = ("email-invitation-640.png", "email-hand-over-640.png")


def set_environment(data_dir: str, port: int) -> None:
    """Settle every value that decides something, so that nothing of this machine's is in a picture."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        ENV_FILE=os.devnull,
        DATA_DIR=data_dir,
        DATABASE_URL=f"sqlite:///{data_dir}/pictures.sqlite3",
        REDIS_URL="",
        SECRET_KEY="pictures-only-" + "0123456789" * 5,
        ALLOWED_HOSTS="127.0.0.1",
        SITE_URL=f"http://127.0.0.1:{port}",
        DEMO="true",
        DEBUG="false",
        EMAIL_URL="page:",
        LOG_LEVEL="ERROR",
    )


def load() -> None:
    """Make the database and the static files, and load both programmes."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)


def sign_in(email: str) -> dict[str, str]:
    """Return the cookie of a browser in which a person of the demonstration has signed in."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": settings.SITE_URL}


def letter_to(address: str) -> str:
    """Return the HTML of the newest letter to an address, with a personal link that opens nothing."""
    from outbox.models import Message

    letter = Message.objects.filter(to_address=address).latest("pk").html
    return LINK.sub("https://throughline.example.org/i/the-link-is-yours-alone/", letter)


def letters() -> dict[str, str]:
    """Return both letters as HTML, by file; what is done for them is taken back, so that no page shows it."""
    from django.db import transaction

    from accounts.models import User
    from stakeholders.models import Partnership
    from stakeholders.services import RepresentativeDetails, accept_invitation, invite_to_appoint

    with transaction.atomic():
        invitation = invite_to_appoint(
            Partnership.objects.get(organisation__name=ORGANISATION),
            name="Isla Drummond",
            email="isla.drummond@example.org",
            by=User.objects.get(email=LEAD),
            at=MOMENT,
        )
        # Its words are forgotten as soon as it is answered.
        asked = letter_to(invitation.email)
        details = RepresentativeDetails(name="Isla Drummond", can_decide=True, can_engage=True)
        accept_invitation(invitation, details=details, at=MOMENT)
        told = letter_to(PREDECESSOR)
        transaction.set_rollback(True)
    return {"email-invitation-640.png": asked, "email-hand-over-640.png": told}


@contextmanager
def served(port: int) -> Iterator[None]:
    """Serve the site from a thread of this process, so that it has this process's clock."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: every page of a run is asked for on purpose."""

    server = ThreadedWSGIServer(("127.0.0.1", port), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def photograph(page: Page, name: str, height: int | None) -> bytes:
    """Return what a window shows as PNG, from its top: the whole, or as much of it as `height` says."""
    page.evaluate(ALL_LOADED)
    whole = page.evaluate("document.documentElement.scrollHeight")
    area = {"x": 0, "y": 0, "width": width_of(name), "height": min(height or whole, whole)}
    return page.screenshot(full_page=True, clip=area, animations="disabled")


def width_of(name: str) -> int:
    """Return the width of the window that a file's name ends with."""
    return int(name.removesuffix(".png").rsplit("-", 1)[1])


@contextmanager
def window(browser: Browser, name: str) -> Iterator[Page]:
    """Open a window of its own, with no cookies, as wide as the picture."""
    context = browser.new_context(viewport={"width": width_of(name), "height": 400}, locale="en-GB")
    try:
        yield context.new_page()
    finally:
        context.close()


def stands_for_arial() -> bool:
    """Whether a letter looks here as it does to those who read it: set in Arial, or in what has its measures."""
    if not shutil.which("fc-match"):
        return False
    found = subprocess.run(["fc-match", "--format=%{family}", "Arial"], capture_output=True, text=True, check=True)
    return found.stdout.startswith(("Arial", "Liberation Sans", "Arimo"))


def look_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether nobody could tell two pictures apart."""
    if one.size != other.size:
        return False
    differences = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).convert("L").histogram()
    return sum(differences[NOTICEABLE:]) <= SPARE * one.width * one.height


def keep(picture: bytes, path: Path) -> str:
    """Write a picture in few colours, unless it looks like the one that is there; return what was done."""
    drawn = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    if path.exists() and look_alike(drawn, Image.open(path)):
        return "as it was"
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn.save(path, optimize=True)
    return "renewed"


def take_all(folder: Path, chromium: str, port: int) -> None:
    """Photograph every page and letter into `folder`, and say of each what was done."""
    # Asked of the database before Playwright's loop runs in this thread.
    written = letters()
    cookies = {shot.person: sign_in(shot.person) for shot in PAGES.values() if shot.person}
    with served(port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, shot in PAGES.items():
            with window(browser, name) as page:
                if shot.person:
                    page.context.add_cookies([cookies[shot.person]])
                url = f"http://127.0.0.1:{port}{shot.path}"
                answer = page.goto(url)
                if answer is None or answer.status != 200 or page.url != url:
                    sys.exit(f"{name} was not taken: {url} led to {page.url}, status {answer and answer.status}.")
                print(f"{name}: {keep(photograph(page, name, shot.height), folder / name)}", flush=True)
        for name in LETTERS if stands_for_arial() else ():
            with window(browser, name) as page:
                page.set_content(written[name])
                print(f"{name}: {keep(photograph(page, name, None), folder / name)}", flush=True)
        browser.close()
    if not stands_for_arial():
        print(f"{', '.join(LETTERS)}: not taken, for no typeface here stands for Arial; fonts-liberation brings one.")


def main(folder: Path) -> None:
    """Find Chromium, stop the clock, and take the pictures."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    chromium = next((path for name in names if name and (path := shutil.which(name))), "")
    if not chromium:
        sys.exit("make pictures needs Chromium; 'make system' installs it, and CHROMIUM=… names another one.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    scratch = tempfile.TemporaryDirectory(prefix="throughline-pictures-")
    with scratch as data_dir, time_machine.travel(MOMENT, tick=False):
        set_environment(data_dir, port)
        load()
        take_all(folder, chromium, port)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
