"""GOV.UK Notify as the relay: `notify://HOST?key=NAME-SERVICE-SECRET&template=UUID` as EMAIL_URL.

The template holds two fields, ((subject)) and ((body)). Notify keeps our Message-ID as its reference, and can be asked
for it: a message in doubt is settled without a second copy. `notify+http://` is for a server on loopback.
"""

import base64
import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from django.conf import settings

from outbox.models import Message
from outbox.transports import Answer, RelayTrouble, Verdict

# A key is a name, the service's number and the secret, joined by hyphens; both of the last are UUIDs.
UUID_LENGTH = 36
# The key, the service or the daily limit is at fault, not the message.
ABOUT_US = {401, 403, 408, 429}


class NotifyTransport:
    """Speaks Notify's REST interface, version 2, over one connection."""

    leaves_site = True

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        key, self.template = query["key"][0], query["template"][0]
        self.secret = key[-UUID_LENGTH:]
        self.service = key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1]
        kind = http.client.HTTPConnection if parts.scheme == "notify+http" else http.client.HTTPSConnection
        self.connection = kind(parts.hostname or "", parts.port, timeout=settings.OUTBOX_REPLY_SECONDS)

    def send(self, message: Message, *, fence: Callable[[], None]) -> Answer:
        body = {
            "email_address": message.to_address,
            "template_id": self.template,
            "reference": message.message_id,
            "personalisation": {"subject": message.subject, "body": message.text},
        }
        if message.unsubscribe_url:
            body["one_click_unsubscribe_url"] = message.unsubscribe_url
        try:
            self.connection.connect()
        except OSError as error:
            raise RelayTrouble(None, f"Notify cannot be reached: {error}") from error
        fence()
        try:
            status, said = self._ask("POST", "/v2/notifications/email", body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(Verdict.UNKNOWN, None, f"The line was lost: {type(error).__name__}")
        finally:
            self.connection.close()
        return self._judge(status, said)

    def find(self, message: Message) -> Answer | None:
        """Ask Notify what it has under the message's reference. It has what it took, or it never took it."""
        try:
            status, said = self._ask("GET", f"/v2/notifications?reference={quote(message.message_id)}")
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            self.connection.close()
        if status != 200 or "notifications" not in said:
            return None
        if said["notifications"]:
            return Answer(Verdict.TAKEN, status, "Notify has it under its reference.")
        return Answer(Verdict.NOT_NOW, status, "Notify does not have it.")

    def close(self) -> None:
        self.connection.close()

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
        self.connection.request(method, path, json.dumps(body) if body else None, headers)
        response = self.connection.getresponse()
        said = json.loads(response.read(1_000_000))
        if not isinstance(said, dict):
            raise ValueError("not an answer of Notify's")
        return response.status, said

    def _judge(self, status: int, said: dict[str, Any]) -> Answer:
        errors = said.get("errors")
        words = "; ".join(str(error.get("message", "")) for error in errors) if errors else str(said.get("id", ""))
        words = " ".join(words.split())[:400] or "(no words)"
        if status == 201:
            return Answer(Verdict.TAKEN, status, words)
        if status >= 500:
            # It may have kept the message before it stumbled: asking for the reference will tell.
            return Answer(Verdict.UNKNOWN, status, words)
        if status in ABOUT_US:
            raise RelayTrouble(status, words)
        return Answer(Verdict.REFUSED, status, words)

    def _token(self) -> str:
        """Notify's JSON web token (HS256), good for half a minute."""
        head = _part({"typ": "JWT", "alg": "HS256"})
        claims = _part({"iss": self.service, "iat": int(time.time())})
        mark = hmac.new(self.secret.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
        return f"{head}.{claims}.{_base64(mark)}"


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
