"""Pages about what people say they will do."""

from django.urls import path

from actions.commitments.views import desk, public

urlpatterns = [
    path("join/<slug:code>/", public.commitment_make, name="commitment-make"),
    path("join/<slug:code>/thanks/<uuid:key>/", public.commitment_thanks, name="commitment-thanks"),
    path("desk/<slug:slug>/sheets/", desk.commitment_sheet_list, name="commitment-sheet-list"),
    path("desk/<slug:slug>/sheets/open/", desk.commitment_sheet_open, name="commitment-sheet-open"),
    path("desk/<slug:slug>/sheets/<int:pk>/", desk.commitment_sheet_switch, name="commitment-sheet-switch"),
    path("desk/<slug:slug>/commitments/", desk.commitment_list, name="commitment-list"),
    path("desk/<slug:slug>/commitments/new/", desk.commitment_create, name="commitment-create"),
    path("desk/<slug:slug>/commitments/<int:pk>/publish/", desk.commitment_publish, name="commitment-publish"),
]
