"""When nothing can be stored: the disk is full, or the database does not answer. Nobody's words are lost by that.

Every error that nothing else has answered comes here (`handler500`). The database has taken back what was half done;
the answer says so, and holds what was typed for another press.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator

from django import forms
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from kit.form_layout import FormLayout
from kit.kept_words import TOKEN, KeptForm

# No room on the disk, in the quota, for the file; or it has been made read-only, as a failing disk is.
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
# SQLite's codes: busy, read-only, input or output failed, full, cannot be opened.
SQLITE = {5, 8, 10, 13, 14}
# PostgreSQL's classes: the connection, resources, an operator, the system; without a state it has not answered.
POSTGRESQL = {"08", "53", "57", "58"}


class AgainForm(KeptForm):
    """Everything that was sent, as it was sent: the token that came with it is as good or as bad as it was."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, may_send=False)
        self.fields[TOKEN] = forms.CharField(widget=forms.MultipleHiddenInput, initial=request.POST.getlist(TOKEN))
        self.helper = FormLayout(submit="Send it again", csrf=False)


def nothing_can_be_stored(error: BaseException | None) -> bool:
    """Whether this went wrong because the disk is full or the database does not answer, and by nobody's mistake."""
    return any(_is_of_the_disk(each) or _is_of_the_database(each) for each in _causes(error))


def error_page(request: HttpRequest) -> HttpResponse:
    """Answer what nothing else has answered; called while the error is being handled."""
    if not nothing_can_be_stored(sys.exc_info()[1]):
        return server_error(request)
    again = AgainForm(request) if request.method == "POST" else None
    # The words by themselves: `again.words` of a template is a field that was sent by that name.
    context = {"again": again, "words": again.words if again else []}
    # Not `render`, whose context asks the database who is there.
    page = render_to_string("kit/standstill.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": "60"})


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_of_the_disk(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in DISK


def _is_of_the_database(error: BaseException) -> bool:
    """Django's error is of one kind for a table that is missing and a disk that is full; its driver's says which."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code, state = (getattr(error.__cause__, name, None) for name in ("sqlite_errorcode", "sqlstate"))
    if code is not None:
        return code & 0xFF in SQLITE
    return state is None or state[:2] in POSTGRESQL
