from django.urls import path

from phases import views

app_name = "phases"

MEETING = "programmes/<slug:slug>/meetings/<int:pk>"
DESK = "desk/<slug:slug>/meetings/<int:pk>"
IMPORT = "desk/<slug:slug>/attendance-imports/<int:pk>"
ATTENDANCE = "desk/<slug:slug>/attendances/<int:pk>"

urlpatterns = [
    path(f"{MEETING}/", views.meeting_detail, name="meeting-detail"),
    path(f"{MEETING}/register/", views.meeting_register, name="meeting-register"),
    path(f"{MEETING}/registered/", views.meeting_registered, name="meeting-registered"),
    path(f"{MEETING}/how-was-it/", views.meeting_evaluate, name="meeting-evaluate"),
    path(f"{MEETING}/how-was-it/thanks/", views.meeting_evaluated, name="meeting-evaluated"),
    path("m/<str:token>/", views.place_open, name="place-open"),
    path("place/<int:pk>/", views.place_detail, name="place-detail"),
    path("place/<int:pk>/change/", views.place_change, name="place-change"),
    path("place/<int:pk>/give-up/", views.place_give_up, name="place-give-up"),
    path("place/<int:pk>/meeting.ics", views.place_calendar, name="place-calendar"),
    path("desk/<slug:slug>/meetings/", views.meeting_list, name="meeting-list"),
    path(f"{DESK}/", views.meeting_people, name="meeting-people"),
    path(f"{DESK}/set-up/", views.meeting_set_up, name="meeting-set-up"),
    path(f"{DESK}/new/", views.attendance_create, name="attendance-create"),
    path(f"{DESK}/check-in/", views.meeting_check_in, name="meeting-check-in"),
    path(f"{DESK}/sheet/", views.meeting_sheet, name="meeting-sheet"),
    path(f"{DESK}/badges/", views.meeting_badges, name="meeting-badges"),
    path(f"{DESK}/change/", views.meeting_change, name="meeting-change"),
    path(f"{DESK}/cancel/", views.meeting_cancel, name="meeting-cancel"),
    path(f"{DESK}/tell/", views.meeting_tell, name="meeting-tell"),
    path(f"{DESK}/close-registration/", views.registration_close, name="registration-close"),
    path(f"{DESK}/import/", views.attendance_import_list, name="attendance-import-list"),
    path(f"{DESK}/import/headings.csv", views.attendance_import_template, name="attendance-import-template"),
    path(f"{DESK}/export/", views.attendance_export, name="attendance-export"),
    path(f"{DESK}/how-was-it/", views.evaluation_list, name="evaluation-list"),
    path(f"{DESK}/how-was-it/new/", views.evaluation_create, name="evaluation-create"),
    path(f"{DESK}/how-was-it/sheet.pdf", views.evaluation_sheet, name="evaluation-sheet"),
    path(f"{DESK}/how-was-it/export/", views.evaluation_export, name="evaluation-export"),
    path(f"{IMPORT}/columns/", views.attendance_import_columns, name="attendance-import-columns"),
    path(f"{IMPORT}/", views.attendance_import_check, name="attendance-import-check"),
    path(f"{IMPORT}/run/", views.attendance_import_run, name="attendance-import-run"),
    path(f"{IMPORT}/give-up/", views.attendance_import_give_up, name="attendance-import-give-up"),
    path(f"{ATTENDANCE}/told/", views.attendance_told, name="attendance-told"),
    path(f"{ATTENDANCE}/revoke-link/", views.attendance_revoke_link, name="attendance-revoke-link"),
    path(f"{ATTENDANCE}/new-link/", views.attendance_new_link, name="attendance-new-link"),
    path(f"{ATTENDANCE}/needs/", views.attendance_needs, name="attendance-needs"),
    path(f"{ATTENDANCE}/give-up/", views.attendance_give_up, name="attendance-give-up"),
    path(f"{ATTENDANCE}/check-in/", views.attendance_check_in, name="attendance-check-in"),
    path(f"{ATTENDANCE}/undo/", views.attendance_undo, name="attendance-undo"),
    path("desk/<slug:slug>/phases/", views.phase_list, name="phase-list"),
    path("desk/<slug:slug>/reach/", views.reach_list, name="reach-list"),
    path("desk/<slug:slug>/reach/new/", views.reach_create, name="reach-create"),
    path("desk/<slug:slug>/reach/<int:pk>/remove/", views.reach_remove, name="reach-remove"),
]
