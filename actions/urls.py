from django.urls import path

from actions import views
from actions.areas import urls as areas
from actions.commitments import urls as commitments
from actions.records import urls as records
from actions.rounds import urls as rounds
from actions.updates import urls as updates

app_name = "actions"

urlpatterns = [
    path("home/", views.home, name="home"),
    *rounds.urlpatterns,
    *updates.urlpatterns,
    *areas.urlpatterns,
    *commitments.urlpatterns,
    *records.urlpatterns,
]
