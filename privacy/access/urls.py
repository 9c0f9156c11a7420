from django.urls import path

from privacy.access.views import bundle, found, held

REQUEST = "desk/<slug:slug>/requests/<int:number>/"

urlpatterns = [
    path(f"{REQUEST}look/", found.request_look, name="request-look"),
    path(f"{REQUEST}found/", found.request_found, name="request-found"),
    path(f"{REQUEST}found/<int:pk>/", found.request_decide, name="request-decide"),
    path(f"{REQUEST}found/all/<str:heading>/", found.request_decide_all, name="request-decide-all"),
    path(f"{REQUEST}give/", bundle.request_bundle, name="request-bundle"),
    path(f"{REQUEST}give/read/", bundle.request_bundle_read, name="request-bundle-read"),
    path(f"{REQUEST}give/what-we-hold.pdf", bundle.request_bundle_pdf, name="request-bundle-pdf"),
    path(f"{REQUEST}give/take-back/", bundle.request_bundle_revoke, name="request-bundle-revoke"),
    path("h/<str:token>/", bundle.bundle_open, name="bundle-open"),
    path("held/<int:pk>/", bundle.bundle_detail, name="bundle-detail"),
    path("held/<int:pk>/what-we-hold-of-you.zip", bundle.bundle_archive, name="bundle-archive"),
    # Below the page of each link, which is as far as its cookie goes.
    path("place/<int:pk>/held/", held.held_by_place, name="held-by-place"),
    path("follow-up/<int:pk>/held/", held.held_by_follow_up, name="held-by-follow-up"),
    path("record/<int:pk>/held/", held.held_by_record, name="held-by-record"),
    path("digests/<int:pk>/held/", held.held_by_digest, name="held-by-digest"),
    path("home/held/<slug:slug>/", held.held_by_me, name="held-by-me"),
]
