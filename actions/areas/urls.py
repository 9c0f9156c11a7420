"""Pages about action areas and their plans."""

from django.urls import path

from actions.areas import views

urlpatterns = [
    path("desk/<slug:slug>/areas/", views.area_list, name="area-list"),
    path("desk/<slug:slug>/areas/new/", views.area_create, name="area-create"),
    path("desk/<slug:slug>/areas/<int:number>/", views.area_detail, name="area-detail"),
    path("desk/<slug:slug>/areas/<int:number>/edit/", views.area_edit, name="area-edit"),
    path("desk/<slug:slug>/areas/<int:number>/publish/", views.area_publish, name="area-publish"),
    path("desk/<slug:slug>/areas/<int:number>/withdraw/", views.area_withdraw, name="area-withdraw"),
    path("desk/<slug:slug>/areas/<int:number>/steps/new/", views.step_create, name="step-create"),
    path("desk/<slug:slug>/steps/", views.step_list, name="step-list"),
    path("desk/<slug:slug>/steps/<int:pk>/", views.step_edit, name="step-edit"),
    path("desk/<slug:slug>/steps/<int:pk>/move/", views.step_move, name="step-move"),
]
