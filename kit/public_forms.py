"""What anybody may send without an account: each form once, however often it is sent, and not too many in a minute."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError

from kit.pages import View, only
from kit.pressed import ANYBODY, pressing
from kit.refusals import SENT_DIFFERENTLY

# How long a page of thanks shows what was sent.
SHOWN_FOR = timedelta(hours=1)
THANKS, SALT = "thanks", "kit.public_forms.thanks"
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


def _with_key(data: Mapping[str, Any], key: UUID) -> Mapping[str, Any]:
    """Return what was sent with this key; where a name has several values, all of them stay."""
    keyed = data.copy() if isinstance(data, QueryDict) else dict(data)
    keyed["key"] = str(key)
    return keyed


class KeyedForm(forms.Form):
    """A form with a key: however often it is sent, it is taken in once."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        self.form_key = key_in(data)
        if data is not None:
            data = _with_key(data, self.form_key)
        super().__init__(data, files, initial={"key": str(self.form_key)})

    def begin_anew(self) -> None:
        """Give the form another key: pressed again, it is another one."""
        self.form_key = uuid4()
        self.data = _with_key(self.data, self.form_key)

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


def thank(page: str, *args: Any) -> HttpResponse:
    """Lead on to a page of thanks, and let this browser alone read on it how its sender is reached.

    A browser that keeps no cookies is thanked all the same.
    """
    response = redirect(page, *args)
    path = response.headers["Location"]
    response.set_signed_cookie(
        THANKS,
        path,
        salt=SALT,
        max_age=SHOWN_FOR,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def is_thanked(request: HttpRequest) -> bool:
    """Whether this browser sent what a page of thanks is about; anybody may have its address."""
    return request.get_signed_cookie(THANKS, default="", salt=SALT, max_age=SHOWN_FOR) == request.path


def open_page(*methods: str) -> Callable[[View], View]:
    """Make a page of `view(request, ...)` that anybody may open and send, without an account.

    Reading it sets no cookie. No token of a form is asked for, since there is no session that somebody else could
    misuse; the form's key, the limits per minute and the services behind it keep what is sent in bounds. It answers to
    `methods` (GET alone, unless said otherwise; HEAD goes with GET).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def pressed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with pressing(ANYBODY):
                return view(request, *args, **kwargs)

        page: View = csrf_exempt(only(*(methods or ("GET",)))(pressed))
        page.opens_to = "anybody"  # type: ignore[attr-defined]
        return page

    return decorate
