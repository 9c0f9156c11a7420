"""What we ask of django-allauth's pages besides, put around each in `accounts/urls.py`."""

from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts import second_factor, services
from accounts.models import User
from kit.pages import View

# Where somebody was going when they were asked for the second step first.
GOING_TO = "second_factor_going_to"


def explain_expired_code(confirm: View) -> View:
    """Wrap the page that takes a code, which sends people back without a word when the code has run out."""

    @wraps(confirm)
    def wrapped(request: HttpRequest) -> HttpResponse:
        said_before = len(messages.get_messages(request))
        response = confirm(request)
        sent_back = response.status_code == 302 and not request.user.is_authenticated
        sent_on = response.headers.get("Location") == reverse("mfa_authenticate")
        silent = len(messages.get_messages(request)) == said_before
        if request.method == "POST" and sent_back and silent and not sent_on:
            messages.error(request, "That code has run out. Ask for a new one: it comes in a minute or two.")
        return response

    return wrapped


def pass_on_signed_in(sign_in: View) -> View:
    """Wrap a sign-in page: whoever has signed in goes where they were going, by way of the second step if it is due.

    Whoever has not can always start again, also in the middle: with another address, or for a new code.
    """

    @wraps(sign_in)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return sign_in(request)
        going_to = get_next_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
        if not second_factor.is_due(request, request.user):
            return redirect(going_to)
        request.session[GOING_TO] = going_to
        return redirect("mfa_index")

    return wrapped


def factor_shown_first(manage: View) -> View:
    """Wrap a page about somebody's factors: who has one shows it in this session before they see or change any."""

    @wraps(manage)
    def wrapped(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if request.user.is_authenticated and (page := second_factor.address_to_show_factor(request, request.user)):
            going_to = request.session.pop(GOING_TO, request.path)
            return redirect(f"{page}?{urlencode({'next': going_to})}")
        return manage(request, **arguments)

    return wrapped


def factor_changes_recorded(change: View) -> View:
    """Wrap a page that changes somebody's factors: the log and an e-mail tell of it, in the same transaction.

    New recovery codes are in the answer, and nowhere ever after. Refuses to leave staff without any factor.
    """

    @wraps(change)
    def wrapped(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if request.method != "POST" or not request.user.is_authenticated:
            return change(request, **arguments)
        with transaction.atomic():
            before = second_factor.factors_of(request.user, lock=True)
            response = change(request, **arguments)
            after = second_factor.factors_of(request.user)
            if before == after:
                return response
            if second_factor.is_required_of(request.user) and not second_factor.has_factor(after):
                transaction.set_rollback(True)
                messages.error(request, "You need one way to take the second step. Add another before you remove this.")
                return redirect("mfa_index")
            services.record_factor_changes(request.user, before=before, after=after, by=request.user, at=timezone.now())
        return _recovery_codes_shown(request, before, after) or response

    return wrapped


def _recovery_codes_shown(
    request: HttpRequest, before: list[Authenticator], after: list[Authenticator]
) -> HttpResponse | None:
    """Return the page that shows new recovery codes, if there are any. Whoever adds a factor has just shown it."""
    new = [factor for factor in after if factor not in before]
    for factor in new:
        if factor.type in second_factor.FACTORS:
            record_authentication(request, request.user, "mfa", id=factor.pk, type=factor.type)
    codes = next((factor for factor in new if factor.type == Authenticator.Type.RECOVERY_CODES), None)
    if codes is None:
        return None
    going_to = request.session.pop(GOING_TO, None) or reverse("mfa_index")
    context = {"codes": codes.wrap().get_unused_codes(), "going_to": going_to}
    return render(request, "mfa/recovery_codes/shown.html", context)


def factor_use_recorded(authenticate: View) -> View:
    """Wrap a page where a factor is shown: the log tells of a recovery code used, and of a factor refused."""

    @wraps(authenticate)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return authenticate(request)
        with transaction.atomic():
            shown_before = len(second_factor.sign_in_records(request, request.user))
            response = authenticate(request)
            shown = second_factor.sign_in_records(request, request.user)[shown_before:]
            if shown:
                _record_recovery_code(request, shown[-1]["type"])
            elif user := _whose_step(request):
                services.record_factor_refused(user, by=None, at=timezone.now())
                if response.status_code == 302:
                    # allauth sends those whose passkey was refused to the sign-in page; here they can try again.
                    return redirect(request.get_full_path())
        return response

    return wrapped


def _record_recovery_code(request: HttpRequest, shown: str) -> None:
    """Write down that a recovery code was used, if it was one, and say how many are left."""
    if shown == Authenticator.Type.RECOVERY_CODES and request.user.is_authenticated:
        left = services.record_recovery_code_used(request.user, by=request.user, at=timezone.now())
        messages.warning(request, f"You used a recovery code. You have {left} left.")


def _whose_step(request: HttpRequest) -> User | None:
    """Return who took the first step and has a factor to show, signed in or not yet; None if nobody has."""
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage else request.user
    return user if isinstance(user, User) and second_factor.has_factor(second_factor.factors_of(user)) else None
