"""Our own pages of signing in, beside those of django-allauth."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.pages import SignedInRequest, signed_in_page


@signed_in_page()
def signed_in_again(request: SignedInRequest) -> HttpResponse:
    """Send somebody who signed in in a new tab back to the tab in which their words are kept."""
    return render(request, "accounts/signed_in_again.html")
