"""What a page behind `login_required` may count on."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User
