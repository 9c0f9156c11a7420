from django.urls import path

from phases import views
from phases.meetings.support.urls import urlpatterns as support
from phases.meetings.urls import urlpatterns as meetings
from phases.methods.urls import urlpatterns as methods

app_name = "phases"

urlpatterns = [
    *meetings,
    *support,
    *methods,
    path("desk/<slug:slug>/phases/", views.phase_list, name="phase-list"),
]
