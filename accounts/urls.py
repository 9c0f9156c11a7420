"""Sign-in. Of django-allauth's pages only those that are used, under the names by which it calls them.

Left out: changing addresses (an appointment sets the address), and setting or resetting passwords. Representatives have
none; staff change theirs in the admin. Whoever forgot theirs signs in by a code, which proves what a reset would.
"""

from allauth.account import views
from django.urls import include, path

from accounts.expiry import say_when_expired

urlpatterns = [
    path("accounts/login/", views.login, name="account_login"),
    path("accounts/login/code/", views.request_login_code, name="account_request_login_code"),
    path("accounts/login/code/confirm/", say_when_expired(views.confirm_login_code), name="account_confirm_login_code"),
    path("accounts/logout/", views.logout, name="account_logout"),
    path("accounts/inactive/", views.account_inactive, name="account_inactive"),
    # Says that nobody needs to: see AccountAdapter.is_open_for_signup.
    path("accounts/signup/", views.signup, name="account_signup"),
    path("accounts/reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
