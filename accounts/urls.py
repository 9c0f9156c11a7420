"""Sign-in. Of django-allauth's pages only those that are used, under the names by which it calls them.

Left out: changing addresses (an appointment sets the address), and setting or resetting passwords. Representatives have
none; staff change theirs in the admin. Whoever forgot theirs signs in by a code, which proves what a reset would. Left
out too: reading or downloading recovery codes, which are shown in the answer to their making and never again.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from accounts import second_factor, views
from accounts.decorators import (
    explain_expired_code,
    factor_changes_recorded,
    factor_shown_first,
    factor_use_recorded,
    pass_on_signed_in,
)
from accounts.views import signed_in_again

# Asked for as the page is drawn.
WHETHER = {"second_factor_required": second_factor.is_required}
login = account.LoginView.as_view(extra_context=WHETHER)
index = mfa.IndexView.as_view(extra_context=WHETHER)

urlpatterns = [
    path("accounts/login/", pass_on_signed_in(login), name="account_login"),
    path("accounts/login/code/", pass_on_signed_in(account.request_login_code), name="account_request_login_code"),
    path(
        "accounts/login/code/confirm/",
        explain_expired_code(account.confirm_login_code),
        name="account_confirm_login_code",
    ),
    # One letter, as all personal links: the log leaves out what follows it.
    path("accounts/c/<str:token>/", views.account_own_page, name="account-own-page"),
    path("accounts/login/second-step/", factor_use_recorded(mfa.authenticate), name="mfa_authenticate"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    # Says that nobody needs to: see AccountAdapter.is_open_for_signup.
    path("accounts/signup/", pass_on_signed_in(account.signup), name="account_signup"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/2fa/", factor_shown_first(index), name="mfa_index"),
    path("accounts/2fa/reauthenticate/", factor_use_recorded(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "accounts/2fa/app/", factor_shown_first(factor_changes_recorded(totp.activate_totp)), name="mfa_activate_totp"
    ),
    path(
        "accounts/2fa/app/remove/",
        factor_shown_first(factor_changes_recorded(totp.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path("accounts/2fa/passkeys/", factor_shown_first(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path(
        "accounts/2fa/passkeys/add/",
        factor_shown_first(factor_changes_recorded(webauthn.add_webauthn)),
        name="mfa_add_webauthn",
    ),
    path(
        "accounts/2fa/passkeys/reauthenticate/",
        factor_use_recorded(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/2fa/passkeys/<int:pk>/", factor_shown_first(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "accounts/2fa/passkeys/<int:pk>/remove/",
        factor_shown_first(factor_changes_recorded(webauthn.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    # allauth goes here after making codes: here it is the page that makes them.
    path(
        "accounts/2fa/recovery-codes/",
        factor_shown_first(factor_changes_recorded(recovery_codes.generate_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    # Not below accounts/, where somebody is signed in before they have taken the second step.
    path("signed-in-again/", signed_in_again, name="signed-in-again"),
]
