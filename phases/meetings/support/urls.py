from django.urls import path

from phases.meetings.support import views
from phases.meetings.urls import ATTENDANCE, DESK

ARRANGEMENT = "desk/<slug:slug>/arrangements/<int:pk>"

urlpatterns = [
    path(f"{DESK}/support/", views.support_list, name="support-list"),
    path(f"{DESK}/claim-form/", views.claim_form, name="claim-form"),
    path(f"{DESK}/claim-form.pdf", views.claim_form_pdf, name="claim-form-pdf"),
    path("place/<int:pk>/claim-form/", views.place_claim_form, name="place-claim-form"),
    path("place/<int:pk>/claim-form.pdf", views.place_claim_form_pdf, name="place-claim-form-pdf"),
    path(f"{ATTENDANCE}/arrange/", views.arrangement_create, name="arrangement-create"),
    path(f"{ARRANGEMENT}/", views.arrangement_edit, name="arrangement-edit"),
    path(f"{ARRANGEMENT}/move/", views.arrangement_move, name="arrangement-move"),
    path(f"{ARRANGEMENT}/remove/", views.arrangement_remove, name="arrangement-remove"),
]
