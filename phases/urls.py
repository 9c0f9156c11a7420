from django.urls import path

from phases import views

app_name = "phases"

MEETING = "programmes/<slug:slug>/meetings/<int:pk>"

urlpatterns = [
    path(f"{MEETING}/", views.meeting_detail, name="meeting-detail"),
    path(f"{MEETING}/register/", views.meeting_register, name="meeting-register"),
    path(f"{MEETING}/registered/", views.meeting_registered, name="meeting-registered"),
    path("m/<str:token>/", views.place_open, name="place-open"),
    path("place/<int:pk>/", views.place_detail, name="place-detail"),
    path("place/<int:pk>/change/", views.place_change, name="place-change"),
    path("place/<int:pk>/give-up/", views.place_give_up, name="place-give-up"),
    path("place/<int:pk>/meeting.ics", views.place_calendar, name="place-calendar"),
    path("desk/<slug:slug>/phases/", views.phase_list, name="phase-list"),
    path("desk/<slug:slug>/reach/", views.reach_list, name="reach-list"),
    path("desk/<slug:slug>/reach/new/", views.reach_create, name="reach-create"),
    path("desk/<slug:slug>/reach/<int:pk>/remove/", views.reach_remove, name="reach-remove"),
]
