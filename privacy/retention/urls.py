from django.urls import path

from privacy.retention import views

urlpatterns = [
    path("desk/<slug:slug>/retention/", views.retention_due, name="retention-due"),
    path("desk/<slug:slug>/retention/done/", views.retention_done, name="retention-done"),
    path("desk/<slug:slug>/retention/periods/", views.retention_period_list, name="retention-period-list"),
    path("desk/<slug:slug>/retention/periods/<slug:key>/set/", views.retention_period_set, name="retention-period-set"),
    path("desk/<slug:slug>/retention/periods/<slug:key>/end/", views.retention_period_end, name="retention-period-end"),
]
