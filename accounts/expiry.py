"""A code that has run out: said in words."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse


def say_when_expired(confirm: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap allauth's page that takes a code, which sends people back without a word when the code has run out."""

    @wraps(confirm)
    def wrapped(request: HttpRequest) -> HttpResponse:
        said_before = len(messages.get_messages(request))
        response = confirm(request)
        sent_back = response.status_code == 302 and not request.user.is_authenticated
        if request.method == "POST" and sent_back and len(messages.get_messages(request)) == said_before:
            messages.error(request, "That code has run out. Ask for a new one: it comes in a minute or two.")
        return response

    return wrapped
