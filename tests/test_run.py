"""`make run`, from the port it is given to the last process it ends."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from config import dotenv
from config.run import REPRESENTATIVE, STAFF, CannotRun, greeting, lock_data, set_addresses

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """Return a port of loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A clean clone's: what `make setup` wrote, a data folder, a port nobody has."""
    dotenv.write(tmp_path / ".env")
    return {
        "PATH": os.environ["PATH"],
        "ENV_FILE": str(tmp_path / ".env"),
        "DATA_DIR": str(tmp_path / "data"),
        "PORT": str(free_port()),
    }


@pytest.fixture
def site(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "config.run"], cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    yield process
    process.terminate()
    process.wait(timeout=30)


def test_run_serves_both_programmes_and_ends_all_it_started(
    site: subprocess.Popen[str], environment: dict[str, str]
) -> None:
    assert site.stdout
    url = f"http://127.0.0.1:{environment['PORT']}"
    printed = next(line for line in site.stdout if line.startswith("Throughline is at "))
    assert printed == f"Throughline is at {url}/\n"
    pages = ("/programmes/glasgow-socially-connected/", "/programmes/newcastle-gateshead-connected/")
    for path in ("/", *pages, "/readyz"):
        with urlopen(url + path) as response:
            assert response.status == 200
    listed = subprocess.run(["pgrep", "-P", str(site.pid)], capture_output=True, text=True, check=True)
    children = listed.stdout.split()
    assert len(children) == 2
    # The web server was started first. A worker that is killed is started again, and the site goes on.
    os.killpg(int(max(children, key=int)), signal.SIGKILL)
    again = next(line for line in site.stdout if line.startswith("The worker"))
    assert again == "The worker ended by itself; the reason stands above. It has been started again.\n"
    with urlopen(url + "/readyz") as response:
        assert response.status == 200
    listed = subprocess.run(["pgrep", "-P", str(site.pid)], capture_output=True, text=True, check=True)
    children += listed.stdout.split()
    assert len(set(children)) == 3
    site.send_signal(signal.SIGTERM)
    assert site.wait(timeout=30) == 0
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []


def test_run_refuses_a_port_in_use_with_one_sentence(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["PORT"])))
        taken.listen()
        result = subprocess.run(
            [sys.executable, "-m", "config.run"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    port = int(environment["PORT"])
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"Port {port} of 127.0.0.1 cannot be used (address already in use); choose another: make run PORT={port + 1}.\n"
    )


def test_run_refuses_data_that_is_in_use_with_one_sentence(tmp_path: Path) -> None:
    first = lock_data(tmp_path)
    with pytest.raises(CannotRun) as refused:
        lock_data(tmp_path)
    assert str(refused.value) == f"The site already runs on the data in {tmp_path}; stop it first, or set DATA_DIR."
    first.close()
    lock_data(tmp_path).close()


@pytest.mark.parametrize(
    ("host", "url", "allowed"),
    [
        ("127.0.0.1", "http://127.0.0.1:8123", "localhost,127.0.0.1"),
        ("::1", "http://[::1]:8123", "localhost,[::1]"),
        ("throughline.example.org", "http://throughline.example.org:8123", "localhost,throughline.example.org"),
    ],
)
def test_run_tells_settings_the_address_it_was_given(
    monkeypatch: pytest.MonkeyPatch, host: str, url: str, allowed: str
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "localhost")
    monkeypatch.delenv("SITE_URL")
    monkeypatch.setenv("HOST", "")
    monkeypatch.setenv("PORT", "")
    assert set_addresses(host, 8123) == url
    assert (os.environ["SITE_URL"], os.environ["ALLOWED_HOSTS"], os.environ["PORT"]) == (url, allowed, "8123")


def test_run_names_people_of_the_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    demo = ROOT / "demo"
    assert f'email = "{STAFF}"\nhat = "lead"' in (demo / "staff.toml").read_text()
    assert f'email = "{REPRESENTATIVE}"' in (demo / "glasgow" / "members.toml").read_text()
    monkeypatch.setenv("DEMO_STAFF_PASSWORD", "open sesame")
    assert greeting("http://localhost:8123").splitlines()[4:6] == [
        f"  as staff             http://localhost:8123/accounts/login/        {STAFF}   open sesame",
        f"  as a representative  http://localhost:8123/accounts/login/code/   {REPRESENTATIVE}",
    ]


def test_dotenv_is_its_owners_alone_and_never_written_twice(tmp_path: Path) -> None:
    dotenv.write(tmp_path / ".env")
    first = (tmp_path / ".env").read_text()
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        dotenv.write(tmp_path / ".env")
    assert (tmp_path / ".env").read_text() == first
