"""A form that makes something is taken in once, however often it is sent.

    @desk_page("programmes.change_team", "GET", "POST")
    @sent_once                                             # of kit/pages.py
    def hat_give(request, programme): ...

Every drawing of a form has a key (`kit/templatetags/form_tokens.py`). Sent again with the same words, by a second tap
or a browser that tries again, it leads to where it led the first time. Sent again with other words, after Back, it is
shown with them and a sentence, and pressed once more it is another one. That is decided in the transaction that takes
it in. A form without a token, for anybody, is a `KeyedForm` of `kit/public_forms.py`: its key stays with what it made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kit.fingerprints import fingerprint_of
from kit.kept_words import TOKEN, WRITTEN_BY, words_refused
from kit.models import SentForm
from kit.uploads import digest_of

FORM_KEY = "form_key"
# Of a form as it is sent, what says nothing.
SAYS_NOTHING = {FORM_KEY, TOKEN, WRITTEN_BY}
SENT_ALREADY = "This was sent already"
WE_HAVE_IT = "It was sent before, and said something else then: we have that. What you sent now was not taken in."
KEPT_FOR = timedelta(days=30)


def once(request: HttpRequest, answer: Callable[[], HttpResponse], *, at: datetime) -> HttpResponse:
    """Return what `answer` returns for a form that is sent for the first time, and otherwise what becomes of it.

    It is taken in when `answer` leads on; shown again, or refused by a service, it was not.

    `request.sent_differently` says to `posted` that a form was sent before with other words, and is not to be taken in.
    """
    key = _key_in(request.POST) if request.method == "POST" else None
    if key is None:
        return answer()
    said = _fingerprint(request)
    with transaction.atomic():
        # Whoever presses twice waits here for their first press.
        sent, is_first = SentForm.objects.get_or_create(key=key, defaults={"fingerprint": said, "sent_at": at})
        if not is_first and sent.fingerprint == said:
            return redirect(sent.led_to)
        request.sent_differently = not is_first  # type: ignore[attr-defined]
        response = answer() if is_first else _shown_again(request, answer, sent)
        if is_first and response.status_code == 302 and not getattr(request, "was_refused", False):
            SentForm.objects.filter(key=key).update(led_to=response.headers["Location"])
        elif is_first:
            sent.delete()
    return response


def _shown_again(request: HttpRequest, answer: Callable[[], HttpResponse], sent: SentForm) -> HttpResponse:
    """Return the form with its other words; or, where what it was about has moved on, a page that holds them."""
    with suppress(Http404), transaction.atomic():
        response = answer()
        if response.status_code != 302:
            return response
        # It shows no form: nothing that it did stands.
        transaction.set_rollback(True)
    # A box that was ticked, or another file, is no word to be copied; that it was not taken in is said all the same.
    told = words_refused(request, WE_HAVE_IT, title=SENT_ALREADY, leads_to=sent.led_to, even_without_words=True)
    return told or redirect(sent.led_to)


def forget_sent_forms(*, at: datetime) -> int:
    """Forget which forms were sent long ago; return how many. Nobody sends one again after so long."""
    return SentForm.objects.filter(sent_at__lt=at - KEPT_FOR).delete()[0]


def _key_in(data: Mapping[str, Any]) -> UUID | None:
    try:
        return UUID(str(data.get(FORM_KEY, "")))
    except ValueError:
        return None


def _fingerprint(request: HttpRequest) -> str:
    """Return what tells this form, where it goes and what it says, from any other."""
    said: dict[str, Any] = {name: values for name, values in request.POST.lists() if name not in SAYS_NOTHING}
    for name, files in request.FILES.lists():
        said[f"file {name}"] = [digest_of(file) for file in files]
    return fingerprint_of({"at": request.get_full_path(), "says": said})
