"""The routes: each room brings its own. Public addresses are fixed; staff work below /desk/ and in /admin/."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("", include("programmes.urls")),
    path("", include("stakeholders.urls")),
    path("", include("consultations.urls")),
    path("", include("actions.urls")),
    path("", include("stocktakes.urls")),
    path("", include("accounts.urls")),
    path("", include("outbox.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
