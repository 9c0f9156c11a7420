from django.urls import path

from digests import views

app_name = "digests"

urlpatterns = [
    path("desk/<slug:slug>/telling/", views.digest_send, name="digest-send"),
    path("t/<str:token>/", views.digest_open, name="digest-open"),
    path("told/<int:pk>/", views.digest_stop, name="digest-stop"),
    path("home/told/", views.own_digests, name="own-digests"),
]
