"""`make run`: bring the data up to date, then serve the site and work in the background until told to stop.

Two processes of the same code: the web server, and one Celery worker with its clock. When the web server ends, both do;
a worker that ends by itself is started again, and the site is there meanwhile.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - asked for by whoever sets HOST
WEB = ["gunicorn", "--config", "python:config.gunicorn", "--log-level", "warning", "config.wsgi"]
WORKER = [
    "celery", "--quiet", "-A", "config", "worker", "-B", "-P", "solo", "--loglevel", "WARNING",
    "--without-gossip", "--without-mingle", "--without-heartbeat",
]  # fmt: skip
# A worker that does not stay is not started more often than this.
WORKER_AGAIN_SECONDS = 10
# Said to whoever runs a production as root; here it would only hide what matters.
QUIET = {"PYTHONWARNINGS": "ignore:You're running the worker"}

# Two of the people that `load_demo` invents: one leads both programmes, one speaks for an organisation in Glasgow.
STAFF = "maya.lindqvist@example.org"
REPRESENTATIVE = "rosa.adeyemi@example.org"


class CannotRun(Exception):
    """Why the site cannot be started, in one sentence that says what to do."""


def bracketed(host: str) -> str:
    """Return `host` as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def set_addresses(host: str, port: int) -> str:
    """Put what follows from `host` and `port` into the environment, and return the site's address.

    A SITE_URL that somebody set stays. Listening everywhere, the site also answers to this machine's own name.
    """
    shown = "localhost" if host in EVERYWHERE else bracketed(host)
    url = os.environ.setdefault("SITE_URL", f"http://{shown}:{port}")
    hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host in EVERYWHERE:
        name = socket.gethostname()
        try:
            found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None)}
        except OSError:
            found = set()
        hosts += [name, *sorted(bracketed(address) for address in found)]
    else:
        hosts.append(bracketed(host))
    os.environ.update(ALLOWED_HOSTS=",".join(dict.fromkeys(hosts)), HOST=bracketed(host), PORT=str(port))
    return url


def check_port(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotRun(
                f"Port {port} of {host} cannot be used ({os.strerror(error.errno or 0).lower()}); "
                f"choose another: make run PORT={port + 1}."
            ) from error


def lock_data(data_dir: Path) -> IO[str]:
    """Hold the data folder for this process alone: two of them would do everything twice."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = (data_dir / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotRun(f"The site already runs on the data in {data_dir}; stop it first, or set DATA_DIR.") from error
    return lock


def manage(*arguments: str) -> None:
    """Run one management command; it says itself what went wrong."""
    if subprocess.run([sys.executable, "manage.py", *arguments], check=False).returncode:  # noqa: S603
        raise CannotRun(f"`manage.py {arguments[0]}` failed, so nothing was started; its own words stand above.")


def start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start a program of the virtual environment in a group of its own: Ctrl-C reaches this process alone."""
    program = str(Path(sys.executable).parent / arguments[0])
    return subprocess.Popen([program, *arguments[1:]], env=os.environ | QUIET, start_new_session=True)  # noqa: S603


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and all it started: politely first, then not."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until_served(host: str, port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    """Return when the web server listens, or when a process has ended."""
    there = ("localhost" if host in EVERYWHERE else host, port)
    for _ in range(300):
        if any(process.poll() is not None for process in processes):
            return
        try:
            socket.create_connection(there, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def greeting(url: str) -> str:
    """Say where the site is and who can sign in."""
    lines = ["", f"Throughline is at {url}/", ""]
    if os.environ.get("DEMO", "").lower() in {"true", "1", "yes", "on"}:
        password = os.environ.get("DEMO_STAFF_PASSWORD", "")
        lines += [
            "Everybody in this demonstration is invented. To sign in:",
            f"  as staff             {url}/accounts/login/        {STAFF}   {password}",
            f"  as a representative  {url}/accounts/login/code/   {REPRESENTATIVE}",
            f"  all mail, sign-in codes included, can be read at {url}/demo/mail/",
            "",
        ]
    return "\n".join([*lines, "Ctrl-C stops it."])


def run(host: str, port: int) -> int:
    """Serve until a signal comes or a process ends; return the exit status."""
    check_port(host, port)
    url = set_addresses(host, port)
    lock = lock_data(Path(os.environ.get("DATA_DIR", BASE_DIR / "data")))
    manage("migrate", "--verbosity", "0")
    manage("load_demo")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    stopped = False

    def note_stop(number: int, frame: object) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note_stop)
    web = start(WEB)
    processes = [web, start(WORKER)]
    begun = time.monotonic()
    try:
        wait_until_served(host, port, processes)
        if not any(process.poll() for process in processes):
            print(greeting(url), flush=True)
        while not stopped and web.poll() is None:
            if processes[1].poll() is not None and time.monotonic() > begun + WORKER_AGAIN_SECONDS:
                stop(processes[1])
                processes[1], begun = start(WORKER), time.monotonic()
                print("The worker ended by itself; the reason stands above. It has been started again.", flush=True)
            time.sleep(0.2)
    finally:
        for process in processes:
            stop(process)
        lock.close()
    if stopped:
        print("Stopped.")
        return 0
    raise CannotRun("The web server ended by itself, so the worker was stopped too; the reason stands above.")


def main() -> None:
    """Read `.env` as settings do, and run."""
    os.chdir(BASE_DIR)
    environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))
    try:
        sys.exit(run(os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))))
    except CannotRun as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
