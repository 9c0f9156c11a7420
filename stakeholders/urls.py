from django.urls import path

from stakeholders.views import (
    appointments,
    contacts,
    groups,
    invitations,
    invited,
    merging,
    missing_voices,
    organisation_imports,
    own,
    own_identity,
    partnerships,
)

app_name = "stakeholders"

urlpatterns = [
    path("desk/<slug:slug>/organisations/", partnerships.partnership_list, name="partnership-list"),
    path("desk/<slug:slug>/organisations/list.csv", partnerships.partnership_csv, name="partnership-csv"),
    path("desk/<slug:slug>/organisations/merge/", merging.merge_list, name="merge-list"),
    path("desk/<slug:slug>/organisations/merge/<int:kept>/<int:gone>/", merging.merge_confirm, name="merge-confirm"),
    path(
        "desk/<slug:slug>/organisations/import/",
        organisation_imports.organisation_import_list,
        name="organisation-import-list",
    ),
    path(
        "desk/<slug:slug>/organisations/import/headings.csv",
        organisation_imports.organisation_import_template,
        name="organisation-import-template",
    ),
    path(
        "desk/<slug:slug>/organisations/import/<int:pk>/columns/",
        organisation_imports.organisation_import_columns,
        name="organisation-import-columns",
    ),
    path(
        "desk/<slug:slug>/organisations/import/<int:pk>/",
        organisation_imports.organisation_import_check,
        name="organisation-import-check",
    ),
    path(
        "desk/<slug:slug>/organisations/import/<int:pk>/run/",
        organisation_imports.organisation_import_run,
        name="organisation-import-run",
    ),
    path(
        "desk/<slug:slug>/organisations/import/<int:pk>/give-up/",
        organisation_imports.organisation_import_give_up,
        name="organisation-import-give-up",
    ),
    path("desk/<slug:slug>/organisations/new/", partnerships.partnership_create, name="partnership-create"),
    path("desk/<slug:slug>/organisations/<int:pk>/edit/", partnerships.partnership_edit, name="partnership-edit"),
    path(
        "desk/<slug:slug>/organisations/<int:pk>/contact/",
        partnerships.partnership_contact,
        name="partnership-contact",
    ),
    path("desk/<slug:slug>/organisations/contacts/", contacts.contact_export, name="contact-export"),
    path("desk/<slug:slug>/organisations/<int:pk>/look/", contacts.contact_look, name="contact-look"),
    path("desk/<slug:slug>/organisations/<int:pk>/end/", partnerships.partnership_end, name="partnership-end"),
    path(
        "desk/<slug:slug>/organisations/<int:pk>/",
        partnerships.partnership_detail,
        name="partnership-detail",
    ),
    path("desk/<slug:slug>/groups/", groups.group_list, name="group-list"),
    path("desk/<slug:slug>/groups/new/", groups.group_create, name="group-create"),
    path("desk/<slug:slug>/groups/characteristics/", groups.characteristics_add, name="characteristics-add"),
    path("desk/<slug:slug>/groups/enough/", groups.thresholds_edit, name="thresholds-edit"),
    path("desk/<slug:slug>/groups/<int:pk>/", groups.group_edit, name="group-edit"),
    path("desk/<slug:slug>/groups/<int:pk>/remove/", groups.group_remove, name="group-remove"),
    path("desk/<slug:slug>/missing/", missing_voices.missing_voice_list, name="missing-voice-list"),
    path("desk/<slug:slug>/missing/new/", missing_voices.missing_voice_create, name="missing-voice-create"),
    path("desk/<slug:slug>/missing/<int:pk>/", missing_voices.missing_voice_edit, name="missing-voice-edit"),
    path("desk/<slug:slug>/missing/<int:pk>/settle/", missing_voices.missing_voice_settle, name="missing-voice-settle"),
    path(
        "desk/<slug:slug>/missing/<int:pk>/look-again/",
        missing_voices.missing_voice_reopen,
        name="missing-voice-reopen",
    ),
    path("home/about-me/", own.about_me, name="about-me"),
    path("home/about-me/name-and-address/", own_identity.own_identity, name="own-identity"),
    path("home/organisation/<int:pk>/", own.own_organisation, name="own-organisation"),
    path("home/people/<slug:slug>/", own.people, name="people"),
    path("home/step-down/<int:pk>/", own.appointment_step_down, name="appointment-step-down"),
    path("desk/<slug:slug>/organisations/<int:pk>/invite/", invitations.partnership_invite, name="partnership-invite"),
    path(
        "desk/<slug:slug>/organisations/<int:pk>/appoint/", appointments.partnership_appoint, name="partnership-appoint"
    ),
    path("desk/<slug:slug>/appointments/<int:pk>/end/", appointments.appointment_end, name="appointment-end"),
    path(
        "desk/<slug:slug>/appointments/<int:pk>/sign-in/", appointments.appointment_sign_in, name="appointment-sign-in"
    ),
    path(
        "desk/<slug:slug>/appointments/<int:pk>/name-and-address/",
        appointments.appointment_identity,
        name="appointment-identity",
    ),
    path("desk/<slug:slug>/invitations/", invitations.invitation_list, name="invitation-list"),
    path("desk/<slug:slug>/invitations/<int:pk>/resend/", invitations.invitation_resend, name="invitation-resend"),
    path(
        "desk/<slug:slug>/invitations/<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation-withdraw"
    ),
    path(
        "desk/<slug:slug>/invitations/<int:pk>/readdress/",
        invitations.invitation_readdress,
        name="invitation-readdress",
    ),
    path(
        "desk/<slug:slug>/invitations/<int:pk>/declined/", invitations.invitation_declined, name="invitation-declined"
    ),
    path("i/<str:token>/", invited.invitation_open, name="invitation-open"),
    path("invitation/<int:pk>/", invited.invitation_read, name="invitation-read"),
    path("invitation/<int:pk>/answer/", invited.invitation_choose, name="invitation-choose"),
    path("invitation/<int:pk>/colleague/", invited.invitation_pass_on, name="invitation-pass-on"),
    path("invitation/<int:pk>/no/", invited.invitation_decline, name="invitation-decline"),
    path("invitation/<int:pk>/name/", invited.invitation_name, name="invitation-name"),
    path("invitation/<int:pk>/declarations/", invited.invitation_declare, name="invitation-declare"),
    path("invitation/<int:pk>/contact/", invited.invitation_contact, name="invitation-contact"),
    path("invitation/<int:pk>/needs/", invited.invitation_needs, name="invitation-needs"),
    path("invitation/<int:pk>/sharing/", invited.invitation_sharing, name="invitation-sharing"),
    path("invitation/<int:pk>/check/", invited.invitation_check, name="invitation-check"),
    path("invitation/<int:pk>/done/", invited.invitation_done, name="invitation-done"),
]
