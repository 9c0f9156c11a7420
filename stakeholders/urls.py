from django.urls import path

from stakeholders.views import asking, contacts, groups, imports, invitations, merging, organisations, own, partnerships

app_name = "stakeholders"

urlpatterns = [
    path("desk/<slug:slug>/organisations/", organisations.partnership_list, name="partnership-list"),
    path("desk/<slug:slug>/organisations/list.csv", organisations.partnership_csv, name="partnership-csv"),
    path("desk/<slug:slug>/organisations/merge/", merging.merge_list, name="merge-list"),
    path("desk/<slug:slug>/organisations/merge/<int:kept>/<int:gone>/", merging.merge_confirm, name="merge-confirm"),
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
    path("desk/<slug:slug>/organisations/contacts/", contacts.contact_export, name="contact-export"),
    path("desk/<slug:slug>/organisations/<int:pk>/look/", contacts.contact_look, name="contact-look"),
    path("desk/<slug:slug>/organisations/<int:pk>/end/", organisations.partnership_end, name="partnership-end"),
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
    path("desk/<slug:slug>/missing/", groups.missing_voice_list, name="missing-voice-list"),
    path("desk/<slug:slug>/missing/new/", groups.missing_voice_create, name="missing-voice-create"),
    path("desk/<slug:slug>/missing/<int:pk>/", groups.missing_voice_edit, name="missing-voice-edit"),
    path("desk/<slug:slug>/missing/<int:pk>/settle/", groups.missing_voice_settle, name="missing-voice-settle"),
    path("desk/<slug:slug>/missing/<int:pk>/look-again/", groups.missing_voice_reopen, name="missing-voice-reopen"),
    path("home/about-me/", own.about_me, name="about-me"),
    path("home/organisation/<int:pk>/", own.own_organisation, name="own-organisation"),
    path("home/people/<slug:slug>/", own.people, name="people"),
    path("home/step-down/<int:pk>/", own.step_down, name="step-down"),
    path("desk/<slug:slug>/organisations/<int:pk>/invite/", partnerships.partnership_invite, name="partnership-invite"),
    path(
        "desk/<slug:slug>/organisations/<int:pk>/appoint/", partnerships.partnership_appoint, name="partnership-appoint"
    ),
    path("desk/<slug:slug>/appointments/<int:pk>/end/", partnerships.appointment_end, name="appointment-end"),
    path(
        "desk/<slug:slug>/appointments/<int:pk>/sign-in/", partnerships.appointment_sign_in, name="appointment-sign-in"
    ),
    path("desk/<slug:slug>/invitations/", asking.invitation_list, name="invitation-list"),
    path("desk/<slug:slug>/invitations/<int:pk>/resend/", asking.invitation_resend, name="invitation-resend"),
    path("desk/<slug:slug>/invitations/<int:pk>/withdraw/", asking.invitation_withdraw, name="invitation-withdraw"),
    path("desk/<slug:slug>/invitations/<int:pk>/readdress/", asking.invitation_readdress, name="invitation-readdress"),
    path("desk/<slug:slug>/invitations/<int:pk>/declined/", asking.invitation_declined, name="invitation-declined"),
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
