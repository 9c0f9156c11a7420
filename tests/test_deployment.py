"""The examples in docs/deploy: systemd runs what compose runs; nginx and Caddy, as they run, believe nobody."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kit.uploads import MAX_BYTES
from tests.outbox.certificates import make_certificates
from tests.outbox.servers import free_port
from tests.test_compose import SERVICES
from tests.test_personal_links import addresses_with, links_by_module

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "deploy"
TOKEN = "a-token_of" + "x" * 33
KEY = "0b6fd0a4-3c5e-4a52-9d0c-2f4f1f8f6a11"
LIED = {
    "X-Forwarded-For": "192.0.2.1",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example.org",
    "Forwarded": "for=192.0.2.1",
}


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((FOLDER / f"throughline-{name}.service").read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_unit_runs_what_docker_compose_runs(name):
    service = unit(name)["Service"]
    program, *rest = SERVICES[name]["command"]
    assert service["ExecStart"].split() == [f"/srv/throughline/.venv/bin/{program}", *rest]
    assert (service["Restart"], service["User"]) == ("always", "throughline")


def test_units_stop_as_patiently_as_docker_compose_and_migrate_before_they_serve():
    patience = {name: SERVICES[name]["stop_grace_period"].rstrip("s") for name in ("web", "worker")}
    assert {name: unit(name)["Service"]["TimeoutStopSec"] for name in patience} == patience
    assert unit("web")["Service"]["ExecStartPre"].split()[1:] == SERVICES["migrate"]["command"][1:]
    assert {unit(name)["Unit"]["After"] for name in ("worker", "beat")} == {"throughline-web.service"}


class Site(BaseHTTPRequestHandler):
    """In the site's place: says what it is told of whoever asks, and takes what it is sent."""

    seen: list[dict[str, str]] = []

    def do_GET(self) -> None:
        read = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.seen.append({name.lower(): value for name, value in self.headers.items()} | {"read": f"{read}"})
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815

    def log_message(self, *words: object) -> None:
        pass


class Proxy:
    """One of the proxies, as its example sets it up, on ports of the test's own."""

    def __init__(self, folder: Path, kind: str) -> None:
        make_certificates(folder)
        self.folder, self.plain, self.port = folder, free_port(), free_port()
        self.site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
        threading.Thread(target=self.site.serve_forever, daemon=True).start()
        name = "nginx.conf" if kind == "nginx" else "Caddyfile"
        text = (FOLDER / name).read_text(encoding="utf-8")
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{self.site.server_port}")
        command = getattr(self, f"_{kind}")(text)
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=(folder / "said").open("w"))
        until = time.monotonic() + 20
        while True:
            try:
                self.get("/")
                break
            except OSError:
                assert time.monotonic() < until, (folder / "said").read_text()
                time.sleep(0.05)
        Site.seen.clear()

    def _nginx(self, text: str) -> list[str]:
        for before, after in {
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "/etc/ssl/throughline/fullchain.pem": f"{self.folder}/localhost.pem",
            "/etc/ssl/throughline/privkey.pem": f"{self.folder}/localhost.pem",
            "/var/log/nginx/": f"{self.folder}/",
        }.items():
            assert before in text, before
            text = text.replace(before, after)
        temporary = "".join(
            f"{name}_temp_path {self.folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        # Its processes write into the test's folder, whoever runs the test.
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user} daemon off; pid {self.folder}/pid; error_log {self.folder}/start.log;\nevents {{}}\n"
            f"http {{\n{temporary}{text}}}\n"
        )
        return ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    def _caddy(self, text: str) -> list[str]:
        site = f"https://throughline.example.org:{self.port} {{\n\tbind 127.0.0.1\n"
        site += f"\ttls {self.folder}/localhost.pem {self.folder}/localhost.pem\n"
        assert "throughline.example.org {\n" in text
        text = text.replace("throughline.example.org {\n", site)
        ports = f"http_port {self.plain}\n\thttps_port {self.port}"
        (self.folder / "Caddyfile").write_text(
            f"{{\n\tadmin off\n\t{ports}\n\tauto_https disable_redirects\n}}\n{text}"
        )
        return ["caddy", "run", "--config", str(self.folder / "Caddyfile"), "--adapter", "caddyfile"]

    def get(self, path: str, body: bytes = b"", **headers: str) -> int:
        """Ask over TLS, by the name in the example."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=20)
        # By its own name, which nothing on this machine can look up.
        connection.sock = context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port), 20),
            server_hostname="throughline.example.org",
        )
        connection.request("POST" if body else "GET", path, body, {"Host": "throughline.example.org", **headers})
        status = connection.getresponse().status
        connection.close()
        return status

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.site.shutdown()
        self.site.server_close()


@pytest.fixture(
    scope="module",
    params=[pytest.param("nginx", marks=pytest.mark.nginx), pytest.param("caddy", marks=pytest.mark.caddy)],
)
def proxy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    running = Proxy(tmp_path_factory.mktemp(request.param), request.param)
    yield running
    running.stop()


def test_proxy_writes_over_what_a_visitor_says_of_themselves(proxy):
    assert proxy.get("/", **LIED) == 200
    told = Site.seen[-1]
    assert {name: told.get(name.lower(), "") for name in LIED} == {
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "",
        "Forwarded": "",
    }
    assert told["host"] == "throughline.example.org"


def test_proxy_lets_three_pictures_through_and_nothing_endless(proxy):
    largest = 3 * MAX_BYTES
    assert proxy.get("/join/", body=b"x" * largest) == 200
    # Refused while it is still being sent, in words of the proxy's or by hanging up.
    with suppress(OSError):
        assert proxy.get("/join/", body=b"x" * (largest + 12 * 1024 * 1024)) in (413, 502)
    assert largest <= max(int(each["read"]) for each in Site.seen) < largest + 6 * 1024 * 1024


def test_proxy_logs_no_personal_link(proxy):
    addresses = [link.address_for(TOKEN) for link in links_by_module().values()]
    for address in [*addresses, *addresses_with(KEY), f"/z/{TOKEN}/", f"/accounts/c/{TOKEN}/", "/programmes/here/"]:
        assert proxy.get(re.sub("^https?://[^/]+", "", address)) == 200
    logged = "".join(each.read_text() for each in proxy.folder.glob("*.log")) + (proxy.folder / "said").read_text()
    assert (TOKEN in logged, KEY in logged) == (False, False)


@pytest.mark.nginx
def test_nginx_log_is_one_that_is_written(tmp_path):
    running = Proxy(tmp_path, "nginx")
    try:
        running.get("/programmes/here/")
    finally:
        running.stop()
    assert "GET /programmes/here/ " in (tmp_path / "throughline.log").read_text()
