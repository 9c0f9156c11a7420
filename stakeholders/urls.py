from django.urls import path

from stakeholders.views import organisations, own, partnerships

app_name = "stakeholders"

urlpatterns = [
    path("desk/<slug:slug>/organisations/", organisations.partnership_list, name="partnership-list"),
    path("desk/<slug:slug>/organisations/list.csv", organisations.partnership_csv, name="partnership-csv"),
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
]
