"""An SMTP server of our own on loopback that does as it is told, step by step, and remembers what it took."""

import contextlib
import re
import socket
import ssl
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

SILENCE, TARPIT, DROP, GARBAGE, DELAY, TAKE_AND_DROP = "silence", "tarpit", "drop", "garbage", "delay", "take and drop"
ANSWERS = {
    "connect": "220 ready",
    "starttls": "220 go ahead",
    "auth": "235 welcome",
    "data": "354 go on",
    "quit": "221 bye",
}


@dataclass(frozen=True)
class Taken:
    """One message that the relay answered for with 250."""

    to_address: str
    message_id: str
    content: bytes


class Gone(Exception):
    """The conversation is over."""


class Relay:
    """Listens on a free port of loopback. `faults[step]` is a queue: one entry is used up each time a step comes.

    An entry is a reply ("450 later"), one of the words above, or an empty string for the usual answer.
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        auth: bool = False,
        pipelines: bool = False,
        insists: bool = False,
        pause: float = 0.0,
        distance: float = 0.0,
    ) -> None:
        # Whether it takes MAIL and RCPT in one breath, and whether it takes them in no other way.
        self.pipelines, self.insists = pipelines or insists, insists
        self.tls, self.auth = tls, auth
        # Seconds that it thinks about each message, and that whatever it says is on its way.
        self.pause, self.distance = pause, distance
        # Called at every event on the wire, before it has any effect.
        self.watch: Callable[[str], object] = lambda event: None
        self.faults: dict[str, deque[str]] = defaultdict(deque)
        self.taken: list[Taken] = []
        self.steps: list[str] = []
        self.connections = self.open_now = self.most_open = 0
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        scheme = "smtp+tls" if self.tls else "smtp"
        return f"{scheme}://{'user:secret@' if self.auth else ''}{'localhost' if self.tls else '127.0.0.1'}:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            # Closing alone does not wake a thread that waits in accept.
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def copies(self) -> dict[str, int]:
        """How many copies of each Message-ID were taken."""
        counts: dict[str, int] = defaultdict(int)
        for message in self.taken:
            counts[message.message_id] += 1
        return dict(counts)

    def _listen(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._counted(), contextlib.suppress(Gone, OSError, ValueError):
            Talk(self, connection).run()
        with contextlib.suppress(OSError):
            connection.close()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self.lock:
            self.connections += 1
            self.open_now += 1
            self.most_open = max(self.most_open, self.open_now)
        try:
            yield
        finally:
            with self.lock:
                self.open_now -= 1


class Talk:
    """One conversation."""

    def __init__(self, relay: Relay, connection: socket.socket) -> None:
        self.relay, self.connection = relay, connection
        self.file = connection.makefile("rb")
        self.to_address = ""

    def run(self) -> None:
        self.answer("connect")
        while line := self.file.readline():
            verb = line[:4].decode("ascii", "replace").upper().strip()
            step = {"EHLO": "ehlo", "HELO": "ehlo", "STAR": "starttls"}.get(verb, verb.lower())
            if step == "rcpt":
                self.to_address = re.search(rb"<(.*)>", line)[1].decode()  # type: ignore[index]
            if step == "mail" and self.relay.insists:
                # Nothing is answered before RCPT has come too.
                self.file.peek()
            usual = self.extensions() if verb == "EHLO" else ANSWERS.get(step, "250 fine")
            if self.answer(step, usual).startswith("354"):
                self.take()
            if step == "starttls" and self.relay.tls:
                self.connection = self.relay.tls.wrap_socket(self.connection, server_side=True)
                self.file = self.connection.makefile("rb")
            if step == "quit":
                raise Gone

    def extensions(self) -> str:
        names = ["localhost"]
        if self.relay.tls and not isinstance(self.connection, ssl.SSLSocket):
            names.append("STARTTLS")
        if self.relay.auth:
            names.append("AUTH PLAIN")
        if self.relay.pipelines:
            names.append("PIPELINING")
        return "\r\n".join(f"250{' ' if name is names[-1] else '-'}{name}" for name in names)

    def take(self) -> None:
        lines = []
        while (line := self.file.readline()) != b".\r\n":
            if not line.endswith(b"\r\n"):
                raise Gone
            lines.append(line.removeprefix(b"."))
        content = b"".join(lines)
        message_id = re.search(rb"(?im)^message-id: *(\S+)", content)
        time.sleep(self.relay.pause)
        taken = Taken(self.to_address, message_id[1].decode() if message_id else "", content)
        # Taken before it is said: a client that goes away now has left a copy all the same.
        self.answer("dot", "250 taken", taken)

    def answer(self, step: str, usual: str = "", taken: Taken | None = None) -> str:
        self.relay.watch(f"smtp {step}")
        fault = self.relay.faults[step].popleft() if self.relay.faults[step] else ""
        reply = fault if re.match(r"\d{3} ", fault) else usual or ANSWERS.get(step, "250 fine")
        with self.relay.lock:
            self.relay.steps.append(step)
            if taken and (fault in ("", DELAY, TAKE_AND_DROP) or fault.startswith("2")):
                self.relay.taken.append(taken)
        self.relay.watch(f"smtp answer to {step}")
        if fault in (DROP, TAKE_AND_DROP):
            # At once, even though smtplib's makefile still holds the socket.
            self.connection.shutdown(socket.SHUT_RDWR)
            raise Gone
        if fault == SILENCE:
            self.relay.stopping.wait(20)
            raise Gone
        if fault == TARPIT:
            self.drip(reply)
        if fault == DELAY:
            time.sleep(0.1)
        if self.relay.distance and not self.has_heard_more():
            # The answers to what is said in one breath travel together.
            time.sleep(self.relay.distance)
        self.connection.sendall(b"\x00\xff lorem ipsum\r\n" if fault == GARBAGE else f"{reply}\r\n".encode())
        return reply if fault != GARBAGE else ""

    def has_heard_more(self) -> bool:
        """Whether the next command has come already."""
        self.connection.setblocking(False)
        try:
            return bool(self.file.peek())
        finally:
            self.connection.setblocking(True)

    def drip(self, reply: str) -> None:
        """One byte at a time, each well within any limit on a single read."""
        for byte in f"{reply[:3]}-{'.' * 200}".encode():
            self.connection.sendall(bytes([byte]))
            time.sleep(0.05)
        raise Gone
