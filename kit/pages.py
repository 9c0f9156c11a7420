"""The steps that every view of a form takes: fill it from the request, call one service, say what came of it.

form = posted(request, RenameForm, initial={"name": thing.name})
if form.is_valid() and act(request, rename_thing, thing, form=form, done="Renamed.", **form.cleaned_data):
    return redirect("things:thing-detail", slug=programme.slug, pk=thing.pk)
return render(request, "things/thing_rename.html", {"programme": programme, "thing": thing, "form": form})
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone

from kit.lists import LABEL, MAX_SOUGHT, Find, FindForm, ListPage, asked_besides, found
from kit.refusals import SENT_DIFFERENTLY, Refused, StaleEdit, SubmittedDifferently
from kit.sent_once import once

View = Callable[..., HttpResponse]
Form = TypeVar("Form", bound=forms.BaseForm)
# The signed-in person, unless it is said otherwise.
SIGNED_IN: Any = object()
PAGE_SIZE = 50


def posted(request: HttpRequest, form_class: type[Form], *args: Any, **kwargs: Any) -> Form:
    """Return a form with what was posted (files too, where it asks for one), or without anything to be filled in.

    One that was sent before with other words (`kit/sent_once.py`) says so, and keeps what was typed.

    An unposted form is never valid, so `form.is_valid()` alone says whether there is something to do.
    """
    if request.method == "POST":
        kwargs["data"] = request.POST
        if any(isinstance(field, forms.FileField) for field in getattr(form_class, "base_fields", {}).values()):
            kwargs["files"] = request.FILES
    form = form_class(*args, **kwargs)
    say_if_sent_differently(request, form)
    return form


def say_if_sent_differently(request: HttpRequest, form: forms.BaseForm) -> None:
    """Have a form say that it was sent before with other words, if it was; then it is not valid."""
    if getattr(request, "sent_differently", False):
        # What else is wrong with it is found first: then it is put beside that.
        form.errors  # noqa: B018
        form.add_error(None, SENT_DIFFERENTLY)


def sent_once(view: View) -> View:
    """Have a view that makes something answer each drawing of its form once (`kit/sent_once.py`)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return once(request, lambda: view(request, *args, **kwargs), at=timezone.now())

    answer.is_sent_once = True  # type: ignore[attr-defined]
    return answer


def act(
    request: HttpRequest,
    service: Callable[..., Any],
    *objects: Any,
    done: str | Callable[[Any], str] = "",
    form: forms.BaseForm | None = None,
    by: Any = SIGNED_IN,
    passes_on: Any = (),
    **given: Any,
) -> Any:
    """Call one service as the person signed in (or as `by`) at this moment, and say what came of it.

    Returns what the service returned (True where that is nothing), or None when it refused: then the refusal stands at
    its field of the `form`, or on top of it, or without a form in a message. `done` is the message after success, or
    makes it from what the service returned; a page without a session gives none. A refusal of the kind `passes_on` is
    raised again, for whoever answers it better, as the page of a personal link does InvalidTransition.
    """
    try:
        result = service(*objects, **given, by=request.user if by is SIGNED_IN else by, at=timezone.now())
    except passes_on:
        raise
    except Refused as refusal:
        refuse(request, refusal, form)
        return None
    if done:
        messages.success(request, done(result) if callable(done) else done)
    return True if result is None else result


def refuse(request: HttpRequest, refusal: Refused, form: forms.BaseForm | None = None) -> None:
    """Say why something was refused: at its field, on top of the form, or in a message where there is no form.

    A form that was overtaken by somebody else's edit takes over how things stand now, and keeps what was typed. One
    that was sent before with other words becomes a new one, with what was typed.
    """
    request.was_refused = True  # type: ignore[attr-defined]
    if form is None:
        messages.error(request, str(refusal))
    elif isinstance(refusal, StaleEdit) and hasattr(form, "overtaken_by"):
        form.overtaken_by(refusal.current)
    elif isinstance(refusal, SubmittedDifferently) and hasattr(form, "already_sent"):
        form.already_sent()
    else:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE, *, find: Find = (), label: str = LABEL) -> ListPage:
    """Return the page of a list for which the address asks (`?page=2`), or the nearest that there is.

    Where the list can be looked through (`find`), the address may ask for words (`?q=old oak`), all of which must stand
    in what is found. `govuk/_list_search.html` draws the words, `govuk/_pagination.html` leads to the other pages.
    """
    sought = " ".join(request.GET.get("q", "").replace("\0", "").split())[:MAX_SOUGHT] if find else ""
    nearest = Paginator(found(rows, sought, find), size).get_page(request.GET.get("page"))
    page = ListPage(nearest.object_list, nearest.number, nearest.paginator)
    page.sought, page.kept = sought, asked_besides(request, "page")
    page.kept_without_words = asked_besides(request, "page", "q")
    if find:
        others = {name: str(value) for name, value in request.GET.items() if name not in ("page", "q")}
        page.find = FindForm(sought, label=label, others=others)
    return page


def allowed(methods: Collection[str]) -> list[str]:
    """Return the methods that a page answers to: HEAD wherever GET is."""
    return [*(["GET", "HEAD"] if "GET" in methods else []), *(each for each in methods if each != "GET")]


def only(*methods: str) -> Callable[[View], View]:
    """Answer any other method with 405; HEAD is answered wherever GET is."""
    answered = allowed(methods)

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in answered:
                return HttpResponseNotAllowed(answered)
            return view(request, *args, **kwargs)

        answer.methods = answered  # type: ignore[attr-defined]
        return answer

    return decorate
