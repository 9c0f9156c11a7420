"""The routes: each room brings its own. Public addresses are fixed; staff work below /desk/ and in /admin/."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import health, is_it_well

# One door for everybody: the admin's own sign-in page would have neither limits nor a second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler403 = "kit.kept_words.forbidden"
handler404 = "kit.kept_words.not_found"
handler500 = "kit.standstill.error_page"

urlpatterns = [
    # Fixed addresses below /desk/ come before those in which a programme stands.
    path("desk/is-it-well/", is_it_well.is_it_well, name="is-it-well"),
    path("", include("outbox.urls")),
    path("", include("programmes.urls")),
    path("", include("stakeholders.urls")),
    path("", include("phases.urls")),
    path("", include("consultations.urls")),
    path("", include("findings.urls")),
    path("", include("actions.urls")),
    path("", include("stocktakes.urls")),
    path("", include("public.urls")),
    path("", include("digests.urls")),
    path("", include("privacy.urls")),
    path("", include("desk.urls")),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
