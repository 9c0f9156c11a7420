from django.urls import path

from privacy.erasure import views

ERASURE = "desk/<slug:slug>/requests/<int:number>/erasure/"

urlpatterns = [
    path(ERASURE, views.erasure_detail, name="erasure-detail"),
    path(f"{ERASURE}propose/", views.erasure_propose, name="erasure-propose"),
    path(f"{ERASURE}give-up/", views.erasure_give_up, name="erasure-give-up"),
    path(f"{ERASURE}confirm/", views.erasure_confirm, name="erasure-confirm"),
]
