from django.urls import path

from phases.meetings.views import (
    attendance_imports,
    changes,
    desk,
    evaluations,
    minutes,
    own,
    place,
    registration,
    representatives,
)

MEETING = "programmes/<slug:slug>/meetings/<int:pk>"
DESK = "desk/<slug:slug>/meetings/<int:pk>"
IMPORT = "desk/<slug:slug>/attendance-imports/<int:pk>"
ATTENDANCE = "desk/<slug:slug>/attendances/<int:pk>"

urlpatterns = [
    path(f"{MEETING}/", registration.meeting_detail, name="meeting-detail"),
    path(f"{MEETING}/register/", registration.meeting_register, name="meeting-register"),
    path(f"{MEETING}/registered/", registration.meeting_registered, name="meeting-registered"),
    path(f"{MEETING}/how-was-it/", evaluations.meeting_evaluate, name="meeting-evaluate"),
    path(f"{MEETING}/how-was-it/thanks/", evaluations.meeting_evaluated, name="meeting-evaluated"),
    path("m/<str:token>/", place.place_open, name="place-open"),
    path("place/<int:pk>/", place.place_detail, name="place-detail"),
    path("place/<int:pk>/change/", place.place_change, name="place-change"),
    path("place/<int:pk>/give-up/", place.place_give_up, name="place-give-up"),
    path("place/<int:pk>/meeting.ics", place.place_calendar, name="place-calendar"),
    path("home/meetings/<int:pk>/", own.meeting_answer, name="meeting-answer"),
    path("home/meetings/<int:pk>/meeting.ics", own.meeting_calendar, name="meeting-calendar"),
    path("desk/<slug:slug>/meetings/", desk.meeting_list, name="meeting-list"),
    path(f"{DESK}/", desk.meeting_people, name="meeting-people"),
    path(f"{DESK}/representatives/", representatives.meeting_representatives, name="meeting-representatives"),
    path(f"{DESK}/minutes/", minutes.meeting_minutes, name="meeting-minutes"),
    path(f"{DESK}/minutes/papers/new/", minutes.paper_create, name="paper-create"),
    path("desk/<slug:slug>/papers/<int:pk>/", minutes.paper_file, name="paper-file"),
    path("desk/<slug:slug>/papers/<int:pk>/remove/", minutes.paper_remove, name="paper-remove"),
    path("programmes/<slug:slug>/papers/<int:pk>/file/", minutes.meeting_paper, name="meeting-paper"),
    path(f"{DESK}/minutes/publish/", minutes.minutes_publish, name="minutes-publish"),
    path(f"{DESK}/minutes/withdraw/", minutes.minutes_withdraw, name="minutes-withdraw"),
    path(f"{DESK}/set-up/", desk.meeting_set_up, name="meeting-set-up"),
    path(f"{DESK}/new/", desk.attendance_create, name="attendance-create"),
    path(f"{DESK}/check-in/", desk.meeting_check_in, name="meeting-check-in"),
    path(f"{DESK}/sign-in-sheet/", desk.meeting_sign_in_sheet, name="meeting-sign-in-sheet"),
    path(f"{DESK}/badges/", desk.meeting_badges, name="meeting-badges"),
    path(f"{DESK}/change/", changes.meeting_change, name="meeting-change"),
    path(f"{DESK}/cancel/", changes.meeting_cancel, name="meeting-cancel"),
    path(f"{DESK}/inform/", changes.meeting_inform, name="meeting-inform"),
    path(f"{DESK}/close-registration/", changes.registration_close, name="registration-close"),
    path(f"{DESK}/import/", attendance_imports.attendance_import_list, name="attendance-import-list"),
    path(
        f"{DESK}/import/headings.csv", attendance_imports.attendance_import_template, name="attendance-import-template"
    ),
    path(f"{DESK}/export/", attendance_imports.attendance_export, name="attendance-export"),
    path(f"{DESK}/how-was-it/", evaluations.evaluation_list, name="evaluation-list"),
    path(f"{DESK}/how-was-it/new/", evaluations.evaluation_create, name="evaluation-create"),
    path(f"{DESK}/how-was-it/form.pdf", evaluations.evaluation_pdf, name="evaluation-pdf"),
    path(f"{DESK}/how-was-it/export/", evaluations.evaluation_export, name="evaluation-export"),
    path(f"{IMPORT}/columns/", attendance_imports.attendance_import_columns, name="attendance-import-columns"),
    path(f"{IMPORT}/", attendance_imports.attendance_import_check, name="attendance-import-check"),
    path(f"{IMPORT}/run/", attendance_imports.attendance_import_run, name="attendance-import-run"),
    path(f"{IMPORT}/give-up/", attendance_imports.attendance_import_give_up, name="attendance-import-give-up"),
    path(f"{ATTENDANCE}/informed/", changes.attendance_informed, name="attendance-informed"),
    path(f"{ATTENDANCE}/revoke-link/", changes.attendance_revoke_link, name="attendance-revoke-link"),
    path(f"{ATTENDANCE}/new-link/", changes.attendance_new_link, name="attendance-new-link"),
    path(f"{ATTENDANCE}/needs/", desk.attendance_needs, name="attendance-needs"),
    path(f"{ATTENDANCE}/give-up/", desk.attendance_give_up, name="attendance-give-up"),
    path(f"{ATTENDANCE}/check-in/", desk.attendance_check_in, name="attendance-check-in"),
    path(f"{ATTENDANCE}/undo-check-in/", desk.attendance_undo_check_in, name="attendance-undo-check-in"),
]
