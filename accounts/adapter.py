"""What we ask of django-allauth beyond its settings."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: an appointment or a member of staff makes the account."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That is not the code. Copy it from the newest e-mail, or ask for a new one.",
        "too_many_login_attempts": "That was tried too often. Wait a few minutes, then ask for a new code.",
        "email_password_mismatch": "The e-mail address and the password do not belong together.",
        "rate_limited": "That was tried too often. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse, always."""
        return False
