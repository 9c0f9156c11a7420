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

from accounts import second_factor
from accounts.views import note_use, say_when_expired, send_on, show_first, tell

# Asked for as the page is drawn.
WHETHER = {"second_factor_required": second_factor.is_required}
login = account.LoginView.as_view(extra_context=WHETHER)
index = mfa.IndexView.as_view(extra_context=WHETHER)

urlpatterns = [
    path("accounts/login/", send_on(login), name="account_login"),
    path("accounts/login/code/", send_on(account.request_login_code), name="account_request_login_code"),
    path(
        "accounts/login/code/confirm/", say_when_expired(account.confirm_login_code), name="account_confirm_login_code"
    ),
    path("accounts/login/second-step/", note_use(mfa.authenticate), name="mfa_authenticate"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    # Says that nobody needs to: see AccountAdapter.is_open_for_signup.
    path("accounts/signup/", send_on(account.signup), name="account_signup"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/2fa/", show_first(index), name="mfa_index"),
    path("accounts/2fa/reauthenticate/", note_use(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("accounts/2fa/app/", show_first(tell(totp.activate_totp)), name="mfa_activate_totp"),
    path("accounts/2fa/app/remove/", show_first(tell(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("accounts/2fa/passkeys/", show_first(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("accounts/2fa/passkeys/add/", show_first(tell(webauthn.add_webauthn)), name="mfa_add_webauthn"),
    path(
        "accounts/2fa/passkeys/reauthenticate/",
        note_use(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/2fa/passkeys/<int:pk>/", show_first(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "accounts/2fa/passkeys/<int:pk>/remove/", show_first(tell(webauthn.remove_webauthn)), name="mfa_remove_webauthn"
    ),
    # allauth goes here after making codes: here it is the page that makes them.
    path(
        "accounts/2fa/recovery-codes/",
        show_first(tell(recovery_codes.generate_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
]
