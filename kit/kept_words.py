"""What somebody typed into a form that could not be taken in: it stands in the answer, and they send it by a press.

A session that ended, a link that was opened too long ago and a form that was drawn too long ago cost nobody their
words. They are stored nowhere: the answer holds them, as the fields of a form that goes to the same address. Nothing is
done before its button is pressed, and it is not done for anybody but the one for whom the form was drawn, which every
form with a token says itself (`kit/templatetags/form_tokens.py`).

What was written for something that ended meanwhile, or by somebody who may not any more, can be sent no more:
`words_refused` shows it, to be copied. A view that raises `Http404` or `PermissionDenied` has it so by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.defaults import page_not_found, permission_denied

from kit.form_layout import FormLayout, SubmitButton

WRITTEN_BY = "written_by"
# Never sent back, not even to the one who typed them.
SECRET = re.compile(r"password|credential|^code$|_code$")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
NOT_THERE = "The page is there no more, or is yours no more, so nothing was sent."
NOT_THEIRS = (
    "You may not do this here, or may not any more, so nothing was sent. "
    "If you think that you should, ask the lead of the team."
)
# Of a form as it is sent, what nobody typed or chose: what our pages carry unseen, and of Django's admin its buttons
# and what counts and names the rows of a table.
UNTYPED = {WRITTEN_BY, TOKEN, "form_key", "key", "version", "sure", "as_seen", "replacing", "next", "submit"}
UNSEEN = re.compile(r"^_|^initial-|(^|-)((TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|id)$")


class KeptForm(forms.Form):
    """Everything that was sent, unseen, to be sent again. Files have to be chosen again: no page can hold them."""

    def __init__(self, request: HttpRequest, *, may_send: bool) -> None:
        """Without a token where it may not be sent yet: a press is answered by this page again, as it is by then."""
        super().__init__()
        told = dict(request.POST.lists()) | {TOKEN: [get_token(request)] if may_send else []}
        for name, values in told.items():
            if not SECRET.search(name):
                self.fields[name] = forms.CharField(widget=forms.MultipleHiddenInput, initial=values)
        for name, files in request.FILES.lists():
            chosen = ", ".join(f"“{file.name}”" for file in files)
            self.fields[name] = forms.FileField(label=f"Choose {chosen} again", required=False)
        self.helper = FormLayout(submit=SubmitButton("Send it now" if may_send else "Go on"), csrf=False)

    @property
    def words(self) -> list[str]:
        """What was typed in several words: it is shown, so that it can be read and copied."""
        sent = [
            value for field in self.fields.values() if not isinstance(field, forms.FileField) for value in field.initial
        ]
        return [value.strip() for value in sent if len(value.split()) > 1]

    def told(self, asked: Mapping[str, forms.Field]) -> list[tuple[str, str]]:
        """Return everything that was typed or chosen, with what it was asked as: all there is to copy."""
        sent = {
            name: [value.strip() for value in field.initial if value.strip() not in ("", "on")]
            for name, field in self.fields.items()
            if not (name in UNTYPED or UNSEEN.search(name) or isinstance(field, forms.FileField))
            if not (name in asked and asked[name].widget.is_hidden)
        }
        labels = {name: str(field.label) for name, field in asked.items() if field.label}
        named = {name: labels.get(name) or name.replace("_", " ").capitalize() for name in sent}
        return [(named[name], value) for name, values in sent.items() for value in values]


def words_kept(request: HttpRequest, *, opens_to_all: bool = False, status: int = 403) -> HttpResponse:
    """Answer a form that was not taken in: say why, show what was typed, and what to do to send it.

    `opens_to_all`: its page asks nobody to sign in, since a personal link opens it, or since it is where one signs in.
    """
    writer = request.POST.get(WRITTEN_BY, "")
    reader = str(request.user.pk) if request.user.is_authenticated else ""
    is_theirs = (opens_to_all and not writer) or (reader != "" and writer == reader)
    form = KeptForm(request, may_send=is_theirs)
    context = {
        "kept": form,
        "is_theirs": is_theirs,
        "is_signed_out": not is_theirs and not reader,
        "link_has_ended": status == 404,
        "words": form.words if is_theirs or not reader else [],
        "files": list(request.FILES),
    }
    return render(request, "kit/words_kept.html", context, status=status)


def words_refused(
    request: HttpRequest,
    why: str,
    *,
    title: str = "This could not be taken in",
    form: forms.BaseForm | None = None,
    status: int = 409,
    leads_to: str = "",
    even_without_words: bool = False,
) -> HttpResponse | None:
    """Answer a form that cannot be taken in any more: why, and all that was typed, to copy, as its `form` asked for it.

    None where nothing was, unless it is to be said all the same: a button that is pressed once more is answered as if
    it had been opened. `leads_to` is where things stand.
    """
    if request.method != "POST":
        return None
    told = KeptForm(request, may_send=False).told(form.fields if form else {})
    context = {"title": title, "why": why, "told": told, "leads_to": leads_to}
    return render(request, "kit/words_refused.html", context, status=status) if told or even_without_words else None


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what somebody may not do, or may not any more (`handler403`); before anything else, what they typed."""
    return words_refused(request, NOT_THEIRS, status=403) or permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is not there, or is there no more for whoever asks (`handler404`); first, what they typed.

    An address that never was has no form: what another site sends there is not shown as if it were ours.
    """
    told = words_refused(request, NOT_THERE, status=404) if request.resolver_match else None
    return told or page_not_found(request, exception)
