"""One SMTP conversation (RFC 5321), with a time limit on every step and the fence before DATA."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from kit.cleaning import relay_address
from kit.text import one_line
from outbox import stopwatch
from outbox.mime import bounce_address, email_of
from outbox.models import Message
from outbox.transports import Answer, RelayTrouble, Verdict

# Asked to sign in at the wrong moment: the settings are at fault, not the message.
ABOUT_US = {421, 530, 534, 535, 538}


class Reader:
    """What smtplib reads replies from: a whole reply has one time limit, however slowly its bytes drip."""

    def __init__(self, conversation: "Conversation") -> None:
        self.conversation = conversation
        self.buffer = b""

    def readline(self, limit: int) -> bytes:
        sock = self.conversation.sock
        assert sock
        while b"\n" not in self.buffer and len(self.buffer) < limit:
            sock.settimeout(self.conversation.seconds_left())
            if not (received := sock.recv(4096)):
                break
            self.buffer += received
        line, end, rest = self.buffer[:limit].partition(b"\n")
        self.buffer = rest + self.buffer[limit:]
        return line + end

    def close(self) -> None:
        self.buffer = b""


class Conversation(smtplib.SMTP):
    """smtplib's, with limits that hold: for each step, and for the whole message."""

    def __init__(self, *, context: ssl.SSLContext | None) -> None:
        super().__init__(timeout=settings.OUTBOX_REPLY_SECONDS)
        self.context = context
        self.step_ends = self.message_ends = 0.0

    def begin(self, seconds: float) -> None:
        """From now on, all steps together have so many seconds."""
        self.message_ends = stopwatch.seconds() + seconds

    def seconds_left(self) -> float:
        left = min(self.step_ends, self.message_ends) - stopwatch.seconds()
        if left <= 0:
            raise TimeoutError("no answer within the time limit")
        return left

    def begin_step(self) -> None:
        self.step_ends = stopwatch.seconds() + settings.OUTBOX_REPLY_SECONDS

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self.begin_step()
        sock = socket.create_connection((host, port), min(timeout, self.seconds_left()))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.context.wrap_socket(sock, server_hostname=host) if self.context else sock

    def send(self, s: Any) -> None:
        self.begin_step()
        if self.sock:
            self.sock.settimeout(self.seconds_left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = Reader(self)
        return super().getreply()

    @property
    def pipelines(self) -> bool:
        """Whether the relay takes several commands in one breath (RFC 2920)."""
        return self.does_esmtp and self.has_extn("pipelining")

    def begin_envelope(self, sender: str, recipient: str) -> tuple[int, bytes]:
        """Say MAIL, and RCPT in the same breath if the relay allows; return the answer to MAIL."""
        if not self.pipelines:
            return self.mail(sender)
        self.send(f"MAIL FROM:{smtplib.quoteaddr(sender)}\r\nRCPT TO:{smtplib.quoteaddr(recipient)}\r\n")
        return self.getreply()

    def end_envelope(self, recipient: str) -> tuple[int, bytes]:
        """The answer to RCPT, which is said now if it has not been."""
        if not self.pipelines:
            return self.rcpt(recipient)
        self.begin_step()
        return self.getreply()


class SMTPTransport:
    """Speaks to the relay of EMAIL_URL: `smtp://`, `smtp+tls://` (STARTTLS) or `smtp+ssl://`, certificates verified."""

    leaves_site = True

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host = parts.hostname or "localhost"
        self.security = parts.scheme.partition("+")[2]
        self.port = parts.port or {"": 25, "tls": 587, "ssl": 465}[self.security]
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.conversation: Conversation | None = None

    def send(self, message: Message, *, fence: Callable[[], None]) -> Answer:
        try:
            body = re.sub(rb"(?m)^\.", b"..", email_of(message).as_bytes())
        except Exception as error:  # The library's parsers raise whatever they trip over.
            return Answer(Verdict.REFUSED, None, f"It cannot be written as an e-mail: {readable(str(error))}")
        reused = self.conversation is not None
        conversation = self._open()
        conversation.begin(message.seconds_to_send)
        try:
            answer = self._say(conversation.begin_envelope, bounce_address(), relay_address(message.to_address))
        except (RelayTrouble, OSError, smtplib.SMTPException) as error:
            self.close()
            # A relay may end a conversation after so many messages, or when it has been idle: begin another, once.
            if reused:
                return self.send(message, fence=fence)
            if isinstance(error, RelayTrouble):
                raise
            raise RelayTrouble(None, f"The line was lost: {error}") from error
        return self._hand_over(conversation, message, body, fence, answer)

    def _hand_over(
        self,
        conversation: Conversation,
        message: Message,
        body: bytes,
        fence: Callable[[], None],
        answer: Answer | None,
    ) -> Answer:
        """MAIL has been answered. Name the recipient, pass the fence, hand over the data."""
        dot_sent = False
        try:
            if answer is None or (self.conversation and conversation.pipelines):
                named = self._say(conversation.end_envelope, relay_address(message.to_address))
                answer = answer or named
            if answer is None:
                fence()
                answer = self._say(conversation.docmd, "DATA", expected=3)
            if answer is not None:
                self._reset()
                return answer
            conversation.send(body if body.endswith(b"\r\n") else body + b"\r\n")
            # Raises if the time is up: a worker that was frozen here and wakes beyond its lease must not send the dot.
            conversation.begin_step()
            conversation.seconds_left()
            dot_sent = True
            conversation.send(b".\r\n")
            return self._judge(*conversation.getreply(), after_dot=True)
        except RelayTrouble:
            self.close()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            words = f"The line was lost: {error}"
            return Answer(Verdict.UNKNOWN if dot_sent else Verdict.NOT_NOW, None, words)
        except BaseException:
            # The fence said stop.
            self._reset()
            raise

    def _say(self, command: Callable[..., tuple[int, bytes]], *args: str, expected: int = 2) -> Answer | None:
        """Say one command; return None to go on, or the answer that ends this message."""
        code, words = command(*args)
        return None if code // 100 == expected else self._judge(code, words)

    def _judge(self, code: int, raw: bytes, *, after_dot: bool = False) -> Answer:
        words = readable(raw)
        if code in ABOUT_US and not after_dot:
            raise RelayTrouble(code, words)
        if after_dot and code // 100 == 2:
            return Answer(Verdict.TAKEN, code, words)
        if code // 100 in (4, 5):
            if code == 421:
                self._drop()
            return Answer(Verdict.NOT_NOW if code < 500 else Verdict.REFUSED, code, words)
        # Not SMTP, or not an answer to what was said: nothing on this line can be trusted any more.
        self._drop()
        return Answer(Verdict.UNKNOWN if after_dot else Verdict.NOT_NOW, None, f"An answer out of turn: {words}")

    def _open(self) -> Conversation:
        if self.conversation:
            return self.conversation
        context = ssl.create_default_context(cafile=settings.OUTBOX_CA_FILE or None) if self.security else None
        conversation = self.conversation = Conversation(context=context if self.security == "ssl" else None)
        conversation.begin(settings.OUTBOX_MESSAGE_SECONDS)
        try:
            # smtplib checks the certificate's name against this.
            conversation._host = self.host  # type: ignore[attr-defined]
            self._expect(220, *conversation.connect(self.host, self.port))
            conversation.ehlo_or_helo_if_needed()
            if self.security == "tls":
                self._expect(220, *conversation.starttls(context=context))
                conversation.ehlo_or_helo_if_needed()
            if self.user:
                conversation.login(self.user, self.password)
        except smtplib.SMTPResponseException as error:
            self.close()
            # smtplib says -1 for what is no reply.
            raise RelayTrouble(max(error.smtp_code, 0) or None, readable(error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise RelayTrouble(None, f"The relay cannot be reached: {error}") from error
        return conversation

    def _expect(self, code: int, given: int, words: bytes) -> None:
        if given != code:
            raise smtplib.SMTPResponseException(given, words)

    def _reset(self) -> None:
        if self.conversation:
            try:
                code, _ = self.conversation.rset()
            except (OSError, smtplib.SMTPException):
                code = 0
            if code != 250:
                self._drop()

    def _drop(self) -> None:
        """Hang up without a word. What cannot be understood cannot be ended politely."""
        if self.conversation:
            conversation, self.conversation = self.conversation, None
            conversation.close()

    def find(self, message: Message) -> Answer | None:
        return None

    def close(self) -> None:
        if self.conversation:
            try:
                self.conversation.begin(settings.OUTBOX_MESSAGE_SECONDS)
                self.conversation.quit()
            except (OSError, smtplib.SMTPException):
                pass
            self._drop()


def readable(words: bytes | str) -> str:
    """A relay's words on one line, whatever bytes it used."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return one_line(text, 400) or "(no words)"
