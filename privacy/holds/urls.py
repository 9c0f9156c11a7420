from django.urls import path

from privacy.holds import views

urlpatterns = [
    path("desk/<slug:slug>/holds/", views.hold_list, name="hold-list"),
    path("desk/<slug:slug>/holds/new/", views.hold_set, name="hold-set"),
    path("desk/<slug:slug>/holds/<int:pk>/change/", views.hold_change, name="hold-change"),
    path("desk/<slug:slug>/holds/<int:pk>/release/", views.hold_release, name="hold-release"),
]
