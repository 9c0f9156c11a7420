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
    path("desk/<slug:slug>/meetings/", views.meeting_list, name="meeting-list"),
    path("desk/<slug:slug>/meetings/<int:pk>/", views.meeting_people, name="meeting-people"),
    path("desk/<slug:slug>/meetings/<int:pk>/set-up/", views.meeting_set_up, name="meeting-set-up"),
    path("desk/<slug:slug>/meetings/<int:pk>/new/", views.attendance_create, name="attendance-create"),
    path("desk/<slug:slug>/meetings/<int:pk>/check-in/", views.meeting_check_in, name="meeting-check-in"),
    path("desk/<slug:slug>/meetings/<int:pk>/sheet/", views.meeting_sheet, name="meeting-sheet"),
    path("desk/<slug:slug>/meetings/<int:pk>/badges/", views.meeting_badges, name="meeting-badges"),
    path("desk/<slug:slug>/attendances/<int:pk>/needs/", views.attendance_needs, name="attendance-needs"),
    path("desk/<slug:slug>/attendances/<int:pk>/give-up/", views.attendance_give_up, name="attendance-give-up"),
    path("desk/<slug:slug>/attendances/<int:pk>/check-in/", views.attendance_check_in, name="attendance-check-in"),
    path("desk/<slug:slug>/attendances/<int:pk>/undo/", views.attendance_undo, name="attendance-undo"),
    path("desk/<slug:slug>/phases/", views.phase_list, name="phase-list"),
    path("desk/<slug:slug>/reach/", views.reach_list, name="reach-list"),
    path("desk/<slug:slug>/reach/new/", views.reach_create, name="reach-create"),
    path("desk/<slug:slug>/reach/<int:pk>/remove/", views.reach_remove, name="reach-remove"),
]
