from django.urls import path

from digests import views

app_name = "digests"

urlpatterns = [
    path("desk/<slug:slug>/digests/", views.digest_send, name="digest-send"),
    path("t/<str:token>/", views.digest_open, name="digest-open"),
    path("digests/<int:pk>/", views.digest_stop, name="digest-stop"),
    path("home/digests/", views.own_digests, name="own-digests"),
]
