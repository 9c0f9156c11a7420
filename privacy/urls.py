from django.urls import path

from privacy import views
from privacy.access import urls as access
from privacy.equality import urls as equality
from privacy.erasure import urls as erasure
from privacy.holds import urls as holds
from privacy.requests import urls as requests
from privacy.retention import urls as retention

app_name = "privacy"

urlpatterns = [
    path("desk/<slug:slug>/data-map/", views.processing_record, name="processing-record"),
    path("desk/<slug:slug>/data-map.csv", views.processing_record_csv, name="processing-record-csv"),
    path("desk/<slug:slug>/data-protection.pdf", views.officer_pack, name="officer-pack"),
    *equality.urlpatterns,
    *requests.urlpatterns,
    *access.urlpatterns,
    *erasure.urlpatterns,
    *holds.urlpatterns,
    *retention.urlpatterns,
]
