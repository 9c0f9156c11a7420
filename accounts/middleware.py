"""What stands between a request and every page, whoever writes it."""

import logging
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from redis.exceptions import RedisError

from accounts import second_factor
from accounts.models import User
from accounts.services import record_looks
from kit.kept_words import NOT_THEIRS, words_kept, words_refused
from kit.looks import looks_of

logger = logging.getLogger(__name__)
SIGN_IN = "/accounts/"
# A page, and a page that was overtaken by somebody else's edit.
SHOWN = (200, 409)


class WordsKeptMiddleware:
    """Whoever sends a form and is asked to sign in, because their session or their hat has ended, keeps their words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code != 302:
            return response
        # Whoever asks to sign in first, our pages and Django's admin alike, says where somebody was going.
        going_to = parse_qs(urlsplit(response.headers["Location"]).query).get(REDIRECT_FIELD_NAME)
        if going_to != [request.get_full_path()]:
            return response
        if request.user.is_authenticated:
            if request.path_info.startswith(SIGN_IN):
                # To show once more who one is: what was sent goes on by itself after that.
                return response
            # The web admin asks so whoever has signed in, and is none of the staff any more.
            return words_refused(request, NOT_THEIRS, status=403) or response
        return words_kept(request)


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


class LooksMiddleware:
    """What an answer shows of personal details is in the log before it is given; a log that fails gives none.

    A page says what it shows by `kit.looks.look`. This is the only thing that a GET may write, and it raises no public
    version. A page that shows nothing after all (somebody is sent on, refused, or told of a mistake) is no look.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in SHOWN and (looks := looks_of(request)):
            by = request.user if isinstance(request.user, User) else None
            record_looks(looks, by=by, at=timezone.now())
        return response
