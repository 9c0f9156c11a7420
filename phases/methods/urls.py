from django.urls import path

from phases.methods import views

urlpatterns = [
    path("desk/<slug:slug>/reach/", views.reach_list, name="reach-list"),
    path("desk/<slug:slug>/reach/new/", views.reach_create, name="reach-create"),
    path("desk/<slug:slug>/reach/<int:pk>/remove/", views.reach_remove, name="reach-remove"),
]
