"""What we ask of django-allauth beyond its settings."""

import base64
import logging
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import filter_users_by_email
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.crypto import salted_hmac

from accounts import own_letters, second_factor
from accounts.models import User
from kit.qr import qr_code

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: an appointment or a member of staff makes the account."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That is not the code. Copy it from the newest e-mail, or ask for a new one.",
        "incorrect_password": "That is not your password.",
        # Said after the third wrong code; the forms say their own where there is something to wait for.
        "too_many_login_attempts": "That was tried too often. Ask for a new code.",
        "email_password_mismatch": "The e-mail address and the password do not belong together.",
        "rate_limited": "That was tried too often. Wait an hour, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse, always."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Lead on to pages alone, after signing in: what answers no GET would be an empty page that says 405."""
        try:
            # Some of what strangers give for an address cannot be read as one.
            path = urlsplit(url).path
            # The admin's pages do not say which methods they answer; one of them takes a press alone.
            if path == reverse("admin:logout"):
                return False
            return super().is_safe_url(url) and "GET" in getattr(resolve(path).func, "methods", ["GET"])
        except ValueError:
            return False
        except Resolver404:
            return True

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse the eleventh wrong password in an hour, from wherever they come. Codes are counted by themselves."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            # Of an address that nobody has as well: the log names none.
            logger.warning("A password was refused unread: too many were wrong.")
            sentence = "That was tried too often. Wait an hour, or sign in with a code sent by e-mail."
            raise ValidationError(sentence, code="too_many_login_attempts") from error

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a code, in a letter that leads to its owner's own page for asking."""
        [user, *_] = filter_users_by_email(email, is_active=True, prefer_verified=True)
        super().send_mail(template_prefix, email, context | {"own_page": own_letters.address_for(user)})

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Count afresh the letters to whoever has shown that the address is theirs."""
        own_letters.allow(request, user.email)
        response: HttpResponse = super().post_login(request, user, **how)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again only of those who did not sign in a few minutes ago."""
        return not second_factor.is_fresh(context.request, context.request.user)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Ask for a factor of those who have one: a password alone must not take it away, or add another."""
        methods = super().get_reauthentication_methods(user)
        by_factor = [method for method in methods if method["id"].startswith("mfa_")]
        return by_factor or methods

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return whose attempts these are; a request that did not come through every proxy counts as the last one's."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            return str(request.META["REMOTE_ADDR"])


def cipher() -> MultiFernet:
    """Return what secrets are kept under: SECRET_KEY, and for reading those that were in use before it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [salted_hmac("accounts.second_factor", "", secret=secret, algorithm="sha256").digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class MFAAdapter(DefaultMFAAdapter):
    """The second step, in our words."""

    error_messages: ClassVar[dict[str, str]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not right. Use the newest six digits of your app, or a recovery code not yet used.",
        "cannot_generate_recovery_codes": "Add a passkey or an app first: recovery codes only stand in for them.",
    }

    def encrypt(self, text: str) -> str:
        """Return what the database keeps of a secret: a stolen backup alone takes no second step."""
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. One kept under a SECRET_KEY that is gone becomes a random one, which opens nothing."""
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second step was kept under another SECRET_KEY: clear it, and have it set up anew.")
            return str(generate_totp_secret())

    def build_totp_svg(self, url: str) -> str:
        """Return the secret as a square that stands in a page, without the head of a file."""
        return qr_code(url)

    def _get_site_name(self) -> str:
        return "Throughline"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return what a passkey is called whose owner gave it no name."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
