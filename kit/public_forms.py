"""What anybody may send without an account: each form once, however often it is sent, and not too many in a minute."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError

from kit.pages import View, only
from kit.refusals import SENT_DIFFERENTLY

logger = logging.getLogger(__name__)
TOO_OFTEN = (
    "Very many were sent from where you are just now. Nothing is lost: wait a minute, then press the button again."
)


def key_in(data: Mapping[str, Any] | None) -> UUID:
    """Return the key that a form came with; a new one where it has none."""
    try:
        return UUID(str(data["key"])) if data else uuid4()
    except (KeyError, ValueError):
        return uuid4()


class KeyedForm(forms.Form):
    """A form with a key: however often it is sent, it is taken in once."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        self.form_key = key_in(data)
        if data is not None:
            data = {**{name: data[name] for name in data}, "key": str(self.form_key)}
        super().__init__(data, files, initial={"key": str(self.form_key)})

    def begin_anew(self) -> None:
        """Give the form another key: pressed again, it is another one."""
        self.form_key = uuid4()
        self.data = {**self.data, "key": str(self.form_key)}

    def already_sent(self) -> None:
        """Say that it came before with other words, and keep what was typed: pressed again, it is another one."""
        self.begin_anew()
        self.add_error(None, SENT_DIFFERENTLY)


def may_send(request: HttpRequest, form: forms.Form) -> bool:
    """Whether not too many came from one address this minute; when that cannot be counted, everybody may.

    Where they may not, the form says what to do, with everything that was typed.
    """
    if _counted(request, action="hand_in"):
        return True
    form.add_error(None, TOO_OFTEN)
    return False


def may_write_at_once(request: HttpRequest, address: str) -> bool:
    """Whether an address that somebody typed may be written to at once; when that cannot be counted, it may.

    Strangers type the addresses of others, again and again.
    """
    return not address or _counted(request, action="typed_address", key=address.lower())


def _counted(request: HttpRequest, *, action: str, key: str | None = None) -> bool:
    try:
        return bool(ratelimit.consume(request, action=action, key=key))
    # Redis does not answer, or the disk has no room for what is counted in files.
    except (RedisError, OSError):
        logger.warning("What is sent without an account is not counted.", exc_info=True)
        return True


def open_page(*methods: str) -> Callable[[View], View]:
    """Make a page of `view(request, ...)` that anybody may open and send, without an account and without a cookie.

    No token of a form is asked for, since there is no session that somebody else could misuse; the form's key, the
    limits per minute and the services behind it keep what is sent in bounds. It answers to `methods` (GET alone, unless
    said otherwise; HEAD goes with GET).
    """

    def decorate(view: View) -> View:
        page: View = csrf_exempt(only(*(methods or ("GET",)))(view))
        page.opens_to = "anybody"  # type: ignore[attr-defined]
        return page

    return decorate
