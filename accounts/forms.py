"""django-allauth's forms in our words, and as browsers' password keepers know them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from crispy_forms.layout import HTML
from django import forms
from django.core.cache import cache

from accounts import own_letters
from accounts.sign_in_address import is_address_of
from kit.form_fields import AddressField, LineField
from kit.form_layout import FormLayout, Partial, SubmitButton

SIX_DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "autocapitalize": "none"}

TOO_OFTEN = "That was tried too often. Wait an hour, then try again."
TOO_MANY_LETTERS = (
    "Many codes were asked for with this address and not used, so this page sends no more today. Ask for one by the "
    "link in the newest letter with a code."
)
PASSKEY_REFUSED = "That passkey did not work. Try again, or use another way."
# allauth gives the page a hidden field with the address to which whoever signs in was going.
REDIRECT_FIELD = HTML("{{ redirect_field }}")


def address_field(of_allauth: forms.Field) -> AddressField:
    """Return the field for the login, in the place of allauth's: called what we call it everywhere."""
    attrs = of_allauth.widget.attrs | {"autocomplete": "username", "spellcheck": "false"}
    return AddressField(label="E-mail address", widget=forms.EmailInput(attrs))


class LoginForm(account.LoginForm):
    """The address and the password of a member of staff."""

    helper = FormLayout(REDIRECT_FIELD, "login", "password", submit="Sign in", action="{% url 'account_login' %}")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = address_field(self.fields["login"])


class RequestLoginCodeForm(account.RequestLoginCodeForm):
    """The address to which a code goes."""

    helper = FormLayout(
        REDIRECT_FIELD, "email", submit="Send me a code", action="{% url 'account_request_login_code' %}"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = address_field(self.fields["email"])

    def clean_email(self) -> str:
        """Refuse an eleventh unused code in a day, whether or not we know the address."""
        with in_words(too_many_login_attempts="That was tried too often. Wait a minute, then ask for a new code."):
            email = str(super().clean_email())
        if not own_letters.may_be_written_to(context.request, email):
            raise forms.ValidationError(TOO_MANY_LETTERS, code="too_many_login_attempts")
        return email


class ConfirmLoginCodeForm(account.ConfirmLoginCodeForm):
    """The code that was sent."""

    helper = FormLayout(REDIRECT_FIELD, "code", submit="Continue", action="{% url 'account_confirm_login_code' %}")

    def clean_code(self) -> str:
        """Refuse as a wrong one the code of a letter to an address with which its reader no longer signs in."""
        login = context.request._login_stage.login
        if login.user and not is_address_of(login.user, login.email):
            self.expected_code = ""
        return str(super().clean_code())


class PasswordAgainForm(account.ReauthenticateForm):
    """The password of somebody who has signed in."""

    helper = FormLayout(REDIRECT_FIELD, "password", submit="Continue", action="{% url 'account_reauthenticate' %}")


class AuthenticateForm(mfa.AuthenticateForm):
    """Six digits from the app, or a recovery code."""

    helper = FormLayout(
        "code",
        # Cancel signs out, by a form of its own.
        submit=[SubmitButton("Continue"), SubmitButton("Cancel", style="secondary", form="leave")],
        action="{% url 'mfa_authenticate' %}",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"
        self.fields["code"].help_text = "Six digits from your app, or one of your recovery codes."
        self.fields["code"].widget.attrs |= SIX_DIGITS

    def clean_code(self) -> str:
        """Refuse what is wrong, and six digits that were taken before: they hold longer than allauth remembers them."""
        with in_words(too_many_login_attempts=TOO_OFTEN):
            code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            digits = "".join(filter(str.isdigit, code))
            longest = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
            if not cache.add(f"second-factor-taken:{self.user.pk}:{digits}", True, longest):
                raise mfa.get_adapter().validation_error("incorrect_code")
        return code


class ReauthenticateForm(AuthenticateForm, mfa.ReauthenticateForm):
    """The same, of somebody who has signed in."""

    helper = FormLayout(REDIRECT_FIELD, "code", submit="Continue", action="{% url 'mfa_reauthenticate' %}")


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """The first six digits of an app that is being set up."""

    helper = FormLayout(
        Partial("mfa/totp/_secret.html"), "code", submit="Switch it on", action="{% url 'mfa_activate_totp' %}"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Six digits from the app"
        self.fields["code"].widget.attrs |= SIX_DIGITS


class AuthenticateWebAuthnForm(webauthn.AuthenticateWebAuthnForm):
    """What the browser answers when it is asked for a passkey; js/passkeys.js shows the form and fills it in."""

    helper = FormLayout(
        REDIRECT_FIELD,
        HTML("<p>Your browser will ask for your fingerprint, face, PIN or security key.</p>"),
        submit="Use a passkey",
        attrs={"data-passkey": "get", "hidden": True},
    )

    def clean_credential(self) -> Authenticator:
        """Refuse in words whatever no browser sends."""
        with passkey_refused_in_words():
            return super().clean_credential()


class ReauthenticateWebAuthnForm(AuthenticateWebAuthnForm, webauthn.ReauthenticateWebAuthnForm):
    """The same, of somebody who has signed in."""


class AddWebAuthnForm(webauthn.AddWebAuthnForm):
    """A passkey, and what its owner calls it."""

    helper = FormLayout(
        "name",
        HTML("<p>Your browser will now ask where to keep it: on this device, on your phone, or on a security key.</p>"),
        submit="Add a passkey",
        action="{% url 'mfa_add_webauthn' %}",
        attrs={"data-passkey": "create", "hidden": True},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_of_key(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse in words whatever no browser sends."""
        with passkey_refused_in_words():
            return dict(super().clean())


class EditWebAuthnForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    helper = FormLayout("name", submit="Save")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_of_key(required=True)


@contextmanager
def passkey_refused_in_words() -> Iterator[None]:
    """Say of a passkey that it did not work, where allauth speaks of a code, or stumbles over what was sent."""
    with in_words(incorrect_code=PASSKEY_REFUSED, too_many_login_attempts=TOO_OFTEN):
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise forms.ValidationError(PASSKEY_REFUSED) from error


@contextmanager
def in_words(**sentences: str) -> Iterator[None]:
    """Say our own sentences where allauth refuses with one of these codes: it has one for many cases."""
    try:
        yield
    except forms.ValidationError as error:
        if error.code not in sentences:
            raise
        raise forms.ValidationError(sentences[error.code], code=error.code) from error


def name_of_key(*, required: bool) -> forms.CharField:
    """Return the field in which a passkey gets its name."""
    return LineField(
        called="The name",
        label="What will you call it?",
        help_text="So that you can tell your keys apart: “My phone”, or “Blue key”.",
        max_length=60,
        required=required,
    )
