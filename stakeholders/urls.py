from django.urls import path

from stakeholders.views import imports, invitations, organisations, own, partnerships

app_name = "stakeholders"

urlpatterns = [
    path("desk/<slug:slug>/organisations/", organisations.partnership_list, name="partnership-list"),
    path("desk/<slug:slug>/organisations/list.csv", organisations.partnership_csv, name="partnership-csv"),
    path("desk/<slug:slug>/organisations/import/", imports.import_list, name="import-list"),
    path("desk/<slug:slug>/organisations/import/headings.csv", imports.import_template, name="import-template"),
    path("desk/<slug:slug>/organisations/import/<int:pk>/columns/", imports.import_columns, name="import-columns"),
    path("desk/<slug:slug>/organisations/import/<int:pk>/", imports.import_check, name="import-check"),
    path("desk/<slug:slug>/organisations/import/<int:pk>/run/", imports.import_run, name="import-run"),
    path("desk/<slug:slug>/organisations/import/<int:pk>/give-up/", imports.import_give_up, name="import-give-up"),
    path("desk/<slug:slug>/organisations/new/", organisations.partnership_create, name="partnership-create"),
    path("desk/<slug:slug>/organisations/<int:pk>/edit/", organisations.partnership_edit, name="partnership-edit"),
    path(
        "desk/<slug:slug>/organisations/<int:pk>/contact/",
        organisations.partnership_contact,
        name="partnership-contact",
    ),
    path("desk/<slug:slug>/organisations/<int:pk>/end/", organisations.partnership_end, name="partnership-end"),
    path(
        "desk/<slug:slug>/organisations/<int:pk>/",
        partnerships.partnership_detail,
        name="partnership-detail",
    ),
    path("home/about-me/", own.about_me, name="about-me"),
    path("home/organisation/<int:pk>/", own.own_organisation, name="own-organisation"),
    path("home/people/<slug:slug>/", own.people, name="people"),
    path("home/step-down/<int:pk>/", own.step_down, name="step-down"),
    path("i/<str:token>/", invitations.invitation_open, name="invitation-open"),
    path("invitation/<int:pk>/", invitations.invitation_read, name="invitation-read"),
    path("invitation/<int:pk>/answer/", invitations.invitation_choose, name="invitation-choose"),
    path("invitation/<int:pk>/colleague/", invitations.invitation_pass_on, name="invitation-pass-on"),
    path("invitation/<int:pk>/no/", invitations.invitation_decline, name="invitation-decline"),
    path("invitation/<int:pk>/name/", invitations.invitation_name, name="invitation-name"),
    path("invitation/<int:pk>/declarations/", invitations.invitation_declare, name="invitation-declare"),
    path("invitation/<int:pk>/contact/", invitations.invitation_contact, name="invitation-contact"),
    path("invitation/<int:pk>/needs/", invitations.invitation_needs, name="invitation-needs"),
    path("invitation/<int:pk>/sharing/", invitations.invitation_sharing, name="invitation-sharing"),
    path("invitation/<int:pk>/check/", invitations.invitation_check, name="invitation-check"),
    path("invitation/<int:pk>/done/", invitations.invitation_done, name="invitation-done"),
]
