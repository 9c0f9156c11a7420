"""Pages about personal records."""

from django.urls import path

from actions.records.views import desk, own

urlpatterns = [
    path("r/<str:token>/", own.record_open, name="record-open"),
    path("record/<int:pk>/", own.record_detail, name="record-detail"),
    path("record/<int:pk>/name/", own.record_name_edit, name="record-name-edit"),
    path("record/<int:pk>/commitments/<int:item>/", own.record_commitment_edit, name="record-commitment-edit"),
    path(
        "record/<int:pk>/commitments/<int:item>/put-back/",
        own.record_commitment_restore,
        name="record-commitment-restore",
    ),
    path("record/<int:pk>/steps/<int:item>/", own.record_step_edit, name="record-step-edit"),
    path("desk/<slug:slug>/records/", desk.record_list, name="record-list"),
    path("desk/<slug:slug>/records/send/", desk.record_send, name="record-send"),
    path("desk/<slug:slug>/records/letters/<int:pk>/", desk.record_letters, name="record-letters"),
    path("desk/<slug:slug>/records/<int:pk>/link/", desk.record_link, name="record-link"),
    path("desk/<slug:slug>/corrections/<int:pk>/", desk.correction_settle, name="correction-settle"),
]
