"""Our own pages among django-allauth's: where somebody's letter with a code leads, and where a new tab ends."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import own_letters
from accounts.pages import SignedInRequest, own_page, signed_in_page

STOPPED = (
    "Stopped. Until this time tomorrow a code comes only if you ask for it on this page, or once you have signed in."
)


@own_page("GET", "POST")
def account_own_page(request: HttpRequest, token: str) -> HttpResponse:
    """Let the owner of a mailbox ask for a code, or stop those that others ask for. Opening it does nothing."""
    owner = own_letters.owner_of(token)
    if owner is None:
        return render(request, "accounts/account_own_page_gone.html", status=404)
    if request.method == "POST" and "stop" in request.POST:
        own_letters.stop(request, owner)
        messages.success(request, STOPPED)
        return redirect(request.path)
    if request.method == "POST" and request.user.is_authenticated:
        return redirect("account_request_login_code")
    if request.method == "POST" and own_letters.may_ask(request, owner):
        LoginCodeVerificationProcess.initiate(request=request, user=owner, email=owner.email)
        return redirect("account_confirm_login_code")
    asked_too_often = request.method == "POST"
    return render(request, "accounts/account_own_page.html", {"owner": owner, "asked_too_often": asked_too_often})


@signed_in_page()
def signed_in_again(request: SignedInRequest) -> HttpResponse:
    """Send somebody who signed in in a new tab back to the tab in which their words are kept."""
    return render(request, "accounts/signed_in_again.html")
