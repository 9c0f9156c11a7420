"""What stands between a request and every page, whoever writes it."""

import logging
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from redis.exceptions import RedisError

from accounts import second_factor

logger = logging.getLogger(__name__)
SIGN_IN = "/accounts/"


class SecondFactorMiddleware:
    """Staff who have not taken the second step are nobody, but on the pages where they sign in.

    So no page can forget to ask: to it they are a stranger, and the sign-in page that strangers are sent to sends them
    on to the step that is missing. A page that does not ask who is reading still asks nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(SIGN_IN):
            user = request.user
            request.user = SimpleLazyObject(  # type: ignore[assignment]
                lambda: AnonymousUser() if second_factor.is_due(request, user) else user
            )
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say that nobody can sign in while attempts cannot be counted: without limits codes could be guessed."""
        if not isinstance(exception, RedisError) or not request.path_info.startswith(SIGN_IN):
            return None
        logger.error("Nobody can sign in: Redis, which counts attempts, does not answer.")
        return render(request, "accounts/unavailable.html", status=503)
